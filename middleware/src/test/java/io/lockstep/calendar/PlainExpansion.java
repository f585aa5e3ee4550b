package io.lockstep.calendar;

import io.lockstep.calendar.Rrule.By;
import io.lockstep.calendar.Rrule.Freq;
import io.lockstep.calendar.Rrule.Nth;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * RFC 5545 read day by day, to check the expansion against: slow, without bounds of time of day,
 * for rules from DAILY up. Every day is asked whether the rule's parts hold for it.
 */
final class PlainExpansion {
  private PlainExpansion() {}

  static List<LocalDate> days(Rrule rule, LocalDate start, int years, int limit) {
    TreeMap<Long, List<LocalDate>> periods = new TreeMap<>();
    // The last days of a year may be of the next one's first week and the other way round.
    LocalDate from = LocalDate.of(start.getYear(), 1, 1).minusDays(7);
    LocalDate horizon = start.plusYears(years);
    LocalDate to = LocalDate.of(horizon.getYear() + 1, 1, 1).plusDays(7);
    for (LocalDate day = from; day.isBefore(to); day = day.plusDays(1)) {
      long period = period(rule, start, day);
      if (period >= firstPeriod(rule) && period % rule.interval() == 0 && holds(rule, start, day)) {
        periods.computeIfAbsent(period, p -> new ArrayList<>()).add(day);
      }
    }
    List<LocalDate> out = new ArrayList<>();
    for (List<LocalDate> set : periods.values()) {
      for (int i = 0; i < set.size(); i++) {
        List<Integer> positions = rule.by(By.BYSETPOS);
        boolean chosen =
            positions.isEmpty() || positions.contains(i + 1) || positions.contains(i - set.size());
        if (chosen && !set.get(i).isBefore(start) && set.get(i).isBefore(horizon)) {
          out.add(set.get(i));
        }
      }
    }
    out.sort(null);
    if (out.isEmpty() || !out.get(0).equals(start)) {
      out.add(0, start);
    }
    Integer count = rule.count();
    return out.stream().limit(count == null ? limit : Math.min(limit, count)).toList();
  }

  /** January may begin with days of the last year's last week. */
  private static long firstPeriod(Rrule rule) {
    return rule.has(By.BYWEEKNO) && rule.interval() == 1 ? -1 : 0;
  }

  private static long period(Rrule rule, LocalDate start, LocalDate day) {
    return switch (rule.freq()) {
      case DAILY -> ChronoUnit.DAYS.between(start, day);
      case WEEKLY ->
          ChronoUnit.WEEKS.between(week(start, rule.weekStart()), week(day, rule.weekStart()));
      case MONTHLY -> ChronoUnit.MONTHS.between(YearMonth.from(start), YearMonth.from(day));
      case YEARLY ->
          (rule.has(By.BYWEEKNO) ? weekYear(day, rule.weekStart()) : day.getYear())
              - (long) start.getYear();
      default -> throw new IllegalArgumentException("Not by days");
    };
  }

  static LocalDate week(LocalDate day, DayOfWeek weekStart) {
    return day.minusDays(Math.floorMod(day.getDayOfWeek().getValue() - weekStart.getValue(), 7));
  }

  /** A week belongs to the year that has four of its days. */
  private static int weekYear(LocalDate day, DayOfWeek weekStart) {
    return week(day, weekStart).plusDays(3).getYear();
  }

  private static int weekNumber(LocalDate day, DayOfWeek weekStart) {
    return (week(day, weekStart).plusDays(3).getDayOfYear() - 1) / 7 + 1;
  }

  private static int weeks(int year, DayOfWeek weekStart) {
    return weekNumber(LocalDate.of(year, 12, 28), weekStart) == 53
            || weekNumber(LocalDate.of(year, 12, 31), weekStart) == 53
        ? 53
        : 52;
  }

  private static boolean holds(Rrule rule, LocalDate start, LocalDate day) {
    boolean days = !rule.byDay().isEmpty();
    boolean dates = rule.has(By.BYMONTHDAY) || rule.has(By.BYYEARDAY);
    if (rule.has(By.BYMONTH) && !rule.by(By.BYMONTH).contains(day.getMonthValue())) {
      return false;
    }
    if (rule.has(By.BYWEEKNO)) {
      int year = weekYear(day, rule.weekStart());
      int week = weekNumber(day, rule.weekStart());
      List<Integer> wanted = rule.by(By.BYWEEKNO);
      if (!wanted.contains(week) && !wanted.contains(week - weeks(year, rule.weekStart()) - 1)) {
        return false;
      }
    }
    int fromEnd = day.getDayOfMonth() - day.lengthOfMonth() - 1;
    if (rule.has(By.BYMONTHDAY)
        && !rule.by(By.BYMONTHDAY).contains(day.getDayOfMonth())
        && !rule.by(By.BYMONTHDAY).contains(fromEnd)) {
      return false;
    }
    int yearFromEnd = day.getDayOfYear() - day.lengthOfYear() - 1;
    if (rule.has(By.BYYEARDAY)
        && !rule.by(By.BYYEARDAY).contains(day.getDayOfYear())
        && !rule.by(By.BYYEARDAY).contains(yearFromEnd)) {
      return false;
    }
    if (days) {
      return rule.byDay().stream().anyMatch(nth -> isNth(rule, nth, day));
    }
    if (dates) {
      return true;
    }
    return likeStart(rule, start, day);
  }

  /** What the rule leaves open is taken from DTSTART. */
  private static boolean likeStart(Rrule rule, LocalDate start, LocalDate day) {
    return switch (rule.freq()) {
      case WEEKLY -> day.getDayOfWeek() == start.getDayOfWeek();
      case MONTHLY -> day.getDayOfMonth() == start.getDayOfMonth();
      case YEARLY -> {
        if (rule.has(By.BYWEEKNO)) {
          yield day.getDayOfWeek() == start.getDayOfWeek();
        }
        yield day.getDayOfMonth() == start.getDayOfMonth()
            && (rule.has(By.BYMONTH) || day.getMonth() == start.getMonth());
      }
      default -> true;
    };
  }

  private static boolean isNth(Rrule rule, Nth nth, LocalDate day) {
    if (nth.day() != day.getDayOfWeek()) {
      return false;
    }
    if (nth.n() == 0) {
      return true;
    }
    boolean month = rule.freq() == Freq.MONTHLY || rule.has(By.BYMONTH);
    int at = month ? day.getDayOfMonth() : day.getDayOfYear();
    int length = month ? day.lengthOfMonth() : day.lengthOfYear();
    return nth.n() == (at - 1) / 7 + 1 || nth.n() == -((length - at) / 7 + 1);
  }
}

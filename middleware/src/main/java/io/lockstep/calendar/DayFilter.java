package io.lockstep.calendar;

import io.lockstep.calendar.Rrule.By;
import io.lockstep.calendar.Rrule.Freq;
import io.lockstep.calendar.Rrule.Nth;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;

/**
 * Which days a rule's parts allow, the table of RFC 5545 3.3.10 asked of one day. What the rule
 * leaves open from WEEKLY up is taken from DTSTART. Intervals, positions and bounds are not asked.
 */
final class DayFilter {
  private final Rrule rule;
  private final LocalDate start;

  DayFilter(Rrule rule, LocalDateTime start) {
    this.rule = rule;
    this.start = start.toLocalDate();
  }

  boolean allows(LocalDate day) {
    return allowsMonth(day)
        && allowsWeek(day)
        && allows(By.BYMONTHDAY, day.getDayOfMonth(), day.lengthOfMonth())
        && allows(By.BYYEARDAY, day.getDayOfYear(), day.lengthOfYear())
        && allowsWeekday(day);
  }

  private boolean allowsMonth(LocalDate day) {
    return !rule.has(By.BYMONTH) || rule.by(By.BYMONTH).contains(day.getMonthValue());
  }

  private boolean allowsWeek(LocalDate day) {
    if (!rule.has(By.BYWEEKNO)) {
      return true;
    }
    LocalDate middle = weekOf(day).plusDays(3);
    int weeks = weekNumber(weekOf(firstOfWeekYear(middle.getYear() + 1).minusDays(1)).plusDays(3));
    return allows(By.BYWEEKNO, weekNumber(middle), weeks);
  }

  private boolean allows(By part, int number, int most) {
    return !rule.has(part)
        || rule.by(part).contains(number)
        || rule.by(part).contains(number - most - 1);
  }

  private boolean allowsWeekday(LocalDate day) {
    if (!rule.byDay().isEmpty()) {
      return rule.byDay().stream().anyMatch(nth -> isNth(nth, day));
    }
    boolean open = !rule.has(By.BYMONTHDAY) && !rule.has(By.BYYEARDAY);
    return switch (rule.freq()) {
      case WEEKLY -> day.getDayOfWeek() == start.getDayOfWeek();
      case MONTHLY -> !open || day.getDayOfMonth() == start.getDayOfMonth();
      case YEARLY -> !open || isLikeStartInYear(day);
      case DAILY, HOURLY, MINUTELY, SECONDLY -> true;
    };
  }

  private boolean isLikeStartInYear(LocalDate day) {
    if (rule.has(By.BYWEEKNO)) {
      return day.getDayOfWeek() == start.getDayOfWeek();
    }
    return day.getDayOfMonth() == start.getDayOfMonth()
        && (rule.has(By.BYMONTH) || day.getMonth() == start.getMonth());
  }

  private boolean isNth(Nth nth, LocalDate day) {
    if (nth.day() != day.getDayOfWeek()) {
      return false;
    }
    if (nth.n() == 0) {
      return true;
    }
    boolean inMonth = rule.freq() == Freq.MONTHLY || rule.has(By.BYMONTH);
    int number = inMonth ? day.getDayOfMonth() : day.getDayOfYear();
    int length = inMonth ? day.lengthOfMonth() : day.lengthOfYear();
    return nth.n() == (number - 1) / 7 + 1 || nth.n() == -((length - number) / 7 + 1);
  }

  /** The first day of the week that the day is in, by WKST. */
  LocalDate weekOf(LocalDate day) {
    DayOfWeek weekStart = rule.weekStart();
    return day.minusDays(Math.floorMod(day.getDayOfWeek().getValue() - weekStart.getValue(), 7));
  }

  /** Week 1 is the first with four days in the year. */
  LocalDate firstOfWeekYear(int year) {
    return weekOf(LocalDate.of(year, 1, 4));
  }

  /**
   * @param middle the fourth day of the week, which is in the year that the week belongs to
   */
  private static int weekNumber(LocalDate middle) {
    return (middle.getDayOfYear() - 1) / 7 + 1;
  }
}

package io.lockstep.calendar;

import io.lockstep.calendar.Rrule.By;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whether a rule has no day left on which it could occur. The library ends its search after a
 * number of empty periods, which proves nothing; here all periods are looked at by their days, up
 * to the rule's end or the year 9999. Only what speaks of days is looked at, so that a day may be
 * found where the rule has none, and never the other way round.
 */
final class EmptySearch {
  private static final LocalDate LAST = LocalDate.of(9999, 12, 31);

  private final Rrule rule;
  private final LocalDate start;

  EmptySearch(Rrule rule, LocalDate start) {
    this.rule = rule;
    this.start = start;
  }

  /**
   * @param after the day of the last occurrence that is known
   * @return false also where this cannot tell: of hours, minutes and seconds
   */
  boolean isEmptyAfter(LocalDate after) {
    LocalDate end = rule.until() == null ? LAST : rule.until().at().at().toLocalDate().plusDays(1);
    return switch (rule.freq()) {
      case DAILY -> none(periods(ChronoUnit.DAYS, start, end), after, end);
      case WEEKLY -> none(periods(ChronoUnit.WEEKS, monday(), end).flatMap(this::week), after, end);
      case MONTHLY ->
          none(
              periods(ChronoUnit.MONTHS, start.withDayOfMonth(1), end).flatMap(EmptySearch::month),
              after,
              end);
      case YEARLY, HOURLY, MINUTELY, SECONDLY -> false;
    };
  }

  private Stream<LocalDate> periods(ChronoUnit unit, LocalDate first, LocalDate end) {
    return Stream.iterate(0L, n -> n + rule.interval())
        .map(n -> unit.between(first, LAST) < n ? LAST.plusDays(1) : first.plus(n, unit))
        .takeWhile(day -> !day.isAfter(end) && !day.isAfter(LAST));
  }

  private LocalDate monday() {
    return start.with(TemporalAdjusters.previousOrSame(rule.weekStart()));
  }

  private Stream<LocalDate> week(LocalDate first) {
    return Stream.iterate(first, day -> day.plusDays(1)).limit(7);
  }

  private static Stream<LocalDate> month(LocalDate first) {
    return Stream.iterate(first, day -> day.plusDays(1))
        .limit(YearMonth.from(first).lengthOfMonth());
  }

  private boolean none(Stream<LocalDate> days, LocalDate after, LocalDate end) {
    return days.filter(day -> day.isAfter(after) && !day.isAfter(end)).noneMatch(this::mayBe);
  }

  private boolean mayBe(LocalDate day) {
    boolean takenFromStart =
        rule.freq() == Rrule.Freq.MONTHLY && rule.byDay().isEmpty() && !rule.has(By.BYMONTHDAY);
    return (!takenFromStart || day.getDayOfMonth() == start.getDayOfMonth())
        && fits(By.BYMONTH, day.getMonthValue(), 0)
        && fits(By.BYMONTHDAY, day.getDayOfMonth(), day.lengthOfMonth())
        && fits(By.BYYEARDAY, day.getDayOfYear(), day.lengthOfYear())
        && isNamed(day.getDayOfWeek());
  }

  /**
   * @param length of what is also counted from its end; 0 = it is not
   */
  private boolean fits(By part, int value, int length) {
    List<Integer> named = rule.by(part);
    return named.isEmpty()
        || named.contains(value)
        || (length > 0 && named.contains(value - length - 1));
  }

  private boolean isNamed(DayOfWeek day) {
    return rule.byDay().isEmpty()
        ? rule.freq() != Rrule.Freq.WEEKLY || day == start.getDayOfWeek()
        : rule.byDay().stream().anyMatch(nth -> nth.day() == day);
  }
}

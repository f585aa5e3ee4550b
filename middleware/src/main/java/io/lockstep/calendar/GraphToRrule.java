package io.lockstep.calendar;

import io.lockstep.calendar.Rrule.By;
import io.lockstep.calendar.Rrule.Freq;
import io.lockstep.calendar.Rrule.Nth;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** The RRULE that has exactly the occurrences of a Graph pattern, bounds aside. */
final class GraphToRrule {
  private GraphToRrule() {}

  /**
   * @param first the first occurrence; its month decides which months the pattern meets
   */
  static Rrule rule(GraphPattern pattern, LocalDate first) {
    return switch (pattern) {
      case GraphPattern.Daily daily -> Rrule.every(daily.interval(), Freq.DAILY);
      case GraphPattern.Weekly weekly ->
          Rrule.every(weekly.interval(), Freq.WEEKLY)
              .withDays(every(weekly.days()))
              // With every week taken it does not matter where a week begins.
              .startingWeeksOn(weekly.interval() == 1 ? DayOfWeek.MONDAY : weekly.firstDayOfWeek());
      case GraphPattern.Absolute absolute ->
          absolute(period(absolute.interval(), absolute.month()), absolute, first);
      case GraphPattern.Relative relative ->
          relative(period(relative.interval(), relative.month()), relative);
    };
  }

  private static Rrule period(int months, int month) {
    return month == 0
        ? Rrule.every(months, Freq.MONTHLY)
        : Rrule.every(months / 12, Freq.YEARLY).with(By.BYMONTH, List.of(month));
  }

  private static Rrule absolute(Rrule period, GraphPattern.Absolute pattern, LocalDate first) {
    int day = pattern.dayOfMonth();
    Set<Integer> lengths =
        GraphPattern.lengths(GraphPattern.months(first.getMonthValue(), pattern.interval()));
    if (lengths.stream().allMatch(length -> length >= day)) {
      return period.with(By.BYMONTHDAY, List.of(day));
    }
    if (lengths.stream().allMatch(length -> length <= day)) {
      return period.with(By.BYMONTHDAY, List.of(-1));
    }
    return period
        .with(By.BYMONTHDAY, IntStream.rangeClosed(28, day).boxed().toList())
        .with(By.BYSETPOS, List.of(-1));
  }

  private static Rrule relative(Rrule period, GraphPattern.Relative pattern) {
    if (pattern.days().size() == 1) {
      return period.withDays(List.of(new Nth(pattern.index(), pattern.days().iterator().next())));
    }
    return new Rrule(
        period.freq(),
        period.interval(),
        null,
        null,
        every(pattern.days()),
        plus(period.numbers(), pattern.index()),
        DayOfWeek.MONDAY);
  }

  private static Map<By, List<Integer>> plus(Map<By, List<Integer>> numbers, int position) {
    Map<By, List<Integer>> more = new java.util.EnumMap<>(By.class);
    more.putAll(numbers);
    more.put(By.BYSETPOS, List.of(position));
    return more;
  }

  private static List<Nth> every(Set<DayOfWeek> days) {
    return days.stream().map(day -> new Nth(0, day)).toList();
  }
}

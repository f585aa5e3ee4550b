package io.lockstep.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The pattern half of Microsoft Graph's {@code patternedRecurrence}.
 *
 * <p>Two things differ from RFC 5545. A {@code dayOfMonth} that a month does not have falls on the
 * month's last day (Exchange: "the last day of the month is assumed"), where an RRULE skips the
 * month. A relative pattern with several {@code daysOfWeek} means one day: the index-th of all
 * those that fall on any of them, which an RRULE says with BYSETPOS.
 */
public sealed interface GraphPattern {
  int interval();

  record Daily(int interval) implements GraphPattern {}

  record Weekly(int interval, Set<DayOfWeek> days, DayOfWeek firstDayOfWeek)
      implements GraphPattern {
    public Weekly {
      days = sorted(days);
    }
  }

  /**
   * On a day of the month, every {@code interval} months.
   *
   * @param month 1 to 12 where Graph says so in years ({@code absoluteYearly}), the interval being
   *     in months all the same; 0 = {@code absoluteMonthly}
   */
  record Absolute(int interval, int dayOfMonth, int month) implements GraphPattern {}

  /**
   * On the index-th of some weekdays, every {@code interval} months.
   *
   * @param index 1 to 4, or -1 for the last
   * @param month as for {@link Absolute}
   */
  record Relative(int interval, Set<DayOfWeek> days, int index, int month) implements GraphPattern {
    public Relative {
      days = sorted(days);
    }
  }

  private static Set<DayOfWeek> sorted(Set<DayOfWeek> days) {
    return java.util.Collections.unmodifiableSet(new TreeSet<>(days));
  }

  List<String> INDEXES = List.of("first", "second", "third", "fourth", "last");

  /** The first day on or after one, counting periods from that day's. */
  static LocalDate first(GraphPattern pattern, LocalDate from) {
    return switch (pattern) {
      case Daily daily -> from;
      case Weekly weekly -> firstOfWeek(weekly, from);
      case Absolute absolute -> firstOfMonth(absolute, absolute.month(), from);
      case Relative relative -> firstOfMonth(relative, relative.month(), from);
    };
  }

  private static LocalDate firstOfWeek(Weekly weekly, LocalDate from) {
    int into =
        Math.floorMod(from.getDayOfWeek().getValue() - weekly.firstDayOfWeek().getValue(), 7);
    LocalDate week = from.minusDays(into);
    for (int i = 0; i < 14; i++) {
      LocalDate day = week.plusWeeks(i < 7 ? 0 : weekly.interval()).plusDays(i % 7);
      if (!day.isBefore(from) && weekly.days().contains(day.getDayOfWeek())) {
        return day;
      }
    }
    throw new IllegalArgumentException("A weekly pattern needs a day");
  }

  private static LocalDate firstOfMonth(GraphPattern pattern, int month, LocalDate from) {
    YearMonth reached = month == 0 ? YearMonth.from(from) : YearMonth.of(from.getYear(), month);
    LocalDate day = inMonth(pattern, reached);
    return day.isBefore(from) ? inMonth(pattern, reached.plusMonths(pattern.interval())) : day;
  }

  /** The one day of a monthly or yearly pattern in a month that it reaches. */
  private static LocalDate inMonth(GraphPattern pattern, YearMonth month) {
    return switch (pattern) {
      case Absolute absolute -> month.atDay(Math.min(absolute.dayOfMonth(), month.lengthOfMonth()));
      case Relative relative ->
          month.atDay(
              relativeDay(
                  relative.days(),
                  relative.index(),
                  month.lengthOfMonth(),
                  month.atDay(1).getDayOfWeek()));
      case Daily d -> throw new IllegalArgumentException("Not by the month: " + d);
      case Weekly w -> throw new IllegalArgumentException("Not by the month: " + w);
    };
  }

  /** The day of the month that a relative pattern names in a month of this shape. */
  static int relativeDay(Set<DayOfWeek> days, int index, int length, DayOfWeek firstDay) {
    List<Integer> matching = new ArrayList<>();
    for (int day = 1; day <= length; day++) {
      if (days.contains(firstDay.plus(day - 1))) {
        matching.add(day);
      }
    }
    return matching.get(index < 0 ? matching.size() - 1 : index - 1);
  }

  /** Graph's name of a weekday. */
  static String name(DayOfWeek day) {
    return day.name().toLowerCase(Locale.ROOT);
  }

  /** The months of the year (1 to 12) that a step of months reaches from one on. */
  static Set<Integer> months(int from, int step) {
    Set<Integer> months = new TreeSet<>();
    for (long k = 0; k < 12; k++) {
      months.add((int) Math.floorMod(from - 1 + k * step, 12L) + 1);
    }
    return months;
  }

  /** The lengths that some months can have; February has two. */
  static Set<Integer> lengths(Set<Integer> months) {
    Set<Integer> lengths = new TreeSet<>();
    for (int month : months) {
      lengths.add(YearMonth.of(2023, month).lengthOfMonth());
      lengths.add(YearMonth.of(2024, month).lengthOfMonth());
    }
    return lengths;
  }
}

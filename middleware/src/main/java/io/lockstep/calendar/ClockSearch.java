package io.lockstep.calendar;

import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The occurrences of a rule of hours, minutes or seconds on the wall clock. Days that the rule does
 * not allow are passed over as a whole, and a rule whose interval never meets an allowed time of
 * day is known to be empty; it gives up only after {@link #MOST_EMPTY} units without an occurrence.
 */
final class ClockSearch implements OccurrenceSearch {
  private static final long MOST_EMPTY = 20_000_000;
  private static final int SECONDS_OF_DAY = 86_400;

  private final Rrule rule;
  private final LocalDateTime start;
  private final LocalDate last;
  private final DayFilter filter;
  private final TimesOfDay times;
  private final Queue<LocalDateTime> found = new ArrayDeque<>();
  private final int unitSeconds;
  private final int unitsOfDay;

  /** The start's unit and the next one to be asked, counted from the epoch. */
  private final long first;

  private long unit;

  ClockSearch(Rrule rule, LocalDateTime start, LocalDate last) {
    this.rule = rule;
    this.start = start;
    this.last = last;
    this.filter = new DayFilter(rule, start);
    this.times = new TimesOfDay(rule, start);
    this.unitSeconds =
        switch (rule.freq()) {
          case HOURLY -> 3600;
          case MINUTELY -> 60;
          case SECONDLY -> 1;
          case DAILY, WEEKLY, MONTHLY, YEARLY ->
              throw new IllegalArgumentException("Not a rule of the clock: " + rule.freq());
        };
    this.unitsOfDay = SECONDS_OF_DAY / unitSeconds;
    this.first = Math.floorDiv(start.toEpochSecond(ZoneOffset.UTC), unitSeconds);
    this.unit = first;
  }

  @Override
  public @Nullable LocalDateTime next() {
    if (unit == first && !meetsAllowedTime()) {
      return null;
    }
    for (long empty = 0; found.isEmpty(); empty++) {
      LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(unit, unitsOfDay));
      if (day.isAfter(last)) {
        return null;
      }
      if (empty > MOST_EMPTY) {
        throw new Unsupported(
            "The rule's next occurrence, if there is one, lies too many periods ahead");
      }
      if (filter.allows(day)) {
        collectOn(day);
      } else {
        skipTo((day.toEpochDay() + 1) * unitsOfDay);
      }
    }
    return found.poll();
  }

  private void collectOn(LocalDate day) {
    LocalTime time = timeOf(Math.floorMod(unit, unitsOfDay));
    if (times.allows(time)) {
      LocalDateTime at = day.atTime(time);
      for (LocalDateTime chosen : Positions.of(rule, within(at))) {
        if (!chosen.isBefore(start)) {
          found.add(chosen);
        }
      }
    }
    unit += rule.interval();
  }

  private List<LocalDateTime> within(LocalDateTime at) {
    return switch (unitSeconds) {
      case 3600 -> times.inHour(at);
      case 60 -> times.inMinute(at);
      default -> List.of(at);
    };
  }

  private void skipTo(long least) {
    long steps = Math.ceilDiv(least - first, (long) rule.interval());
    unit = first + steps * rule.interval();
  }

  /** The interval meets the times of day that are a multiple of the common divisor apart. */
  private boolean meetsAllowedTime() {
    int step =
        BigInteger.valueOf(rule.interval()).gcd(BigInteger.valueOf(unitsOfDay)).intValueExact();
    for (int of = (int) Math.floorMod(first, (long) step); of < unitsOfDay; of += step) {
      if (times.allows(timeOf(of))) {
        return true;
      }
    }
    return false;
  }

  private LocalTime timeOf(int unitOfDay) {
    return LocalTime.ofSecondOfDay((long) unitOfDay * unitSeconds);
  }
}

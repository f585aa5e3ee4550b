package io.lockstep.calendar;

import io.lockstep.calendar.Rrule.By;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The occurrences of a rule from DAILY up, every day asked in turn: slower than the library's
 * expansion, but it gives nothing up and ends at its last day, at most 3.7 million days on.
 */
final class DaySearch implements OccurrenceSearch {
  private final Rrule rule;
  private final LocalDateTime start;
  private final LocalDate last;
  private final DayFilter filter;
  private final TimesOfDay times;
  private final Queue<LocalDateTime> found = new ArrayDeque<>();
  private long period;

  /**
   * @param rule without bounds
   * @param last no day after it is of interest
   */
  DaySearch(Rrule rule, LocalDateTime start, LocalDate last) {
    this.rule = rule;
    this.start = start;
    this.last = last;
    this.filter = new DayFilter(rule, start);
    this.times = new TimesOfDay(rule, start);
    // The first days of January may be of the last year's last week.
    this.period = rule.has(By.BYWEEKNO) && rule.interval() == 1 ? -1 : 0;
  }

  @Override
  public @Nullable LocalDateTime next() {
    while (found.isEmpty()) {
      LocalDate first = firstOf(period);
      if (first.isAfter(last)) {
        return null;
      }
      collect(first, firstOf(period + 1));
      period += rule.interval();
    }
    return found.poll();
  }

  private LocalDate firstOf(long number) {
    LocalDate day = start.toLocalDate();
    return switch (rule.freq()) {
      case DAILY -> day.plusDays(number);
      case WEEKLY -> filter.weekOf(day).plusWeeks(number);
      case MONTHLY -> day.withDayOfMonth(1).plusMonths(number);
      case YEARLY -> {
        int year = Math.toIntExact(day.getYear() + number);
        yield rule.has(By.BYWEEKNO) ? filter.firstOfWeekYear(year) : LocalDate.of(year, 1, 1);
      }
      case HOURLY, MINUTELY, SECONDLY ->
          throw new IllegalArgumentException("Not a rule of days: " + rule.freq());
    };
  }

  private void collect(LocalDate first, LocalDate end) {
    List<LocalDateTime> set = new ArrayList<>();
    for (LocalDate day = first; day.isBefore(end); day = day.plusDays(1)) {
      if (filter.allows(day)) {
        set.addAll(times.on(day));
      }
    }
    for (LocalDateTime chosen : Positions.of(rule, set)) {
      if (!chosen.isBefore(start)) {
        found.add(chosen);
      }
    }
  }
}

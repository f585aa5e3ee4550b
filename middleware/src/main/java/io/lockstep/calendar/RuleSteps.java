package io.lockstep.calendar;

import io.lockstep.calendar.Rrule.By;
import io.lockstep.calendar.Rrule.Freq;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.IntStream;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRuleIterator;
import org.jspecify.annotations.Nullable;

/**
 * The rule's own occurrences from the start on, up to the year 9999. They are the library's, and a
 * search's where the library gives up or is known to be wrong.
 */
final class RuleSteps {
  private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);

  private final Rrule rule;
  private final Rrule plain;
  private final WallTime start;
  private final @Nullable RecurrenceRuleIterator iterator;
  private @Nullable OccurrenceSearch search;
  private boolean begun;

  /** What the library gave last. */
  private @Nullable LocalDateTime given;

  RuleSteps(Rrule rule, WallTime start) {
    if (start.allDay() && rule.freq().compareTo(Freq.DAILY) < 0) {
      throw new Unsupported("FREQ=" + rule.freq() + " does not go with an all-day DTSTART");
    }
    this.rule = rule;
    this.start = start;
    Rrule unbounded = plain(rule, start.allDay());
    this.plain = unbounded;
    if (isBeyondLibrary(unbounded)) {
      this.search = search(rule, unbounded, start);
      this.iterator = null;
    } else {
      Rrule said = inAllMonths(unbounded);
      this.iterator =
          isChosenWithinYear(said)
              ? iterator(withDaysOf(said, start), beginOfYear(start))
              : iterator(said, start);
    }
  }

  /**
   * Of weekdays in numbered weeks the library leaves out those in January that are of the last
   * year's last week, and takes days of the weeks beside week 53 where a year has 52. Of weekdays
   * counted within the year it cannot take those on given days of the month, and it breaks on
   * weekdays with the 366th day from the end.
   */
  private static boolean isBeyondLibrary(Rrule rule) {
    if (rule.freq() != Freq.YEARLY || rule.byDay().isEmpty()) {
      return false;
    }
    boolean counted = rule.byDay().stream().anyMatch(day -> day.n() != 0);
    return rule.has(By.BYWEEKNO) || rule.has(By.BYYEARDAY) || (counted && isOfAllMonths(rule));
  }

  /**
   * The library leaves the months before the start's out of a year's set, so that BYSETPOS would
   * count wrong in the first year: such a rule is expanded from the year's beginning.
   */
  private static boolean isChosenWithinYear(Rrule rule) {
    return rule.freq() == Freq.YEARLY && rule.has(By.BYSETPOS) && !rule.has(By.BYWEEKNO);
  }

  /** What the rule takes from its start must be said, where it is expanded from another one. */
  private static Rrule withDaysOf(Rrule rule, WallTime start) {
    Rrule said = rule;
    boolean days = rule.has(By.BYMONTHDAY) || rule.has(By.BYYEARDAY) || !rule.byDay().isEmpty();
    if (!days) {
      said = said.with(By.BYMONTHDAY, List.of(start.at().getDayOfMonth()));
      if (!rule.has(By.BYMONTH)) {
        said = said.with(By.BYMONTH, List.of(start.at().getMonthValue()));
      }
    }
    return said;
  }

  private static WallTime beginOfYear(WallTime start) {
    return new WallTime(start.at().withDayOfYear(1), start.allDay());
  }

  /** Without bounds, which are applied here, and without what a date makes meaningless. */
  private static Rrule plain(Rrule rule, boolean allDay) {
    Rrule plain = rule.bounded(null, null).at(rule.freq(), reachable(rule));
    if (!allDay) {
      return plain;
    }
    // RFC 5545 3.3.10: these parts must be ignored for a DTSTART that is a date.
    List<Integer> none = List.of();
    boolean positions = rule.has(By.BYSETPOS);
    List<Integer> position = rule.by(By.BYSETPOS);
    plain =
        plain
            .with(By.BYSETPOS, none)
            .with(By.BYHOUR, none)
            .with(By.BYMINUTE, none)
            .with(By.BYSECOND, none);
    if (!positions) {
      return plain;
    }
    boolean others = !plain.byDay().isEmpty() || !plain.numbers().isEmpty();
    if (others) {
      return plain.with(By.BYSETPOS, position);
    }
    if (position.contains(1) || position.contains(-1)) {
      return plain;
    }
    throw new Unsupported("BYSETPOS has nothing to choose from for an all-day DTSTART");
  }

  /**
   * Days of the month in a yearly rule are those of every month, where the library takes the
   * start's month alone.
   */
  private static Rrule inAllMonths(Rrule rule) {
    return isOfAllMonths(rule)
        ? rule.with(By.BYMONTH, IntStream.rangeClosed(1, 12).boxed().toList())
        : rule;
  }

  private static boolean isOfAllMonths(Rrule rule) {
    return rule.freq() == Freq.YEARLY
        && rule.has(By.BYMONTHDAY)
        && !rule.has(By.BYMONTH)
        && !rule.has(By.BYWEEKNO)
        && !rule.has(By.BYYEARDAY);
  }

  /** An interval beyond the last year is as good as one that just leads there. */
  private static int reachable(Rrule rule) {
    int most =
        switch (rule.freq()) {
          case YEARLY -> 10_000;
          case MONTHLY -> 120_000;
          case WEEKLY -> 522_000;
          case DAILY -> 3_660_000;
          case HOURLY -> 87_840_000;
          case MINUTELY, SECONDLY -> Integer.MAX_VALUE;
        };
    return Math.min(rule.interval(), most);
  }

  /**
   * @return null where the library finds none at once
   */
  private static @Nullable RecurrenceRuleIterator iterator(Rrule plain, WallTime start) {
    LocalDateTime at = start.at();
    DateTime first =
        start.allDay()
            ? new DateTime(at.getYear(), at.getMonthValue() - 1, at.getDayOfMonth())
            : new DateTime(
                at.getYear(),
                at.getMonthValue() - 1,
                at.getDayOfMonth(),
                at.getHour(),
                at.getMinute(),
                at.getSecond());
    try {
      return new RecurrenceRule(plain.text(), RecurrenceRule.RfcMode.RFC5545_STRICT)
          .iterator(first);
    } catch (InvalidRecurrenceRuleException e) {
      throw new Unsupported("The rule cannot be expanded: " + e.getMessage());
    } catch (IllegalArgumentException | IllegalStateException e) {
      return null;
    }
  }

  @Nullable WallTime next() {
    OccurrenceSearch going = search;
    if (going != null) {
      return wallTime(going.next());
    }
    RecurrenceRuleIterator rest = iterator;
    if (rest == null) {
      return afterLibrary();
    }
    try {
      // Peeking fetches nothing: taking one fetches the next, and would lose it by giving up.
      if (begun) {
        rest.skip(1);
      }
      begun = true;
      if (!rest.hasNext()) {
        return null;
      }
      DateTime at = rest.peekDateTime();
      if (at.getYear() > LAST_DAY.getYear()) {
        return null;
      }
      given = localTime(at);
      return wallTime(given);
    } catch (IllegalArgumentException | IllegalStateException e) {
      return afterLibrary();
    }
  }

  /**
   * The library ends its search after a number of empty periods. A thousand empty years are proof
   * that there is nothing more, since the calendar repeats after 400; at other frequencies they are
   * not, and the days are searched.
   */
  private @Nullable WallTime afterLibrary() {
    if (rule.freq() == Freq.YEARLY) {
      return null;
    }
    OccurrenceSearch rest = search(rule, plain, start);
    search = rest;
    LocalDateTime found = rest.next();
    LocalDateTime before = given;
    while (found != null && before != null && !found.isAfter(before)) {
      found = rest.next();
    }
    return wallTime(found);
  }

  private static OccurrenceSearch search(Rrule rule, Rrule plain, WallTime start) {
    LocalDate last = lastDay(rule.until());
    return switch (plain.freq()) {
      case DAILY, WEEKLY, MONTHLY, YEARLY -> new DaySearch(plain, start.at(), last);
      case HOURLY, MINUTELY, SECONDLY -> new ClockSearch(plain, start.at(), last);
    };
  }

  /** The last day worth asking: a zone moves a bound by less than a day. */
  private static LocalDate lastDay(Rrule.@Nullable Until until) {
    if (until == null || until.at().date().isAfter(LAST_DAY.minusDays(1))) {
      return LAST_DAY;
    }
    return until.at().date().plusDays(1);
  }

  private @Nullable WallTime wallTime(@Nullable LocalDateTime at) {
    return at == null || at.getYear() > LAST_DAY.getYear()
        ? null
        : new WallTime(start.allDay() ? at.toLocalDate().atStartOfDay() : at, start.allDay());
  }

  private LocalDateTime localTime(DateTime at) {
    boolean allDay = start.allDay();
    return LocalDateTime.of(
        at.getYear(),
        at.getMonth() + 1,
        at.getDayOfMonth(),
        allDay ? 0 : at.getHours(),
        allDay ? 0 : at.getMinutes(),
        allDay ? 0 : at.getSeconds());
  }
}

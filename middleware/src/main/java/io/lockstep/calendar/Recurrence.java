package io.lockstep.calendar;

import io.lockstep.calendar.Rrule.By;
import io.lockstep.calendar.Rrule.Freq;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRuleIterator;
import org.jspecify.annotations.Nullable;

/**
 * A rule with the start it is anchored at, and the dates taken out and added.
 *
 * <p>It is expanded on the wall clock: an occurrence in a gap of daylight saving is given as it is
 * named. RFC 5545 leaves open what a DTSTART means that does not fit its own rule; as in Google
 * Calendar it is then the first occurrence all the same, and COUNT counts it. COUNT is applied
 * before the dates that are taken out.
 *
 * @param rule null = only the start and the added dates
 * @param start a date for an all-day series
 * @param zone where the wall clock hangs; null = floating
 * @param excluded EXDATE, of the start's value type
 * @param added RDATE, of the start's value type
 */
public record Recurrence(
    @Nullable Rrule rule,
    WallTime start,
    @Nullable ZoneId zone,
    List<WallTime> excluded,
    List<WallTime> added) {

  /** The most occurrences that are worked out at once. */
  public static final int MOST = 100_000;

  private static final int LAST_YEAR = 9999;

  public Recurrence {
    excluded = List.copyOf(excluded);
    added = List.copyOf(added);
    for (List<WallTime> dates : List.of(excluded, added)) {
      for (WallTime date : dates) {
        if (date.allDay() != start.allDay()) {
          throw new IllegalArgumentException(
              "EXDATE and RDATE must be of DTSTART's value type: " + date.text());
        }
      }
    }
    checkUntil(rule, start, zone);
  }

  public Recurrence(Rrule rule, WallTime start, @Nullable ZoneId zone) {
    this(rule, start, zone, List.of(), List.of());
  }

  /**
   * RFC 5545 3.3.10: UNTIL is a date where DTSTART is one, local where DTSTART is local, and UTC
   * where DTSTART has a zone.
   */
  private static void checkUntil(@Nullable Rrule rule, WallTime start, @Nullable ZoneId zone) {
    Rrule.Until until = rule == null ? null : rule.until();
    if (until == null) {
      return;
    }
    if (until.at().allDay() != start.allDay()) {
      throw new Unsupported(
          start.allDay()
              ? "UNTIL is a date-time but DTSTART is a date; RFC 5545 wants the same value type"
              : "UNTIL is a date but DTSTART is a date-time; RFC 5545 wants the same value type");
    }
    if (!start.allDay() && until.utc() != (zone != null)) {
      throw new Unsupported(
          zone != null
              ? "UNTIL is local but DTSTART has a time zone; RFC 5545 wants UNTIL in UTC then"
              : "UNTIL is in UTC but DTSTART is local; RFC 5545 wants UNTIL local then");
    }
  }

  /**
   * The first occurrences in ascending order.
   *
   * @param limit no more than this many; from 0 to {@link #MOST}
   * @throws Unsupported where the next occurrence, if there is one, lies so far ahead that the work
   *     is not done
   */
  public List<WallTime> occurrences(int limit) {
    if (limit < 0 || limit > MOST) {
      throw new IllegalArgumentException("The limit goes from 0 to " + MOST + ": " + limit);
    }
    Set<WallTime> out = Set.copyOf(excluded);
    TreeSet<WallTime> found = new TreeSet<>(added);
    found.removeAll(out);
    // An added date may push one of the rule's out, and never makes room for one more.
    List<WallTime> ofRule = new ArrayList<>();
    if (rule == null) {
      ofRule.add(start);
      ofRule.removeAll(out);
    } else {
      eachOf(
          rule,
          occurrence -> {
            if (!out.contains(occurrence)) {
              ofRule.add(occurrence);
            }
            return ofRule.size() < limit;
          },
          limit);
    }
    found.addAll(ofRule);
    return found.stream().limit(limit).toList();
  }

  private void eachOf(Rrule bounds, Predicate<WallTime> goesOn, int limit) {
    if (limit == 0) {
      return;
    }
    int counted = 0;
    long most = (long) MOST + excluded.size();
    if (pastUntil(bounds, start)) {
      return;
    }
    counted++;
    if (!goesOn.test(start) || isCounted(bounds, counted) || neverFits(bounds)) {
      return;
    }
    Steps steps = new Steps(bounds, start);
    for (WallTime next = steps.next(); next != null; next = steps.next()) {
      if (next.compareTo(start) <= 0) {
        continue;
      }
      if (pastUntil(bounds, next) || ++counted > most) {
        return;
      }
      if (!goesOn.test(next) || isCounted(bounds, counted)) {
        return;
      }
    }
  }

  private static boolean isCounted(Rrule rule, int counted) {
    Integer count = rule.count();
    return count != null && counted >= count;
  }

  private boolean pastUntil(Rrule bounds, WallTime occurrence) {
    Rrule.Until until = bounds.until();
    if (until == null) {
      return false;
    }
    if (!until.utc()) {
      return occurrence.at().isAfter(until.at().at());
    }
    Instant last = Rrule.utc(until);
    ZoneId place = zone;
    return place != null && occurrence.in(place).isAfter(last);
  }

  /** The 30th of February and the like: no month named has any of the days named. */
  private static boolean neverFits(Rrule rule) {
    return rule.has(By.BYMONTH)
        && rule.has(By.BYMONTHDAY)
        && rule.by(By.BYMONTH).stream()
            .noneMatch(
                month ->
                    rule.by(By.BYMONTHDAY).stream()
                        .anyMatch(
                            day -> Math.abs(day) <= YearMonth.of(2024, month).lengthOfMonth()));
  }

  /** The rule's own occurrences from the start on, without bounds, up to the year 9999. */
  private static final class Steps {
    private final Rrule rule;
    private final boolean allDay;
    private final LocalDate startDay;
    private LocalDate lastDay;
    private final @Nullable RecurrenceRuleIterator iterator;
    private boolean begun;

    Steps(Rrule rule, WallTime start) {
      List<Integer> weeks = rule.by(By.BYWEEKNO);
      if (!rule.byDay().isEmpty() && (weeks.contains(53) || weeks.contains(-53))) {
        // In a year of 52 weeks the library takes days of the weeks beside it.
        throw new Unsupported("BYWEEKNO=53 with BYDAY cannot be expanded exactly");
      }
      this.rule = rule;
      this.allDay = start.allDay();
      this.startDay = start.at().toLocalDate();
      this.lastDay = startDay;
      Rrule plain = plain(rule, allDay);
      this.iterator =
          isChosenWithinYear(plain)
              ? iterator(withDaysOf(plain, start), beginOfYear(start))
              : iterator(plain, start);
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
      Rrule plain = inAllMonths(rule.bounded(null, null).at(rule.freq(), reachable(rule)));
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
      boolean open =
          rule.freq() == Freq.YEARLY
              && rule.has(By.BYMONTHDAY)
              && !rule.has(By.BYMONTH)
              && !rule.has(By.BYWEEKNO)
              && !rule.has(By.BYYEARDAY);
      if (!open) {
        return rule;
      }
      if (rule.byDay().stream().anyMatch(day -> day.n() != 0)) {
        throw new Unsupported("BYMONTHDAY with weekdays counted within the year is not supported");
      }
      return rule.with(By.BYMONTH, IntStream.rangeClosed(1, 12).boxed().toList());
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

    private @Nullable RecurrenceRuleIterator iterator(Rrule plain, WallTime start) {
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
        return gaveUp();
      }
    }

    @Nullable WallTime next() {
      RecurrenceRuleIterator rest = iterator;
      if (rest == null) {
        return null;
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
        if (at.getYear() > LAST_YEAR) {
          return null;
        }
        WallTime found = wallTime(at);
        lastDay = found.at().toLocalDate();
        return found;
      } catch (IllegalArgumentException | IllegalStateException e) {
        return gaveUp();
      }
    }

    /**
     * The library ends its search after a number of empty periods. A thousand empty years are proof
     * that there is nothing more, since the calendar repeats after 400; at other frequencies the
     * days that are left must be looked at.
     */
    private <T> @Nullable T gaveUp() {
      if (rule.freq() == Freq.YEARLY || new EmptySearch(rule, startDay).isEmptyAfter(lastDay)) {
        return null;
      }
      throw new Unsupported(
          "The rule's next occurrence, if there is one, lies too many periods ahead");
    }

    private WallTime wallTime(DateTime at) {
      LocalDateTime local =
          LocalDateTime.of(
              at.getYear(),
              at.getMonth() + 1,
              at.getDayOfMonth(),
              allDay ? 0 : at.getHours(),
              allDay ? 0 : at.getMinutes(),
              allDay ? 0 : at.getSeconds());
      return new WallTime(local, allDay);
    }
  }
}

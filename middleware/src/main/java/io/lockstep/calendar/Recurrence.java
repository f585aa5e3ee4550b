package io.lockstep.calendar;

import io.lockstep.calendar.Rrule.By;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
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
    RuleSteps steps = new RuleSteps(bounds, start);
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
}

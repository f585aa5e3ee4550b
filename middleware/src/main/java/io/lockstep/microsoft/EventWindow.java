package io.lockstep.microsoft;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * The days whose events a change feed of Graph covers. They are fixed in its token; so there is
 * some slack at the far end, and when that is used up a feed over later days takes over.
 *
 * @param from first day, UTC
 * @param until the day after the last, UTC
 */
record EventWindow(LocalDate from, LocalDate until) {
  /** Graph times out on windows of many years over endless series (reference/microsoft.md B2). */
  private static final int MOST_PAST = 180;

  private static final int MOST_FUTURE = 365;
  private static final int SLACK = 30;

  /** Where all-day events lie in UTC depends on the zone. */
  private static final int MARGIN = 1;

  static EventWindow at(Instant now, int pastDays, @Nullable Integer futureDays) {
    LocalDate today = day(now);
    return new EventWindow(
        today.minusDays(Math.min(pastDays, MOST_PAST) + MARGIN),
        today.plusDays(ahead(futureDays) + SLACK));
  }

  private static int ahead(@Nullable Integer futureDays) {
    return Math.min(futureDays == null ? MOST_FUTURE : futureDays, MOST_FUTURE) + MARGIN;
  }

  /** Whether it no longer reaches as far as is wanted, back or ahead. */
  boolean isOutgrown(Instant now, int pastDays, @Nullable Integer futureDays) {
    EventWindow wanted = at(now, pastDays, futureDays);
    return until.isBefore(wanted.until.minusDays(SLACK)) || from.isAfter(wanted.from);
  }

  /** Whether an event that starts then was covered by this window too. */
  boolean covers(@Nullable Instant start) {
    return start != null
        && !day(start).isBefore(from.plusDays(MARGIN))
        && day(start).isBefore(until.minusDays(MARGIN));
  }

  String startDateTime() {
    return from + "T00:00:00Z";
  }

  String endDateTime() {
    return until + "T00:00:00Z";
  }

  private static LocalDate day(Instant instant) {
    return LocalDate.ofInstant(instant, ZoneOffset.UTC);
  }
}

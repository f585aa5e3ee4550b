package io.lockstep.sandbox.microsoft.calendar;

import java.time.Instant;

/**
 * What a change feed shows of a calendar.
 *
 * @param expanded occurrences one by one, as {@code calendarView/delta}; else series as a whole, as
 *     {@code events/delta}, which has no end
 */
record DeltaWindow(Instant from, Instant until, boolean expanded) {
  /** Whether an event, series or occurrence is shown now. */
  boolean shows(Seen seen) {
    if (seen.day() == null && seen.event().isSeries()) {
      return !expanded || !Seen.occurrences(seen.event(), from, until).isEmpty();
    }
    return seen.span().overlaps(from, until);
  }
}

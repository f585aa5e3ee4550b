package io.lockstep.calendar;

import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** A rule's own occurrences from its start on, in ascending order. */
interface OccurrenceSearch {
  /**
   * The next one; null = there is none up to the search's last day.
   *
   * @throws Unsupported where the search is too long to be ended
   */
  @Nullable LocalDateTime next();
}

package io.lockstep.sandbox.microsoft.calendar;

import io.lockstep.sandbox.microsoft.GraphError;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The occurrences before and after one: it cannot be moved onto or past their days. */
final class Neighbours {
  /** Far enough to meet the next occurrence of every pattern that comes within ten years. */
  private static final int YEARS = 10;

  private Neighbours() {}

  /**
   * @throws GraphError 400 {@code ErrorOccurrenceCrossingBoundary}
   */
  static void check(StoredEvent series, LocalDate day, Span moved) {
    Recurrence recurrence = series.recurrence;
    if (recurrence == null) {
      return;
    }
    ZoneId zone = recurrence.zone();
    LocalDate date = moved.startDate(zone);
    Seen before = nearest(series, recurrence.days(day.minusYears(YEARS), day).reversed());
    Seen after = nearest(series, recurrence.days(day.plusDays(1), day.plusYears(YEARS)));
    boolean crosses =
        before != null && !date.isAfter(before.span().startDate(zone))
            || after != null && !date.isBefore(after.span().startDate(zone))
            || after != null && moved.endsAt().isAfter(after.span().startsAt())
            || before != null && moved.startsAt().isBefore(before.span().endsAt());
    if (crosses) {
      throw GraphError.badRequest(
          "ErrorOccurrenceCrossingBoundary",
          "Modified occurrence is crossing or overlapping adjacent occurrence.");
    }
  }

  /** The first of these days that still has its occurrence. */
  private static @Nullable Seen nearest(StoredEvent series, List<LocalDate> days) {
    for (LocalDate day : days) {
      Seen seen = Seen.occurrence(series, day);
      if (seen != null) {
        return seen;
      }
    }
    return null;
  }
}

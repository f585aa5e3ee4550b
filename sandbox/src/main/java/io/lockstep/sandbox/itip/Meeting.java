package io.lockstep.sandbox.itip;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An invitation, a change of one, or a cancellation.
 *
 * @param uid iCalUID of the event or of the whole series
 * @param recurrenceId original start of the one occurrence that this is about; null = the whole
 * @param cancelled takes place no more for whoever gets this
 * @param html the description
 * @param start wall time in its zone; of an all-day event midnight
 * @param end exclusive
 * @param rrule without {@code RRULE:}; null = happens once
 * @param without original starts of occurrences that were deleted
 */
public record Meeting(
    String uid,
    @Nullable Instant recurrenceId,
    boolean cancelled,
    Party organizer,
    List<Guest> guests,
    String subject,
    String html,
    String location,
    boolean allDay,
    LocalDateTime start,
    ZoneId startZone,
    LocalDateTime end,
    ZoneId endZone,
    @Nullable String rrule,
    List<Instant> without) {
  public Meeting {
    guests = List.copyOf(guests);
    without = List.copyOf(without);
  }

  /** Somebody with a mail address. */
  public record Party(String name, String address) {}

  /** Somebody invited. */
  public record Guest(Party party, boolean optional, Answer answer) {}

  /** How somebody invited has answered. */
  public enum Answer {
    none,
    accepted,
    tentative,
    declined
  }
}

package io.lockstep.sandbox.seed;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A calendar event as one side is to hold it. Texts are empty where there is nothing.
 *
 * @param inSalesforce begins in Salesforce; else in the organizer's mailbox
 * @param organizer the {@link Person#name} of the owner
 * @param start local time in {@code zone}; midnight for an all-day event
 * @param end local time in {@code zone}, exclusive: midnight after the last day for an all-day
 *     event
 * @param html the description is HTML
 * @param free shown as free, else as busy
 * @param rrule RFC 5545, without {@code RRULE:}; null = happens once
 * @param colleagues {@link Person#name}s of invited people
 * @param guests addresses of invited people from outside
 * @param relatedTo the number of a Salesforce card it is about; null = none
 * @param twin the number of the same event on the other side; null = none
 */
public record Meeting(
    int number,
    boolean inSalesforce,
    String organizer,
    String subject,
    String description,
    boolean html,
    String location,
    LocalDateTime start,
    LocalDateTime end,
    ZoneId zone,
    boolean allDay,
    boolean isPrivate,
    boolean free,
    @Nullable String rrule,
    List<String> colleagues,
    List<String> guests,
    @Nullable Integer relatedTo,
    @Nullable Integer twin) {
  public Meeting {
    colleagues = List.copyOf(colleagues);
    guests = List.copyOf(guests);
  }
}

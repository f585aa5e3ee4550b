package io.lockstep.sandbox.microsoft.calendar;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.itip.Meeting;
import io.lockstep.sandbox.itip.Reply;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What arrives from other services. Guarded by the engine's lock. */
final class Arrivals {
  private static final Logger log = LoggerFactory.getLogger(Arrivals.class);

  private final CalendarSettings settings;
  private final OutlookZones zones;
  private final Meetings meetings;

  Arrivals(CalendarSettings settings, OutlookZones zones) {
    this.settings = settings;
    this.zones = zones;
    this.meetings = new Meetings(settings);
  }

  /** An invitation, a change or a cancellation for this mailbox. */
  void receive(MailboxCalendars box, Meeting meeting, Instant now) {
    Seen arriving = arriving(box, meeting, now);
    if (arriving == null) {
      return;
    }
    if (meeting.cancelled()) {
      Copies.cancel(box, arriving, now);
      return;
    }
    StoredEvent there = box.byUid(meeting.uid());
    boolean fresh =
        there == null
            || arriving.day() == null
                && !(there.span.equals(arriving.span())
                    && java.util.Objects.equals(there.recurrence, arriving.event().recurrence));
    Copies.deliver(box, arriving, fresh, now);
  }

  /** The meeting as if its organizer had a mailbox here. */
  private @Nullable Seen arriving(MailboxCalendars box, Meeting meeting, Instant now) {
    ObjectNode doc = Meetings.document(meeting);
    Span span = meetings.span(meeting);
    StoredEvent there = box.byUid(meeting.uid());
    Instant recurrenceId = meeting.recurrenceId();
    if (recurrenceId != null && there != null && there.recurrence != null) {
      LocalDate day =
          there.span.allDay()
              ? recurrenceId.atZone(there.span.startZone()).toLocalDate()
              : recurrenceId.atZone(there.recurrence.zone()).toLocalDate();
      Seen own = Seen.occurrence(there, day);
      return own == null ? null : new Seen(there, day, span, doc, own.original(), own.exception());
    }
    StoredEvent event = new StoredEvent("", box.main, doc, span, now);
    String rrule = meeting.rrule();
    if (rrule != null) {
      ObjectNode recurrence = ICalendarRules.read(rrule, span);
      if (recurrence == null) {
        log.warn(
            "an invitation with the rule {} stays a mail: Exchange has no such pattern", rrule);
        return null;
      }
      event.recurrence = Recurrence.read(recurrence, span, zones, settings);
      for (Instant start : meeting.without()) {
        event.cancelled.add(start.atZone(event.recurrence.zone()).toLocalDate());
      }
    }
    return Seen.of(event);
  }

  /** An answer to a meeting that somebody here organizes. */
  void receive(MailboxCalendars home, Reply reply, Instant now) {
    StoredEvent event = home.byUid(reply.uid());
    if (event == null || !event.isOrganizer) {
      return;
    }
    Seen meeting = Seen.of(event);
    Instant recurrenceId = reply.recurrenceId();
    if (recurrenceId != null && event.recurrence != null) {
      meeting = Seen.occurrence(event, recurrenceId.atZone(event.recurrence.zone()).toLocalDate());
    }
    Responses.Answer answer =
        switch (reply.answer()) {
          case accepted -> Responses.Answer.accepted;
          case tentative -> Responses.Answer.tentativelyAccepted;
          case declined -> Responses.Answer.declined;
          case none -> null;
        };
    if (meeting != null && answer != null) {
      Responses.record(
          home,
          meeting,
          doc -> Attendees.find(doc.path("attendees"), reply.guest()),
          new Responses.Given(answer, null, now));
    }
  }
}

package io.lockstep.sandbox.microsoft.calendar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.itip.Meeting;
import io.lockstep.sandbox.microsoft.GraphJson;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Meetings as mails to and from other services carry them. */
final class Meetings {
  private final CalendarSettings settings;

  Meetings(CalendarSettings settings) {
    this.settings = settings;
  }

  /** What a guest elsewhere is sent. */
  static Meeting outgoing(Seen seen, boolean cancelled) {
    StoredEvent event = seen.event();
    ObjectNode doc = seen.doc();
    Span span = seen.span();
    Recurrence recurrence = seen.day() == null ? event.recurrence : null;
    List<Instant> without = new ArrayList<>();
    if (recurrence != null) {
      for (LocalDate day : event.cancelled) {
        without.add(Seen.slot(event.span, recurrence, day).startsAt());
      }
    }
    List<Meeting.Guest> guests = new ArrayList<>();
    doc.path("attendees").forEach(one -> guests.add(guest(one)));
    return new Meeting(
        event.uid(),
        seen.day() == null ? null : seen.original().startsAt(),
        cancelled,
        party(doc.path("organizer")),
        guests,
        GraphJson.text(doc, "subject", ""),
        GraphJson.text(doc, "html", ""),
        GraphJson.text(doc.path("location"), "displayName", ""),
        span.allDay(),
        span.start(),
        span.startZone(),
        span.end(),
        span.endZone(),
        recurrence == null ? null : ICalendarRules.write(recurrence, event.span),
        without);
  }

  private static Meeting.Party party(JsonNode recipient) {
    JsonNode address = recipient.path("emailAddress");
    return new Meeting.Party(
        GraphJson.text(address, "name", ""), GraphJson.text(address, "address", ""));
  }

  private static Meeting.Guest guest(JsonNode attendee) {
    Meeting.Answer answer =
        switch (GraphJson.text(attendee.path("status"), "response", "none")) {
          case "accepted" -> Meeting.Answer.accepted;
          case "tentativelyAccepted" -> Meeting.Answer.tentative;
          case "declined" -> Meeting.Answer.declined;
          default -> Meeting.Answer.none;
        };
    return new Meeting.Guest(
        party(attendee), "optional".equals(GraphJson.text(attendee, "type")), answer);
  }

  /** The shared part of the document for a meeting from elsewhere. */
  static ObjectNode document(Meeting meeting) {
    ObjectNode body =
        GraphJson.object()
            .put(
                "subject",
                meeting.subject().substring(0, Math.min(255, meeting.subject().length())));
    body.putObject("body").put("contentType", "html").put("content", meeting.html());
    body.putObject("location").put("displayName", meeting.location());
    ArrayNode attendees = body.putArray("attendees");
    for (Meeting.Guest guest : meeting.guests()) {
      ObjectNode one =
          attendees.addObject().put("type", guest.optional() ? "optional" : "required");
      one.putObject("emailAddress")
          .put("name", guest.party().name())
          .put("address", guest.party().address());
    }
    ObjectNode doc = EventRules.empty();
    EventRules.apply(doc, body);
    doc.put("iCalUId", meeting.uid());
    doc.set(
        "organizer",
        Attendees.recipient(meeting.organizer().name(), meeting.organizer().address()));
    return doc;
  }

  Span span(Meeting meeting) {
    return new Span(
        meeting.start(),
        meeting.startZone(),
        name(meeting.startZone()),
        meeting.end(),
        meeting.endZone(),
        name(meeting.endZone()),
        meeting.allDay());
  }

  private String name(java.time.ZoneId zone) {
    String windows = OutlookZones.windows(zone);
    // A zone that Windows does not know becomes one of the event's own.
    return windows.contains("/") && settings.originalZoneAsWindows ? OutlookZones.CUSTOM : windows;
  }
}

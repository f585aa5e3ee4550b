package io.lockstep.sandbox.google.calendar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.google.Json;
import io.lockstep.sandbox.itip.Meeting;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Google's events as the mails to and from other services carry them. */
final class OutsideGuests {
  private static final DateTimeFormatter BASIC_UTC =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private OutsideGuests() {}

  /** What a guest elsewhere is sent of an event, a series or an exception. */
  static Meeting outgoing(CalendarBox box, String eventId, ObjectNode doc, boolean cancelled) {
    EventTime start = Series.start(box, doc);
    EventTime end = Series.end(box, doc);
    List<Meeting.Guest> guests = new ArrayList<>();
    for (JsonNode one : Json.list(doc, "attendees")) {
      guests.add(
          new Meeting.Guest(
              party(one),
              one.path("optional").asBoolean(),
              answer(Json.text(one, "responseStatus"))));
    }
    return new Meeting(
        Json.text(doc, "iCalUID", eventId + "@google.com"),
        recurrenceId(box, doc),
        cancelled,
        party(doc.path("organizer")),
        guests,
        Json.text(doc, "summary", ""),
        Json.text(doc, "description", ""),
        Json.text(doc, "location", ""),
        start instanceof EventTime.Day,
        wall(start),
        zone(box, start),
        wall(end),
        zone(box, end),
        rrule(doc),
        without(box, eventId));
  }

  /** The original start of an exception; null for anything else. */
  static @Nullable Instant recurrenceId(CalendarBox box, ObjectNode doc) {
    return Json.has(doc, "recurringEventId")
        ? Series.originalStart(box, doc).instant(box.zone)
        : null;
  }

  private static List<Instant> without(CalendarBox box, String seriesId) {
    List<Instant> out = new ArrayList<>();
    for (Entry exception : box.exceptions(seriesId)) {
      if ("cancelled".equals(Json.text(exception.doc, "status"))) {
        out.add(Series.originalStart(box, exception.doc).instant(box.zone));
      }
    }
    return out;
  }

  private static @Nullable String rrule(ObjectNode doc) {
    return Json.texts(doc, "recurrence").stream()
        .filter(line -> line.startsWith("RRULE:"))
        .map(line -> line.substring(6))
        .findFirst()
        .orElse(null);
  }

  private static LocalDateTime wall(EventTime time) {
    return switch (time) {
      case EventTime.Day d -> d.date().atStartOfDay();
      case EventTime.Moment m -> LocalDateTime.ofInstant(m.at(), m.zone());
    };
  }

  private static ZoneId zone(CalendarBox box, EventTime time) {
    return time instanceof EventTime.Moment m ? m.zone() : box.zone;
  }

  private static Meeting.Party party(JsonNode person) {
    String email = Json.text(person, "email", "");
    return new Meeting.Party(Json.text(person, "displayName", email), email);
  }

  private static Meeting.Answer answer(@Nullable String response) {
    return switch (response == null ? "" : response) {
      case "accepted" -> Meeting.Answer.accepted;
      case "tentative" -> Meeting.Answer.tentative;
      case "declined" -> Meeting.Answer.declined;
      default -> Meeting.Answer.none;
    };
  }

  static Meeting.Answer answer(JsonNode attendee) {
    return answer(Json.text(attendee, "responseStatus"));
  }

  static String response(Meeting.Answer answer) {
    return answer == Meeting.Answer.none ? "needsAction" : answer.name();
  }

  /** The resource that an invitation from elsewhere becomes. */
  static ObjectNode resource(Meeting meeting) {
    String series = id(meeting.uid());
    ObjectNode doc = Json.object().put("iCalUID", meeting.uid()).put("summary", meeting.subject());
    doc.put("status", meeting.cancelled() ? "cancelled" : "confirmed");
    doc.put("description", meeting.html()).put("location", meeting.location());
    doc.set("organizer", person(meeting.organizer()));
    ArrayNode attendees = doc.putArray("attendees");
    for (Meeting.Guest guest : meeting.guests()) {
      ObjectNode one = person(guest.party());
      one.put("responseStatus", response(guest.answer()));
      if (guest.optional()) {
        one.put("optional", true);
      }
      attendees.add(one);
    }
    EventTime start = time(meeting, meeting.start(), meeting.startZone());
    doc.set("start", start.stored());
    doc.set("end", time(meeting, meeting.end(), meeting.endZone()).stored());
    if (meeting.rrule() != null) {
      ArrayNode lines = doc.putArray("recurrence").add("RRULE:" + meeting.rrule());
      meeting.without().forEach(at -> lines.add(exdate(meeting, at)));
    }
    Instant recurrenceId = meeting.recurrenceId();
    if (recurrenceId == null) {
      return doc.put("id", series);
    }
    EventTime original = original(meeting, recurrenceId);
    doc.put("recurringEventId", series);
    doc.set("originalStartTime", original.stored());
    return doc.put("id", series + "_" + original.slot());
  }

  /** Google's id for a meeting that it did not make itself. */
  private static String id(String uid) {
    return UUID.nameUUIDFromBytes(uid.getBytes(StandardCharsets.UTF_8)).toString().replace("-", "");
  }

  private static EventTime time(Meeting meeting, LocalDateTime wall, ZoneId zone) {
    return meeting.allDay()
        ? new EventTime.Day(wall.toLocalDate())
        : new EventTime.Moment(wall.atZone(zone).toInstant(), zone);
  }

  private static EventTime original(Meeting meeting, Instant at) {
    return time(meeting, LocalDateTime.ofInstant(at, meeting.startZone()), meeting.startZone());
  }

  private static String exdate(Meeting meeting, Instant at) {
    return meeting.allDay()
        ? "EXDATE;VALUE=DATE:"
            + at.atZone(meeting.startZone())
                .format(DateTimeFormatter.BASIC_ISO_DATE)
                .substring(0, 8)
        : "EXDATE:" + BASIC_UTC.format(at);
  }

  private static ObjectNode person(Meeting.Party party) {
    return Json.object().put("email", party.address()).put("displayName", party.name());
  }
}

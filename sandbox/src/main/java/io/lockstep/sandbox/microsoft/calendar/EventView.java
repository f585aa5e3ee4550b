package io.lockstep.sandbox.microsoft.calendar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.microsoft.GraphJson;
import io.lockstep.sandbox.microsoft.GraphMailbox;
import io.lockstep.sandbox.microsoft.odata.ExtendedProperties;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * Events as Graph answers them.
 *
 * @param zone in which starts and ends are shown
 * @param zoneName as the client named it
 * @param textBodies bodies as plain text
 * @param immutableIds which form of ids is shown
 * @param masksPrivate whether the reader may not see private events
 */
record EventView(
    MailboxCalendars box,
    CalendarSettings settings,
    ZoneId zone,
    String zoneName,
    boolean textBodies,
    boolean immutableIds,
    boolean masksPrivate) {
  private static final DateTimeFormatter SEVEN =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

  /** As the mailbox's owner sees it, times in UTC, with immutable ids. */
  static EventView plain(MailboxCalendars box, CalendarSettings settings) {
    return new EventView(box, settings, ZoneOffset.UTC, "UTC", false, true, false);
  }

  String id(Seen seen) {
    return EventIds.id(box, seen, immutableIds);
  }

  /** A moment as Graph writes it, to 100 nanoseconds. */
  static String time(Instant at) {
    return SEVEN.format(at);
  }

  /** What change tracking shows of an occurrence that follows its series. */
  ObjectNode stub(Seen seen) {
    ObjectNode out = GraphJson.object().put("@odata.type", "#microsoft.graph.event");
    out.put("@odata.etag", GraphMailbox.etag(seen.changeKey()));
    out.put("seriesMasterId", masterId(seen)).put("type", seen.type());
    times(out, seen);
    return out.put("id", id(seen));
  }

  private void times(ObjectNode out, Seen seen) {
    out.set("start", seen.span().start(zone, zoneName));
    out.set("end", seen.span().end(zone, zoneName));
  }

  private @Nullable String masterId(Seen seen) {
    return seen.day() == null ? null : id(Seen.of(seen.event()));
  }

  /** Everything there is, with what is only shown when selected or expanded. */
  ObjectNode full(Seen seen) {
    ObjectNode out = visible(seen);
    StoredEvent event = seen.event();
    if (seen.day() != null) {
      out.put("originalStart", SECONDS.format(seen.original().startsAt()));
      out.put("occurrenceId", EventIds.occurrenceId(id(Seen.of(event)), seen.day()));
    }
    if (event.isSeries() && seen.day() == null) {
      ArrayNode cancelled = out.putArray("cancelledOccurrences");
      for (LocalDate day : event.cancelled) {
        cancelled.add(EventIds.occurrenceId(id(seen), day));
      }
      ArrayNode exceptions = out.putArray("exceptionOccurrences");
      for (LocalDate day : event.exceptions.keySet()) {
        Seen exception = Seen.occurrence(event, day);
        if (exception != null) {
          exceptions.add(visible(exception));
        }
      }
    }
    JsonNode extended = seen.doc().get(ExtendedProperties.FIELD);
    if (extended != null) {
      out.set(ExtendedProperties.FIELD, extended.deepCopy());
    }
    out.putArray("attachments");
    out.set("calendar", CalendarView.json(box, event.folder));
    return out;
  }

  /** What is shown when nothing is selected. */
  ObjectNode visible(Seen seen) {
    StoredEvent event = seen.event();
    ObjectNode doc = seen.doc();
    boolean masked = masksPrivate && "private".equals(GraphJson.text(doc, "sensitivity"));
    ObjectNode out = GraphJson.object().put("@odata.etag", GraphMailbox.etag(seen.changeKey()));
    out.put("id", id(seen));
    out.put("createdDateTime", time(event.created));
    out.put("lastModifiedDateTime", time(seen.modified()));
    out.put("changeKey", seen.changeKey());
    out.set("categories", doc.path("categories").deepCopy());
    out.put("transactionId", GraphJson.text(doc, "transactionId"));
    out.put("originalStartTimeZone", event.span.startName());
    out.put("originalEndTimeZone", event.span.endName());
    out.put("iCalUId", uid(seen));
    if (settings.showUid) {
      out.put("uid", event.uid());
    }
    copy(out, doc, "reminderMinutesBeforeStart", "isReminderOn");
    out.put("hasAttachments", false);
    out.put("subject", masked ? "Private Appointment" : GraphJson.text(doc, "subject", ""));
    String html = masked ? "" : GraphJson.text(doc, "html", "");
    out.put("bodyPreview", ItemBody.preview(html));
    copy(out, doc, "importance", "sensitivity");
    out.put("isAllDay", seen.span().allDay());
    out.put("isCancelled", doc.path("isCancelled").asBoolean());
    out.put("isDraft", doc.path("isDraft").asBoolean()).put("isOrganizer", event.isOrganizer);
    out.put("responseRequested", doc.path("responseRequested").asBoolean());
    out.put("seriesMasterId", masterId(seen));
    copy(out, doc, "showAs");
    out.put("type", seen.type()).put("webLink", webLink(seen));
    out.putNull("onlineMeetingUrl");
    copy(out, doc, "isOnlineMeeting", "onlineMeetingProvider", "allowNewTimeProposals");
    copy(out, doc, "hideAttendees");
    if (seen.day() != null && settings.showOriginalStart) {
      out.put("originalStart", SECONDS.format(seen.original().startsAt()));
    }
    out.set("responseStatus", responseStatus(seen));
    out.set("body", ItemBody.json(html, textBodies));
    times(out, seen);
    out.set("location", masked ? GraphJson.object() : doc.path("location").deepCopy());
    out.set("locations", masked ? GraphJson.array() : doc.path("locations").deepCopy());
    Recurrence recurrence = seen.day() == null ? event.recurrence : null;
    out.set("recurrence", recurrence == null ? GraphJson.object().nullNode() : recurrence.json());
    out.set("attendees", masked ? GraphJson.array() : doc.path("attendees").deepCopy());
    out.set("organizer", doc.path("organizer").deepCopy());
    JsonNode meeting = doc.get("onlineMeeting");
    out.set("onlineMeeting", meeting == null ? GraphJson.object().nullNode() : meeting.deepCopy());
    return out;
  }

  private static void copy(ObjectNode out, ObjectNode doc, String... names) {
    for (String name : names) {
      out.set(name, doc.path(name).deepCopy());
    }
  }

  static String uid(Seen seen) {
    String uid = seen.event().uid();
    return seen.day() == null ? uid : EventIds.occurrenceUid(uid, seen.day());
  }

  private static ObjectNode responseStatus(Seen seen) {
    if (seen.event().isOrganizer) {
      return Attendees.status("organizer", Attendees.NEVER);
    }
    return seen.doc().get("responseStatus") instanceof ObjectNode status
        ? status.deepCopy()
        : Attendees.status("notResponded", Attendees.NEVER);
  }

  private String webLink(Seen seen) {
    return "https://outlook.office365.com/owa/?itemid="
        + URLEncoder.encode(id(seen), StandardCharsets.UTF_8)
        + "&exvsurl=1&path=/calendar/item";
  }
}

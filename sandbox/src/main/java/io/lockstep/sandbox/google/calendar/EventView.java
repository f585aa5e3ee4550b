package io.lockstep.sandbox.google.calendar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.google.GoogleUser;
import io.lockstep.sandbox.google.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * How an event is shown to one reader.
 *
 * @param zone moments are shown in it
 * @param maxAttendees more guests than this hide all but the reader; 0 = no limit
 */
record EventView(CalendarBox box, GoogleUser reader, ZoneId zone, int maxAttendees) {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final Set<String> PUBLIC =
      Set.of(
          "id",
          "status",
          "start",
          "end",
          "visibility",
          "iCalUID",
          "recurrence",
          "recurringEventId",
          "originalStartTime",
          "created",
          "sequence",
          "eventType",
          "organizer",
          "transparency");

  static EventView of(CalendarBox box, GoogleUser reader) {
    return new EventView(box, reader, box.zone, 0);
  }

  /**
   * The stored entry.
   *
   * @param details whether a tombstone keeps its fields, as the organizer's own does
   */
  ObjectNode show(Entry entry, boolean details) {
    boolean cancelled = "cancelled".equals(Json.text(entry.doc, "status"));
    if (cancelled && !(details && Organizers.isOrganizerCopy(box, entry.doc))) {
      return tombstone(entry);
    }
    return full(entry.id, entry.doc, entry.version, entry.updated);
  }

  /** An instance of a series. */
  ObjectNode show(Series.Slot slot, Entry series, boolean details) {
    Entry exception = slot.exception();
    return exception != null
        ? show(exception, details)
        : full(slot.id(), slot.doc(), series.version, series.updated);
  }

  /** The bare form of a deletion: of an event only its id, of an instance also its slot. */
  private ObjectNode tombstone(Entry entry) {
    ObjectNode out = bare(entry.id, entry.version);
    if (entry.seriesId() != null) {
      out.put("recurringEventId", entry.seriesId());
      out.set("originalStartTime", time(entry.doc.path("originalStartTime")));
    }
    return out;
  }

  /** An instance that a change of its series did away with. */
  ObjectNode show(String id, Entry.Gone gone) {
    ObjectNode out = bare(id, gone.version()).put("recurringEventId", gone.seriesId());
    out.set("originalStartTime", time(gone.originalStart()));
    return out;
  }

  private static ObjectNode bare(String id, long version) {
    return Json.object()
        .put("kind", "calendar#event")
        .put("etag", "\"" + version + "\"")
        .put("id", id)
        .put("status", "cancelled");
  }

  private ObjectNode full(String id, ObjectNode doc, long version, Instant updated) {
    ObjectNode out = Json.object();
    out.put("kind", "calendar#event").put("etag", "\"" + version + "\"").put("id", id);
    boolean hidden = isHidden(doc);
    doc.properties().stream()
        .filter(p -> !hidden || PUBLIC.contains(p.getKey()))
        .forEach(p -> out.set(p.getKey(), p.getValue().deepCopy()));
    out.put("updated", MILLIS.format(updated));
    out.put("htmlLink", "https://www.google.com/calendar/event?eid=" + eid(id));
    for (String field : List.of("start", "end", "originalStartTime")) {
      if (out.has(field)) {
        out.set(field, time(out.path(field)));
      }
    }
    if (out.get("organizer") instanceof ObjectNode organizer
        && box.isOrganizer(Json.text(organizer, "email", ""))) {
      organizer.put("self", true);
    }
    if (out.get("creator") instanceof ObjectNode creator
        && box.owner.owns(Json.text(creator, "email", ""))) {
      creator.put("self", true);
    }
    if (!Json.has(out, "attendees")) {
      return out;
    }
    attendees(out, doc);
    return out;
  }

  private void attendees(ObjectNode out, ObjectNode doc) {
    String organizer = Json.text(doc.path("organizer"), "email", "");
    List<JsonNode> all = Json.list(out, "attendees");
    boolean secret =
        !doc.path("guestsCanSeeOtherGuests").asBoolean(true)
            && !Organizers.isOrganizerCopy(box, doc);
    boolean omit = secret || (maxAttendees > 0 && all.size() > maxAttendees);
    ArrayNode shown = Json.array();
    for (JsonNode one : all) {
      ObjectNode entry = (ObjectNode) one;
      boolean self = box.owner.owns(Json.text(entry, "email", ""));
      if (self) {
        entry.put("self", true);
      }
      if (Json.text(entry, "email", "").equalsIgnoreCase(organizer)) {
        entry.put("organizer", true);
      }
      if (!omit || self) {
        shown.add(entry);
      }
    }
    out.set("attendees", shown);
    if (omit) {
      out.put("attendeesOmitted", true);
    }
  }

  private boolean isHidden(ObjectNode doc) {
    String visibility = Json.text(doc, "visibility", "default");
    return "reader".equals(box.roles.get(reader.email()))
        && (visibility.equals("private") || visibility.equals("confidential"));
  }

  private ObjectNode time(JsonNode stored) {
    return EventTime.read(stored, box.zone, "start").json(zone);
  }

  private String eid(String id) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((id + " " + box.id).getBytes(StandardCharsets.UTF_8));
  }

  /** RFC 3339 with milliseconds, in UTC. */
  static String millis(Instant at) {
    return MILLIS.format(at);
  }
}

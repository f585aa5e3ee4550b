package io.lockstep.sandbox.microsoft.calendar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.microsoft.GraphError;
import io.lockstep.sandbox.microsoft.GraphJson;
import io.lockstep.sandbox.microsoft.odata.ExtendedProperties;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What Exchange takes in an event, and what it makes of it. Times are {@link Span}'s. */
final class EventRules {
  /** What belongs to one mailbox's copy alone. */
  static final Set<String> PERSONAL =
      Set.of(
          "categories",
          "isReminderOn",
          "reminderMinutesBeforeStart",
          "showAs",
          ExtendedProperties.FIELD);

  private static final List<String> COPIED =
      List.of(
          "importance",
          "sensitivity",
          "showAs",
          "isReminderOn",
          "allowNewTimeProposals",
          "responseRequested",
          "hideAttendees");

  private static final Map<String, Object> DEFAULTS =
      Map.of(
          "importance", "normal",
          "sensitivity", "normal",
          "showAs", "busy",
          "isReminderOn", true,
          "allowNewTimeProposals", true,
          "responseRequested", true,
          "hideAttendees", false);

  private static final int LONGEST_SUBJECT = 255;
  private static final int LONGEST_TRANSACTION_ID = 255;

  private EventRules() {}

  /** An event's document before anything is written into it. */
  static ObjectNode empty() {
    ObjectNode doc = GraphJson.object().put("subject", "").put("html", "");
    COPIED.forEach(name -> reset(doc, name));
    doc.put("reminderMinutesBeforeStart", 15).put("isCancelled", false);
    doc.put("isOnlineMeeting", false).put("onlineMeetingProvider", "unknown");
    doc.putArray("categories");
    doc.putArray("attendees");
    Locations.apply(doc, GraphJson.object().set("locations", GraphJson.array()));
    return doc;
  }

  private static void reset(ObjectNode doc, String name) {
    if (DEFAULTS.get(name) instanceof Boolean flag) {
      doc.put(name, flag);
    } else {
      doc.put(name, String.valueOf(DEFAULTS.get(name)));
    }
  }

  /**
   * Takes what the body names into the document.
   *
   * @param body checked against {@link EventShape#EVENT}
   * @throws GraphError 400 for what Exchange does not take
   */
  static void apply(ObjectNode doc, ObjectNode body) {
    if (body.has("subject")) {
      String subject = GraphJson.text(body, "subject", "");
      if (subject.length() > LONGEST_SUBJECT) {
        throw invalid("The subject has more than 255 characters.");
      }
      doc.put("subject", subject);
    }
    for (String name : COPIED) {
      JsonNode value = body.get(name);
      if (value != null && value.isNull()) {
        reset(doc, name);
      } else if (value != null) {
        doc.set(name, value);
      }
    }
    reminder(doc, body.get("reminderMinutesBeforeStart"));
    categories(doc, body.get("categories"));
    Locations.apply(doc, body);
    JsonNode attendees = body.get("attendees");
    if (attendees != null) {
      doc.set("attendees", Attendees.read(attendees, doc.path("attendees")));
    }
    if (body.has("body")) {
      doc.put("html", ItemBody.html(body.path("body")));
      OnlineMeetings.keepOrLose(doc);
    }
    ExtendedProperties.merge(doc, body);
  }

  private static void reminder(ObjectNode doc, @Nullable JsonNode minutes) {
    if (minutes == null) {
      return;
    }
    if (!minutes.isNull() && minutes.asInt() < 0) {
      throw invalid("A reminder cannot be after the start.");
    }
    doc.put("reminderMinutesBeforeStart", minutes.isNull() ? 0 : minutes.asInt());
  }

  private static void categories(ObjectNode doc, @Nullable JsonNode given) {
    if (given == null) {
      return;
    }
    Set<String> names = new LinkedHashSet<>();
    given.forEach(one -> names.add(one.asText().strip()));
    names.remove("");
    ArrayNode list = doc.putArray("categories");
    names.forEach(list::add);
  }

  /** The transaction id of a new event; null where it has none. */
  static @Nullable String transactionId(ObjectNode body) {
    String id = GraphJson.text(body, "transactionId");
    if (id != null && (id.isBlank() || id.length() > LONGEST_TRANSACTION_ID)) {
      throw invalid("The transactionId must have 1 to 255 characters.");
    }
    return id;
  }

  /**
   * @param body as sent
   * @throws GraphError 501 for attachments, which are not kept here
   */
  static void refuseAttachments(ObjectNode body) {
    if (!GraphJson.list(body, "attachments").isEmpty()) {
      throw new GraphError(
          501, "NotImplemented", "The simulated service does not keep attachments of events.");
    }
  }

  /** The times after a write: what the body does not name stays. */
  static Span span(@Nullable Span before, ObjectNode body, OutlookZones zones) {
    Span.Point start = Span.point(body.get("start"), zones);
    Span.Point end = Span.point(body.get("end"), zones);
    boolean wasAllDay = before != null && before.allDay();
    boolean allDay = body.hasNonNull("isAllDay") ? body.path("isAllDay").asBoolean() : wasAllDay;
    if (before != null) {
      start = start == null ? before.startPoint() : start;
      end = end == null ? before.endPoint() : end;
    }
    if (start == null || end == null) {
      throw invalid("An event must have a start and an end.");
    }
    return Span.of(start, end, allDay);
  }

  static GraphError invalid(String why) {
    return GraphError.invalidProperty("At least one property failed validation. " + why);
  }
}

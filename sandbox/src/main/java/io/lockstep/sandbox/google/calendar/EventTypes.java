package io.lockstep.sandbox.google.calendar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.google.GoogleError;
import io.lockstep.sandbox.google.Json;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What each {@code eventType} may be and which of its fields may be changed. */
final class EventTypes {
  private static final Set<String> BIRTHDAY_EDITABLE =
      Set.of("summary", "colorId", "reminders", "start", "end");
  private static final Set<String> FROM_GMAIL_EDITABLE =
      Set.of("colorId", "reminders", "visibility", "transparency", "extendedProperties", "status");

  private EventTypes() {}

  /** Checks a whole event against its own type. */
  static void check(ObjectNode event) {
    boolean timed = Json.has(event.path("start"), "dateTime");
    switch (Json.text(event, "eventType", "default")) {
      case "outOfOffice" -> {
        if (!timed
            || Json.has(event, "description")
            || Json.has(event, "attendees")
            || "transparent".equals(Json.text(event, "transparency"))) {
          throw malformed("malformedOutOfOfficeEvent", "out of office");
        }
      }
      case "focusTime" -> {
        if (!timed
            || Json.has(event, "attendees")
            || "transparent".equals(Json.text(event, "transparency"))) {
          throw malformed("malformedFocusTimeEvent", "focus time");
        }
      }
      case "workingLocation" -> {
        if (!Json.has(event, "workingLocationProperties")
            || Json.has(event, "attendees")
            || !"transparent".equals(Json.text(event, "transparency"))
            || !"public".equals(Json.text(event, "visibility"))) {
          throw malformed("malformedWorkingLocationEvent", "working location");
        }
      }
      case "birthday" -> {
        if (timed
            || !Json.texts(event, "recurrence").stream().anyMatch(l -> l.contains("FREQ=YEARLY"))
            || Json.has(event.path("extendedProperties"), "private")) {
          throw restriction("birthday");
        }
      }
      default -> {
        // Ordinary events and those from mail have no rules of their own here.
      }
    }
  }

  /** Checks what a client asks to create. */
  static void checkNew(ObjectNode event) {
    if ("fromGmail".equals(Json.text(event, "eventType"))) {
      throw GoogleError.invalid("Event type cannot be 'fromGmail' on creation.");
    }
  }

  /**
   * Checks a change a client asks for.
   *
   * @param before stored and {@code after} as it would be stored
   */
  static void checkChange(ObjectNode before, ObjectNode after) {
    String type = Json.text(before, "eventType", "default");
    if (!type.equals(Json.text(after, "eventType", "default"))) {
      throw GoogleError.of(
          400, "calendar", "eventTypeRestriction", "Event type cannot be changed.");
    }
    Set<String> editable =
        switch (type) {
          case "birthday" -> BIRTHDAY_EDITABLE;
          case "fromGmail" -> FROM_GMAIL_EDITABLE;
          default -> Set.of();
        };
    if (!editable.isEmpty() && !editable.containsAll(changed(before, after))) {
      throw restriction(type);
    }
  }

  /** The top-level fields in which two documents differ. */
  static List<String> changed(ObjectNode before, ObjectNode after) {
    var names = new java.util.LinkedHashSet<String>();
    before.fieldNames().forEachRemaining(names::add);
    after.fieldNames().forEachRemaining(names::add);
    return names.stream().filter(n -> !same(before.get(n), after.get(n))).toList();
  }

  private static boolean same(JsonNode a, JsonNode b) {
    return Objects.equals(a, b);
  }

  private static GoogleError restriction(String type) {
    return GoogleError.of(
        400,
        "calendar",
        "eventTypeRestriction",
        "Attempt made to modify '"
            + type
            + "' event in a way that is not valid for this event type.");
  }

  private static GoogleError malformed(String reason, String name) {
    return GoogleError.of(400, "calendar", reason, "A malformed " + name + " event.");
  }
}

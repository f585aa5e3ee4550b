package io.lockstep.sandbox.google.calendar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.google.GoogleError;
import java.util.Map;
import java.util.Set;

/**
 * The JSON types of an event's fields. A value of another type is a parse error, never a field that
 * is passed over: numbers and texts stand for each other where they can, unknown names are ignored.
 */
final class EventJson {
  private static final Set<String> LISTS = Set.of("attachments", "attendees", "overrides");
  private static final Set<String> OBJECTS =
      Set.of(
          "birthdayProperties",
          "conferenceData",
          "creator",
          "end",
          "extendedProperties",
          "focusTimeProperties",
          "gadget",
          "organizer",
          "originalStartTime",
          "outOfOfficeProperties",
          "reminders",
          "source",
          "start",
          "workingLocationProperties");
  private static final Set<String> FLAGS =
      Set.of(
          "anyoneCanAddSelf",
          "attendeesOmitted",
          "endTimeUnspecified",
          "guestsCanInviteOthers",
          "guestsCanModify",
          "guestsCanSeeOtherGuests",
          "optional",
          "resource",
          "useDefault");
  private static final Set<String> NUMBERS = Set.of("additionalGuests", "minutes", "sequence");
  private static final Set<String> TEXTS =
      Set.of(
          "colorId",
          "comment",
          "date",
          "dateTime",
          "description",
          "displayName",
          "email",
          "eventType",
          "iCalUID",
          "id",
          "location",
          "method",
          "responseStatus",
          "status",
          "summary",
          "timeZone",
          "title",
          "transparency",
          "url",
          "visibility");

  private EventJson() {}

  /**
   * @throws GoogleError 400 {@code parseError} where a field has a value of another type
   */
  static void check(ObjectNode event) {
    for (Map.Entry<String, JsonNode> field : event.properties()) {
      check(field.getKey(), field.getValue());
    }
  }

  private static void check(String name, JsonNode value) {
    if (value.isNull()) {
      return;
    }
    if (name.equals("recurrence")) {
      demand(value.isArray());
      value.forEach(line -> demand(line.isTextual()));
    } else if (LISTS.contains(name)) {
      demand(value.isArray());
      for (JsonNode one : value) {
        demand(one.isObject());
        check((ObjectNode) one);
      }
    } else if (OBJECTS.contains(name)) {
      demand(value.isObject());
      if (name.equals("extendedProperties")) {
        properties((ObjectNode) value);
      } else if (Set.of("start", "end", "reminders", "source").contains(name)) {
        check((ObjectNode) value);
      }
    } else if (FLAGS.contains(name)) {
      demand(value.isBoolean() || Set.of("true", "false").contains(value.asText()));
    } else if (NUMBERS.contains(name)) {
      demand(value.isInt() || value.asText().matches("-?[0-9]{1,9}"));
    } else if (TEXTS.contains(name)) {
      demand(value.isValueNode());
    }
  }

  private static void properties(ObjectNode extended) {
    for (String part : Set.of("private", "shared")) {
      JsonNode map = extended.path(part);
      demand(map.isMissingNode() || map.isNull() || map.isObject());
      map.forEach(value -> demand(value.isValueNode()));
    }
  }

  private static void demand(boolean fits) {
    if (!fits) {
      throw GoogleError.of(400, "global", "parseError", "Parse Error");
    }
  }
}

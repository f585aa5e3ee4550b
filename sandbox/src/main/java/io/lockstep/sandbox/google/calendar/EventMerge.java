package io.lockstep.sandbox.google.calendar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.google.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How the body of a PATCH or PUT and the stored event make the new event. */
final class EventMerge {
  private EventMerge() {}

  /** The event after the write, not yet checked; the arguments stay as they are. */
  static ObjectNode merge(ObjectNode stored, ObjectNode body, boolean patch, WriteOptions options) {
    ObjectNode out = stored.deepCopy();
    if (!patch) {
      List<String> names = new ArrayList<>();
      out.fieldNames().forEachRemaining(names::add);
      names.stream()
          .filter(EventRules::isWritable)
          .filter(n -> !isHeld(n, options) && !n.equals("sequence") && !n.equals("eventType"))
          .forEach(out::remove);
      out.put("status", "confirmed");
    }
    for (Map.Entry<String, JsonNode> field : body.properties()) {
      String name = field.getKey();
      if (!EventRules.isWritable(name) || isHeld(name, options) || name.equals("sequence")) {
        continue;
      }
      if (patch) {
        patchField(out, name, field.getValue());
      } else if (!field.getValue().isNull()) {
        out.set(name, field.getValue().deepCopy());
      }
    }
    return out;
  }

  private static boolean isHeld(String field, WriteOptions options) {
    return field.equals("conferenceData")
        || (field.equals("attachments") && !options.attachments());
  }

  private static void patchField(ObjectNode into, String name, JsonNode value) {
    if (value.isNull()) {
      into.remove(name);
    } else if (value instanceof ObjectNode given && into.get(name) instanceof ObjectNode there) {
      given.properties().forEach(p -> patchField(there, p.getKey(), p.getValue()));
    } else if (value instanceof ObjectNode given) {
      ObjectNode fresh = into.putObject(name);
      given.properties().forEach(p -> patchField(fresh, p.getKey(), p.getValue()));
    } else {
      into.set(name, value.deepCopy());
    }
  }

  /**
   * With {@code attendeesOmitted} in the body its list is not the whole list: only the entry of the
   * calendar's owner is taken over.
   */
  static void ownAnswerOnly(CalendarBox box, ObjectNode before, ObjectNode after, ObjectNode body) {
    if (!body.path("attendeesOmitted").asBoolean()) {
      return;
    }
    ArrayNode whole = Json.array();
    for (JsonNode one : Json.list(before, "attendees")) {
      JsonNode kept = one;
      if (box.owner.owns(Json.text(one, "email", ""))) {
        for (JsonNode given : Json.list(body, "attendees")) {
          if (box.owner.owns(Json.text(given, "email", ""))) {
            kept = given;
          }
        }
      }
      whole.add(kept.deepCopy());
    }
    after.set("attendees", whole);
  }
}

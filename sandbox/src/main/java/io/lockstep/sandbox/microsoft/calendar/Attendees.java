package io.lockstep.sandbox.microsoft.calendar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.microsoft.GraphError;
import io.lockstep.sandbox.microsoft.GraphJson;
import io.lockstep.sandbox.microsoft.GraphUser;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code attendees} of an event, one for each address. */
final class Attendees {
  static final String NEVER = "0001-01-01T00:00:00Z";
  private static final int MOST = 500;

  private Attendees() {}

  /**
   * The list as it is kept: responses are those known before, whatever the client writes.
   *
   * @throws GraphError 400 for an address that is none, or more than 500
   */
  static ArrayNode read(JsonNode given, JsonNode before) {
    Map<String, ObjectNode> out = new LinkedHashMap<>();
    for (JsonNode one : given) {
      String address = GraphJson.text(one.path("emailAddress"), "address", "").strip();
      if (!address.matches("\\S+@\\S+")) {
        throw new GraphError(400, "ErrorInvalidRecipients", "At least one recipient is not valid.");
      }
      ObjectNode known = find(before, address);
      ObjectNode kept = GraphJson.object().put("type", GraphJson.text(one, "type", "required"));
      kept.set("status", known == null ? status("none", NEVER) : known.path("status").deepCopy());
      kept.putObject("emailAddress")
          .put("name", GraphJson.text(one.path("emailAddress"), "name", address))
          .put("address", address);
      if (known != null && known.has("proposedNewTime")) {
        kept.set("proposedNewTime", known.path("proposedNewTime").deepCopy());
      }
      out.putIfAbsent(address.toLowerCase(Locale.ROOT), kept);
    }
    if (out.size() > MOST) {
      throw GraphError.invalidProperty(
          "At least one property failed validation. An event can have at most 500 attendees.");
    }
    ArrayNode list = GraphJson.array();
    out.values().forEach(list::add);
    return list;
  }

  /** The attendee with this address; null where there is none. */
  static @Nullable ObjectNode find(JsonNode attendees, String address) {
    for (JsonNode one : attendees) {
      if (one instanceof ObjectNode object
          && address(one).equals(address.toLowerCase(Locale.ROOT))) {
        return object;
      }
    }
    return null;
  }

  /** The attendee whose mail this user gets; null where there is none. */
  static @Nullable ObjectNode find(JsonNode attendees, GraphUser user) {
    for (JsonNode one : attendees) {
      if (one instanceof ObjectNode object && user.owns(address(one))) {
        return object;
      }
    }
    return null;
  }

  /** In lower case. */
  static String address(JsonNode attendee) {
    return GraphJson.text(attendee.path("emailAddress"), "address", "").toLowerCase(Locale.ROOT);
  }

  static ObjectNode status(String response, String time) {
    return GraphJson.object().put("response", response).put("time", time);
  }

  /** Nobody has answered any more. */
  static void forgetAnswers(JsonNode attendees) {
    for (JsonNode one : attendees) {
      if (one instanceof ObjectNode object) {
        object.set("status", status("none", NEVER));
        object.remove("proposedNewTime");
      }
    }
  }

  static ObjectNode recipient(String name, String address) {
    ObjectNode out = GraphJson.object();
    out.putObject("emailAddress").put("name", name).put("address", address);
    return out;
  }
}

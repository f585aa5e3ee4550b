package io.lockstep.microsoft;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.calendar.Attendee;
import io.lockstep.calendar.JsonMembers;
import io.lockstep.calendar.Unsupported;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Attendees and organizer between Graph's JSON and the canonical event. */
final class AttendeeConversion {
  private AttendeeConversion() {}

  static List<Attendee> attendees(List<JsonNode> given) {
    List<Attendee> attendees = new ArrayList<>();
    for (JsonNode one : given) {
      JsonNode email = JsonMembers.object(one, "emailAddress");
      attendees.add(
          new Attendee(
              JsonMembers.text(email, "address"),
              JsonMembers.text(email, "name"),
              type(JsonMembers.text(one, "type")),
              response(JsonMembers.text(JsonMembers.object(one, "status"), "response"))));
    }
    return attendees;
  }

  private static Attendee.Type type(String type) {
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "", "required" -> Attendee.Type.REQUIRED;
      case "optional" -> Attendee.Type.OPTIONAL;
      case "resource" -> Attendee.Type.RESOURCE;
      default -> throw new Unsupported("A type of attendee that is not known");
    };
  }

  private static Attendee.Response response(String response) {
    return switch (response.toLowerCase(Locale.ROOT)) {
      case "", "none", "notresponded" -> Attendee.Response.NONE;
      case "organizer" -> Attendee.Response.ORGANIZER;
      case "tentativelyaccepted" -> Attendee.Response.TENTATIVE;
      case "accepted" -> Attendee.Response.ACCEPTED;
      case "declined" -> Attendee.Response.DECLINED;
      default -> throw new Unsupported("A response that is not known");
    };
  }

  static @Nullable Attendee organizer(JsonNode organizer) {
    JsonNode email = JsonMembers.object(organizer, "emailAddress");
    return email.isObject()
        ? new Attendee(
            JsonMembers.text(email, "address"),
            JsonMembers.text(email, "name"),
            null,
            Attendee.Response.ORGANIZER)
        : null;
  }

  static ArrayNode graph(List<Attendee> attendees) {
    ArrayNode out = JsonNodeFactory.instance.arrayNode();
    for (Attendee one : attendees) {
      ObjectNode to = graph(one);
      to.put("type", one.type().name().toLowerCase(Locale.ROOT));
      to.putObject("status")
          .put(
              "response",
              switch (one.response()) {
                case NONE -> "none";
                case ACCEPTED -> "accepted";
                case DECLINED -> "declined";
                case TENTATIVE -> "tentativelyAccepted";
                case ORGANIZER -> "organizer";
              });
      out.add(to);
    }
    return out;
  }

  /** A recipient. */
  static ObjectNode graph(Attendee one) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    ObjectNode email = out.putObject("emailAddress").put("address", one.address());
    if (!one.name().isEmpty()) {
      email.put("name", one.name());
    }
    return out;
  }
}

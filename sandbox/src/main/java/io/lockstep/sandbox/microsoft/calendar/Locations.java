package io.lockstep.sandbox.microsoft.calendar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.microsoft.GraphJson;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code location} and {@code locations}, which say the same: writing one replaces both
 * (reference/microsoft.md B3).
 */
final class Locations {
  private Locations() {}

  static void apply(ObjectNode doc, ObjectNode body) {
    if (!GraphJson.list(body, "locations").isEmpty() || body.path("locations").isArray()) {
      several(doc, GraphJson.list(body, "locations"));
    } else if (body.has("location")) {
      JsonNode one = body.path("location");
      boolean none = !one.isObject() || GraphJson.text(one, "displayName", "").isBlank();
      several(doc, none ? List.of() : List.of(one));
    }
  }

  private static void several(ObjectNode doc, List<JsonNode> given) {
    ArrayNode locations = GraphJson.array();
    List<String> names = new ArrayList<>();
    for (JsonNode one : given) {
      ObjectNode place = one.deepCopy();
      names.add(GraphJson.text(place, "displayName", ""));
      place.remove("uniqueId");
      if (!place.hasNonNull("locationType")) {
        place.put("locationType", "default");
      }
      if (place.hasNonNull("address")) {
        place.put("uniqueId", names.getLast());
      }
      place.put("uniqueIdType", place.has("uniqueId") ? "private" : "unknown");
      locations.add(place);
    }
    ObjectNode location = given.size() == 1 ? locations.get(0).deepCopy() : GraphJson.object();
    location.put("displayName", String.join("; ", names));
    if (!location.has("locationType")) {
      location.put("locationType", "default");
    }
    if (given.isEmpty()) {
      location.put("uniqueIdType", "unknown");
      location.putObject("address");
      location.putObject("coordinates");
    } else {
      location.put("uniqueId", String.join("; ", names)).put("uniqueIdType", "private");
    }
    doc.set("location", location);
    doc.set("locations", locations);
  }
}

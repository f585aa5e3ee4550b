package io.lockstep.sandbox.google.calendar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.google.Json;
import java.util.Locale;

/** Video meetings asked for with {@code conferenceDataVersion=1}. */
final class Conferences {
  private Conferences() {}

  /** Makes, keeps or (with an explicit null) removes the conference of an event. */
  static void create(ObjectNode event, ObjectNode body, WriteOptions options) {
    if (!options.conferences() || !body.has("conferenceData")) {
      return;
    }
    JsonNode given = body.path("conferenceData");
    if (given.isNull()) {
      event.remove("conferenceData");
      event.remove("hangoutLink");
      return;
    }
    JsonNode request = given.path("createRequest");
    String requestId = Json.text(request, "requestId");
    if (requestId == null) {
      event.set("conferenceData", given.deepCopy());
      return;
    }
    String hash = Integer.toString(requestId.hashCode() & 0x7fffffff, 26).toLowerCase(Locale.ROOT);
    String code = "meet-" + hash;
    String uri = "https://meet.google.com/" + code;
    ObjectNode conference = event.putObject("conferenceData");
    ObjectNode asked = conference.putObject("createRequest").put("requestId", requestId);
    asked.putObject("conferenceSolutionKey").put("type", "hangoutsMeet");
    asked.putObject("status").put("statusCode", "success");
    conference
        .putArray("entryPoints")
        .addObject()
        .put("entryPointType", "video")
        .put("uri", uri)
        .put("label", uri.substring("https://".length()));
    ObjectNode solution = conference.putObject("conferenceSolution");
    solution.putObject("key").put("type", "hangoutsMeet");
    solution.put("name", "Google Meet");
    conference.put("conferenceId", code);
    event.put("hangoutLink", uri);
  }
}

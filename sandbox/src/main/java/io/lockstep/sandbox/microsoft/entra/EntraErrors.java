package io.lockstep.sandbox.microsoft.entra;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.frame.Response;
import io.lockstep.sandbox.microsoft.GraphJson;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Supplier;

/** The token endpoint's error body, with numbers, time stamp and trace ids. */
final class EntraErrors {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

  private EntraErrors() {}

  static Response body(EntraError e, Instant now, Supplier<String> guids) {
    String trace = guids.get();
    String correlation = guids.get();
    String stamp = STAMP.format(now);
    ObjectNode body = GraphJson.object();
    body.put("error", e.error());
    body.put(
        "error_description",
        e.description()
            + " Trace ID: "
            + trace
            + " Correlation ID: "
            + correlation
            + " Timestamp: "
            + stamp);
    body.putArray("error_codes").add(e.number());
    body.put("timestamp", stamp);
    body.put("trace_id", trace);
    body.put("correlation_id", correlation);
    body.put("error_uri", "https://login.microsoftonline.com/error?code=" + e.number());
    if (e.suberror() != null) {
      body.put("suberror", e.suberror());
    }
    return Response.json(e.status(), GraphJson.write(body)).with("Cache-Control", "no-store");
  }
}

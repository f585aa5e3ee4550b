package io.lockstep.sandbox.microsoft.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import io.lockstep.sandbox.frame.Request;
import io.lockstep.sandbox.microsoft.GraphError;
import io.lockstep.sandbox.microsoft.GraphJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One request of a batch.
 *
 * @param dependsOn ids of earlier items
 */
record BatchItem(String id, List<String> dependsOn, Request request) {
  private static final int MOST = 20;
  private static final Set<String> WITH_BODY = Set.of("POST", "PATCH", "PUT");

  BatchItem {
    dependsOn = List.copyOf(dependsOn);
  }

  /**
   * @throws GraphError 400 where the envelope is malformed; then nothing is done
   */
  static List<BatchItem> all(Request outer) {
    if (!outer.method().equals("POST")) {
      throw GraphError.methodNotAllowed();
    }
    JsonNode requests = GraphJson.parse(outer.text()).path("requests");
    if (!requests.isArray() || requests.isEmpty()) {
      throw invalid("Invalid batch payload format.");
    }
    if (requests.size() > MOST) {
      throw invalid("Number of batch request steps exceeds the maximum value of " + MOST + ".");
    }
    List<BatchItem> out = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (JsonNode node : requests) {
      BatchItem item = of(node, outer);
      for (String other : item.dependsOn()) {
        if (!ids.contains(other)) {
          throw invalid("Invalid dependency for request Id: " + item.id());
        }
      }
      if (!ids.add(item.id())) {
        throw invalid("Request Id " + item.id() + " is not unique.");
      }
      out.add(item);
    }
    return out;
  }

  private static BatchItem of(JsonNode node, Request outer) {
    String id = GraphJson.text(node, "id");
    String method = GraphJson.text(node, "method");
    String url = GraphJson.text(node, "url");
    if (id == null || id.isEmpty()) {
      throw invalid("Invalid batch request: a request has no id.");
    }
    if (method == null || url == null) {
      throw invalid("Invalid batch request: request " + id + " has no method or url.");
    }
    if (!isAbsentOr(node.get("dependsOn"), JsonNodeType.ARRAY)
        || !isAbsentOr(node.get("headers"), JsonNodeType.OBJECT)) {
      throw invalid("Invalid batch request: request " + id + " is not well formed.");
    }
    Map<String, String> headers = new TreeMap<>();
    // Only who calls is taken from the envelope; all other headers are the item's own.
    for (String name : List.of("authorization", "host")) {
      String value = outer.header(name);
      if (value != null) {
        headers.put(name, value);
      }
    }
    node.path("headers")
        .properties()
        .forEach(e -> headers.put(e.getKey().toLowerCase(Locale.ROOT), e.getValue().asText()));
    byte[] body = body(node.get("body"));
    String verb = method.toUpperCase(Locale.ROOT);
    if (WITH_BODY.contains(verb) && (body.length == 0 || !headers.containsKey("content-type"))) {
      throw invalid("Write request id : " + id + " does not contain Content-Type header or body.");
    }
    List<String> dependsOn = new ArrayList<>();
    node.path("dependsOn").forEach(d -> dependsOn.add(d.asText()));
    return new BatchItem(id, dependsOn, request(id, verb, url, headers, body));
  }

  private static boolean isAbsentOr(@Nullable JsonNode node, JsonNodeType type) {
    return node == null || node.isNull() || node.getNodeType() == type;
  }

  private static byte[] body(@Nullable JsonNode body) {
    if (body == null || body.isNull()) {
      return new byte[0];
    }
    String text = body.isTextual() ? body.asText() : GraphJson.write(body);
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Request request(
      String id, String method, String url, Map<String, String> headers, byte[] body) {
    if (url.matches("(?i)https?://.*")) {
      throw invalid("Request Id " + id + ": the url must be relative.");
    }
    String relative = url.startsWith("/") ? url : "/" + url;
    int question = relative.indexOf('?');
    String path = question < 0 ? relative : relative.substring(0, question);
    if (path.equalsIgnoreCase("/$batch") || path.equalsIgnoreCase("/%24batch")) {
      throw invalid("Nested batch requests are not supported.");
    }
    return new Request(
        method,
        "/v1.0" + path,
        Request.parseQuery(question < 0 ? null : relative.substring(question + 1)),
        headers,
        body);
  }

  /** The mailbox that the item is about, as its url names it; empty = none. */
  String mailbox() {
    List<String> path = request.segments();
    if (path.size() > 2 && path.get(1).equalsIgnoreCase("me")) {
      return "me";
    }
    return path.size() > 3 && path.get(1).equalsIgnoreCase("users")
        ? path.get(2).toLowerCase(Locale.ROOT)
        : "";
  }

  private static GraphError invalid(String message) {
    return GraphError.badRequest("BadRequest", message);
  }
}

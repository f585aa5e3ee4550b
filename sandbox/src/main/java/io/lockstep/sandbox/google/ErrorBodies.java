package io.lockstep.sandbox.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.frame.Response;

/** Google's two error envelopes. */
public final class ErrorBodies {
  private ErrorBodies() {}

  /**
   * {@code {"error":{"errors":[{domain,reason,message}],"code","message"}}}, as Calendar answers.
   */
  public static Response classic(GoogleError e) {
    ObjectNode body = Json.object();
    ObjectNode error = body.putObject("error");
    ObjectNode one = error.putArray("errors").addObject();
    one.put("domain", e.domain()).put("reason", e.reason()).put("message", e.message());
    if (e.locationType() != null) {
      one.put("locationType", e.locationType()).put("location", e.location());
    }
    error.put("code", e.status()).put("message", e.message());
    JsonNode details = e.details();
    if (details != null) {
      error.put("status", e.grpcStatus()).set("details", details);
    }
    return challenge(e, Response.json(e.status(), Json.write(body)));
  }

  /** {@code {"error":{"code","message","status","details"}}}, as People answers. */
  public static Response grpc(GoogleError e) {
    ObjectNode body = Json.object();
    ObjectNode error = body.putObject("error");
    error.put("code", e.status()).put("message", e.message()).put("status", e.grpcStatus());
    JsonNode details = e.details();
    if (details != null) {
      error.set("details", details);
    }
    return challenge(e, Response.json(e.status(), Json.write(body)));
  }

  /** The Java client refreshes on 401 only if a Bearer challenge names {@code invalid_token}. */
  private static Response challenge(GoogleError e, Response response) {
    return e.status() == 401
        ? response.with(
            "WWW-Authenticate",
            "Bearer realm=\"https://accounts.google.com/\", error=\"invalid_token\"")
        : response;
  }

  /** One {@code google.rpc.ErrorInfo} in a details array. */
  public static JsonNode errorInfo(String reason, String domain, ObjectNode metadata) {
    var details = Json.array();
    ObjectNode info = details.addObject();
    info.put("@type", "type.googleapis.com/google.rpc.ErrorInfo");
    info.put("reason", reason).put("domain", domain);
    if (!metadata.isEmpty()) {
      info.set("metadata", metadata);
    }
    return details;
  }
}

package io.lockstep.sandbox.salesforce.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.lockstep.sandbox.frame.Request;
import io.lockstep.sandbox.salesforce.api.ApiException;
import io.lockstep.sandbox.salesforce.api.Json;
import io.lockstep.sandbox.salesforce.api.Sessions.Session;
import io.lockstep.sandbox.salesforce.org.Org;
import java.util.List;

/**
 * One call, or one part of a composite call.
 *
 * @param path decoded, after the version
 * @param version {@code v65.0}, as the caller wrote it
 */
public record RestCall(
    Request request, List<String> path, String version, Org.Call call, Session session) {

  /** The body as JSON. */
  JsonNode json() {
    String type = request.header("content-type");
    if (type != null && !type.contains("json")) {
      throw new ApiException(
          415,
          "UNSUPPORTED_MEDIA_TYPE",
          "Content type '" + type + "' is not supported for this resource");
    }
    return Json.read(request.text());
  }

  JsonNode jsonObject() {
    JsonNode body = json();
    if (!body.isObject()) {
      throw Json.parserError("The HTTP entity body must be a JSON object");
    }
    return body;
  }

  String method() {
    return request.method();
  }

  /** The root of all URLs of this version: {@code /services/data/v65.0}. */
  String root() {
    return "/services/data/" + version;
  }

  RestCall as(Org.Call changed) {
    return new RestCall(request, path, version, changed, session);
  }

  ApiException methodNotAllowed(String... allowed) {
    return new ApiException(
        405,
        "METHOD_NOT_ALLOWED",
        "HTTP Method '" + method() + "' not allowed. Allowed are " + String.join(",", allowed));
  }
}

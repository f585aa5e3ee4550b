package io.lockstep.sandbox.salesforce.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.lockstep.sandbox.frame.Request;
import io.lockstep.sandbox.frame.Response;
import io.lockstep.sandbox.salesforce.api.ApiException;
import io.lockstep.sandbox.salesforce.api.Json;
import io.lockstep.sandbox.salesforce.org.Org;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** {@code composite} and {@code composite/batch}: up to 25 calls in one. */
final class CompositeResource {
  private static final int MAX_PARTS = 25;

  private final Org org;

  /** Runs one part as if it had come alone; its errors are answers. */
  private final BiFunction<RestCall, Request, Response> inner;

  CompositeResource(Org org, BiFunction<RestCall, Request, Response> inner) {
    this.org = org;
    this.inner = inner;
  }

  Response composite(RestCall rest) {
    JsonNode body = rest.jsonObject();
    JsonNode parts = body.path("compositeRequest");
    limit(parts, "compositeRequest");
    List<Map<String, @Nullable Object>> results = new ArrayList<>();
    if (body.path("allOrNone").asBoolean(false)) {
      org.atomically(
          () -> {
            results.addAll(parts(rest, parts, true));
            return results.stream().noneMatch(CompositeResource::failed);
          });
      if (results.stream().anyMatch(CompositeResource::failed)) {
        results.replaceAll(one -> failed(one) ? one : halted(one));
      }
    } else {
      results.addAll(parts(rest, parts, false));
    }
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("compositeResponse", results);
    return RestAnswers.json(200, out, "rest.composite");
  }

  /**
   * @param all whether the first failure stops the rest
   */
  private List<Map<String, @Nullable Object>> parts(RestCall rest, JsonNode parts, boolean all) {
    References references = new References();
    List<Map<String, @Nullable Object>> results = new ArrayList<>();
    boolean stopped = false;
    for (JsonNode part : parts) {
      if (stopped) {
        results.add(halted(Map.of("referenceId", part.path("referenceId").asText(""))));
        continue;
      }
      Map<String, @Nullable Object> result = part(rest, part, references);
      stopped = all && failed(result);
      results.add(result);
    }
    return results;
  }

  private static boolean failed(Map<String, @Nullable Object> result) {
    return result.get("httpStatusCode") instanceof Integer status && status >= 300;
  }

  /** What a part is answered that another part's failure took with it. */
  private static Map<String, @Nullable Object> halted(Map<String, @Nullable Object> result) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("errorCode", "PROCESSING_HALTED");
    error.put(
        "message",
        "The transaction was rolled back since another operation in the same transaction failed.");
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("body", List.of(error));
    out.put("httpHeaders", Map.of());
    out.put("httpStatusCode", 400);
    out.put("referenceId", result.get("referenceId"));
    return out;
  }

  private Map<String, @Nullable Object> part(RestCall rest, JsonNode part, References references) {
    String id = part.path("referenceId").asText("");
    if (id.isEmpty() || !part.path("url").isTextual() || !part.path("method").isTextual()) {
      throw Json.parserError("A subrequest needs method, url and referenceId");
    }
    Response response;
    try {
      JsonNode resolved = references.resolve(part);
      response =
          inner.apply(rest, request(resolved, "method", resolved.get("body"), rest.request()));
    } catch (ApiException e) {
      response = RestAnswers.error(e);
    }
    JsonNode body = response.body().length == 0 ? null : Json.read(text(response));
    references.put(id, body, response.status() < 300);
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("body", body);
    out.put(
        "httpHeaders",
        response.headers().containsKey("Location")
            ? Map.of("Location", response.headers().get("Location"))
            : Map.of());
    out.put("httpStatusCode", response.status());
    out.put("referenceId", id);
    return out;
  }

  Response batch(RestCall rest) {
    JsonNode body = rest.jsonObject();
    JsonNode parts = body.path("batchRequests");
    limit(parts, "batchRequests");
    boolean halt = body.path("haltOnError").asBoolean(false);
    boolean failed = false;
    List<Map<String, @Nullable Object>> results = new ArrayList<>();
    for (JsonNode part : parts) {
      Response response =
          failed && halt
              ? RestAnswers.error(
                  412, "BATCH_PROCESSING_HALTED", "Batch processing halted per request", List.of())
              : inner.apply(rest, request(part, "method", part.get("richInput"), rest.request()));
      failed |= response.status() >= 400;
      Map<String, @Nullable Object> out = new LinkedHashMap<>();
      out.put("statusCode", response.status());
      out.put("result", response.body().length == 0 ? null : Json.read(text(response)));
      results.add(out);
    }
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("hasErrors", failed);
    out.put("results", results);
    return RestAnswers.json(200, out, "rest.composite.batch");
  }

  private static void limit(JsonNode parts, String name) {
    if (!parts.isArray() || parts.isEmpty()) {
      throw Json.parserError(name + " must be a list of subrequests");
    }
    if (parts.size() > MAX_PARTS) {
      throw new ApiException(
          400,
          "PROCESSING_HALTED",
          "Limit of " + MAX_PARTS + " reached, for operations in operation");
    }
  }

  private static Request request(
      JsonNode part, String method, @Nullable JsonNode body, Request outer) {
    String url = part.path("url").asText();
    URI uri;
    try {
      uri = URI.create((url.startsWith("/") ? url : "/services/data/" + url).replace(" ", "%20"));
    } catch (IllegalArgumentException e) {
      throw new ApiException(
          400, "INVALID_INPUT", "The url of a subrequest cannot be read: " + url);
    }
    Map<String, String> headers = new LinkedHashMap<>(outer.headers());
    headers.put("content-type", "application/json");
    part.path("httpHeaders")
        .properties()
        .forEach(h -> headers.put(h.getKey().toLowerCase(Locale.ROOT), h.getValue().asText()));
    return new Request(
        part.path(method).asText().toUpperCase(Locale.ROOT),
        uri.getRawPath(),
        Request.parseQuery(uri.getRawQuery()),
        headers,
        body == null || body.isNull()
            ? new byte[0]
            : body.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Response response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }
}

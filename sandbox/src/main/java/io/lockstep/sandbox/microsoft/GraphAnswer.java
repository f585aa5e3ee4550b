package io.lockstep.sandbox.microsoft;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an API answers. The frame adds {@code request-id}, {@code Preference-Applied} and the like.
 *
 * @param body null = none
 * @param operation what was called, for the request log: {@code contacts.create}
 */
public record GraphAnswer(
    int status, Map<String, String> headers, @Nullable JsonNode body, String operation) {
  public GraphAnswer {
    headers = Map.copyOf(headers);
  }

  public static GraphAnswer of(int status, @Nullable JsonNode body) {
    return new GraphAnswer(status, Map.of(), body, "");
  }

  public static GraphAnswer ok(JsonNode body) {
    return of(200, body);
  }

  public static GraphAnswer created(JsonNode body) {
    return of(201, body);
  }

  public static GraphAnswer accepted() {
    return of(202, null);
  }

  public static GraphAnswer noContent() {
    return of(204, null);
  }

  public GraphAnswer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new GraphAnswer(status, more, body, operation);
  }

  public GraphAnswer operation(String name) {
    return new GraphAnswer(status, headers, body, name);
  }
}

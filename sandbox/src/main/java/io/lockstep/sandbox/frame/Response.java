package io.lockstep.sandbox.frame;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One HTTP answer.
 *
 * @param operation what was called, in the service's own words, for the request log: {@code
 *     events.insert}, {@code soap.update}
 */
public record Response(int status, Map<String, String> headers, byte[] body, String operation) {

  public static Response of(int status, String contentType, String body) {
    return new Response(
        status, Map.of("Content-Type", contentType), body.getBytes(StandardCharsets.UTF_8), "");
  }

  public static Response json(int status, String body) {
    return of(status, "application/json; charset=UTF-8", body);
  }

  public static Response empty(int status) {
    return new Response(status, Map.of(), new byte[0], "");
  }

  public Response with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Response(status, more, body, operation);
  }

  public Response operation(String name) {
    return new Response(status, headers, body, name);
  }
}

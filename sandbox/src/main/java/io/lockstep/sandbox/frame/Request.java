package io.lockstep.sandbox.frame;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request as a service sees it: method override applied, leading slashes collapsed, body
 * unpacked.
 *
 * @param path as sent (still percent-encoded), starting with one slash, without the query
 * @param query decoded names and values, in order
 * @param headers names in lower case
 */
public record Request(
    String method,
    String path,
    Map<String, List<String>> query,
    Map<String, String> headers,
    byte[] body) {

  public @Nullable String header(String name) {
    return headers.get(name.toLowerCase(Locale.ROOT));
  }

  /** The first value of a query parameter. */
  public @Nullable String param(String name) {
    List<String> values = query.get(name);
    return values == null || values.isEmpty() ? null : values.getFirst();
  }

  public List<String> params(String name) {
    return query.getOrDefault(name, List.of());
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** The body read as {@code application/x-www-form-urlencoded}. */
  public Map<String, List<String>> form() {
    return parseQuery(text());
  }

  /** The path split at slashes and decoded, without empty parts. */
  public List<String> segments() {
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/", -1)) {
      if (!part.isEmpty()) {
        parts.add(URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8));
      }
    }
    return List.copyOf(parts);
  }

  public static Map<String, List<String>> parseQuery(@Nullable String raw) {
    Map<String, List<String>> out = new LinkedHashMap<>();
    if (raw == null || raw.isEmpty()) {
      return out;
    }
    for (String pair : raw.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int at = pair.indexOf('=');
      String name =
          URLDecoder.decode(at < 0 ? pair : pair.substring(0, at), StandardCharsets.UTF_8);
      String value =
          at < 0 ? "" : URLDecoder.decode(pair.substring(at + 1), StandardCharsets.UTF_8);
      out.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
    }
    return out;
  }

  static Map<String, String> lowerCased(Map<String, List<String>> headers) {
    Map<String, String> out = new TreeMap<>();
    headers.forEach(
        (name, values) -> out.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
    return out;
  }
}

package io.lockstep.sandbox.microsoft;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The query of a call: decoded, names without regard to case, {@code $} optional as in Graph. */
public final class GraphQuery {
  private static final List<String> SYSTEM =
      List.of(
          "select",
          "top",
          "skip",
          "filter",
          "orderby",
          "expand",
          "count",
          "search",
          "skiptoken",
          "deltatoken",
          "format");

  private final Map<String, String> values = new TreeMap<>();

  /**
   * @param raw names and values, decoded
   */
  public static GraphQuery of(Map<String, List<String>> raw) {
    GraphQuery out = new GraphQuery();
    raw.forEach(
        (name, given) -> {
          String folded = name.strip().toLowerCase(Locale.ROOT);
          String full = SYSTEM.contains(folded) ? "$" + folded : folded;
          if (full.startsWith("$") && !SYSTEM.contains(full.substring(1))) {
            throw GraphError.badRequest(
                "BadRequest", "The query parameter '" + full + "' is not supported.");
          }
          if (given.size() > 1 && full.startsWith("$")) {
            throw GraphError.badRequest(
                "BadRequest",
                "Query option '"
                    + full
                    + "' was specified more than once, but it must be specified"
                    + " at most once.");
          }
          out.values.putIfAbsent(full, given.isEmpty() ? "" : given.getFirst());
        });
    return out;
  }

  /**
   * @param name in any case, with its {@code $} where it has one
   */
  public @Nullable String get(String name) {
    return values.get(name.toLowerCase(Locale.ROOT));
  }

  public boolean has(String name) {
    return get(name) != null;
  }

  /**
   * {@code $top} and the like.
   *
   * @throws GraphError 400 where it is no number from least to most
   */
  public int number(String name, int otherwise, int least, int most) {
    String text = get(name);
    if (text == null) {
      return otherwise;
    }
    if (!text.strip().matches("[0-9]{1,9}")) {
      throw GraphError.badRequest(
          "BadRequest",
          "Invalid value '"
              + text
              + "' for "
              + name
              + " query option found. The "
              + name
              + " query option requires a non-negative integer value.");
    }
    int value = Integer.parseInt(text.strip());
    if (value < least || value > most) {
      throw GraphError.badRequest(
          "ErrorInvalidUrlQuery",
          "The value of the "
              + name
              + " query option must be from "
              + least
              + " to "
              + most
              + ", not "
              + value
              + ".");
    }
    return value;
  }

  /**
   * {@code $count} and the like; absent is false.
   *
   * @throws GraphError 400 where it is neither true nor false
   */
  public boolean flag(String name) {
    String text = get(name);
    if (text == null) {
      return false;
    }
    if (!List.of("true", "false").contains(text.toLowerCase(Locale.ROOT))) {
      throw GraphError.badRequest(
          "BadRequest",
          "Invalid value '"
              + text
              + "' for "
              + name
              + " query option found. Valid values are 'true' or 'false'.");
    }
    return text.equalsIgnoreCase("true");
  }

  /** Everything, for those who must refuse what they do not know. */
  public Map<String, String> all() {
    return Map.copyOf(values);
  }
}

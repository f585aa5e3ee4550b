package io.lockstep.sandbox.google;

import io.lockstep.sandbox.frame.Request;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The query parameters of one method. Written as words: {@code name} is text, {@code name:int} a
 * number of at least 1, {@code name:int0} of at least 0, {@code name:int1} 0 or 1, {@code
 * name:bool}, {@code name:a|b} one of these; a {@code *} at the end lets it repeat.
 */
public final class Parameters {
  private static final Set<String> STANDARD =
      Set.of(
          "alt",
          "fields",
          "key",
          "oauth_token",
          "prettyPrint",
          "quotaUser",
          "userIp",
          "$.xgafv",
          "$alt",
          "access_token",
          "callback",
          "uploadType",
          "upload_protocol");

  private record Kind(String type, boolean repeated) {}

  private final Map<String, Kind> known = new LinkedHashMap<>();

  private Parameters() {}

  public static Parameters of(String words) {
    Parameters out = new Parameters();
    for (String word : words.strip().split("\\s+")) {
      if (!word.isEmpty()) {
        boolean repeated = word.endsWith("*");
        String[] parts = (repeated ? word.substring(0, word.length() - 1) : word).split(":", 2);
        out.known.put(parts[0], new Kind(parts.length > 1 ? parts[1] : "", repeated));
      }
    }
    return out;
  }

  /**
   * Checks as the older services do: values only.
   *
   * @param strict refuse unknown names too
   */
  public void checkClassic(Request request, boolean strict) {
    request
        .query()
        .forEach(
            (name, values) -> {
              Kind kind = known.get(name);
              if (kind == null) {
                if (strict && !STANDARD.contains(name)) {
                  throw GoogleError.of(
                          400, "global", "invalidParameter", "Unknown parameter: " + name)
                      .at("parameter", name);
                }
              } else if (values.stream().anyMatch(v -> !fits(kind, v))) {
                throw GoogleError.of(
                        400,
                        "global",
                        "invalidParameter",
                        "Invalid value '" + values.getFirst() + "'. " + expected(kind))
                    .at("parameter", name);
              }
            });
  }

  /** Checks as the newer services do: unknown names are refused. */
  public void checkGrpc(Request request) {
    request
        .query()
        .forEach(
            (name, values) -> {
              Kind kind = known.get(name);
              if (kind == null) {
                if (!STANDARD.contains(name)) {
                  throw GoogleError.argument(
                      "Invalid JSON payload received. Unknown name \""
                          + name
                          + "\": Cannot bind query parameter. Field '"
                          + name
                          + "' could not be found in request message.");
                }
              } else if (values.stream().anyMatch(v -> !fits(kind, v))) {
                throw GoogleError.argument(
                    "Invalid value at '" + name + "', \"" + values.getFirst() + "\"");
              } else if (!kind.repeated() && values.size() > 1) {
                throw GoogleError.argument(
                    "Invalid value at '" + name + "': the parameter cannot repeat.");
              }
            });
  }

  private static boolean fits(Kind kind, String value) {
    return switch (kind.type()) {
      case "" -> true;
      case "bool" -> List.of("true", "false").contains(value);
      case "int" -> value.matches("[1-9][0-9]{0,8}");
      case "int1" -> value.matches("[01]");
      case "int0" -> value.matches("[0-9]{1,9}");
      default -> List.of(kind.type().split("\\|")).contains(value);
    };
  }

  private static String expected(Kind kind) {
    return switch (kind.type()) {
      case "bool" -> "Allowed values: [true, false]";
      case "int" -> "Values must be within the range: [1, 2147483647]";
      case "int1" -> "Values must be within the range: [0, 1]";
      case "int0" -> "Values must be within the range: [0, 2147483647]";
      default -> "Allowed values: [" + kind.type().replace("|", ", ") + "]";
    };
  }
}

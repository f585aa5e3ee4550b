package io.lockstep.sandbox.google.people;

import com.fasterxml.jackson.databind.JsonNode;
import io.lockstep.sandbox.google.GoogleError;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The JSON types of the parts of a person's values: texts, but for these. */
final class PartTypes {
  private static final Set<String> OBJECTS =
      Set.of(
          "contactGroupMembership", "date", "domainMembership", "endDate", "metadata", "startDate");
  private static final Set<String> NUMBERS = Set.of("fullTimeEquivalentMillipercent");
  private static final Set<String> BOOLEANS = Set.of("current");
  private static final Set<String> DATES = Set.of("date", "endDate", "startDate");
  private static final Set<String> DATE_PARTS = Set.of("year", "month", "day");
  private static final Map<String, List<String>> CHOICES =
      Map.of(
          "biographies.contentType",
          List.of("CONTENT_TYPE_UNSPECIFIED", "TEXT_PLAIN", "TEXT_HTML"),
          "nicknames.type",
          List.of(
              "DEFAULT",
              "MAIDEN_NAME",
              "INITIALS",
              "GPLUS",
              "OTHER_NAME",
              "ALTERNATE_NAME",
              "SHORT_NAME"));

  private PartTypes() {}

  /**
   * Refuses a value of the wrong type, in the words of Google's JSON reader.
   *
   * @param field {@code names}
   * @param where {@code person.names[0]}
   */
  static void check(String field, String part, JsonNode value, String where) {
    if (value.isNull()) {
      return;
    }
    String at = where + "." + snake(part);
    String wrong = wrong(field, part, value);
    if (wrong != null) {
      throw GoogleError.argument("Invalid value at '" + at + "' (" + wrong + "), " + value);
    }
    if (DATES.contains(part)) {
      for (Map.Entry<String, JsonNode> one : value.properties()) {
        if (!DATE_PARTS.contains(one.getKey())) {
          throw GoogleError.argument(
              "Invalid JSON payload received. Unknown name \""
                  + one.getKey()
                  + "\" at '"
                  + at
                  + "': Cannot find field.");
        }
        if (!one.getValue().canConvertToInt()) {
          throw GoogleError.argument(
              "Invalid value at '" + at + "." + one.getKey() + "' (TYPE_INT32), " + one.getValue());
        }
      }
    }
  }

  /** The type that was expected; null where it is as expected. */
  private static @Nullable String wrong(String field, String part, JsonNode value) {
    if (OBJECTS.contains(part)) {
      return value.isObject() ? null : "type.googleapis.com/google.people.v1." + capital(part);
    }
    if (NUMBERS.contains(part)) {
      return value.canConvertToInt() ? null : "TYPE_INT32";
    }
    if (BOOLEANS.contains(part)) {
      return value.isBoolean() ? null : "TYPE_BOOL";
    }
    List<String> choices = CHOICES.get(field + "." + part);
    if (choices != null && !choices.contains(value.asText())) {
      return "type.googleapis.com/google.people.v1." + capital(part);
    }
    return value.isTextual() ? null : "TYPE_STRING";
  }

  private static String capital(String name) {
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  private static String snake(String name) {
    return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }
}

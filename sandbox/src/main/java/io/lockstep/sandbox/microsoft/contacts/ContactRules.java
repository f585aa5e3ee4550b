package io.lockstep.sandbox.microsoft.contacts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.microsoft.GraphError;
import io.lockstep.sandbox.microsoft.GraphJson;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Exchange makes of a contact that is written: limits, normal forms, names that it derives
 * (reference/microsoft.md C).
 */
final class ContactRules {
  private static final int LONGEST = 255;
  private static final int LONGEST_NOTES = 512 * 1024;
  private static final int MOST_EMAILS = 3;
  private static final Map<String, Integer> MOST =
      Map.of("businessPhones", 2, "homePhones", 2, "imAddresses", 3);

  private ContactRules() {}

  /** A contact with nothing in it, as the API shows it. */
  static ObjectNode empty() {
    ObjectNode fields = GraphJson.object();
    ContactShape.TEXTS.forEach(fields::putNull);
    ContactShape.LISTS.forEach(fields::putArray);
    ContactShape.ADDRESSES.forEach(fields::putObject);
    fields.putArray("emailAddresses");
    fields.putNull("birthday");
    return fields;
  }

  /**
   * Takes a change into a contact; members that it does not name stay.
   *
   * @param change checked against the shape
   * @throws GraphError 400 where the mailbox cannot hold a value
   */
  static void merge(ObjectNode fields, ObjectNode change) {
    change
        .properties()
        .forEach(
            e -> {
              String name = e.getKey();
              if (ContactShape.TEXTS.contains(name)) {
                putText(fields, name, e.getValue());
              } else if (ContactShape.LISTS.contains(name)) {
                fields.set(name, list(name, e.getValue()));
              } else if (ContactShape.ADDRESSES.contains(name)) {
                fields.set(name, address(name, e.getValue()));
              } else if (name.equals("emailAddresses")) {
                fields.set(name, emails(e.getValue()));
              } else if (name.equals("birthday")) {
                putBirthday(fields, e.getValue());
              }
            });
    for (int i = 0; i < ContactShape.POSITIONS.size(); i++) {
      String name = ContactShape.POSITIONS.get(i);
      if (change.has(name)) {
        fields.set("emailAddresses", positioned(fields, i, change.get(name)));
      }
    }
  }

  /** Derives {@code displayName} and {@code fileAs} of a new contact that names none. */
  static void derive(ObjectNode fields) {
    String given = text(fields, "givenName");
    String surname = text(fields, "surname");
    String company = text(fields, "companyName");
    if (text(fields, "displayName").isEmpty()) {
      List<String> parts = new ArrayList<>(List.of(given, text(fields, "middleName"), surname));
      parts.removeIf(String::isEmpty);
      String name = String.join(" ", parts);
      if (name.isEmpty()) {
        name = company;
      }
      if (name.isEmpty()) {
        name = fields.path("emailAddresses").path(0).path("address").asText();
      }
      fields.put("displayName", name);
    }
    if (text(fields, "fileAs").isEmpty()) {
      boolean both = !given.isEmpty() && !surname.isEmpty();
      fields.put(
          "fileAs",
          both
              ? surname + ", " + given
              : given.isEmpty() && surname.isEmpty() ? company : given + surname);
    }
  }

  private static String text(ObjectNode fields, String name) {
    return GraphJson.text(fields, name, "");
  }

  private static void putText(ObjectNode fields, String name, JsonNode value) {
    String text = value.isNull() ? "" : clean(value.asText());
    boolean notes = name.equals("personalNotes");
    if (notes) {
      text = text.replace("\r\n", "\n").replace("\n", "\r\n");
    }
    checkLength(name, text, notes ? LONGEST_NOTES : LONGEST);
    // An empty text is no text.
    if (text.isEmpty()) {
      fields.putNull(name);
    } else {
      fields.put(name, text);
    }
  }

  /** Without the control characters that the store's XML cannot carry. */
  private static String clean(String text) {
    return text.replaceAll("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\uFFFE\\uFFFF]", "");
  }

  private static void checkLength(String name, String text, int most) {
    if (text.length() > most) {
      throw GraphError.invalidProperty(
          "Property Validation failed: the value of property '"
              + upper(name)
              + "' exceeds the maximum length of "
              + most
              + " characters.");
    }
  }

  private static ArrayNode list(String name, JsonNode values) {
    ArrayNode out = GraphJson.array();
    Set<String> seen = new HashSet<>();
    for (JsonNode value : values) {
      String text = clean(value.asText());
      checkLength(name, text, LONGEST);
      boolean repeated =
          name.equals("categories") && !seen.add(text.strip().toLowerCase(Locale.ROOT));
      if (!text.isEmpty() && !repeated) {
        out.add(text);
      }
    }
    checkNumber(name, out.size(), MOST.getOrDefault(name, 100));
    return out;
  }

  private static void checkNumber(String name, int size, int most) {
    if (size > most) {
      throw GraphError.invalidProperty(
          "The multi value property "
              + upper(name)
              + " has "
              + size
              + " entries, that exceeds the max allowed value of "
              + most);
    }
  }

  private static String upper(String name) {
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  private static ObjectNode address(String name, JsonNode value) {
    ObjectNode out = GraphJson.object();
    value
        .properties()
        .forEach(
            e -> {
              String text = e.getValue().isNull() ? "" : clean(e.getValue().asText());
              checkLength(name, text, LONGEST);
              if (!text.isEmpty()) {
                out.put(e.getKey(), text.replace("\r\n", "\n").replace("\n", "\r\n"));
              }
            });
    return out;
  }

  private static ArrayNode emails(JsonNode values) {
    ArrayNode out = GraphJson.array();
    for (JsonNode value : values) {
      ObjectNode email = email(value);
      if (email != null) {
        out.add(email);
      }
    }
    checkNumber("emailAddresses", out.size(), MOST_EMAILS);
    return out;
  }

  private static @Nullable ObjectNode email(JsonNode value) {
    String address = clean(GraphJson.text(value, "address", "")).strip();
    String name = clean(GraphJson.text(value, "name", ""));
    checkLength("emailAddresses", address, LONGEST);
    checkLength("emailAddresses", name, LONGEST);
    if (address.isEmpty() && name.isEmpty()) {
      return null;
    }
    ObjectNode out = GraphJson.object();
    out.put("name", name.isEmpty() ? address : name);
    if (!address.isEmpty()) {
      out.put("address", address);
    }
    return out;
  }

  /** The addresses with the one at a position replaced; taken away where the value is null. */
  private static ArrayNode positioned(ObjectNode fields, int position, JsonNode value) {
    List<JsonNode> all = new ArrayList<>(GraphJson.list(fields, "emailAddresses"));
    ObjectNode email = value.isNull() ? null : email(value);
    if (position < all.size()) {
      all.remove(position);
    }
    if (email != null) {
      all.add(Math.min(position, all.size()), email);
    }
    ArrayNode out = GraphJson.array();
    all.forEach(out::add);
    return out;
  }

  /** Only the day counts; the time of day is always the same. */
  private static void putBirthday(ObjectNode fields, JsonNode value) {
    if (value.isNull()) {
      fields.putNull("birthday");
      return;
    }
    String text = value.asText();
    LocalDate day =
        text.contains("T")
            ? OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC).toLocalDate()
            : LocalDate.parse(text);
    fields.put("birthday", day + "T11:59:00Z");
  }
}

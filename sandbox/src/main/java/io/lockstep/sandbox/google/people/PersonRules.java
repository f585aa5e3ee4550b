package io.lockstep.sandbox.google.people;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import io.lockstep.sandbox.google.GoogleError;
import io.lockstep.sandbox.google.Json;
import java.time.Month;
import java.time.Year;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What Google accepts in a contact, and what it makes of it. */
final class PersonRules {
  private static final String MY_CONTACTS = "contactGroups/myContacts";

  private PersonRules() {}

  /** Refuses a body with a field that a person does not have. */
  static void checkBody(ObjectNode person, String where) {
    for (Map.Entry<String, JsonNode> field : person.properties()) {
      Set<String> parts = PersonFields.WRITABLE.get(field.getKey());
      if (parts == null) {
        if (!PersonFields.IGNORED.contains(field.getKey())) {
          throw unknown(field.getKey(), where);
        }
        continue;
      }
      if (!field.getValue().isArray() && !field.getValue().isNull()) {
        throw GoogleError.argument(
            "Invalid value at '" + where + "." + field.getKey() + "', a list is expected.");
      }
      int i = 0;
      for (JsonNode value : field.getValue()) {
        String at = where + "." + field.getKey() + "[" + i++ + "]";
        if (!value.isObject()) {
          throw GoogleError.argument("Invalid value at '" + at + "', an object is expected.");
        }
        for (Map.Entry<String, JsonNode> part : value.properties()) {
          if (!parts.contains(part.getKey()) && !part.getKey().equals("metadata")) {
            throw unknown(part.getKey(), at);
          }
          PartTypes.check(field.getKey(), part.getKey(), part.getValue(), at);
        }
      }
    }
  }

  /** Refuses what is no object, or has a field beside those that it can have. */
  static void checkNames(JsonNode node, Set<String> names, String where) {
    if (!node.isObject()) {
      throw GoogleError.argument("Invalid value at '" + where + "', an object is expected.");
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!names.contains(field.getKey())) {
        throw unknown(field.getKey(), where);
      }
    }
  }

  private static GoogleError unknown(String name, String where) {
    return GoogleError.argument(
        "Invalid JSON payload received. Unknown name \""
            + name
            + "\" at '"
            + where
            + "': Cannot find field.");
  }

  /**
   * Takes named fields of a body into a contact, each as a whole; a named but empty field goes.
   *
   * @param region for phone numbers without a country, an ISO code
   */
  static void take(ObjectNode contact, ObjectNode body, Set<String> fields, String region) {
    for (String name : fields) {
      List<JsonNode> values = Json.list(body, name);
      if (PersonFields.SINGLE.contains(name) && values.size() > 1) {
        throw GoogleError.argument("Cannot have more than one person." + name + " per source.");
      }
      if (name.equals("memberships") && values.isEmpty()) {
        throw GoogleError.argument("Contact must have at least one contact group membership.");
      }
      ArrayNode kept = Json.array();
      for (JsonNode value : values) {
        ObjectNode one = normalised(name, value, region);
        if (!one.isEmpty()) {
          kept.add(one);
        }
      }
      if (kept.isEmpty()) {
        contact.remove(name);
      } else {
        contact.set(name, kept);
      }
    }
  }

  private static ObjectNode normalised(String name, JsonNode value, String region) {
    ObjectNode out = Json.object();
    for (Map.Entry<String, JsonNode> part : value.properties()) {
      boolean set = !part.getKey().equals("metadata") && !part.getValue().isNull();
      if (!set) {
        continue;
      }
      if (part.getValue().isTextual()) {
        String text = part.getValue().asText().strip();
        if (!text.isEmpty()) {
          out.put(part.getKey(), text);
        }
      } else {
        out.set(part.getKey(), part.getValue().deepCopy());
      }
    }
    switch (name) {
      case "names" -> names(out);
      case "phoneNumbers" -> phone(out, region);
      case "addresses" -> address(out);
      case "birthdays", "events" -> date(out, name);
      case "biographies" -> {
        if (!out.isEmpty() && !out.has("contentType")) {
          out.put("contentType", "TEXT_PLAIN");
        }
      }
      case "clientData", "userDefined" -> {
        if (!out.isEmpty() && (!out.has("key") || !out.has("value"))) {
          throw GoogleError.argument("person." + name + " needs both a key and a value.");
        }
      }
      default -> {
        // The other fields have no rules of their own.
      }
    }
    String type = Json.text(out, "type");
    if (type != null
        && PersonFields.WRITABLE.getOrDefault(name, Set.of()).contains("formattedType")) {
      out.put("formattedType", formatted(type));
    }
    return out;
  }

  private static void names(ObjectNode name) {
    name.remove(List.of("displayName", "displayNameLastFirst"));
    String unstructured = Json.text(name, "unstructuredName");
    boolean structured = Json.has(name, "givenName") || Json.has(name, "familyName");
    if (unstructured != null && !structured) {
      int cut = unstructured.lastIndexOf(' ');
      name.put("givenName", cut < 0 ? unstructured : unstructured.substring(0, cut));
      if (cut > 0) {
        name.put("familyName", unstructured.substring(cut + 1));
      }
    }
    if (name.isEmpty()) {
      return;
    }
    String prefix = Json.text(name, "honorificPrefix", "");
    String given = Json.text(name, "givenName", "");
    String middle = Json.text(name, "middleName", "");
    String family = Json.text(name, "familyName", "");
    String suffix = Json.text(name, "honorificSuffix", "");
    String full = joined(" ", prefix, given, middle, family);
    full = suffix.isEmpty() ? full : joined(", ", full, suffix);
    name.put("displayName", full);
    String rest = joined(" ", prefix, given, middle);
    String lastFirst = joined(", ", family, rest);
    name.put("displayNameLastFirst", suffix.isEmpty() ? lastFirst : lastFirst + ", " + suffix);
    name.put("unstructuredName", full);
  }

  private static void phone(ObjectNode phone, String region) {
    phone.remove("canonicalForm");
    String value = Json.text(phone, "value");
    if (value == null) {
      return;
    }
    PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
    try {
      var number = numbers.parse(value, region);
      if (numbers.isPossibleNumber(number)) {
        phone.put("canonicalForm", numbers.format(number, PhoneNumberUtil.PhoneNumberFormat.E164));
      }
    } catch (NumberParseException notANumber) {
      // Google keeps what is no number as it was typed, without a canonical form.
      phone.remove("canonicalForm");
    }
  }

  private static void address(ObjectNode address) {
    if (address.isEmpty() || Json.has(address, "formattedValue")) {
      return;
    }
    String town =
        joined(
            " ",
            Json.text(address, "city", ""),
            Json.text(address, "region", ""),
            Json.text(address, "postalCode", ""));
    String formatted =
        joined(
            "\n",
            Json.text(address, "streetAddress", ""),
            Json.text(address, "extendedAddress", ""),
            Json.text(address, "poBox", ""),
            town,
            Json.text(address, "country", ""));
    if (!formatted.isEmpty()) {
      address.put("formattedValue", formatted);
    }
  }

  private static void date(ObjectNode value, String name) {
    JsonNode date = value.path("date");
    if (!date.isObject()) {
      if (name.equals("events")) {
        throw GoogleError.argument("person.events needs a date.");
      }
      return;
    }
    int month = date.path("month").asInt();
    int day = date.path("day").asInt();
    boolean leap = date.path("year").asInt() == 0 || Year.isLeap(date.path("year").asInt());
    int longest = month < 1 || month > 12 ? 31 : Month.of(month).length(leap);
    if (month < 0 || month > 12 || day < 0 || day > longest) {
      throw GoogleError.argument("Invalid date in person." + name + ".");
    }
    if (date instanceof ObjectNode given && given.path("year").asInt() == 0) {
      given.remove("year");
    }
    if (name.equals("birthdays") && !Json.has(value, "text")) {
      int year = date.path("year").asInt();
      value.put("text", month + "/" + day + (year == 0 ? "" : "/" + year));
    }
  }

  /** The groups a contact names; a new one that names none is in "My Contacts". */
  static void memberships(ObjectNode contact) {
    List<String> groups = groups(contact);
    setGroups(contact, groups.isEmpty() ? List.of(MY_CONTACTS) : groups);
  }

  static List<String> groups(ObjectNode contact) {
    List<String> out = new ArrayList<>();
    for (JsonNode one : Json.list(contact, "memberships")) {
      JsonNode membership = one.path("contactGroupMembership");
      String name = Json.text(membership, "contactGroupResourceName");
      if (name == null && Json.has(membership, "contactGroupId")) {
        name = "contactGroups/" + Json.text(membership, "contactGroupId");
      }
      if (name != null && !out.contains(name)) {
        out.add(name);
      }
    }
    return out;
  }

  static void setGroups(ObjectNode contact, List<String> groups) {
    ArrayNode list = contact.putArray("memberships");
    for (String group : groups) {
      list.addObject()
          .putObject("contactGroupMembership")
          .put("contactGroupId", group.substring(group.indexOf('/') + 1))
          .put("contactGroupResourceName", group);
    }
    if (groups.isEmpty()) {
      contact.remove("memberships");
    }
  }

  private static String formatted(String type) {
    StringBuilder out = new StringBuilder();
    for (char c : type.toCharArray()) {
      if (out.isEmpty()) {
        out.append(Character.toUpperCase(c));
      } else if (Character.isUpperCase(c)) {
        out.append(' ').append(c);
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static String joined(String between, String... parts) {
    List<String> set = new ArrayList<>();
    for (String part : parts) {
      if (!part.isEmpty()) {
        set.add(part);
      }
    }
    return String.join(between, set);
  }
}

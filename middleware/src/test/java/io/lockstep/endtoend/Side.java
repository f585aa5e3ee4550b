package io.lockstep.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.control.PersonalView;
import io.lockstep.sandbox.control.PersonalView.Kind;
import io.lockstep.sandbox.seed.Person;
import java.time.Instant;
import java.util.Map;

/**
 * A service in its own words, as a person uses its pages. What it holds is compared as lines of
 * text, made here and not by the code under test.
 */
interface Side {
  ObjectMapper JSON = new ObjectMapper();

  /** {@code salesforce}, {@code google} or {@code microsoft}. */
  String service();

  String account(Person person);

  /** Whether a row of a listing still counts: not deleted, not cancelled. */
  boolean isThere(Kind kind, JsonNode row);

  String id(Kind kind, JsonNode row);

  String event(JsonNode row);

  String contact(JsonNode row);

  /** An event of an hour, with the description {@code About …}. */
  ObjectNode newEvent(String subject, Instant start);

  ObjectNode newContact(String first, String last, String email, String title);

  /** What a person does to have a new contact synced, where that needs doing. */
  default void select(PersonalView view, String account, String contact) {}

  Map<String, Object> subject(String to);

  Map<String, Object> location(String to);

  Map<String, Object> title(String to);

  Map<String, Object> job(String title, String department);

  static String text(JsonNode node, String field) {
    return node.path(field).isNull() ? "" : node.path(field).asText("");
  }

  static String digits(String phone) {
    return phone.replaceAll("[^0-9+]", "");
  }

  static String line(String... values) {
    return String.join(" | ", values);
  }

  static ObjectNode object(Map<String, ?> values) {
    return JSON.valueToTree(values);
  }
}

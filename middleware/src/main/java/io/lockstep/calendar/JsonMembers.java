package io.lockstep.calendar;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The members of a JSON object by their type. A member that is missing or null is empty, false or
 * an empty list; one of another type is an error that names it, since taking it for empty would
 * lose what it says.
 */
public final class JsonMembers {
  private JsonMembers() {}

  /**
   * @throws IllegalArgumentException where the member is no text
   */
  public static String text(JsonNode in, String name) {
    JsonNode member = in.path(name);
    return isAbsent(member) ? "" : checked(member, member.isTextual(), name, "a text").asText();
  }

  /**
   * @throws IllegalArgumentException where the member is neither true nor false
   */
  public static boolean flag(JsonNode in, String name) {
    JsonNode member = in.path(name);
    return !isAbsent(member)
        && checked(member, member.isBoolean(), name, "true or false").booleanValue();
  }

  /**
   * The member, or a missing node where there is none, so that its own members can be asked for.
   *
   * @throws IllegalArgumentException where the member is no object
   */
  public static JsonNode object(JsonNode in, String name) {
    JsonNode member = in.path(name);
    return isAbsent(member)
        ? in.path("")
        : checked(member, member.isObject(), name, "a JSON object");
  }

  /**
   * @throws IllegalArgumentException where the member is no list, or holds what is no object
   */
  public static List<JsonNode> objects(JsonNode in, String name) {
    List<JsonNode> all = new ArrayList<>();
    for (JsonNode one : list(in, name)) {
      all.add(checked(one, one.isObject(), name, "a list of JSON objects"));
    }
    return all;
  }

  /**
   * @throws IllegalArgumentException where the member is no list, or holds what is no text
   */
  public static List<String> texts(JsonNode in, String name) {
    List<String> all = new ArrayList<>();
    for (JsonNode one : list(in, name)) {
      all.add(checked(one, one.isTextual(), name, "a list of texts").asText());
    }
    return all;
  }

  private static JsonNode list(JsonNode in, String name) {
    JsonNode member = in.path(name);
    return isAbsent(member) ? member : checked(member, member.isArray(), name, "a list");
  }

  private static boolean isAbsent(JsonNode member) {
    return member.isMissingNode() || member.isNull();
  }

  private static JsonNode checked(JsonNode member, boolean fits, String name, String what) {
    if (!fits) {
      throw new IllegalArgumentException(name + " must be " + what);
    }
    return member;
  }
}

package io.lockstep.calendar;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One kind of {@code lockstep convert}. It lies here so that the adapters, which know the systems'
 * own JSON, can implement it; the command only looks it up by name. Pure: the same input has the
 * same answer.
 */
@FunctionalInterface
public interface Conversion {
  /**
   * Converts one object.
   *
   * @param in one JSON object
   * @param reverse the other way: from the canonical form to the system's own
   * @return one JSON object
   * @throws Unsupported where the input is well formed but cannot be carried exactly, or the kind
   *     has no reverse
   * @throws IllegalArgumentException where the input is wrong; the message says how
   */
  JsonNode apply(JsonNode in, boolean reverse);
}

package io.lockstep.microsoft;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/**
 * One entry of a request that Graph makes: a change, or something about the subscription's life.
 *
 * @param clientState what we gave the subscription; empty = none
 * @param lifecycleEvent empty for a change
 */
record Notification(String clientState, String lifecycleEvent) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Empty where the body is not one of Graph's. */
  static List<Notification> all(String body) {
    try {
      List<Notification> all = new ArrayList<>();
      for (JsonNode one : JSON.readTree(body).path("value")) {
        all.add(
            new Notification(
                one.path("clientState").asText(""), one.path("lifecycleEvent").asText("")));
      }
      return all;
    } catch (JsonProcessingException e) {
      return List.of();
    }
  }

  @Override
  public String toString() {
    return "Notification[" + lifecycleEvent + "]";
  }
}

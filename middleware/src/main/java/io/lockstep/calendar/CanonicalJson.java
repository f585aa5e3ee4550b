package io.lockstep.calendar;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The stable JSON form of the canonical event and person: camelCase, in the order of the records'
 * components, and what is empty, absent or false is not written. A member that is not known is
 * refused, so that nothing is lost unseen.
 */
public final class CanonicalJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private CanonicalJson() {}

  public static JsonNode write(Object canonical) {
    JsonNode tree = MAPPER.valueToTree(canonical);
    return pruned(tree);
  }

  private static JsonNode pruned(JsonNode tree) {
    tree.forEach(CanonicalJson::pruned);
    if (tree instanceof ObjectNode object) {
      object.removeIf(CanonicalJson::saysNothing);
    }
    return tree;
  }

  private static boolean saysNothing(JsonNode value) {
    return value.isNull()
        || (value.isBoolean() && !value.booleanValue())
        || (value.isTextual() && value.textValue().isEmpty())
        || (value.isContainerNode() && value.isEmpty());
  }

  /**
   * @throws IllegalArgumentException where it is not the form of such a value
   */
  public static <T> T read(JsonNode json, Class<T> type) {
    try {
      return MAPPER.treeToValue(json, type);
    } catch (JsonProcessingException e) {
      Throwable cause = e.getCause();
      String why =
          cause instanceof IllegalArgumentException && cause.getMessage() != null
              ? cause.getMessage()
              : e.getOriginalMessage();
      throw new IllegalArgumentException(why, e);
    }
  }
}

package io.lockstep.sandbox.microsoft;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON documents, the form in which Graph's resources are kept here. */
public final class GraphJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private GraphJson() {}

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /**
   * @throws GraphError with status 400 where the text is no JSON object
   */
  public static ObjectNode parse(String text) {
    try {
      if (!text.isBlank() && MAPPER.readTree(text) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw GraphError.badRequest(
          "BadRequest",
          "Unable to read JSON request payload. Please ensure Content-Type header is set and"
              + " payload is of valid JSON format.");
    }
    throw GraphError.badRequest("BadRequest", "Empty Payload. JSON content expected.");
  }

  public static String write(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree that cannot be written", e);
    }
  }

  /** The text of a field; null where the field is absent or JSON null. */
  public static @Nullable String text(JsonNode node, String field) {
    JsonNode value = node.get(field);
    return value == null || value.isNull() ? null : value.asText();
  }

  public static String text(JsonNode node, String field, String otherwise) {
    String value = text(node, field);
    return value == null ? otherwise : value;
  }

  /** The elements of an array field; none where it is absent or no array. */
  public static List<JsonNode> list(JsonNode node, String field) {
    List<JsonNode> out = new ArrayList<>();
    JsonNode value = node.get(field);
    if (value != null && value.isArray()) {
      value.forEach(out::add);
    }
    return out;
  }
}

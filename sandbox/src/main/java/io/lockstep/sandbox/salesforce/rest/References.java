package io.lockstep.sandbox.salesforce.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.lockstep.sandbox.salesforce.api.ApiException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Resolves {@code @{reference.path}} in later parts of a composite call. */
final class References {
  private record Answer(@Nullable JsonNode body, boolean success) {}

  private static final Pattern REFERENCE = Pattern.compile("@\\{(\\w+)\\.?([^}]*)}");

  private final Map<String, Answer> answers = new HashMap<>();

  void put(String id, @Nullable JsonNode body, boolean success) {
    answers.put(id, new Answer(body, success));
  }

  /**
   * @throws ApiException {@code PROCESSING_HALTED} where a part it depends on failed
   */
  JsonNode resolve(JsonNode node) {
    if (node.isTextual()) {
      return TextNode.valueOf(text(node.asText()));
    }
    if (node instanceof ObjectNode object) {
      ObjectNode out = JsonNodeFactory.instance.objectNode();
      object.properties().forEach(e -> out.set(e.getKey(), resolve(e.getValue())));
      return out;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode out = JsonNodeFactory.instance.arrayNode();
      array.forEach(item -> out.add(resolve(item)));
      return out;
    }
    return node;
  }

  private String text(String text) {
    Matcher matcher = REFERENCE.matcher(text);
    return matcher.replaceAll(m -> Matcher.quoteReplacement(lookUp(m.group(1), m.group(2))));
  }

  private String lookUp(String id, String path) {
    Answer answer = answers.get(id);
    if (answer == null) {
      throw new ApiException(
          400, "PROCESSING_HALTED", "Invalid reference specified. No value for " + id + " found");
    }
    if (!answer.success() || answer.body() == null) {
      throw new ApiException(
          400,
          "PROCESSING_HALTED",
          "The transaction was rolled back since another operation in the same transaction failed.");
    }
    String pointer = "/" + path.replaceAll("\\[(\\d+)]", ".$1").replace('.', '/');
    JsonNode value = answer.body().at(path.isEmpty() ? "" : pointer);
    if (!value.isValueNode() || value.isMissingNode()) {
      throw new ApiException(
          400,
          "PROCESSING_HALTED",
          "Invalid reference specified. No value for " + id + "." + path + " found");
    }
    return value.asText();
  }
}

package io.lockstep.sandbox.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.lockstep.sandbox.frame.Request;
import io.lockstep.sandbox.frame.Response;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** JSON as the control service reads and writes it: times as ISO 8601, nothing unknown accepted. */
final class ControlJson {
  static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .build();

  private ControlJson() {}

  /** The request's body; an empty one is an empty object. */
  static ObjectNode object(Request request) {
    String text = request.text();
    if (text.isBlank()) {
      return MAPPER.createObjectNode();
    }
    try {
      JsonNode node = MAPPER.readTree(text);
      if (node instanceof ObjectNode object) {
        return object;
      }
      throw ControlException.bad("The body must be a JSON object.");
    } catch (JsonProcessingException e) {
      throw ControlException.bad("The body is not JSON: " + e.getOriginalMessage() + ".");
    }
  }

  static <T> T read(ObjectNode body, Class<T> type) {
    try {
      return MAPPER.treeToValue(body, type);
    } catch (JsonProcessingException e) {
      throw refusal(e);
    }
  }

  /** A value with the fields that the body names replaced. */
  @SuppressWarnings("unchecked")
  static <T> T changed(T value, ObjectNode body) {
    try {
      ObjectNode all = MAPPER.valueToTree(value);
      body.fieldNames()
          .forEachRemaining(
              name -> {
                if (!value.getClass().isRecord()
                    || java.util.Arrays.stream(value.getClass().getRecordComponents())
                        .noneMatch(c -> c.getName().equals(name))) {
                  throw ControlException.bad(name + " is not known here.");
                }
              });
      all.setAll(body);
      return (T) MAPPER.treeToValue(all, value.getClass());
    } catch (JsonProcessingException e) {
      throw refusal(e);
    }
  }

  /** Sets the public fields that the body names on an object that is in use. */
  static void update(Object target, ObjectNode body) {
    try {
      MAPPER.readerForUpdating(target).readValue(body);
    } catch (JsonProcessingException e) {
      throw refusal(e);
    } catch (java.io.IOException e) {
      throw ControlException.bad("The body cannot be read: " + e.getMessage() + ".");
    }
  }

  /** Sets each field on the one of several objects that has it. */
  static void updateEach(List<Object> targets, ObjectNode body) {
    TreeSet<String> known = new TreeSet<>();
    Map<Object, ObjectNode> changes = new IdentityHashMap<>();
    for (Object target : targets) {
      ObjectNode own = MAPPER.createObjectNode();
      MAPPER
          .<ObjectNode>valueToTree(target)
          .fieldNames()
          .forEachRemaining(
              name -> {
                known.add(name);
                if (body.has(name)) {
                  own.set(name, body.get(name));
                }
              });
      changes.put(target, own);
    }
    body.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw ControlException.bad(
                    name + " is not known here; known are " + String.join(", ", known) + ".");
              }
            });
    targets.forEach(target -> update(target, Objects.requireNonNull(changes.get(target))));
  }

  static Response answer(int status, Object value) {
    try {
      return Response.json(status, MAPPER.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot be written as JSON: " + value.getClass(), e);
    }
  }

  private static ControlException refusal(JsonProcessingException e) {
    if (e instanceof UnrecognizedPropertyException unknown) {
      return ControlException.bad(
          unknown.getPropertyName()
              + " is not known here; known are "
              + unknown.getKnownPropertyIds().stream()
                  .map(String::valueOf)
                  .sorted()
                  .collect(Collectors.joining(", "))
              + ".");
    }
    if (e.getCause() instanceof IllegalArgumentException cause) {
      return ControlException.bad(cause.getMessage() + ".");
    }
    String at =
        e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()
            ? mapping.getPath().getLast().getFieldName() + ": "
            : "";
    return ControlException.bad(at + e.getOriginalMessage());
  }
}

package io.lockstep.sandbox.salesforce.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.lockstep.sandbox.salesforce.api.ApiException;
import io.lockstep.sandbox.salesforce.api.FieldValues;
import io.lockstep.sandbox.salesforce.api.FieldValues.BadValue;
import io.lockstep.sandbox.salesforce.api.Json;
import io.lockstep.sandbox.salesforce.api.Schema;
import io.lockstep.sandbox.salesforce.org.Org;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads JSON objects as rows. A null empties the field. */
public final class RestRowReader {
  private final Schema schema;

  public RestRowReader(Schema schema) {
    this.schema = schema;
  }

  /** A row whose type stands in {@code attributes.type}. */
  public Org.Row typed(JsonNode json) {
    String type = json.path("attributes").path("type").asText("");
    if (type.isEmpty()) {
      throw new ApiException(
          400,
          "INVALID_INPUT",
          "attributes: Object type is required in the attributes of a record");
    }
    return row(type, json);
  }

  public Org.Row row(String type, JsonNode json) {
    if (!json.isObject()) {
      throw Json.parserError("A record must be a JSON object");
    }
    List<String> toNull = new ArrayList<>();
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    json.properties()
        .forEach(
            entry -> {
              String name = entry.getKey().equalsIgnoreCase("id") ? "Id" : entry.getKey();
              JsonNode value = entry.getValue();
              if (name.equals("attributes")) {
                return;
              }
              if (value.isNull()) {
                toNull.add(name);
              } else {
                fields.put(name, value(type, name, value));
              }
            });
    return new Org.Row(type, fields, toNull);
  }

  private Object value(String type, String name, JsonNode value) {
    if (value.isObject()) {
      return parent(type, name, value);
    }
    if (value.isArray()) {
      List<String> ids = new ArrayList<>();
      value.forEach(item -> ids.add(item.asText()));
      return ids;
    }
    Org.Field field = schema.field(type, name);
    if (field == null) {
      throw noColumn(type, name);
    }
    String soapType = field.soapType().replaceFirst("^.*:", "");
    boolean asText = !soapType.matches("boolean|int|double");
    if (asText && !value.isTextual()) {
      throw mismatch(field, value);
    }
    try {
      return FieldValues.parse(field, value.asText());
    } catch (BadValue e) {
      throw mismatch(field, value);
    }
  }

  private Org.Row parent(String type, String name, JsonNode value) {
    String parentType = value.path("attributes").path("type").asText("");
    if (parentType.isEmpty()) {
      Org.Field reference = schema.parent(type, name);
      if (reference == null) {
        throw noColumn(type, name);
      }
      if (reference.referenceTo().size() != 1) {
        throw new ApiException(
            400, "INVALID_FIELD", name + " is polymorphic: attributes.type is required");
      }
      parentType = reference.referenceTo().getFirst();
    }
    return row(parentType, value);
  }

  /** REST words it otherwise than queries and SOAP do. */
  private static ApiException noColumn(String type, String name) {
    return new ApiException(
        400, "INVALID_FIELD", "No such column '" + name + "' on sobject of type " + type);
  }

  private static ApiException mismatch(Org.@Nullable Field field, JsonNode value) {
    String token =
        value.isTextual()
            ? "VALUE_STRING"
            : value.isBoolean()
                ? "VALUE_" + (value.asBoolean() ? "TRUE" : "FALSE")
                : value.isIntegralNumber() ? "VALUE_NUMBER_INT" : "VALUE_NUMBER_FLOAT";
    return Json.parserError(
        "Cannot deserialize instance of "
            + (field == null ? "string" : field.type())
            + " from "
            + token
            + " value "
            + value.asText()
            + " or request may be missing a required field at [line:1, column:1]");
  }
}

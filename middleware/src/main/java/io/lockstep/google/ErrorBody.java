package io.lockstep.google;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.jspecify.annotations.Nullable;

/**
 * Google's error body, whichever of its two shapes it has: the classic {@code errors[].reason}
 * (Calendar) or {@code status} with {@code details[]} (People, and newer answers of Calendar), with
 * or without the outer {@code error}; or something else altogether, a proxy's page for instance.
 */
record ErrorBody(JsonNode error) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static ErrorBody parse(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return new ErrorBody(MissingNode.getInstance());
    }
    try {
      JsonNode root = JSON.readTree(text);
      JsonNode inner = root.path("error");
      return new ErrorBody(inner.isObject() ? inner : root);
    } catch (JsonProcessingException notJson) {
      return new ErrorBody(MissingNode.getInstance());
    }
  }

  /** The most telling name of the error; empty where the body has none. */
  String reason() {
    String info = detail("reason");
    if (!info.isEmpty()) {
      return info;
    }
    String classic = error.path("errors").path(0).path("reason").asText("");
    if (!classic.isEmpty()) {
      return classic;
    }
    return status().isEmpty() ? oauthError() : status();
  }

  private String detail(String name) {
    for (JsonNode one : error.path("details")) {
      String value = one.path(name).asText("");
      if (!value.isEmpty()) {
        return value;
      }
    }
    return "";
  }

  boolean mentions(String reason) {
    if (reason.equals(detail("reason")) || reason.equals(status())) {
      return true;
    }
    for (JsonNode one : error.path("errors")) {
      if (reason.equals(one.path("reason").asText(""))) {
        return true;
      }
    }
    return false;
  }

  /** {@code PERMISSION_DENIED}, {@code FAILED_PRECONDITION}; empty where there is none. */
  String status() {
    return error.path("status").asText("");
  }

  String message() {
    String message = error.path("message").asText("");
    return message.isEmpty() ? error.path("errors").path(0).path("message").asText("") : message;
  }

  /** The parameter or field the error names. */
  String location() {
    String classic = error.path("errors").path(0).path("location").asText("");
    if (!classic.isEmpty()) {
      return classic;
    }
    for (JsonNode one : error.path("details")) {
      String field = one.path("fieldViolations").path(0).path("field").asText("");
      if (!field.isEmpty()) {
        return field;
      }
    }
    return "";
  }

  /** {@code BatchCreateContactsErrorDetails} and {@code BatchUpdateContactsErrorDetails}. */
  JsonNode contactErrors() {
    for (JsonNode one : error.path("details")) {
      if (one.path("contactErrors").isObject()) {
        return one.path("contactErrors");
      }
    }
    return MissingNode.getInstance();
  }

  /** The token endpoint's {@code {"error":"invalid_grant","error_description":…}}. */
  String oauthError() {
    return error.path("error").asText("");
  }

  String oauthDescription() {
    return error.path("error_description").asText("");
  }
}

package io.lockstep.microsoft;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.graph.models.odataerrors.MainError;
import com.microsoft.graph.models.odataerrors.ODataError;
import com.microsoft.kiota.ApiException;
import org.jspecify.annotations.Nullable;

/**
 * What an error answer says.
 *
 * @param code Graph's; empty = none named
 * @param message may quote content: shown to the user only
 * @param target the property it named; empty = none
 */
record ErrorBody(String code, String message, String target) {
  static final ErrorBody NONE = new ErrorBody("", "", "");

  /** Of an item of a batch: {@code {"error":{"code","message",…}}}. */
  static ErrorBody of(JsonNode body) {
    JsonNode error = body.path("error");
    return new ErrorBody(
        error.path("code").asText(""),
        error.path("message").asText(""),
        error.path("target").asText(""));
  }

  static ErrorBody of(ApiException thrown) {
    MainError error = thrown instanceof ODataError odata ? odata.getError() : null;
    return error == null
        ? NONE
        : new ErrorBody(text(error.getCode()), text(error.getMessage()), text(error.getTarget()));
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  /** Codes are written in several ways: {@code SyncStateNotFound}, {@code syncStateNotFound}. */
  boolean is(String... codes) {
    for (String one : codes) {
      if (one.equalsIgnoreCase(code)) {
        return true;
      }
    }
    return false;
  }
}

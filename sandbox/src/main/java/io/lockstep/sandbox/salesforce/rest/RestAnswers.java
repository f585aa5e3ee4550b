package io.lockstep.sandbox.salesforce.rest;

import io.lockstep.sandbox.frame.Response;
import io.lockstep.sandbox.salesforce.api.ApiException;
import io.lockstep.sandbox.salesforce.api.Json;
import io.lockstep.sandbox.salesforce.org.Org;
import io.lockstep.sandbox.salesforce.org.OrgException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Bodies that several resources share: errors and the outcomes of rows. */
final class RestAnswers {
  private static final Set<String> FORBIDDEN =
      Set.of(
          "REQUEST_LIMIT_EXCEEDED",
          "API_DISABLED_FOR_ORG",
          "INSUFFICIENT_ACCESS",
          "INSUFFICIENT_ACCESS_OR_READONLY");

  private RestAnswers() {}

  static Response json(int status, @Nullable Object tree, String operation) {
    return Response.json(status, Json.write(tree)).operation(operation);
  }

  static Response error(int status, String code, String message, List<String> fields) {
    return json(status, List.of(errorTree(code, message, fields)), "rest.error");
  }

  static Response error(ApiException e) {
    return error(e.status(), e.code(), String.valueOf(e.getMessage()), e.fields());
  }

  static Response error(OrgException e) {
    return error(status(e.code(), List.of()), e.code(), String.valueOf(e.getMessage()), List.of());
  }

  /** The answer to a write of one row that was refused. */
  static Response refused(Org.Saved saved, String operation) {
    Org.RowError first = saved.errors().getFirst();
    List<Map<String, @Nullable Object>> errors =
        saved.errors().stream()
            .map(
                e -> {
                  Map<String, @Nullable Object> tree =
                      errorTree(e.statusCode(), e.message(), e.fields());
                  if (e.duplicate() != null) {
                    tree.put("duplicateResult", duplicate(e.duplicate(), e.message()));
                  }
                  return tree;
                })
            .toList();
    return json(status(first.statusCode(), first.fields()), errors, operation);
  }

  /** The outcome of one row of a collection. */
  static Map<String, @Nullable Object> saved(Org.Saved saved) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    if (saved.id() != null) {
      out.put("id", saved.id());
    }
    out.put("success", saved.success());
    out.put(
        "errors",
        saved.errors().stream()
            .map(
                e -> {
                  Map<String, @Nullable Object> error = new LinkedHashMap<>();
                  error.put("statusCode", e.statusCode());
                  error.put("message", e.message());
                  error.put("fields", e.fields());
                  if (e.duplicate() != null) {
                    error.put("duplicateResult", duplicate(e.duplicate(), e.message()));
                  }
                  return error;
                })
            .toList());
    return out;
  }

  private static Map<String, @Nullable Object> errorTree(
      String code, String message, List<String> fields) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("message", message);
    out.put("errorCode", code);
    if (!fields.isEmpty()) {
      out.put("fields", fields);
    }
    return out;
  }

  private static int status(String code, List<String> fields) {
    if (FORBIDDEN.contains(code)) {
      return 403;
    }
    return switch (code) {
      case "INVALID_SESSION_ID" -> 401;
      case "NOT_FOUND", "ENTITY_IS_DELETED" -> 404;
      // About the row itself; about a lookup field it is an error of the data.
      case "INVALID_CROSS_REFERENCE_KEY" -> fields.isEmpty() ? 404 : 400;
      case "UNKNOWN_EXCEPTION" -> 500;
      case "SERVER_UNAVAILABLE" -> 503;
      default -> 400;
    };
  }

  private static Map<String, @Nullable Object> duplicate(Org.DuplicateMatch match, String message) {
    List<Map<String, Object>> records =
        match.matchIds().stream()
            .map(
                id ->
                    Map.<String, Object>of(
                        "additionalInformation",
                        List.of(),
                        "fieldDiffs",
                        List.of(),
                        "matchConfidence",
                        100.0,
                        "record",
                        Map.of("attributes", Map.of("type", match.objectType()), "Id", id)))
            .toList();
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    result.put("entityType", match.objectType());
    result.put("errors", List.of());
    result.put("matchEngine", "FuzzyMatchEngine");
    result.put("matchRecords", records);
    result.put("rule", "Standard_" + match.objectType() + "_Match_Rule_v1_1");
    result.put("size", match.matchIds().size());
    result.put("success", true);
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("allowSave", match.allowSave());
    out.put("duplicateRule", match.rule());
    out.put("duplicateRuleEntityType", match.objectType());
    out.put("errorMessage", message);
    out.put("matchResults", List.of(result));
    return out;
  }
}

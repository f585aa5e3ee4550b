package io.lockstep.sandbox.salesforce.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.lockstep.sandbox.frame.Response;
import io.lockstep.sandbox.salesforce.api.ApiException;
import io.lockstep.sandbox.salesforce.api.Schema;
import io.lockstep.sandbox.salesforce.org.Org;
import io.lockstep.sandbox.salesforce.org.OrgException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One row, by id ({@code sobjects/X/{id}}) or by an external id ({@code sobjects/X/F/{value}}). */
final class RowResource {
  private final Org org;

  RowResource(Org org) {
    this.org = org;
  }

  Response handle(RestCall rest, String object) {
    List<String> path = rest.path();
    if (path.size() == 3) {
      return byId(rest, object, path.get(2));
    }
    if (path.size() == 4) {
      return path.get(2).equalsIgnoreCase("Id")
          ? byId(rest, object, path.get(3))
          : byExternalId(rest, object, path.get(2), path.get(3));
    }
    throw ApiException.unsupported("relationships in paths");
  }

  private Response byId(RestCall rest, String object, String id) {
    return switch (rest.method()) {
      case "GET", "HEAD" -> get(rest, object, id);
      case "PATCH" -> update(rest, object, id);
      case "DELETE" -> delete(rest, id);
      default -> throw rest.methodNotAllowed("DELETE", "GET", "HEAD", "PATCH");
    };
  }

  private Response get(RestCall rest, String object, String id) {
    String wanted = rest.request().param("fields");
    List<String> fields =
        wanted == null
            ? org.describe(rest.call(), object).fields().stream().map(Org.Field::name).toList()
            : withId(Arrays.stream(wanted.split(",", -1)).map(String::trim).toList());
    Org.Row row = retrieve(rest, object, fields, id);
    int unmet = new Conditions(org).unmet(rest, object, id);
    if (unmet == 304) {
      return Response.empty(304).operation("rest.sobjects.get");
    }
    if (unmet != 0) {
      throw Conditions.failed();
    }
    return RestAnswers.json(200, new RestRowWriter(rest.root()).row(row), "rest.sobjects.get");
  }

  /** The id comes along whether or not it is asked for. */
  private static List<String> withId(List<String> fields) {
    return fields.stream().anyMatch("Id"::equalsIgnoreCase)
        ? fields
        : Stream.concat(fields.stream(), Stream.of("Id")).toList();
  }

  private Org.Row retrieve(RestCall rest, String object, List<String> fields, String id) {
    List<Org.@Nullable Row> rows;
    try {
      rows = org.retrieve(rest.call(), object, fields, List.of(id));
    } catch (OrgException e) {
      if (e.code().equals("MALFORMED_ID")) {
        throw ApiException.notFound();
      }
      throw e;
    }
    Org.Row row = rows.getFirst();
    if (row == null) {
      throw ApiException.notFound();
    }
    return row;
  }

  private Response update(RestCall rest, String object, String id) {
    Org.Row sent = new RestRowReader(new Schema(org, rest.call())).row(object, rest.jsonObject());
    refuse(sent, "Id");
    if (new Conditions(org).unmet(rest, object, id) != 0) {
      throw Conditions.failed();
    }
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("Id", id);
    fields.putAll(sent.fields());
    Org.Row row = new Org.Row(object, fields, sent.fieldsToNull());
    Org.Saved saved = org.update(rest.call(), List.of(row)).getFirst();
    return saved.success()
        ? Response.empty(204).operation("rest.sobjects.update")
        : RestAnswers.refused(saved, "rest.sobjects.update");
  }

  private static void refuse(Org.Row row, String field) {
    boolean present =
        row.fields().keySet().stream().anyMatch(field::equalsIgnoreCase)
            || row.fieldsToNull().stream().anyMatch(field::equalsIgnoreCase);
    if (present) {
      throw new ApiException(
          400,
          "INVALID_FIELD",
          "The " + field + " field should not be specified in the sobject data.",
          List.of(field));
    }
  }

  private Response delete(RestCall rest, String id) {
    Org.Saved saved = org.delete(rest.call(), List.of(id)).getFirst();
    return saved.success()
        ? Response.empty(204).operation("rest.sobjects.delete")
        : RestAnswers.refused(saved, "rest.sobjects.delete");
  }

  private Response byExternalId(RestCall rest, String object, String field, String value) {
    Org.Field external = new Schema(org, rest.call()).field(object, field);
    if (external == null || !(external.externalId() || external.type().equals("id"))) {
      throw new ApiException(
          404,
          "NOT_FOUND",
          "Provided external ID field does not exist or is not accessible: " + field);
    }
    if (rest.method().equals("PATCH") || rest.method().equals("POST")) {
      return upsert(rest, object, external.name(), value);
    }
    List<String> ids = idsOf(rest, object, external.name(), value);
    if (ids.isEmpty()) {
      throw ApiException.notFound();
    }
    if (ids.size() > 1) {
      return choices(rest, object, ids);
    }
    return byId(rest, object, ids.getFirst());
  }

  private Response upsert(RestCall rest, String object, String field, String value) {
    JsonNode body = rest.jsonObject();
    Org.Row sent = new RestRowReader(new Schema(org, rest.call())).row(object, body);
    refuse(sent, field);
    refuse(sent, "Id");
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put(field, value);
    fields.putAll(sent.fields());
    Org.Row row = new Org.Row(object, fields, sent.fieldsToNull());
    Org.Saved saved = org.upsert(rest.call(), field, List.of(row)).getFirst();
    if (saved.success()) {
      Map<String, @Nullable Object> out = RestAnswers.saved(saved);
      out.put("created", saved.created());
      return RestAnswers.json(saved.created() ? 201 : 200, out, "rest.sobjects.upsert");
    }
    if (saved.errors().getFirst().statusCode().equals("DUPLICATE_EXTERNAL_ID")) {
      return choices(rest, object, idsOf(rest, object, field, value));
    }
    return RestAnswers.refused(saved, "rest.sobjects.upsert");
  }

  private List<String> idsOf(RestCall rest, String object, String field, String value) {
    String soql =
        "SELECT Id FROM "
            + object
            + " WHERE "
            + field
            + " = '"
            + value.replace("\\", "\\\\").replace("'", "\\'")
            + "'";
    List<String> ids = new ArrayList<>();
    for (Org.Row row : org.query(rest.call(), soql, false, 200).rows()) {
      if (row.id() != null) {
        ids.add(row.id());
      }
    }
    return ids;
  }

  /** Several rows have the value: HTTP 300 with their URLs. */
  private static Response choices(RestCall rest, String object, List<String> ids) {
    List<String> urls =
        ids.stream().map(id -> rest.root() + "/sobjects/" + object + "/" + id).toList();
    return RestAnswers.json(300, urls, "rest.sobjects.byExternalId");
  }
}

package io.lockstep.sandbox.salesforce.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.lockstep.sandbox.frame.Response;
import io.lockstep.sandbox.salesforce.api.ApiException;
import io.lockstep.sandbox.salesforce.api.Schema;
import io.lockstep.sandbox.salesforce.org.Org;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code composite/sobjects}: up to 200 rows a call, 2,000 when reading. */
final class CollectionsResource {
  private static final int MAX_ROWS = 200;
  private static final int MAX_RETRIEVE = 2_000;
  private static final String NAME = "rest.composite.sobjects.";

  private final Org org;

  CollectionsResource(Org org) {
    this.org = org;
  }

  Response handle(RestCall rest) {
    return switch (rest.path().size()) {
      case 2 ->
          switch (rest.method()) {
            case "POST" -> create(rest);
            case "PATCH" -> update(rest);
            case "DELETE" -> delete(rest);
            default -> throw rest.methodNotAllowed("DELETE", "PATCH", "POST");
          };
      case 3 ->
          switch (rest.method()) {
            case "GET" -> retrieveByQuery(rest);
            case "POST" -> retrieveByBody(rest);
            default -> throw rest.methodNotAllowed("GET", "POST");
          };
      case 4 -> {
        if (!rest.method().equals("PATCH")) {
          throw rest.methodNotAllowed("PATCH");
        }
        yield upsert(rest);
      }
      default -> throw ApiException.notFound();
    };
  }

  private Response create(RestCall rest) {
    JsonNode body = rest.jsonObject();
    List<Org.Row> rows = rows(rest, body, null);
    return outcome(org.create(allOrNone(rest, flag(body)), rows), NAME + "create");
  }

  private Response update(RestCall rest) {
    JsonNode body = rest.jsonObject();
    List<Org.Row> rows = rows(rest, body, null);
    return outcome(org.update(allOrNone(rest, flag(body)), rows), NAME + "update");
  }

  private Response upsert(RestCall rest) {
    JsonNode body = rest.jsonObject();
    List<Org.Row> rows = rows(rest, body, rest.path().get(2));
    List<Org.Saved> saved = org.upsert(allOrNone(rest, flag(body)), rest.path().get(3), rows);
    List<Map<String, @Nullable Object>> out = new ArrayList<>();
    for (Org.Saved one : saved) {
      Map<String, @Nullable Object> tree = RestAnswers.saved(one);
      if (one.success()) {
        tree.put("created", one.created());
      }
      out.add(tree);
    }
    return RestAnswers.json(200, out, NAME + "upsert");
  }

  private Response delete(RestCall rest) {
    String ids = rest.request().param("ids");
    if (ids == null || ids.isEmpty()) {
      throw new ApiException(400, "MISSING_ARGUMENT", "required parameter ids missing");
    }
    List<String> all = Arrays.asList(ids.split(",", -1));
    atMost(all.size(), MAX_ROWS);
    boolean allOrNone = "true".equals(rest.request().param("allOrNone"));
    return outcome(org.delete(allOrNone(rest, allOrNone), all), NAME + "delete");
  }

  private Response retrieveByQuery(RestCall rest) {
    String ids = rest.request().param("ids");
    String fields = rest.request().param("fields");
    if (ids == null || fields == null) {
      throw new ApiException(400, "MISSING_ARGUMENT", "required parameters ids and fields");
    }
    return retrieve(rest, Arrays.asList(ids.split(",", -1)), Arrays.asList(fields.split(",", -1)));
  }

  private Response retrieveByBody(RestCall rest) {
    JsonNode body = rest.jsonObject();
    List<String> ids = new ArrayList<>();
    List<String> fields = new ArrayList<>();
    body.path("ids").forEach(n -> ids.add(n.asText()));
    body.path("fields").forEach(n -> fields.add(n.asText()));
    if (ids.isEmpty() || fields.isEmpty()) {
      throw new ApiException(400, "MISSING_ARGUMENT", "ids and fields are required");
    }
    return retrieve(rest, ids, fields);
  }

  private Response retrieve(RestCall rest, List<String> ids, List<String> fields) {
    atMost(ids.size(), MAX_RETRIEVE);
    RestRowWriter writer = new RestRowWriter(rest.root());
    List<@Nullable Object> out = new ArrayList<>();
    for (Org.@Nullable Row row : org.retrieve(rest.call(), rest.path().get(2), fields, ids)) {
      out.add(row == null ? null : writer.row(row));
    }
    return RestAnswers.json(200, out, NAME + "retrieve");
  }

  /**
   * @param required the object all rows must be of; null = any
   */
  private List<Org.Row> rows(RestCall rest, JsonNode body, @Nullable String required) {
    JsonNode records = body.path("records");
    if (!records.isArray() || records.isEmpty()) {
      throw new ApiException(400, "INVALID_INPUT", "records: a list of records is required");
    }
    atMost(records.size(), MAX_ROWS);
    RestRowReader reader = new RestRowReader(new Schema(org, rest.call()));
    List<Org.Row> rows = new ArrayList<>();
    for (JsonNode record : records) {
      Org.Row row = reader.typed(record);
      if (required != null && !row.type().equalsIgnoreCase(required)) {
        throw new ApiException(400, "INVALID_INPUT", "All records must be of the type " + required);
      }
      rows.add(row);
    }
    return rows;
  }

  private static void atMost(int sent, int max) {
    if (sent > max) {
      throw new ApiException(
          400,
          "EXCEEDED_ID_LIMIT",
          "record limit reached. cannot submit more than " + max + " records into this call");
    }
  }

  private static boolean flag(JsonNode body) {
    return body.path("allOrNone").asBoolean(false);
  }

  private static Org.Call allOrNone(RestCall rest, boolean allOrNone) {
    Org.Call c = rest.call();
    return new Org.Call(
        c.userId(),
        c.apiVersion(),
        c.client(),
        allOrNone,
        c.allowDuplicates(),
        c.allowTruncation(),
        c.defaultNamespace());
  }

  private static Response outcome(List<Org.Saved> saved, String operation) {
    return RestAnswers.json(200, saved.stream().map(RestAnswers::saved).toList(), operation);
  }
}

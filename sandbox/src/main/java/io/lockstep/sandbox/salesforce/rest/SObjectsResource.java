package io.lockstep.sandbox.salesforce.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.lockstep.sandbox.frame.Response;
import io.lockstep.sandbox.salesforce.api.ApiException;
import io.lockstep.sandbox.salesforce.api.Describes;
import io.lockstep.sandbox.salesforce.api.FieldValues;
import io.lockstep.sandbox.salesforce.api.Schema;
import io.lockstep.sandbox.salesforce.org.Org;
import io.lockstep.sandbox.salesforce.org.OrgException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code sobjects}: the list of objects, one object, its describe, and its changes. */
final class SObjectsResource {
  private final Org org;
  private final RowResource rows;

  SObjectsResource(Org org) {
    this.org = org;
    this.rows = new RowResource(org);
  }

  Response handle(RestCall rest) {
    List<String> path = rest.path();
    if (path.size() == 1) {
      get(rest);
      return global(rest);
    }
    String object = path.get(1);
    Org.Describe describe = describe(rest, object);
    if (path.size() == 2) {
      return switch (rest.method()) {
        case "GET" -> basic(rest, describe);
        case "POST" -> create(rest, describe.name());
        default -> throw rest.methodNotAllowed("HEAD", "GET", "POST");
      };
    }
    return switch (path.get(2)) {
      case "describe" -> {
        if (path.size() > 3) {
          throw ApiException.unsupported("page layouts");
        }
        get(rest);
        yield RestAnswers.json(200, full(rest, describe), "rest.sobjects.describe");
      }
      case "updated" -> {
        get(rest);
        yield updated(rest, describe.name());
      }
      case "deleted" -> {
        get(rest);
        yield deleted(rest, describe.name());
      }
      case "listviews", "quickActions", "relevantItems", "namedLayouts" ->
          throw ApiException.unsupported(path.get(2));
      default -> rows.handle(rest, describe.name());
    };
  }

  private static void get(RestCall rest) {
    if (!rest.method().equals("GET")) {
      throw rest.methodNotAllowed("GET", "HEAD");
    }
  }

  /** An object that does not exist is a resource that does not exist. */
  private Org.Describe describe(RestCall rest, String object) {
    try {
      return org.describe(rest.call(), object);
    } catch (OrgException e) {
      if (e.code().equals("INVALID_TYPE")) {
        throw ApiException.notFound();
      }
      throw e;
    }
  }

  private Response global(RestCall rest) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("encoding", "UTF-8");
    out.put("maxBatchSize", 200);
    out.put("sobjects", org.describeGlobal(rest.call()).stream().map(d -> brief(rest, d)).toList());
    return RestAnswers.json(200, out, "rest.sobjects");
  }

  private Response basic(RestCall rest, Org.Describe describe) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("objectDescribe", brief(rest, describe));
    out.put("recentItems", List.of());
    return RestAnswers.json(200, out, "rest.sobjects.basic");
  }

  private static Map<String, @Nullable Object> brief(RestCall rest, Org.Describe describe) {
    Map<String, @Nullable Object> out = Describes.brief(describe);
    out.put("urls", urls(rest, describe));
    return out;
  }

  private static Map<String, @Nullable Object> full(RestCall rest, Org.Describe describe) {
    Map<String, @Nullable Object> out = Describes.object(describe);
    out.put("urls", urls(rest, describe));
    return withoutAbsent(out);
  }

  private static Map<String, String> urls(RestCall rest, Org.Describe describe) {
    String base = rest.root() + "/sobjects/" + describe.name();
    Map<String, String> out = new LinkedHashMap<>();
    out.put("rowTemplate", base + "/{ID}");
    out.put("describe", base + "/describe");
    out.put("sobject", base);
    return out;
  }

  /** JSON says null where XML says nothing. */
  private static Map<String, @Nullable Object> withoutAbsent(Map<?, ?> tree) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    tree.forEach((name, value) -> out.put(String.valueOf(name), present(value)));
    return out;
  }

  private static @Nullable Object present(@Nullable Object value) {
    if (value == Describes.ABSENT) {
      return null;
    }
    return switch (value) {
      case Map<?, ?> map -> withoutAbsent(map);
      case List<?> list -> list.stream().map(SObjectsResource::present).toList();
      case null -> null;
      default -> value;
    };
  }

  private Response create(RestCall rest, String object) {
    JsonNode body = rest.jsonObject();
    Org.Row row = new RestRowReader(new Schema(org, rest.call())).row(object, body);
    if (row.id() != null) {
      throw new ApiException(
          400,
          "INVALID_FIELD",
          "The Id field should not be specified in the sobject data.",
          List.of("Id"));
    }
    Org.Saved saved = org.create(rest.call(), List.of(row)).getFirst();
    if (!saved.success()) {
      return RestAnswers.refused(saved, "rest.sobjects.create");
    }
    return RestAnswers.json(201, RestAnswers.saved(saved), "rest.sobjects.create")
        .with("Location", rest.root() + "/sobjects/" + object + "/" + saved.id());
  }

  private Response updated(RestCall rest, String object) {
    Org.Updated updated =
        org.getUpdated(rest.call(), object, instant(rest, "start"), instant(rest, "end"));
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("ids", updated.ids());
    out.put("latestDateCovered", FieldValues.json(updated.latestDateCovered()));
    return RestAnswers.json(200, out, "rest.sobjects.updated");
  }

  private Response deleted(RestCall rest, String object) {
    Org.DeletedRange range =
        org.getDeleted(rest.call(), object, instant(rest, "start"), instant(rest, "end"));
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put(
        "deletedRecords",
        range.records().stream()
            .map(d -> Map.of("id", d.id(), "deletedDate", FieldValues.json(d.deletedDate())))
            .toList());
    out.put("earliestDateAvailable", FieldValues.json(range.earliestDateAvailable()));
    out.put("latestDateCovered", FieldValues.json(range.latestDateCovered()));
    return RestAnswers.json(200, out, "rest.sobjects.deleted");
  }

  private static Instant instant(RestCall rest, String name) {
    String text = rest.request().param(name);
    if (text == null) {
      throw new ApiException(400, "MISSING_ARGUMENT", "required parameter " + name + " missing");
    }
    try {
      // A plus sign that was not escaped arrives as a space.
      return FieldValues.instant(text.replace(' ', '+'));
    } catch (DateTimeException e) {
      throw new ApiException(
          400, "INVALID_ARGUMENT_TYPE", "parameter " + name + " is not a valid date time: " + text);
    }
  }
}

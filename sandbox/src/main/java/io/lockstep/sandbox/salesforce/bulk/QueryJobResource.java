package io.lockstep.sandbox.salesforce.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import io.lockstep.sandbox.frame.Response;
import io.lockstep.sandbox.salesforce.api.ApiException;
import io.lockstep.sandbox.salesforce.api.ApiUsage;
import io.lockstep.sandbox.salesforce.api.Json;
import io.lockstep.sandbox.salesforce.api.SelectList;
import io.lockstep.sandbox.salesforce.org.Org;
import io.lockstep.sandbox.salesforce.org.OrgException;
import io.lockstep.sandbox.salesforce.rest.RestCall;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** {@code jobs/query}: reading with Bulk API 2.0. */
final class QueryJobResource {
  private static final int DEFAULT_PAGE = 50_000;

  private final Org org;
  private final InstantSource orgTime;
  private final BulkRunner runner;
  private final ApiUsage queryJobs;
  private final BulkIds ids;
  private final Map<String, QueryJob> jobs = new ConcurrentSkipListMap<>();

  QueryJobResource(
      Org org, InstantSource orgTime, BulkRunner runner, ApiUsage queryJobs, BulkIds ids) {
    this.org = org;
    this.orgTime = orgTime;
    this.runner = runner;
    this.queryJobs = queryJobs;
    this.ids = ids;
  }

  Response handle(RestCall rest) {
    List<String> path = rest.path();
    String method = rest.request().method();
    if (path.size() == 2) {
      return switch (method) {
        case "POST" -> create(rest);
        case "GET" -> list();
        default -> throw wrongMethod(method);
      };
    }
    QueryJob job = jobs.get(BulkIds.key(path.get(2)));
    if (job == null) {
      throw ApiException.notFound();
    }
    if (job.apiVersion != rest.call().apiVersion()) {
      throw new ApiException(
          409,
          "API_VERSION_MISMATCH",
          "The job was created with API version " + job.apiVersion + "; use the same one");
    }
    if (path.size() == 3) {
      return switch (method) {
        case "GET" -> json(200, job.info(true), "bulk2.query.get");
        case "PATCH" -> abort(rest, job);
        case "DELETE" -> delete(job);
        default -> throw wrongMethod(method);
      };
    }
    if (path.get(3).equals("results") && path.size() == 4 && method.equals("GET")) {
      return results(rest, job);
    }
    throw ApiException.notFound();
  }

  private Response create(RestCall rest) {
    JsonNode body = Json.read(rest.request().text());
    BulkOperation operation = BulkOperation.of(body.path("operation").asText(""));
    if (operation == null || !operation.isQuery()) {
      throw new ApiException(
          400,
          "INVALIDJOB",
          "InvalidJob : Invalid operation: " + body.path("operation").asText(""));
    }
    String soql = body.path("query").asText("");
    SelectList select = SelectList.of(soql);
    if (select == null) {
      throw new ApiException(400, "MALFORMED_QUERY", "unexpected token: " + soql);
    }
    try {
      BulkQuery.check(soql);
    } catch (BulkException e) {
      throw new ApiException(400, "API_ERROR", e.message());
    }
    // The platform judges the query before it takes the job.
    org.query(rest.call(), soql, operation == BulkOperation.queryAll, 200);
    if (!queryJobs.charge()) {
      throw new ApiException(
          400, "EXCEEDEDQUOTA", "ExceededQuota : the daily limit of query jobs is used up");
    }
    QueryJob job =
        new QueryJob(
            ids.next("750"),
            operation,
            org.describe(rest.call(), select.object()).name(),
            soql,
            select.items(),
            rest.session().userId(),
            rest.call().apiVersion(),
            body.path("columnDelimiter").asText("COMMA"),
            body.path("lineEnding").asText("LF"),
            orgTime.instant());
    if (!Delimiters.known(job.delimiterName) || !job.lineEnding.matches("LF|CRLF")) {
      throw Json.parserError("Invalid value for columnDelimiter or lineEnding");
    }
    jobs.put(BulkIds.key(job.id), job);
    runner.later(() -> start(job, rest.call()));
    return json(200, job.info(false), "bulk2.query.create");
  }

  private void start(QueryJob job, Org.Call call) {
    if (job.state().equals("UploadComplete")) {
      job.state("InProgress", orgTime.instant());
      runner.later(() -> work(job, call));
    }
  }

  private void work(QueryJob job, Org.Call call) {
    if (!job.state().equals("InProgress")) {
      return;
    }
    try {
      List<Org.Row> rows =
          BulkQuery.run(org, call, job.soql, job.operation == BulkOperation.queryAll);
      job.complete(
          rows.stream().map(r -> CsvText.cells(r, job.columns)).toList(), orgTime.instant());
    } catch (OrgException e) {
      job.fail(e.code() + " : " + e.getMessage(), orgTime.instant());
    }
  }

  private Response results(RestCall rest, QueryJob job) {
    if (!job.state().equals("JobComplete")) {
      throw new ApiException(
          400,
          "INVALIDJOBSTATE",
          "Job is not in an appropriate state for this request. Current State: " + job.state());
    }
    int from = offset(rest.request().param("locator"));
    int size = number(rest.request().param("maxRecords"), DEFAULT_PAGE);
    if (from > job.size()) {
      throw new ApiException(400, "INVALID_QUERY_LOCATOR", "The locator is not of this job");
    }
    int to = Math.min(job.size(), from + Math.max(1, size));
    return Response.of(200, "text/csv", job.csv(from, to))
        .with("Sforce-NumberOfRecords", String.valueOf(to - from))
        .with("Sforce-Locator", to < job.size() ? locator(to) : "null")
        .operation("bulk2.query.results");
  }

  private static String locator(int offset) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(String.valueOf(offset).getBytes(StandardCharsets.US_ASCII));
  }

  private static int offset(@Nullable String locator) {
    if (locator == null) {
      return 0;
    }
    try {
      return number(
          new String(Base64.getUrlDecoder().decode(locator), StandardCharsets.US_ASCII), 0);
    } catch (IllegalArgumentException e) {
      throw new ApiException(400, "INVALID_QUERY_LOCATOR", "invalid locator " + locator);
    }
  }

  private static int number(@Nullable String text, int fallback) {
    if (text == null) {
      return fallback;
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new ApiException(400, "INVALID_ARGUMENT_TYPE", text + " is not a number");
    }
  }

  private Response abort(RestCall rest, QueryJob job) {
    String state = Json.read(rest.request().text()).path("state").asText("");
    if (!state.equals("Aborted") || !job.state().matches("UploadComplete|InProgress")) {
      throw new ApiException(
          400,
          "INVALIDJOBSTATE",
          "Job is not in an appropriate state for this request. Current State: " + job.state());
    }
    job.state("Aborted", orgTime.instant());
    return json(200, job.info(false), "bulk2.query.change");
  }

  private Response delete(QueryJob job) {
    if (!job.state().matches("JobComplete|Aborted|Failed")) {
      throw new ApiException(
          400,
          "INVALIDJOBSTATE",
          "Job is not in an appropriate state for this request. Current State: " + job.state());
    }
    jobs.remove(BulkIds.key(job.id));
    return Response.empty(204).operation("bulk2.query.delete");
  }

  private Response list() {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("done", true);
    out.put("nextRecordsUrl", null);
    out.put("records", jobs.values().stream().map(j -> j.info(false)).toList());
    return json(200, out, "bulk2.query.list");
  }

  private static ApiException wrongMethod(String method) {
    return new ApiException(
        405, "METHOD_NOT_ALLOWED", "HTTP Method '" + method + "' not allowed here");
  }

  private static Response json(int status, Object tree, String operation) {
    return Response.json(status, Json.write(tree)).operation(operation);
  }
}

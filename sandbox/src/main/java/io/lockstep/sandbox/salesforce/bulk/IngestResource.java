package io.lockstep.sandbox.salesforce.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import io.lockstep.sandbox.frame.Response;
import io.lockstep.sandbox.salesforce.api.ApiException;
import io.lockstep.sandbox.salesforce.api.ApiUsage;
import io.lockstep.sandbox.salesforce.api.Json;
import io.lockstep.sandbox.salesforce.api.Schema;
import io.lockstep.sandbox.salesforce.org.Org;
import io.lockstep.sandbox.salesforce.org.OrgException;
import io.lockstep.sandbox.salesforce.rest.RestCall;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** {@code jobs/ingest}: writing with Bulk API 2.0. */
final class IngestResource {
  private static final int MAX_UPLOAD = 100 * 1024 * 1024;
  private static final int MAX_HEADER = 32_000;
  private static final int ROWS_PER_BATCH = 10_000;

  private final Org org;
  private final InstantSource orgTime;
  private final BulkRunner runner;
  private final ApiUsage batches;
  private final BulkIds ids;
  private final Map<String, IngestJob> jobs = new ConcurrentSkipListMap<>();

  IngestResource(Org org, InstantSource orgTime, BulkRunner runner, ApiUsage batches, BulkIds ids) {
    this.org = org;
    this.orgTime = orgTime;
    this.runner = runner;
    this.batches = batches;
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
    IngestJob job = jobs.get(BulkIds.key(path.get(2)));
    if (job == null) {
      throw ApiException.notFound();
    }
    if (path.size() == 3) {
      return switch (method) {
        case "GET" -> json(200, job.info(true), "bulk2.ingest.get");
        case "PATCH" -> change(rest, job);
        case "DELETE" -> delete(job);
        default -> throw wrongMethod(method);
      };
    }
    if (path.get(3).equals("batches") && method.equals("PUT")) {
      return upload(rest, job);
    }
    if (!method.equals("GET")) {
      throw wrongMethod(method);
    }
    return switch (path.get(3)) {
      case "successfulResults" -> csv(job.successful(), "bulk2.ingest.successfulResults");
      case "failedResults" -> csv(job.failed(), "bulk2.ingest.failedResults");
      case "unprocessedrecords", "unprocessedRecords" ->
          csv(job.unprocessed(), "bulk2.ingest.unprocessedRecords");
      default -> throw ApiException.notFound();
    };
  }

  private Response create(RestCall rest) {
    if (String.valueOf(rest.request().header("content-type")).startsWith("multipart/")) {
      throw ApiException.unsupported("multipart job creation; create the job, then upload");
    }
    JsonNode body = Json.read(rest.request().text());
    BulkOperation operation = BulkOperation.of(body.path("operation").asText(""));
    if (operation == null || operation.isQuery()) {
      throw invalidJob("Invalid operation: " + body.path("operation").asText(""));
    }
    if (operation == BulkOperation.hardDelete) {
      throw new ApiException(
          400,
          "FEATURENOTENABLED",
          "hardDelete operation requires special user profile permission, please contact your"
              + " system administrator");
    }
    String contentType = body.path("contentType").asText("CSV");
    if (!contentType.equals("CSV")) {
      throw invalidJob("Unsupported content type: " + contentType);
    }
    String external = body.path("externalIdFieldName").asText("");
    if (operation == BulkOperation.upsert && external.isEmpty()) {
      throw invalidJob("External ID was blank for " + body.path("object").asText(""));
    }
    IngestJob job =
        new IngestJob(
            ids.next("750"),
            operation,
            object(rest, body),
            external.isEmpty() ? null : external,
            rest.session().userId(),
            rest.call().apiVersion(),
            oneOf(body, "columnDelimiter", "COMMA"),
            oneOf(body, "lineEnding", "LF"),
            orgTime.instant());
    jobs.put(BulkIds.key(job.id), job);
    return json(200, job.info(false), "bulk2.ingest.create");
  }

  private String object(RestCall rest, JsonNode body) {
    String object = body.path("object").asText("");
    try {
      return org.describe(rest.call(), object).name();
    } catch (OrgException e) {
      throw invalidJob("Unable to find object: " + object);
    }
  }

  private static String oneOf(JsonNode body, String name, String fallback) {
    String value = body.path(name).asText(fallback);
    boolean known = name.equals("lineEnding") ? value.matches("LF|CRLF") : Delimiters.known(value);
    if (!known) {
      throw Json.parserError("Invalid value for " + name + ": " + value);
    }
    return value;
  }

  private Response upload(RestCall rest, IngestJob job) {
    if (!String.valueOf(rest.request().header("content-type")).startsWith("text/csv")) {
      throw new ApiException(
          415, "UNSUPPORTED_MEDIA_TYPE", "The upload of an ingest job must be text/csv");
    }
    if (!job.state().equals("Open")) {
      throw wrongState(job);
    }
    if (rest.request().body().length > MAX_UPLOAD) {
      throw new ApiException(
          413, "LIMIT_EXCEEDED", "The upload is larger than " + MAX_UPLOAD + " bytes");
    }
    if (job.upload() != null) {
      throw new ApiException(
          400,
          "INVALIDJOBSTATE",
          "Found multiple contents for job: <"
              + job.id
              + ">, please 'Close' / 'Abort' / 'Delete' the current Job then create a new Job and"
              + " make sure you only do 'PUT' once on a given Job.");
    }
    job.upload(rest.request().text());
    return Response.empty(201).operation("bulk2.ingest.upload");
  }

  private Response change(RestCall rest, IngestJob job) {
    String state = Json.read(rest.request().text()).path("state").asText("");
    switch (state) {
      case "UploadComplete" -> {
        if (!job.state().equals("Open")) {
          throw wrongState(job);
        }
        job.state("UploadComplete", orgTime.instant());
        runner.later(() -> start(job, rest.call()));
      }
      case "Aborted" -> {
        if (!job.state().matches("Open|UploadComplete|InProgress")) {
          throw wrongState(job);
        }
        job.state("Aborted", orgTime.instant());
      }
      default -> throw invalidJob("Invalid state: " + state);
    }
    return json(200, job.info(false), "bulk2.ingest.change");
  }

  private void start(IngestJob job, Org.Call call) {
    if (job.state().equals("UploadComplete")) {
      job.state("InProgress", orgTime.instant());
      runner.later(() -> work(job, partial(call)));
    }
  }

  private void work(IngestJob job, Org.Call call) {
    if (!job.state().equals("InProgress")) {
      return;
    }
    try {
      String csv = job.upload() == null ? "" : job.upload();
      lines(job, csv);
      CsvRowReader.Upload upload =
          new CsvRowReader(new Schema(org, call), job.object).read(csv, job.delimiter);
      job.uploaded(upload.header(), upload.rows());
      for (int i = 0; i < upload.rows().size(); i += ROWS_PER_BATCH) {
        if (!batches.charge()) {
          throw new BulkException("ExceededQuota", "The daily limit of batches is used up");
        }
      }
      job.complete(
          new BulkWork(org, call, job.operation, job.externalIdField).run(upload.rows()),
          orgTime.instant());
    } catch (BulkException e) {
      job.fail(e.stateMessage(), orgTime.instant());
    } catch (OrgException e) {
      job.fail("InvalidBatch : " + e.getMessage(), orgTime.instant());
    }
  }

  /** The upload must use the line ending the job was created with. */
  private static void lines(IngestJob job, String csv) {
    int end = csv.indexOf('\n');
    if ((end < 0 ? csv.length() : end) > MAX_HEADER) {
      throw new BulkException("InvalidBatch", "The header is longer than " + MAX_HEADER);
    }
    boolean crlf = end > 0 && csv.charAt(end - 1) == '\r';
    if (end >= 0 && crlf != job.lineEnding.equals("CRLF")) {
      throw new BulkException(
          "InvalidBatch",
          "LineEnding is invalid on user data. Current LineEnding setting is " + job.lineEnding);
    }
  }

  static Org.Call partial(Org.Call c) {
    return new Org.Call(
        c.userId(),
        c.apiVersion(),
        c.client(),
        false,
        c.allowDuplicates(),
        c.allowTruncation(),
        c.defaultNamespace());
  }

  private Response delete(IngestJob job) {
    if (job.state().matches("Open|InProgress")) {
      throw wrongState(job);
    }
    jobs.remove(BulkIds.key(job.id));
    return Response.empty(204).operation("bulk2.ingest.delete");
  }

  private Response list() {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("done", true);
    out.put("nextRecordsUrl", null);
    out.put("records", jobs.values().stream().map(j -> j.info(false)).toList());
    return json(200, out, "bulk2.ingest.list");
  }

  private static ApiException invalidJob(String message) {
    return new ApiException(400, "INVALIDJOB", "InvalidJob : " + message);
  }

  private static ApiException wrongState(IngestJob job) {
    return new ApiException(
        400,
        "INVALIDJOBSTATE",
        "Job is not in an appropriate state for this request. Current State: " + job.state());
  }

  private static ApiException wrongMethod(String method) {
    return new ApiException(
        405, "METHOD_NOT_ALLOWED", "HTTP Method '" + method + "' not allowed here");
  }

  private static Response json(int status, Object tree, String operation) {
    return Response.json(status, Json.write(tree)).operation(operation);
  }

  private static Response csv(String csv, String operation) {
    return Response.of(200, "text/csv", csv).operation(operation);
  }
}

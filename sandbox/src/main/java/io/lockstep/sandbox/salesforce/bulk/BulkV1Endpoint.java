package io.lockstep.sandbox.salesforce.bulk;

import io.lockstep.sandbox.frame.Request;
import io.lockstep.sandbox.frame.Response;
import io.lockstep.sandbox.salesforce.api.ApiAccess;
import io.lockstep.sandbox.salesforce.api.ApiException;
import io.lockstep.sandbox.salesforce.api.ApiUsage;
import io.lockstep.sandbox.salesforce.api.ApiVersion;
import io.lockstep.sandbox.salesforce.api.Sessions.Session;
import io.lockstep.sandbox.salesforce.org.Org;
import io.lockstep.sandbox.salesforce.org.OrgException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** {@code /services/async/{version}/job…}: Bulk API 1. */
final class BulkV1Endpoint {
  private static final int MAX_BATCH = 10 * 1024 * 1024;
  private static final Duration JOB_TAKES_BATCHES = Duration.ofHours(24);

  private final Org org;
  private final ApiAccess access;
  private final InstantSource orgTime;
  private final ApiUsage batches;
  private final BulkIds ids;
  private final V1BatchWork work;
  private final Map<String, V1Job> jobs = new ConcurrentHashMap<>();

  BulkV1Endpoint(
      Org org,
      ApiAccess access,
      InstantSource orgTime,
      BulkRunner runner,
      ApiUsage batches,
      BulkIds ids) {
    this.org = org;
    this.access = access;
    this.orgTime = orgTime;
    this.batches = batches;
    this.ids = ids;
    this.work = new V1BatchWork(org, orgTime, runner, ids);
  }

  Response handle(Request request) {
    try {
      return dispatch(request);
    } catch (BulkException e) {
      return error(request, e.code(), e.message());
    } catch (ApiException e) {
      return error(request, code(e), String.valueOf(e.getMessage()));
    } catch (OrgException e) {
      return error(request, "InvalidJob", String.valueOf(e.getMessage()));
    }
  }

  private Response dispatch(Request request) {
    List<String> path = request.segments();
    double version = version(path);
    Session session = access.enter(request.header("x-sfdc-session"), request);
    boolean post = request.method().equals("POST");
    if (!post && !request.method().equals("GET")) {
      throw new BulkException("ClientInputError", "HTTP method not allowed");
    }
    if (path.size() == 4 && post) {
      return create(request, session, version);
    }
    if (path.size() < 5) {
      throw new BulkException("InvalidUrl", "Destination URL not reset or unknown");
    }
    V1Job job = job(path.get(4));
    if (path.size() == 5) {
      return post ? change(request, job) : info(job, request);
    }
    if (!path.get(5).equals("batch")) {
      throw new BulkException("InvalidUrl", "The sandbox does not simulate job/" + path.get(5));
    }
    if (path.size() == 6) {
      return post ? add(request, session, version, job) : list(job);
    }
    return batch(job, batchOf(job, path.get(6)), path.subList(7, path.size()));
  }

  private static double version(List<String> path) {
    if (path.size() < 4 || !path.get(3).equals("job")) {
      throw new BulkException("InvalidUrl", "Destination URL not reset or unknown");
    }
    try {
      return ApiVersion.parse(path.get(2));
    } catch (ApiException e) {
      throw new BulkException("InvalidVersion", "Unsupported API version: " + path.get(2));
    }
  }

  private static String code(ApiException e) {
    return switch (e.code()) {
      case "INVALID_SESSION_ID" -> "InvalidSessionId";
      case "REQUEST_LIMIT_EXCEEDED" -> "ExceededQuota";
      case "API_DISABLED_FOR_ORG" -> "FeatureNotEnabled";
      default -> "ClientInputError";
    };
  }

  private Response create(Request request, Session session, double version) {
    V1JobRequest sent = V1JobRequest.of(request);
    String name = sent.get("operation");
    BulkOperation operation = name == null ? null : BulkOperation.of(name);
    if (operation == null) {
      throw new BulkException("InvalidJob", "Invalid operation: " + name);
    }
    if (operation == BulkOperation.hardDelete) {
      throw new BulkException(
          "FeatureNotEnabled",
          "hardDelete operation requires special user profile permission, please contact your"
              + " system administrator");
    }
    if (request.header("sforce-enable-pkchunking") != null) {
      throw new BulkException("FeatureNotEnabled", "The sandbox does not simulate PK chunking");
    }
    String external = sent.get("externalIdFieldName");
    if (operation == BulkOperation.upsert && external == null) {
      throw new BulkException("InvalidJob", "External ID was blank for " + sent.get("object"));
    }
    Org.Call call = call(request, session, version);
    V1Job job =
        new V1Job(
            ids.next("750"),
            operation,
            object(call, sent.get("object")),
            external,
            format(sent.get("contentType")),
            sent.get("concurrencyMode") == null ? "Parallel" : concurrency(sent),
            session.userId(),
            version,
            orgTime.instant());
    jobs.put(BulkIds.key(job.id), job);
    return jobInfo(201, job, sent.json()).operation("bulk1.job.create");
  }

  private String object(Org.Call call, @Nullable String name) {
    try {
      return org.describe(call, name == null ? "" : name).name();
    } catch (OrgException e) {
      throw new BulkException("InvalidJob", "Unable to find object: " + name);
    }
  }

  private static V1Job.Format format(@Nullable String name) {
    return switch (name == null ? "XML" : name) {
      case "CSV" -> V1Job.Format.CSV;
      case "XML" -> V1Job.Format.XML;
      case "JSON" -> V1Job.Format.JSON;
      default ->
          throw new BulkException(
              "InvalidJob", "The sandbox does not simulate content type " + name);
    };
  }

  /** By name, or in JSON by its number, as a widespread Python client sends it. */
  private static String concurrency(V1JobRequest sent) {
    String mode = String.valueOf(sent.get("concurrencyMode"));
    if (sent.json() && mode.matches("[01]")) {
      return mode.equals("0") ? "Parallel" : "Serial";
    }
    if (!mode.matches("Parallel|Serial")) {
      throw new BulkException("InvalidJob", "Invalid concurrencyMode: " + mode);
    }
    return mode;
  }

  private static Org.Call call(Request request, Session session, double version) {
    String options = request.header("sforce-call-options");
    return new Org.Call(session.userId(), version, clientOf(options), false, false, false, null);
  }

  private static @Nullable String clientOf(@Nullable String options) {
    return options == null ? null : options.replaceFirst("^.*client\\s*=\\s*([^,;]+).*$", "$1");
  }

  private V1Job job(String id) {
    V1Job job = jobs.get(BulkIds.key(id));
    if (job == null) {
      throw new BulkException("InvalidJob", "Invalid job id: " + id);
    }
    return job;
  }

  private static V1Batch batchOf(V1Job job, String id) {
    V1Batch batch = job.batches.get(BulkIds.key(id));
    if (batch == null) {
      throw new BulkException("InvalidBatch", "Invalid batch id: " + id);
    }
    return batch;
  }

  private Response info(V1Job job, Request request) {
    return jobInfo(200, job, V1JobRequest.isJson(request)).operation("bulk1.job.get");
  }

  private Response change(Request request, V1Job job) {
    V1JobRequest sent = V1JobRequest.of(request);
    String state = String.valueOf(sent.get("state"));
    if (!state.matches("Closed|Aborted")) {
      throw new BulkException("InvalidJob", "Invalid job state: " + state);
    }
    if (!job.state().equals("Open") && !(job.state().equals("Closed") && state.equals("Aborted"))) {
      throw new BulkException("InvalidJobState", "Job is already " + job.state());
    }
    job.state(state, orgTime.instant());
    if (state.equals("Aborted")) {
      job.batches.values().forEach(b -> b.advance("Queued", "NotProcessed", orgTime.instant()));
    }
    return jobInfo(200, job, sent.json()).operation("bulk1.job.change");
  }

  private Response add(Request request, Session session, double version, V1Job job) {
    String expected =
        switch (job.format) {
          case CSV -> "text/csv";
          case XML -> "application/xml";
          case JSON -> "application/json";
        };
    String type = String.valueOf(request.header("content-type"));
    boolean query = job.operation.isQuery();
    if (!type.startsWith(expected) && !(query && type.startsWith("text/"))) {
      throw new BulkException(
          "ClientInputError",
          "Content type " + type + " does not match the job's content type " + job.format);
    }
    if (!job.state().equals("Open")) {
      throw new BulkException(
          "InvalidJobState", "Job is in state " + job.state() + " and takes no batches");
    }
    if (job.created.plus(JOB_TAKES_BATCHES).isBefore(orgTime.instant())) {
      throw new BulkException("InvalidJobState", "The job is older than 24 hours");
    }
    if (request.body().length > MAX_BATCH) {
      throw new BulkException("ClientInputError", "Input is larger than " + MAX_BATCH + " bytes");
    }
    if (!batches.charge()) {
      throw new BulkException("ExceededQuota", "The daily limit of batches is used up");
    }
    V1Batch batch = new V1Batch(ids.next("751"), job.id, request.body(), orgTime.instant());
    job.batches.put(BulkIds.key(batch.id), batch);
    work.start(job, batch, call(request, session, version));
    return answer(201, "batchInfo", batch.info(), job.format == V1Job.Format.JSON)
        .operation("bulk1.batch");
  }

  private static Response list(V1Job job) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("batchInfo", job.batches.values().stream().map(V1Batch::info).toList());
    return answer(200, "batchInfoList", out, job.format == V1Job.Format.JSON)
        .operation("bulk1.batch.list");
  }

  private static Response batch(V1Job job, V1Batch batch, List<String> rest) {
    boolean json = job.format == V1Job.Format.JSON;
    if (rest.isEmpty()) {
      return answer(200, "batchInfo", batch.info(), json).operation("bulk1.batch.get");
    }
    if (rest.getFirst().equals("request")) {
      return new Response(
          200, Map.of("Content-Type", contentType(job)), batch.upload, "bulk1.batch.request");
    }
    if (!rest.getFirst().equals("result")) {
      throw new BulkException("InvalidUrl", "Destination URL not reset or unknown");
    }
    if (!batch.state().equals("Completed")) {
      throw new BulkException("InvalidBatch", "Batch not completed");
    }
    if (!job.operation.isQuery()) {
      return Response.of(200, contentType(job), V1Formats.results(batch.outcomes(), job.format))
          .operation("bulk1.batch.result");
    }
    if (rest.size() == 1) {
      return json
          ? Response.json(200, "[\"" + batch.queryResultId() + "\"]")
              .operation("bulk1.batch.result")
          : answer(200, "result-list", resultList(batch), false).operation("bulk1.batch.result");
    }
    String rows = batch.queryResult();
    if (rows == null || !rest.get(1).equals(batch.queryResultId())) {
      throw new BulkException("InvalidBatch", "Invalid result id: " + rest.get(1));
    }
    return Response.of(200, contentType(job), rows).operation("bulk1.batch.result.rows");
  }

  private static Map<String, @Nullable Object> resultList(V1Batch batch) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("result", batch.queryResultId());
    return out;
  }

  private static String contentType(V1Job job) {
    return switch (job.format) {
      case CSV -> "text/csv";
      case XML -> "application/xml";
      case JSON -> "application/json";
    };
  }

  private static Response jobInfo(int status, V1Job job, boolean json) {
    return answer(status, "jobInfo", job.info(), json);
  }

  private static Response answer(
      int status, String root, Map<String, @Nullable Object> tree, boolean json) {
    return json
        ? Response.json(status, V1Formats.json(tree))
        : Response.of(status, "application/xml", V1Formats.xml(root, tree));
  }

  private static Response error(Request request, String code, String message) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("exceptionCode", code);
    out.put("exceptionMessage", message);
    return answer(400, "error", out, V1JobRequest.isJson(request)).operation("bulk1.error");
  }
}

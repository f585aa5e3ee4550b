package io.lockstep.sandbox.salesforce.bulk;

import io.lockstep.sandbox.frame.Request;
import io.lockstep.sandbox.frame.Response;
import io.lockstep.sandbox.frame.SandboxClock;
import io.lockstep.sandbox.salesforce.api.ApiAccess;
import io.lockstep.sandbox.salesforce.api.ApiException;
import io.lockstep.sandbox.salesforce.api.ApiUsage;
import io.lockstep.sandbox.salesforce.org.Org;
import io.lockstep.sandbox.salesforce.rest.RestCall;
import java.time.Duration;

/** Both Bulk APIs, which share their daily batches and work in one line. */
public final class BulkApi implements AutoCloseable {
  private final BulkRunner runner;
  private final BulkV1Endpoint v1;
  private final IngestResource ingest;
  private final QueryJobResource query;

  /**
   * @param batches the daily count of batches of both versions
   * @param queryJobs the daily count of query jobs of version 2.0
   * @param delay how long a batch waits, before the clock's scale
   */
  public BulkApi(
      Org org,
      ApiAccess access,
      SandboxClock clock,
      ApiUsage batches,
      ApiUsage queryJobs,
      Duration delay) {
    BulkIds ids = new BulkIds();
    this.runner = new BulkRunner(clock, delay);
    this.v1 = new BulkV1Endpoint(org, access, clock::now, runner, batches, ids);
    this.ingest = new IngestResource(org, clock::now, runner, batches, ids);
    this.query = new QueryJobResource(org, clock::now, runner, queryJobs, ids);
  }

  /** {@code /services/async/{version}/job…}. */
  public Response v1(Request request) {
    return v1.handle(request);
  }

  /** {@code jobs/…} of the REST API. */
  public Response v2(RestCall rest) {
    String kind = rest.path().size() > 1 ? rest.path().get(1) : "";
    return switch (kind) {
      case "ingest" -> ingest.handle(rest);
      case "query" -> query.handle(rest);
      default -> throw ApiException.notFound();
    };
  }

  @Override
  public void close() {
    runner.close();
  }
}

package io.lockstep.sandbox.salesforce.bulk;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A batch of Bulk API 1. Guarded by itself. */
final class V1Batch {
  final String id;
  final String jobId;
  final byte[] upload;
  final Instant created;
  private Instant changed;
  private String state = "Queued";
  private @Nullable String message;
  private List<BulkOutcome> outcomes = List.of();
  private @Nullable String queryResult;
  private String queryResultId = "";
  private int queried;

  V1Batch(String id, String jobId, byte[] upload, Instant created) {
    this.id = id;
    this.jobId = jobId;
    this.upload = upload;
    this.created = created;
    this.changed = created;
  }

  synchronized String state() {
    return state;
  }

  /** Moves on from a state; false where the batch is no longer in it. */
  synchronized boolean advance(String from, String to, Instant now) {
    if (!state.equals(from)) {
      return false;
    }
    state = to;
    changed = now;
    return true;
  }

  synchronized void fail(String why, Instant now) {
    message = why;
    state = "Failed";
    changed = now;
  }

  synchronized void complete(List<BulkOutcome> done, Instant now) {
    outcomes = done;
    state = "Completed";
    changed = now;
  }

  synchronized void complete(String resultId, String result, int rows, Instant now) {
    queryResultId = resultId;
    queryResult = result;
    queried = rows;
    state = "Completed";
    changed = now;
  }

  synchronized List<BulkOutcome> outcomes() {
    return outcomes;
  }

  /** The rows of a query; null before it is completed and for writes. */
  synchronized @Nullable String queryResult() {
    return queryResult;
  }

  synchronized String queryResultId() {
    return queryResultId;
  }

  synchronized int processed() {
    return outcomes.size() + queried;
  }

  synchronized int failed() {
    return (int) outcomes.stream().filter(o -> !o.saved().success()).count();
  }

  synchronized Map<String, @Nullable Object> info() {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("id", id);
    out.put("jobId", jobId);
    out.put("state", state);
    if (message != null) {
      out.put("stateMessage", message);
    }
    out.put("createdDate", created);
    out.put("systemModstamp", changed);
    out.put("numberRecordsProcessed", processed());
    out.put("numberRecordsFailed", failed());
    out.put("totalProcessingTime", 0);
    out.put("apiActiveProcessingTime", 0);
    out.put("apexProcessingTime", 0);
    return out;
  }
}

package io.lockstep.sandbox.salesforce.bulk;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** A job of Bulk API 1. */
final class V1Job {
  /** How uploads and answers are written. */
  enum Format {
    CSV,
    XML,
    JSON
  }

  final String id;
  final BulkOperation operation;
  final String object;
  final @Nullable String externalIdField;
  final Format format;
  final String concurrency;
  final String userId;
  final double apiVersion;
  final Instant created;
  final Map<String, V1Batch> batches = new ConcurrentSkipListMap<>();
  private volatile String state = "Open";
  private volatile Instant changed;

  V1Job(
      String id,
      BulkOperation operation,
      String object,
      @Nullable String externalIdField,
      Format format,
      String concurrency,
      String userId,
      double apiVersion,
      Instant created) {
    this.id = id;
    this.operation = operation;
    this.object = object;
    this.externalIdField = externalIdField;
    this.format = format;
    this.concurrency = concurrency;
    this.userId = userId;
    this.apiVersion = apiVersion;
    this.created = created;
    this.changed = created;
  }

  String state() {
    return state;
  }

  void state(String next, Instant now) {
    state = next;
    changed = now;
  }

  private long count(String batchState) {
    return batches.values().stream().filter(b -> b.state().equals(batchState)).count();
  }

  /** In the order of the schema, which clients insist on. */
  Map<String, @Nullable Object> info() {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("id", id);
    out.put("operation", operation.name());
    out.put("object", object);
    out.put("createdById", userId);
    out.put("createdDate", created);
    out.put("systemModstamp", changed);
    out.put("state", state);
    if (externalIdField != null) {
      out.put("externalIdFieldName", externalIdField);
    }
    out.put("concurrencyMode", concurrency);
    out.put("contentType", format.name());
    out.put("numberBatchesQueued", count("Queued"));
    out.put("numberBatchesInProgress", count("InProgress"));
    out.put("numberBatchesCompleted", count("Completed"));
    out.put("numberBatchesFailed", count("Failed"));
    out.put("numberBatchesTotal", batches.size());
    out.put("numberRecordsProcessed", batches.values().stream().mapToInt(V1Batch::processed).sum());
    out.put("numberRetries", 0);
    out.put("apiVersion", apiVersion);
    out.put("numberRecordsFailed", batches.values().stream().mapToInt(V1Batch::failed).sum());
    out.put("totalProcessingTime", 0);
    out.put("apiActiveProcessingTime", 0);
    out.put("apexProcessingTime", 0);
    return out;
  }
}

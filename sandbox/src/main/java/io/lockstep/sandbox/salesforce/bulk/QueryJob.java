package io.lockstep.sandbox.salesforce.bulk;

import io.lockstep.sandbox.salesforce.api.FieldValues;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A query job of Bulk API 2.0. Guarded by itself. */
final class QueryJob {
  final String id;
  final BulkOperation operation;
  final String object;
  final String soql;
  final List<String> columns;
  final String userId;
  final double apiVersion;
  final String delimiterName;
  final String lineEnding;
  final Instant created;
  private Instant changed;
  private String state = "UploadComplete";
  private @Nullable String errorMessage;
  private List<List<String>> rows = List.of();

  QueryJob(
      String id,
      BulkOperation operation,
      String object,
      String soql,
      List<String> columns,
      String userId,
      double apiVersion,
      String delimiterName,
      String lineEnding,
      Instant created) {
    this.id = id;
    this.operation = operation;
    this.object = object;
    this.soql = soql;
    this.columns = columns;
    this.userId = userId;
    this.apiVersion = apiVersion;
    this.delimiterName = delimiterName;
    this.lineEnding = lineEnding;
    this.created = created;
    this.changed = created;
  }

  synchronized String state() {
    return state;
  }

  synchronized void state(String next, Instant now) {
    state = next;
    changed = now;
  }

  synchronized void fail(String message, Instant now) {
    errorMessage = message;
    state("Failed", now);
  }

  synchronized void complete(List<List<String>> found, Instant now) {
    rows = found;
    state("JobComplete", now);
  }

  synchronized int size() {
    return rows.size();
  }

  synchronized String csv(int from, int to) {
    return CsvText.write(
        columns,
        rows.subList(from, to),
        Delimiters.character(delimiterName),
        lineEnding.equals("CRLF") ? "\r\n" : "\n");
  }

  synchronized Map<String, @Nullable Object> info(boolean withCounts) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("id", id);
    out.put("operation", operation.name());
    out.put("object", object);
    out.put("createdById", userId);
    out.put("createdDate", FieldValues.json(created));
    out.put("systemModstamp", FieldValues.json(changed));
    out.put("state", state);
    out.put("concurrencyMode", "Parallel");
    out.put("contentType", "CSV");
    out.put("apiVersion", apiVersion);
    out.put("lineEnding", lineEnding);
    out.put("columnDelimiter", delimiterName);
    if (withCounts) {
      out.put("jobType", "V2Query");
      out.put("numberRecordsProcessed", rows.size());
      out.put("retries", 0);
      out.put("totalProcessingTime", 0);
      out.put("isPkChunkingSupported", true);
    }
    if (errorMessage != null) {
      out.put("errorMessage", errorMessage);
    }
    return out;
  }
}

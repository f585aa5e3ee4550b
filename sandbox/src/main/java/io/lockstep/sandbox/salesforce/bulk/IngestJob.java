package io.lockstep.sandbox.salesforce.bulk;

import io.lockstep.sandbox.salesforce.api.FieldValues;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A job of Bulk API 2.0 that writes. Guarded by itself. */
final class IngestJob {
  final String id;
  final BulkOperation operation;
  final String object;
  final @Nullable String externalIdField;
  final String userId;
  final double apiVersion;
  final char delimiter;
  final String delimiterName;
  final String lineEnding;
  final Instant created;
  private Instant changed;
  private String state = "Open";
  private @Nullable String errorMessage;
  private @Nullable String upload;
  private List<String> header = List.of();
  private List<BulkOutcome> outcomes = List.of();
  private List<BulkRow> unprocessed = List.of();

  IngestJob(
      String id,
      BulkOperation operation,
      String object,
      @Nullable String externalIdField,
      String userId,
      double apiVersion,
      String delimiterName,
      String lineEnding,
      Instant created) {
    this.id = id;
    this.operation = operation;
    this.object = object;
    this.externalIdField = externalIdField;
    this.userId = userId;
    this.apiVersion = apiVersion;
    this.delimiterName = delimiterName;
    this.delimiter = Delimiters.character(delimiterName);
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

  synchronized @Nullable String upload() {
    return upload;
  }

  synchronized void upload(String csv) {
    upload = csv;
  }

  synchronized void fail(String message, Instant now) {
    errorMessage = message;
    state("Failed", now);
  }

  synchronized void uploaded(List<String> columns, List<BulkRow> rows) {
    header = columns;
    unprocessed = rows;
  }

  synchronized void complete(List<BulkOutcome> done, Instant now) {
    outcomes = done;
    unprocessed = List.of();
    state("JobComplete", now);
  }

  String lineEnd() {
    return lineEnding.equals("CRLF") ? "\r\n" : "\n";
  }

  synchronized String successful() {
    List<List<String>> rows =
        outcomes.stream()
            .filter(o -> o.saved().success())
            .map(o -> with(o.saved().id(), String.valueOf(o.saved().created()), o.row()))
            .toList();
    return CsvText.write(headings("sf__Id", "sf__Created"), rows, delimiter, lineEnd());
  }

  synchronized String failed() {
    List<List<String>> rows =
        outcomes.stream()
            .filter(o -> !o.saved().success())
            .map(o -> with(o.saved().id(), o.error(), o.row()))
            .toList();
    return CsvText.write(headings("sf__Id", "sf__Error"), rows, delimiter, lineEnd());
  }

  synchronized String unprocessed() {
    return CsvText.write(
        header, unprocessed.stream().map(BulkRow::cells).toList(), delimiter, lineEnd());
  }

  private List<String> headings(String first, String second) {
    List<String> all = new ArrayList<>(List.of(first, second));
    all.addAll(header);
    return all;
  }

  private static List<String> with(@Nullable String id, String second, BulkRow row) {
    List<String> all = new ArrayList<>();
    all.add(id == null ? "" : id);
    all.add(second);
    all.addAll(row.cells());
    return all;
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
    if (externalIdField != null) {
      out.put("externalIdFieldName", externalIdField);
    }
    out.put("concurrencyMode", "Parallel");
    out.put("contentType", "CSV");
    out.put("apiVersion", apiVersion);
    if (state.equals("Open")) {
      out.put("contentUrl", "services/data/v" + apiVersion + "/jobs/ingest/" + id + "/batches");
    }
    out.put("lineEnding", lineEnding);
    out.put("columnDelimiter", delimiterName);
    if (withCounts) {
      out.put("jobType", "V2Ingest");
      out.put("retries", 0);
      out.put("totalProcessingTime", 0);
      out.put("apiActiveProcessingTime", 0);
      out.put("apexProcessingTime", 0);
      out.put("numberRecordsProcessed", outcomes.size());
      out.put("numberRecordsFailed", outcomes.stream().filter(o -> !o.saved().success()).count());
    }
    if (errorMessage != null) {
      out.put("errorMessage", errorMessage);
    }
    return out;
  }
}

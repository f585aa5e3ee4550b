package io.lockstep.sandbox.salesforce.bulk;

import io.lockstep.sandbox.salesforce.api.FieldValues;
import io.lockstep.sandbox.salesforce.api.FieldValues.BadValue;
import io.lockstep.sandbox.salesforce.api.Schema;
import io.lockstep.sandbox.salesforce.org.Org;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads uploaded CSV. {@code #N/A} empties a field, an empty cell leaves it alone, {@code
 * Account.Key__c} and {@code User:Owner.Key__c} name a parent by its external id. An unknown column
 * fails the whole upload, an unreadable value only its row.
 */
final class CsvRowReader {
  private static final String NULL = "#N/A";

  /**
   * @param relationship the parent's relationship; null for a field of the object itself
   * @param parentType the parent's object
   */
  private record Column(
      @Nullable String relationship,
      @Nullable String parentType,
      String name,
      Org.@Nullable Field field) {}

  /** The rows and the header above them. */
  record Upload(List<String> header, List<BulkRow> rows) {}

  private final Schema schema;
  private final String object;

  CsvRowReader(Schema schema, String object) {
    this.schema = schema;
    this.object = object;
  }

  /**
   * @throws BulkException {@code InvalidBatch}
   */
  Upload read(String csv, char delimiter) {
    String text = csv.startsWith("\uFEFF") ? csv.substring(1) : csv;
    CSVFormat format = CSVFormat.DEFAULT.builder().setDelimiter(delimiter).get();
    try (CSVParser parser = CSVParser.parse(new StringReader(text), format)) {
      List<BulkRow> rows = new ArrayList<>();
      List<String> header = List.of();
      List<Column> columns = List.of();
      for (CSVRecord record : parser) {
        if (header.isEmpty()) {
          header = record.toList();
          columns = columns(header);
        } else {
          rows.add(row(record, columns));
        }
      }
      if (header.isEmpty()) {
        throw new BulkException("InvalidBatch", "Unable to parse CSV: the upload is empty");
      }
      return new Upload(header, rows);
    } catch (IOException | UncheckedIOException e) {
      throw new BulkException("InvalidBatch", "Failed to parse CSV. " + e.getMessage());
    }
  }

  private List<Column> columns(List<String> header) {
    Set<String> seen = new HashSet<>();
    List<Column> columns = new ArrayList<>();
    for (String name : header) {
      if (!seen.add(name.toLowerCase(Locale.ROOT))) {
        throw new BulkException("InvalidBatch", "Duplicate column heading : " + name);
      }
      columns.add(column(name));
    }
    return columns;
  }

  private Column column(String heading) {
    int dot = heading.indexOf('.');
    if (dot < 0) {
      Org.Field field = schema.field(object, heading);
      if (field == null) {
        throw unknown(heading);
      }
      return new Column(null, null, heading, field);
    }
    int colon = heading.indexOf(':');
    String relationship = heading.substring(colon + 1, dot);
    Org.Field reference = schema.parent(object, relationship);
    if (reference == null) {
      throw unknown(heading);
    }
    String type = colon > 0 ? heading.substring(0, colon) : reference.referenceTo().getFirst();
    String name = heading.substring(dot + 1);
    Org.Field field = schema.field(type, name);
    if (field == null) {
      throw unknown(heading);
    }
    return new Column(relationship, type, name, field);
  }

  private static BulkException unknown(String heading) {
    return new BulkException("InvalidBatch", "Field name not found : " + heading);
  }

  private BulkRow row(CSVRecord record, List<Column> columns) {
    List<String> cells = record.toList();
    if (cells.size() != columns.size()) {
      return broken(
          cells,
          "INVALID_TYPE_ON_FIELD_IN_RECORD",
          "the row has " + cells.size() + " columns, the header has " + columns.size(),
          List.of());
    }
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    List<String> toNull = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      String cell = cells.get(i);
      if (cell.isEmpty()) {
        continue;
      }
      if (cell.equals(NULL)) {
        toNull.add(column.relationship() == null ? column.name() : column.relationship());
        continue;
      }
      try {
        put(fields, column, FieldValues.parse(column.field(), widened(column, cell)));
      } catch (BadValue e) {
        return broken(
            cells,
            "INVALID_TYPE_ON_FIELD_IN_RECORD",
            "value not of required type: " + cell,
            List.of(column.name()));
      }
    }
    return new BulkRow(cells, new Org.Row(object, fields, toNull), null);
  }

  /** The Bulk APIs take a bare date for a point in time. */
  private static String widened(Column column, String cell) {
    boolean dateTime = column.field() != null && column.field().soapType().equals("xsd:dateTime");
    return dateTime && cell.matches("\\d{4}-\\d\\d-\\d\\d") ? cell + "T00:00:00Z" : cell;
  }

  private static void put(Map<String, @Nullable Object> fields, Column column, Object value) {
    if (column.relationship() == null || column.parentType() == null) {
      fields.put(column.name(), value);
      return;
    }
    Map<String, @Nullable Object> parent = new LinkedHashMap<>();
    parent.put(column.name(), value);
    fields.put(column.relationship(), new Org.Row(column.parentType(), parent, List.of()));
  }

  private static BulkRow broken(
      List<String> cells, String code, String message, List<String> fields) {
    return new BulkRow(cells, null, new Org.RowError(code, message, fields, null));
  }
}

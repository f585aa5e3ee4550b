package io.lockstep.sandbox.salesforce.bulk;

import io.lockstep.sandbox.salesforce.api.FieldValues;
import io.lockstep.sandbox.salesforce.org.Org;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.QuoteMode;
import org.jspecify.annotations.Nullable;

/** Answers as CSV, every cell quoted. */
final class CsvText {
  private CsvText() {}

  static String write(
      List<String> header, List<? extends List<String>> rows, char delimiter, String lineEnd) {
    CSVFormat format =
        CSVFormat.DEFAULT
            .builder()
            .setDelimiter(delimiter)
            .setRecordSeparator(lineEnd)
            .setQuoteMode(QuoteMode.ALL)
            .get();
    StringBuilder out = new StringBuilder();
    try (CSVPrinter printer = new CSVPrinter(out, format)) {
      printer.printRecord(header);
      for (List<String> row : rows) {
        printer.printRecord(row);
      }
    } catch (IOException e) {
      throw new IllegalStateException("text in memory cannot be written", e);
    }
    return out.toString();
  }

  /** The cells of a queried row under columns such as {@code Account.Name}. */
  static List<String> cells(Org.Row row, List<String> columns) {
    List<String> cells = new ArrayList<>();
    for (String column : columns) {
      Object value = at(row, column);
      cells.add(value == null ? "" : FieldValues.text(value));
    }
    return cells;
  }

  private static @Nullable Object at(Org.Row row, String path) {
    int dot = path.indexOf('.');
    String name = dot < 0 ? path : path.substring(0, dot);
    for (Map.Entry<String, @Nullable Object> field : row.fields().entrySet()) {
      if (field.getKey().equalsIgnoreCase(name)) {
        Object value = field.getValue();
        return dot < 0
            ? value
            : value instanceof Org.Row parent ? at(parent, path.substring(dot + 1)) : null;
      }
    }
    // The query may name its own object first: Contact.LastName.
    return dot > 0 && name.equalsIgnoreCase(row.type()) ? at(row, path.substring(dot + 1)) : null;
  }
}

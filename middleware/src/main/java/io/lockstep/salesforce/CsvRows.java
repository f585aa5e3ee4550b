package io.lockstep.salesforce;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Rows as the Bulk API takes them: RFC 4180, every value quoted, a line break after each row. */
final class CsvRows {
  private CsvRows() {}

  /**
   * @param columns in this order; a row without one leaves it empty
   * @param naming the name of a column in the header
   */
  static String of(
      List<String> columns, UnaryOperator<String> naming, List<Map<String, String>> rows) {
    StringBuilder csv = new StringBuilder();
    line(csv, columns.stream().map(naming).toList());
    for (Map<String, String> row : rows) {
      line(csv, columns.stream().map(column -> row.getOrDefault(column, "")).toList());
    }
    return csv.toString();
  }

  private static void line(StringBuilder csv, List<String> values) {
    csv.append(
            values.stream()
                .map(value -> '"' + value.replace("\"", "\"\"") + '"')
                .collect(Collectors.joining(",")))
        .append('\n');
  }
}

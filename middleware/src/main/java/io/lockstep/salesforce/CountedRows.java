package io.lockstep.salesforce;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All rows of a query by the way that costs fewer calls. A page of 2,000 rows is one call of the
 * SOAP API, and its first page tells how many rows there are; a job of the Bulk API costs about
 * seven calls however many they are.
 */
final class CountedRows {
  /** From here on the pages that are left cost more than a job. */
  static final int BY_PAGES = SoapUser.PAGE * (BulkJobs.CALLS_A_QUERY + 1);

  private final BulkJobs bulk;
  private final RecordQueries queries;

  CountedRows(BulkJobs bulk, RecordQueries queries) {
    this.bulk = bulk;
    this.queries = queries;
  }

  /**
   * Each row by column name without namespace; what is null is the empty text.
   *
   * @param condition SOQL after {@code WHERE}, its custom names without namespace; empty = all rows
   */
  List<Map<String, String>> read(String object, List<String> columns, String condition) {
    String soql =
        "SELECT "
            + String.join(", ", columns)
            + " FROM "
            + object
            + (condition.isEmpty() ? "" : " WHERE " + condition);
    Optional<List<Row>> few = queries.upTo(BY_PAGES, soql);
    if (few.isEmpty()) {
      return bulk.query(object, bulk.qualifiedIn(soql));
    }
    List<Map<String, String>> rows = new ArrayList<>();
    for (Row row : few.get()) {
      Map<String, String> values = new HashMap<>();
      columns.forEach(column -> values.put(column, row.text(column)));
      values.put("Id", row.id());
      rows.add(values);
    }
    return rows;
  }
}

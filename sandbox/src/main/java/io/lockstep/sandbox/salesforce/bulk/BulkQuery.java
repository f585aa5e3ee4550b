package io.lockstep.sandbox.salesforce.bulk;

import io.lockstep.sandbox.salesforce.api.SelectList;
import io.lockstep.sandbox.salesforce.org.Org;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Runs a query to its end. Some of SOQL is not for bulk queries. */
final class BulkQuery {
  private static final int PAGE = 2_000;
  private static final Pattern NOT_IN_BULK =
      Pattern.compile("(?is)\\b(group\\s+by|offset\\s+\\d|typeof)\\b");

  private BulkQuery() {}

  /**
   * @throws BulkException {@code FeatureNotEnabled}
   */
  static SelectList check(String soql) {
    SelectList select = SelectList.of(soql);
    if (select == null) {
      throw new BulkException("InvalidBatch", "MALFORMED_QUERY: " + soql);
    }
    String withoutText = soql.replaceAll("'(?:[^'\\\\]|\\\\.)*'", "''");
    if (select.items().stream().anyMatch(i -> i.contains("("))
        || NOT_IN_BULK.matcher(withoutText).find()) {
      throw new BulkException(
          "FeatureNotEnabled", "Aggregate Relationships not supported in Bulk Query");
    }
    return select;
  }

  static List<Org.Row> run(Org org, Org.Call call, String soql, boolean all) {
    List<Org.Row> rows = new ArrayList<>();
    Org.Page page = org.query(call, soql, all, PAGE);
    rows.addAll(page.rows());
    while (!page.done() && page.locator() != null) {
      page = org.queryMore(call, page.locator());
      rows.addAll(page.rows());
    }
    return rows;
  }
}

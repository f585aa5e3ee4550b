package io.lockstep.salesforce;

import com.sforce.soap.partner.QueryResult;
import com.sforce.soap.partner.sobject.SObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** SOQL as one user, rows in and pages followed. */
final class RecordQueries {
  private final SoapUser user;

  RecordQueries(SoapUser user) {
    this.user = user;
  }

  SoapUser user() {
    return user;
  }

  /**
   * All rows.
   *
   * @param deletedToo whether rows of the recycle bin and archived ones are shown as well
   */
  List<Row> all(String soql, boolean deletedToo) {
    List<Row> rows = new ArrayList<>();
    QueryResult page = user.call(on -> deletedToo ? on.queryAll(soql) : on.query(soql));
    add(rows, page);
    while (!page.isDone()) {
      String locator = page.getQueryLocator();
      page = user.call(on -> on.queryMore(locator));
      add(rows, page);
    }
    return rows;
  }

  /**
   * All rows, unless there are more than this: then nothing, after one call.
   *
   * @return empty where there are more
   */
  Optional<List<Row>> upTo(int most, String soql) {
    List<Row> rows = new ArrayList<>();
    QueryResult page = user.call(on -> on.query(soql));
    if (page.getSize() > most) {
      return Optional.empty();
    }
    add(rows, page);
    while (!page.isDone()) {
      String locator = page.getQueryLocator();
      page = user.call(on -> on.queryMore(locator));
      add(rows, page);
    }
    return Optional.of(rows);
  }

  private void add(List<Row> rows, QueryResult page) {
    for (SObject record : records(page)) {
      rows.add(new Row(record, user.namespace()));
    }
  }

  private static SObject[] records(QueryResult page) {
    SObject @Nullable [] records = page.getRecords();
    return records == null ? new SObject[0] : records;
  }
}

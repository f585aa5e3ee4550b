package io.lockstep.sandbox.salesforce.bulk;

import io.lockstep.sandbox.salesforce.org.Org;
import io.lockstep.sandbox.salesforce.org.OrgException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes uploaded rows in chunks of 200, each row on its own: some may fail. */
final class BulkWork {
  private static final int CHUNK = 200;

  private final Org org;
  private final Org.Call call;
  private final BulkOperation operation;
  private final @Nullable String externalIdField;

  BulkWork(Org org, Org.Call call, BulkOperation operation, @Nullable String externalIdField) {
    this.org = org;
    this.call = call;
    this.operation = operation;
    this.externalIdField = externalIdField;
  }

  List<BulkOutcome> run(List<BulkRow> rows) {
    List<BulkOutcome> outcomes = new ArrayList<>();
    for (int i = 0; i < rows.size(); i += CHUNK) {
      outcomes.addAll(chunk(rows.subList(i, Math.min(rows.size(), i + CHUNK))));
    }
    return outcomes;
  }

  private List<BulkOutcome> chunk(List<BulkRow> rows) {
    List<Org.Row> good = new ArrayList<>();
    for (BulkRow row : rows) {
      if (row.row() != null) {
        good.add(row.row());
      }
    }
    List<Org.Saved> saved = good.isEmpty() ? List.of() : write(good);
    List<BulkOutcome> outcomes = new ArrayList<>();
    int next = 0;
    for (BulkRow row : rows) {
      Org.RowError unreadable = row.unreadable();
      outcomes.add(
          new BulkOutcome(
              row,
              unreadable == null
                  ? saved.get(next++)
                  : new Org.Saved(null, false, List.of(unreadable))));
    }
    return outcomes;
  }

  private List<Org.Saved> write(List<Org.Row> rows) {
    try {
      return switch (operation) {
        case insert -> org.create(call, rows);
        case update -> org.update(call, rows);
        case upsert -> org.upsert(call, externalIdField == null ? "Id" : externalIdField, rows);
        case delete -> org.delete(call, rows.stream().map(BulkWork::id).toList());
        case hardDelete, query, queryAll ->
            throw new IllegalStateException(operation + " writes no rows");
      };
    } catch (OrgException e) {
      Org.RowError error =
          new Org.RowError(e.code(), String.valueOf(e.getMessage()), List.of(), null);
      return rows.stream().map(r -> new Org.Saved(null, false, List.of(error))).toList();
    }
  }

  private static String id(Org.Row row) {
    String id = row.id();
    return id == null ? "" : id;
  }
}

package io.lockstep.sandbox.salesforce.bulk;

import org.jspecify.annotations.Nullable;

/** What a job does; names as on the wire. */
enum BulkOperation {
  insert,
  update,
  upsert,
  delete,
  hardDelete,
  query,
  queryAll;

  static @Nullable BulkOperation of(String name) {
    for (BulkOperation operation : values()) {
      if (operation.name().equals(name)) {
        return operation;
      }
    }
    return null;
  }

  boolean isQuery() {
    return this == query || this == queryAll;
  }
}

package io.lockstep.sandbox.salesforce.bulk;

import io.lockstep.sandbox.salesforce.org.Org;
import java.util.stream.Collectors;

/** What became of one row. */
record BulkOutcome(BulkRow row, Org.Saved saved) {

  /** {@code CODE:message:fields --}, all errors in a row; empty where there is none. */
  String error() {
    return saved.errors().stream()
        .map(
            e ->
                e.statusCode()
                    + ":"
                    + e.message()
                    + ":"
                    + (e.fields().isEmpty() ? "" : String.join(",", e.fields()) + " ")
                    + "--")
        .collect(Collectors.joining(";"));
  }
}

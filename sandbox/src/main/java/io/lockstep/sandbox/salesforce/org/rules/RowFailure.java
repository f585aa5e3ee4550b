package io.lockstep.sandbox.salesforce.org.rules;

import io.lockstep.sandbox.salesforce.org.Org.DuplicateMatch;
import io.lockstep.sandbox.salesforce.org.Org.RowError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One row of a write is refused; the others may go on. */
public final class RowFailure extends RuntimeException {
  private final transient RowError error;

  public RowFailure(String code, String message, String... fields) {
    this(new RowError(code, message, List.of(fields), null));
  }

  public RowFailure(RowError error) {
    super(error.statusCode() + ": " + error.message());
    this.error = error;
  }

  static RowFailure duplicate(String message, @Nullable DuplicateMatch match) {
    return new RowFailure(new RowError("DUPLICATES_DETECTED", message, List.of(), match));
  }

  static RowFailure required(List<String> fields) {
    return new RowFailure(
        new RowError(
            "REQUIRED_FIELD_MISSING",
            "Required fields are missing: [" + String.join(", ", fields) + "]",
            fields,
            null));
  }

  public RowError error() {
    return error;
  }
}

package io.lockstep.salesforce;

import org.jspecify.annotations.Nullable;

/** What tells one state of a row from another. */
final class Versions {
  private Versions() {}

  /**
   * SystemModstamp and LastModifiedDate as one text. Both have whole seconds: two saves within one
   * second look alike, which is why every write of ours leaves a stamp.
   */
  static String of(Row row) {
    return row.text("SystemModstamp") + "|" + row.text("LastModifiedDate");
  }

  static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}

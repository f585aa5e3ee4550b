package io.lockstep.sandbox.microsoft.calendar;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What one day of a series has of its own; everything else follows the series. */
final class OccurrenceException {
  final ObjectNode overrides;

  /** null = as the series has it. */
  @Nullable Span span;

  String changeKey;
  Instant modified;

  OccurrenceException(
      ObjectNode overrides, @Nullable Span span, String changeKey, Instant modified) {
    this.overrides = overrides;
    this.span = span;
    this.changeKey = changeKey;
    this.modified = modified;
  }
}

package io.lockstep.sync;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The text we put on a record with each write: a fresh token, by which the write is recognised, and
 * the baseline.
 */
public record Stamp(String token, Baseline baseline) {

  public String text(List<String> catalogue) {
    return token + "~" + baseline.text(catalogue);
  }

  /** Empty where it is not a stamp of ours. */
  public static Optional<Stamp> parse(@Nullable String text, List<String> catalogue) {
    if (text == null) {
      return Optional.empty();
    }
    int end = text.indexOf('~');
    if (end <= 0) {
      return Optional.empty();
    }
    return Baseline.parse(text.substring(end + 1), catalogue)
        .map(b -> new Stamp(text.substring(0, end), b));
  }
}

package io.lockstep.sync;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The text we put on a record with each write: who wrote, a fresh token by which the write is
 * recognised, and the baseline.
 *
 * @param writer names the mailbox whose pass wrote (see {@link #writer(String)}): several mailboxes
 *     may share a record, and a baseline speaks of one of its links only; empty = not known
 */
public record Stamp(String writer, String token, Baseline baseline) {

  /** The part of a user id that differs within an org, short enough for a stamp. */
  public static String writer(String userId) {
    return userId.length() < 15 ? userId : userId.substring(5, 15);
  }

  public String text(List<String> catalogue) {
    return writer + "." + token + "~" + baseline.text(catalogue);
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
    int dot = text.substring(0, end).indexOf('.');
    return Baseline.parse(text.substring(end + 1), catalogue)
        .map(b -> new Stamp(text.substring(0, Math.max(dot, 0)), text.substring(dot + 1, end), b));
  }

  /** The baseline that a mailbox's own last write left; empty where another one wrote since. */
  public static Optional<Baseline> left(
      @Nullable String text, String userId, List<String> catalogue) {
    return parse(text, catalogue)
        .filter(stamp -> stamp.writer().equals(writer(userId)))
        .map(Stamp::baseline);
  }
}

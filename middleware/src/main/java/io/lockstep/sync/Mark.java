package io.lockstep.sync;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What we leave on an item that we wrote: which record it belongs to, and the baseline of that
 * write.
 *
 * @param generation counts the items created for the record
 */
public record Mark(String orgId, String recordId, int generation, @Nullable Baseline baseline) {

  /** The key under which the provider deduplicates a create. */
  public static String createKey(String orgId, String recordId, int generation) {
    return orgId + ":" + recordId + ":" + generation;
  }

  public String text(List<String> catalogue) {
    String key = createKey(orgId, recordId, generation);
    return baseline == null ? key : key + "~" + baseline.text(catalogue);
  }

  /** Empty where it is not a mark of ours. */
  public static Optional<Mark> parse(@Nullable String text, List<String> catalogue) {
    if (text == null) {
      return Optional.empty();
    }
    int end = text.indexOf('~');
    String[] key = (end < 0 ? text : text.substring(0, end)).split(":", -1);
    if (key.length != 3
        || key[0].length() != 18
        || key[1].isEmpty()
        || !key[2].matches("[0-9]{1,9}")) {
      return Optional.empty();
    }
    Baseline baseline =
        end < 0 ? null : Baseline.parse(text.substring(end + 1), catalogue).orElse(null);
    return Optional.of(new Mark(key[0], key[1], Integer.parseInt(key[2]), baseline));
  }
}

package io.lockstep.state;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How the facts of a mailbox are named in its hash, beside the fields of the lease. */
final class FactNames {
  static final String HOLD = "hold";
  private static final String CURSOR = "cursor:";
  private static final String NOTE = "note:";

  private FactNames() {}

  static String cursor(String name) {
    return CURSOR + name;
  }

  static String note(String name) {
    return NOTE + name;
  }

  /**
   * @param hash names and values in turn
   * @param removals ms since 1970, newest first
   */
  static MailboxFacts facts(List<String> hash, List<String> removals) {
    Map<String, String> cursors = new HashMap<>();
    Map<String, String> notes = new HashMap<>();
    String hold = null;
    for (int i = 0; i < hash.size(); i += 2) {
      String name = hash.get(i);
      String value = hash.get(i + 1);
      if (name.startsWith(CURSOR)) {
        cursors.put(name.substring(CURSOR.length()), value);
      } else if (name.startsWith(NOTE)) {
        notes.put(name.substring(NOTE.length()), value);
      } else if (name.equals(HOLD)) {
        hold = value;
      }
    }
    return new MailboxFacts(
        cursors,
        removals.stream().map(at -> Instant.ofEpochMilli(Long.parseLong(at))).toList(),
        hold,
        notes);
  }
}

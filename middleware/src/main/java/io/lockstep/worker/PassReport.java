package io.lockstep.worker;

import io.lockstep.sync.Kind;
import io.lockstep.sync.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a pass did: counts, and the newest entries with ids, verbs and codes. No content. */
public final class PassReport {
  private static final int ENTRIES = 500;

  /** What happened to one thing. */
  public enum Verb {
    CREATED,
    UPDATED,
    DELETED,
    LINKED,
    PARTED,
    HELD,
    CONFLICT,
    UNRESOLVED
  }

  /** One line of the log. {@code code} is empty where there is nothing to say. */
  public record Entry(Kind kind, Side side, Verb verb, String id, String code) {}

  private final Map<String, Integer> counts = new TreeMap<>();
  private final List<Entry> entries = new ArrayList<>();
  private int omitted;
  private int braked;

  void note(Kind kind, Side side, Verb verb, String id, String code) {
    counts.merge(kind + "." + side + "." + verb, 1, Integer::sum);
    if (entries.size() < ENTRIES) {
      entries.add(new Entry(kind, side, verb, id, code));
    } else {
      omitted++;
    }
  }

  void braked(int removals) {
    braked += removals;
  }

  /** How many deletions and unlinks wait for a release of the brake. */
  public int braked() {
    return braked;
  }

  public int count(Kind kind, Side side, Verb verb) {
    return counts.getOrDefault(kind + "." + side + "." + verb, 0);
  }

  /** How many writes were made on a side, of any kind. */
  public int writes(Side side) {
    int sum = 0;
    for (Kind kind : Kind.values()) {
      sum +=
          count(kind, side, Verb.CREATED)
              + count(kind, side, Verb.UPDATED)
              + count(kind, side, Verb.DELETED);
    }
    return sum;
  }

  public Map<String, Integer> counts() {
    return Map.copyOf(counts);
  }

  public List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** Entries beyond what is kept. */
  public int omitted() {
    return omitted;
  }
}

package io.lockstep.sandbox.microsoft;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What happened in one collection of a mailbox (a calendar, a contact folder), in order. Delta
 * tokens refer to a generation of it: the number of the newest change they have seen.
 */
public final class ChangeLog {
  /** What happened. */
  public enum Kind {
    created,
    updated,
    deleted
  }

  /**
   * @param generation counts from 1
   * @param key of the item, as {@link ItemIds} knows it
   * @param at on the sandbox's clock
   */
  public record Change(long generation, String key, Kind kind, Instant at) {}

  /** Hears of each change after it was made; must not call back into the mailbox and not wait. */
  public interface Listener {
    void changed(String collection, Change change);
  }

  private final String collection;
  private final Supplier<Instant> now;
  private final Listener listener;
  private final List<Change> changes = new ArrayList<>();
  private long expired = -1;

  /**
   * @param collection its name within the mailbox, {@code contacts/KEY}, {@code calendar/KEY}
   */
  ChangeLog(String collection, Supplier<Instant> now, Listener listener) {
    this.collection = collection;
    this.now = now;
    this.listener = listener;
  }

  public String collection() {
    return collection;
  }

  public void add(String key, Kind kind) {
    Change change;
    synchronized (this) {
      change = new Change(changes.size() + 1L, key, kind, now.get());
      changes.add(change);
    }
    listener.changed(collection, change);
  }

  /** The number of the newest change; 0 where there was none yet. */
  public synchronized long generation() {
    return changes.size();
  }

  /** The newest generation that is not younger than this: what a late feed shows. */
  public synchronized long generationAt(Instant time) {
    int n = changes.size();
    while (n > 0 && changes.get(n - 1).at().isAfter(time)) {
      n--;
    }
    return n;
  }

  /**
   * The changes after one generation up to another one, oldest first; one item may be there more
   * than once.
   *
   * @throws GraphError 410 where tokens of that generation were made worthless
   */
  public synchronized List<Change> between(long after, long upTo) {
    check(after);
    return after >= upTo
        ? List.of()
        : List.copyOf(changes.subList((int) after, (int) Math.min(upTo, changes.size())));
  }

  /**
   * @throws GraphError 410 where tokens of that generation were made worthless, or it is not
   *     reached yet
   */
  public synchronized void check(long generation) {
    if (generation <= expired || generation > changes.size()) {
      throw GraphError.syncStateNotFound(generation, changes.size());
    }
  }

  /** Makes all tokens given so far worthless. */
  public synchronized void expireTokens() {
    // A token of the present generation, too: the next one must differ from it.
    expired = changes.size();
    changes.add(new Change(changes.size() + 1L, "", Kind.updated, now.get()));
  }
}

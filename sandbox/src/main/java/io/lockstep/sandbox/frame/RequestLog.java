package io.lockstep.sandbox.frame;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was called, how often, with which answer. Keeps counts for ever and the newest entries in
 * full.
 */
public final class RequestLog {
  private static final int KEPT = 10_000;

  /**
   * @param user whose token it was, where there was one
   * @param status the HTTP status; 0 where the connection was reset
   */
  public record Entry(
      String service,
      String operation,
      String method,
      String path,
      @Nullable String user,
      int status,
      long atMillis) {}

  /** Calls of one operation of one service with one status. */
  public record Count(String service, String operation, int status, long calls) {}

  private final Deque<Entry> newest = new ArrayDeque<>();
  private final Map<String, Count> counts = new TreeMap<>();

  public synchronized void add(Entry e) {
    newest.addLast(e);
    if (newest.size() > KEPT) {
      newest.removeFirst();
    }
    String key = e.service() + "\0" + e.operation() + "\0" + e.status();
    counts.merge(
        key,
        new Count(e.service(), e.operation(), e.status(), 1),
        (a, b) -> new Count(a.service(), a.operation(), a.status(), a.calls() + 1));
  }

  public synchronized List<Count> counts() {
    return new ArrayList<>(counts.values());
  }

  public synchronized List<Entry> newest() {
    return new ArrayList<>(newest);
  }

  public synchronized void clear() {
    newest.clear();
    counts.clear();
  }
}

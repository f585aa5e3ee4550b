package io.lockstep.sandbox.google;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Listings cut into pages. All pages of a listing show what was there at the first one. The newest
 * thousand unfinished listings are kept.
 */
public final class Pages {
  private static final int KEPT = 1000;

  private record Snapshot(String signature, List<ObjectNode> items, @Nullable String syncToken) {}

  /**
   * One page.
   *
   * @param next the token of the next page; null on the last
   * @param syncToken only on the last page, where the listing gives one
   */
  public record Page(
      List<ObjectNode> items, int total, @Nullable String next, @Nullable String syncToken) {}

  private final Supplier<String> ids;
  private final Map<String, Snapshot> snapshots = new LinkedHashMap<>();

  public Pages(Supplier<String> ids) {
    this.ids = ids;
  }

  /** The first page of a new listing. */
  public synchronized Page first(
      String signature, List<ObjectNode> items, @Nullable String syncToken, int size) {
    Snapshot snapshot = new Snapshot(signature, List.copyOf(items), syncToken);
    String id = ids.get();
    if (items.size() > size) {
      snapshots.put(id, snapshot);
      if (snapshots.size() > KEPT) {
        snapshots.remove(snapshots.keySet().iterator().next());
      }
    }
    return page(id, snapshot, 0, size);
  }

  /** A further page; null where the token is unknown or belongs to another listing. */
  public synchronized @Nullable Page next(String token, String signature, int size) {
    int dot = token.lastIndexOf('.');
    Snapshot snapshot = dot < 0 ? null : snapshots.get(token.substring(0, dot));
    if (snapshot == null || !snapshot.signature().equals(signature)) {
      return null;
    }
    try {
      int from = Integer.parseInt(token.substring(dot + 1));
      return from < 0 || from > snapshot.items().size()
          ? null
          : page(token.substring(0, dot), snapshot, from, size);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static Page page(String id, Snapshot snapshot, int from, int size) {
    int to = Math.min(from + size, snapshot.items().size());
    boolean last = to == snapshot.items().size();
    return new Page(
        snapshot.items().subList(from, to),
        snapshot.items().size(),
        last ? null : id + "." + to,
        last ? snapshot.syncToken() : null);
  }
}

package io.lockstep.port;

import io.lockstep.sync.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one change feed of an org, read by the integration user: ids, owners and stamps only. May
 * throw {@link PortException}.
 */
public interface CrmFeed {

  /**
   * A change.
   *
   * @param ownerId the owner after the change, 18 characters; null = unknown (a deletion)
   * @param deleted the row is in the recycle bin or gone; looked at again before anything follows
   *     from it
   */
  record Change(Kind kind, String id, @Nullable String ownerId, boolean deleted) {}

  /**
   * @param cursor where the next read goes on; it already reaches back by the overlap that late
   *     commits need
   * @param more whether to read on at once
   */
  record Page(List<Change> changes, String cursor, boolean more) {
    public Page {
      changes = List.copyOf(changes);
    }
  }

  /** Where the feed stands now, without reading it. */
  String start();

  /**
   * @throws PortException.CursorExpired where deletions can no longer be told from that cursor on
   */
  Page changes(String cursor);
}

package io.lockstep.worker;

import io.lockstep.sync.Snapshot;
import org.jspecify.annotations.Nullable;

/** Who in the org syncs, and which of them speaks for an event that several mailboxes share. */
@FunctionalInterface
public interface Directory {
  /** Every event is carried by the mailbox it is seen in. */
  Directory ALONE = event -> null;

  /**
   * The carrier of an item: the organizer where that user syncs, else the syncing attendee with the
   * lowest user id.
   *
   * @return an 18-character user id; null where nobody in the org is known to share the event
   */
  @Nullable String carrierOf(Snapshot event);
}

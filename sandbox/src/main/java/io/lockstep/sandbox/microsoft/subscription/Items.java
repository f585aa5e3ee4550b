package io.lockstep.sandbox.microsoft.subscription;

import io.lockstep.sandbox.microsoft.GraphMailbox;
import org.jspecify.annotations.Nullable;

/** What notifications say of the items that a change log names. */
public interface Items {
  /** The item's id; of a deleted one the last it had. */
  String id(GraphMailbox mailbox, String key, boolean immutable);

  /** {@code @odata.etag}; null where it is gone or not told. */
  @Nullable String etag(GraphMailbox mailbox, String key);

  /** Items that have the ids of their keys and whose etag is not told. */
  static Items plain() {
    return new Items() {
      @Override
      public String id(GraphMailbox mailbox, String key, boolean immutable) {
        return mailbox.ids().item(key, immutable);
      }

      @Override
      public @Nullable String etag(GraphMailbox mailbox, String key) {
        return null;
      }
    };
  }
}

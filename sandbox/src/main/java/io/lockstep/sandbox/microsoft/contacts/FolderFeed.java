package io.lockstep.sandbox.microsoft.contacts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.microsoft.ChangeLog;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The contact folders of a mailbox, to be followed. */
record FolderFeed(ContactsEngine engine, ContactStore store) implements DeltaFeed {
  @Override
  public ChangeLog log() {
    return store.folderLog();
  }

  @Override
  public List<Entry> all() {
    synchronized (engine) {
      return store.folders.values().stream()
          .map(f -> new Entry(f.order, f.key, ContactView.folder(store, f)))
          .toList();
    }
  }

  @Override
  public @Nullable ObjectNode document(String key) {
    synchronized (engine) {
      ContactFolder folder = store.folders.get(key);
      return folder == null ? null : ContactView.folder(store, folder);
    }
  }

  @Override
  public String id(String key) {
    return store.mailbox.ids().container(key);
  }
}

package io.lockstep.sandbox.microsoft.contacts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.microsoft.ChangeLog;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The contacts of one folder, to be followed. */
record ContactFeed(
    ContactsEngine engine, ContactStore store, ContactFolder folder, boolean immutable)
    implements DeltaFeed {
  @Override
  public ChangeLog log() {
    return store.log(folder.key);
  }

  @Override
  public List<Entry> all() {
    synchronized (engine) {
      return store.in(folder).stream()
          .map(c -> new Entry(c.order, c.key, ContactView.contact(store, c, immutable)))
          .toList();
    }
  }

  @Override
  public @Nullable ObjectNode document(String key) {
    synchronized (engine) {
      Contact contact = store.contacts.get(key);
      return contact == null || !contact.folder.equals(folder.key)
          ? null
          : ContactView.contact(store, contact, immutable);
    }
  }

  @Override
  public String id(String key) {
    synchronized (engine) {
      return store.idIn(folder.key, key, immutable);
    }
  }
}

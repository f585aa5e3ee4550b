package io.lockstep.sandbox.microsoft.contacts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.microsoft.ChangeLog.Kind;
import io.lockstep.sandbox.microsoft.GraphError;
import io.lockstep.sandbox.microsoft.GraphJson;
import io.lockstep.sandbox.microsoft.GraphMailbox;
import io.lockstep.sandbox.microsoft.SimulatedMicrosoft;
import io.lockstep.sandbox.microsoft.odata.ExtendedProperties;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All mailboxes' contacts, and what clients and people do with them. Documents are in Graph's own
 * form. Every method may be called from any thread; refusals are {@link GraphError}s.
 */
public final class ContactsEngine {
  private final SimulatedMicrosoft microsoft;
  private final Map<String, ContactStore> stores = new HashMap<>();

  public ContactsEngine(SimulatedMicrosoft microsoft) {
    this.microsoft = microsoft;
  }

  SimulatedMicrosoft microsoft() {
    return microsoft;
  }

  synchronized ContactStore store(GraphMailbox mailbox) {
    return stores.computeIfAbsent(mailbox.user().id(), id -> new ContactStore(mailbox));
  }

  /** A new contact in the default folder. */
  public ObjectNode create(GraphMailbox mailbox, ObjectNode body) {
    return create(mailbox, null, body, true);
  }

  /**
   * A new contact.
   *
   * @param folderId id or well-known name; null = the default folder
   * @param immutable which form of ids the answer has
   */
  public synchronized ObjectNode create(
      GraphMailbox mailbox, @Nullable String folderId, ObjectNode body, boolean immutable) {
    ContactStore store = store(mailbox);
    ContactFolder folder = folderId == null ? store.standard : store.folder(folderId);
    ObjectNode change = ContactShape.CONTACT.writable(body);
    if (store.in(folder).size() >= microsoft.settings().contactsPerFolder) {
      throw new GraphError(
          507, "ErrorQuotaExceeded", "The mailbox has reached its quota of items in this folder.");
    }
    ObjectNode fields = ContactRules.empty();
    ContactRules.merge(fields, change);
    ContactRules.derive(fields);
    ExtendedProperties.merge(fields, change);
    Contact contact =
        new Contact(
            mailbox.newKey("contact"),
            store.nextOrder(),
            folder.key,
            fields,
            mailbox.newChangeKey(),
            now());
    store.contacts.put(contact.key, contact);
    store.log(folder.key).add(contact.key, Kind.created);
    ObjectNode answer = ContactView.contact(store, contact, immutable);
    perhapsTouched(store, contact);
    return answer;
  }

  /** Changes the members that the body names; another {@code parentFolderId} moves it. */
  public ObjectNode edit(GraphMailbox mailbox, String id, ObjectNode body) {
    return edit(mailbox, null, id, body, true, changeKey -> {});
  }

  /**
   * @param check is given the present change key, and may refuse
   */
  synchronized ObjectNode edit(
      GraphMailbox mailbox,
      @Nullable String folderId,
      String id,
      ObjectNode body,
      boolean immutable,
      Consumer<String> check) {
    ContactStore store = store(mailbox);
    Contact contact = store.contact(id, folderId == null ? null : store.folder(folderId));
    ObjectNode change = ContactShape.CONTACT.writable(body);
    check.accept(contact.changeKey);
    String target = GraphJson.text(change, "parentFolderId");
    ContactFolder folder = target == null ? null : store.folder(target);
    ObjectNode fields = contact.fields.deepCopy();
    ContactRules.merge(fields, change);
    ExtendedProperties.merge(fields, change);
    contact.fields = fields;
    touch(store, contact);
    if (folder != null && !folder.key.equals(contact.folder)) {
      move(store, contact, folder);
    }
    ObjectNode answer = ContactView.contact(store, contact, immutable);
    perhapsTouched(store, contact);
    return answer;
  }

  private void touch(ContactStore store, Contact contact) {
    contact.changeKey = store.mailbox.newChangeKey();
    contact.modified = now();
    store.log(contact.folder).add(contact.key, Kind.updated);
  }

  /** The service's own writes change nothing but the change key. */
  private void perhapsTouched(ContactStore store, Contact contact) {
    if (microsoft.chance(microsoft.settings().serviceWrites)) {
      touch(store, contact);
    }
  }

  /**
   * The complete documents of a folder's contacts.
   *
   * @param folderId id or well-known name; null = the default folder
   */
  synchronized List<ObjectNode> in(
      GraphMailbox mailbox, @Nullable String folderId, boolean immutable) {
    ContactStore store = store(mailbox);
    ContactFolder folder = folderId == null ? store.standard : store.folder(folderId);
    return store.in(folder).stream().map(c -> ContactView.contact(store, c, immutable)).toList();
  }

  synchronized ObjectNode get(
      GraphMailbox mailbox, @Nullable String folderId, String id, boolean immutable) {
    ContactStore store = store(mailbox);
    ContactFolder folder = folderId == null ? null : store.folder(folderId);
    return ContactView.contact(store, store.contact(id, folder), immutable);
  }

  /**
   * @param parentId null = directly below the default folder
   */
  synchronized List<ObjectNode> folders(GraphMailbox mailbox, @Nullable String parentId) {
    ContactStore store = store(mailbox);
    ContactFolder parent = parentId == null ? store.standard : store.folder(parentId);
    return store.below(parent.key).stream().map(f -> ContactView.folder(store, f)).toList();
  }

  synchronized ObjectNode getFolder(GraphMailbox mailbox, String id) {
    ContactStore store = store(mailbox);
    return ContactView.folder(store, store.folder(id));
  }

  /** The changes of a folder's contacts. */
  synchronized DeltaFeed feed(GraphMailbox mailbox, @Nullable String folderId, boolean immutable) {
    ContactStore store = store(mailbox);
    return new ContactFeed(
        this, store, folderId == null ? store.standard : store.folder(folderId), immutable);
  }

  /** The changes of the folders themselves. */
  DeltaFeed folderFeed(GraphMailbox mailbox) {
    return new FolderFeed(this, store(mailbox));
  }

  /** The service writes the contact without changing what one sees. */
  public synchronized void touch(GraphMailbox mailbox, String id) {
    ContactStore store = store(mailbox);
    touch(store, store.contact(id, null));
  }

  private static void move(ContactStore store, Contact contact, ContactFolder folder) {
    store.leaves(contact);
    store.log(contact.folder).add(contact.key, Kind.deleted);
    contact.folder = folder.key;
    store.mailbox.ids().moved(contact.key);
    store.log(folder.key).add(contact.key, Kind.created);
  }

  /**
   * Moves a contact to another folder; its regular id changes.
   *
   * @param folderId id or well-known name
   */
  public synchronized ObjectNode move(GraphMailbox mailbox, String id, String folderId) {
    ContactStore store = store(mailbox);
    Contact contact = store.contact(id, null);
    ContactFolder folder = store.folder(folderId);
    contact.changeKey = mailbox.newChangeKey();
    contact.modified = now();
    if (!folder.key.equals(contact.folder)) {
      move(store, contact, folder);
    }
    return ContactView.contact(store, contact, true);
  }

  /** A copy in the same folder, extended properties and all, as Outlook's "copy" makes it. */
  public synchronized ObjectNode copy(GraphMailbox mailbox, String id) {
    ContactStore store = store(mailbox);
    Contact from = store.contact(id, null);
    Contact copy =
        new Contact(
            mailbox.newKey("contact"),
            store.nextOrder(),
            from.folder,
            from.fields.deepCopy(),
            mailbox.newChangeKey(),
            now());
    store.contacts.put(copy.key, copy);
    store.log(copy.folder).add(copy.key, Kind.created);
    return ContactView.contact(store, copy, true);
  }

  public void delete(GraphMailbox mailbox, String id) {
    delete(mailbox, null, id, changeKey -> {});
  }

  synchronized void delete(
      GraphMailbox mailbox, @Nullable String folderId, String id, Consumer<String> check) {
    ContactStore store = store(mailbox);
    Contact contact = store.contact(id, folderId == null ? null : store.folder(folderId));
    check.accept(contact.changeKey);
    store.contacts.remove(contact.key);
    store.log(contact.folder).add(contact.key, Kind.deleted);
  }

  /** Every contact of the mailbox, in all folders, with immutable ids. */
  public synchronized List<ObjectNode> all(GraphMailbox mailbox) {
    ContactStore store = store(mailbox);
    return store.contacts.values().stream().map(c -> ContactView.contact(store, c, true)).toList();
  }

  /** The id of a folder directly below the default one; made where there is none of the name. */
  public synchronized String folder(GraphMailbox mailbox, String name) {
    ContactStore store = store(mailbox);
    return store.below(store.standard.key).stream()
        .filter(f -> f.name.equalsIgnoreCase(name))
        .findFirst()
        .map(f -> mailbox.ids().container(f.key))
        .orElseGet(
            () ->
                Objects.requireNonNull(
                    GraphJson.text(
                        createFolder(mailbox, null, GraphJson.object().put("displayName", name)),
                        "id")));
  }

  /**
   * @param parentId null = directly below the default folder
   */
  synchronized ObjectNode createFolder(
      GraphMailbox mailbox, @Nullable String parentId, ObjectNode body) {
    ContactStore store = store(mailbox);
    ObjectNode change = ContactShape.FOLDER.writable(body);
    String name = GraphJson.text(change, "displayName", "").strip();
    ContactFolder parent = parentId == null ? store.standard : store.folder(parentId);
    checkName(store, parent.key, name, null);
    ContactFolder folder =
        new ContactFolder(mailbox.newKey("contactFolder"), store.nextOrder(), parent.key, name);
    ExtendedProperties.merge(folder.extended, change);
    store.folders.put(folder.key, folder);
    store.folderLog().add(folder.key, Kind.created);
    return ContactView.folder(store, folder);
  }

  private static void checkName(
      ContactStore store, String parent, String name, @Nullable ContactFolder except) {
    if (name.isEmpty()) {
      throw GraphError.badRequest(
          "ErrorInvalidRequest", "The display name of a folder must not be empty.");
    }
    String folded = name.toLowerCase(Locale.ROOT);
    if (store.below(parent).stream()
        .anyMatch(f -> f != except && f.name.toLowerCase(Locale.ROOT).equals(folded))) {
      throw new GraphError(
          409, "ErrorFolderExists", "A folder with the specified name already exists.");
    }
  }

  /** Changes a folder's name or named properties. */
  public synchronized ObjectNode editFolder(GraphMailbox mailbox, String id, ObjectNode body) {
    ContactStore store = store(mailbox);
    ContactFolder folder = store.folder(id);
    ObjectNode change = ContactShape.FOLDER.writable(body);
    if (change.has("displayName")) {
      String name = GraphJson.text(change, "displayName", "").strip();
      checkName(store, folder.parent, name, folder);
      folder.name = name;
    }
    ExtendedProperties.merge(folder.extended, change);
    store.folderLog().add(folder.key, Kind.updated);
    return ContactView.folder(store, folder);
  }

  /** Deletes a folder with everything in it. */
  public synchronized void deleteFolder(GraphMailbox mailbox, String id) {
    ContactStore store = store(mailbox);
    ContactFolder folder = store.folder(id);
    if (folder == store.standard) {
      throw GraphError.badRequest(
          "ErrorDeleteDistinguishedFolder", "Distinguished folders cannot be deleted.");
    }
    deleteFolder(store, folder);
  }

  private static void deleteFolder(ContactStore store, ContactFolder folder) {
    store.below(folder.key).forEach(child -> deleteFolder(store, child));
    for (Contact contact : store.in(folder)) {
      store.contacts.remove(contact.key);
      store.log(folder.key).add(contact.key, Kind.deleted);
    }
    store.folders.remove(folder.key);
    store.folderLog().add(folder.key, Kind.deleted);
  }

  private Instant now() {
    return microsoft.clock().now();
  }
}

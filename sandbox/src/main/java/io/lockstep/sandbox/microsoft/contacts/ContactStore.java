package io.lockstep.sandbox.microsoft.contacts;

import io.lockstep.sandbox.microsoft.ChangeLog;
import io.lockstep.sandbox.microsoft.GraphError;
import io.lockstep.sandbox.microsoft.GraphMailbox;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What one mailbox holds of contacts, folders and categories. Guarded by the engine's lock. */
final class ContactStore {
  static final String ROOT = "msgfolderroot";
  static final String FOLDERS = "contactFolders";

  final GraphMailbox mailbox;
  final ContactFolder standard;
  final Map<String, ContactFolder> folders = new LinkedHashMap<>();
  final Map<String, Contact> contacts = new LinkedHashMap<>();

  /** A category of the mailbox's list. */
  record Category(String id, String displayName, String color) {}

  /** Regular ids that items had in folders they were moved out of, by folder and key. */
  private final Map<String, String> formerIds = new LinkedHashMap<>();

  final List<Category> categories = new ArrayList<>();
  private long order;

  ContactStore(GraphMailbox mailbox) {
    this.mailbox = mailbox;
    this.standard = new ContactFolder("contactsfolder", 0, ROOT, "Contacts");
    folders.put(standard.key, standard);
    // Both ids are known from the beginning.
    mailbox.ids().container(standard.key);
    mailbox.ids().container(ROOT);
    String[] usual = {
      "Red category",
      "Orange category",
      "Yellow category",
      "Green category",
      "Blue category",
      "Purple category"
    };
    String[] colors = {"preset0", "preset1", "preset3", "preset4", "preset7", "preset8"};
    for (int i = 0; i < usual.length; i++) {
      categories.add(new Category(categoryId(usual[i]), usual[i], colors[i]));
    }
  }

  String categoryId(String name) {
    String about = mailbox.user().id() + "/" + name;
    return UUID.nameUUIDFromBytes(about.getBytes(StandardCharsets.UTF_8)).toString();
  }

  long nextOrder() {
    return ++order;
  }

  /** Notes the regular id that a contact has in its folder before it leaves it. */
  void leaves(Contact contact) {
    formerIds.put(contact.folder + "/" + contact.key, mailbox.ids().regular(contact.key));
  }

  /** The id by which a client knows what is no longer in the folder. */
  String idIn(String folderKey, String key, boolean immutable) {
    return immutable
        ? mailbox.ids().immutable(key)
        : formerIds.getOrDefault(folderKey + "/" + key, mailbox.ids().regular(key));
  }

  ChangeLog log(String folderKey) {
    return mailbox.log("contacts/" + folderKey);
  }

  ChangeLog folderLog() {
    return mailbox.log(FOLDERS);
  }

  /**
   * The folder of an id or of the well-known name {@code contacts}.
   *
   * @throws GraphError 400 or 404
   */
  ContactFolder folder(String idOrName) {
    if (idOrName.equalsIgnoreCase("contacts")) {
      return standard;
    }
    ContactFolder folder = folders.get(mailbox.ids().key(idOrName));
    if (folder == null) {
      throw GraphError.itemNotFound();
    }
    return folder;
  }

  /**
   * @param folder where the path looks for it; null = the whole mailbox
   * @throws GraphError 400 or 404
   */
  Contact contact(String id, @Nullable ContactFolder folder) {
    Contact contact = contacts.get(mailbox.ids().key(id));
    if (contact == null || (folder != null && !contact.folder.equals(folder.key))) {
      throw GraphError.itemNotFound();
    }
    return contact;
  }

  List<Contact> in(ContactFolder folder) {
    return contacts.values().stream()
        .filter(c -> c.folder.equals(folder.key))
        .sorted(Comparator.comparingLong(c -> c.order))
        .toList();
  }

  List<ContactFolder> below(String parentKey) {
    return folders.values().stream().filter(f -> f.parent.equals(parentKey)).toList();
  }
}

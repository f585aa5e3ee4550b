package io.lockstep.microsoft;

import com.microsoft.graph.models.Contact;
import com.microsoft.graph.models.ContactCollectionResponse;
import com.microsoft.graph.users.item.UserItemRequestBuilder;
import com.microsoft.kiota.RequestInformation;
import io.lockstep.calendar.FoldedText;
import io.lockstep.contact.PersonField;
import io.lockstep.sync.FieldValues;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All contacts with our marks, listed once for the life of a mailbox object: for matching, and to
 * find what a create made.
 */
final class ContactListing {
  private static final int PAGE = 500;

  private final UserItemRequestBuilder user;
  private final GraphCalls calls;
  private final ContactCollection collection;
  private final Map<String, Contact> byId = new LinkedHashMap<>();
  private final Map<String, Set<String>> idsByKey = new HashMap<>();
  private final Map<String, Contact> createdWith = new HashMap<>();
  private boolean listed;

  ContactListing(UserItemRequestBuilder user, GraphCalls calls, ContactCollection collection) {
    this.user = user;
    this.calls = calls;
    this.collection = collection;
  }

  boolean isListed() {
    return listed;
  }

  /** By any of their addresses, or by first name, last name and company. */
  List<Contact> find(Collection<FieldValues> values) {
    Set<String> wanted = new LinkedHashSet<>();
    for (FieldValues one : values) {
      if (one.has(PersonField.EMAIL)) {
        wanted.add(addressKey(one.get(PersonField.EMAIL)));
      }
      wanted.add(nameKey(one));
    }
    wanted.remove("");
    if (wanted.isEmpty()) {
      return List.of();
    }
    list();
    Set<String> ids = new LinkedHashSet<>();
    wanted.forEach(key -> ids.addAll(idsByKey.getOrDefault(key, Set.of())));
    List<Contact> found = new ArrayList<>();
    for (String id : ids) {
      Contact contact = byId.get(id);
      if (contact != null) {
        found.add(contact);
      }
    }
    return found;
  }

  /** The id of the contact that was made with this key; null where there is none. */
  @Nullable String created(String createKey) {
    list();
    Contact contact = createdWith.get(createKey);
    return contact == null ? null : contact.getId();
  }

  /** The mark of a listed contact; null where it has none or was not listed. */
  @Nullable String mark(String id) {
    list();
    Contact contact = byId.get(id);
    return contact == null ? null : mark(contact).mark();
  }

  private static ItemMark mark(Contact contact) {
    return ItemMark.read(contact.getId(), contact.getSingleValueExtendedProperties());
  }

  private void list() {
    if (listed) {
      return;
    }
    read(null);
    read(collection.folderId());
    listed = true;
  }

  private void read(@Nullable String folder) {
    String link = null;
    do {
      String from = link;
      ContactCollectionResponse page =
          calls.read(
              () -> request(folder, from), ContactCollectionResponse::createFromDiscriminatorValue);
      List<Contact> contacts = page.getValue() == null ? List.of() : page.getValue();
      contacts.forEach(this::add);
      link = page.getOdataNextLink();
    } while (link != null);
  }

  private RequestInformation request(@Nullable String folder, @Nullable String link) {
    if (folder == null) {
      return Preferences.on(
          link != null
              ? user.contacts().withUrl(link).toGetRequestInformation()
              : user.contacts()
                  .toGetRequestInformation(
                      asked -> {
                        asked.queryParameters.top = PAGE;
                        asked.queryParameters.expand = new String[] {ItemMark.EXPAND};
                      }));
    }
    var contacts = user.contactFolders().byContactFolderId(folder).contacts();
    return Preferences.on(
        link != null
            ? contacts.withUrl(link).toGetRequestInformation()
            : contacts.toGetRequestInformation(
                asked -> {
                  asked.queryParameters.top = PAGE;
                  asked.queryParameters.expand = new String[] {ItemMark.EXPAND};
                }));
  }

  private void add(Contact contact) {
    byId.put(String.valueOf(contact.getId()), contact);
    for (String address : ContactSnapshots.addresses(contact)) {
      add(addressKey(address), contact);
    }
    add(nameKey(PersonMapping.read(contact)), contact);
    String createKey = mark(contact).createKey();
    if (createKey != null) {
      // A copy carries the key as well: the first one is the one that was made with it.
      createdWith.merge(
          createKey, contact, (one, other) -> made(one).isAfter(made(other)) ? other : one);
    }
  }

  private static OffsetDateTime made(Contact contact) {
    return contact.getCreatedDateTime() == null ? OffsetDateTime.MAX : contact.getCreatedDateTime();
  }

  private void add(String key, Contact contact) {
    if (!key.isEmpty()) {
      idsByKey
          .computeIfAbsent(key, k -> new LinkedHashSet<>())
          .add(String.valueOf(contact.getId()));
    }
  }

  private static String addressKey(String address) {
    String folded = address.strip().toLowerCase(Locale.ROOT);
    return folded.isEmpty() ? "" : "a:" + folded;
  }

  private static String nameKey(FieldValues values) {
    String first = FoldedText.forMatching(values.get(PersonField.FIRST_NAME));
    String last = FoldedText.forMatching(values.get(PersonField.LAST_NAME));
    String company = FoldedText.forMatching(values.get(PersonField.COMPANY));
    return last.isEmpty() ? "" : "n:" + String.join("\n", first, last, company);
  }
}

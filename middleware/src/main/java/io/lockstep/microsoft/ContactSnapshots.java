package io.lockstep.microsoft;

import com.microsoft.graph.models.Contact;
import com.microsoft.graph.models.EmailAddress;
import io.lockstep.contact.ContactKey;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Snapshot;
import io.lockstep.sync.Snapshot.Exclusion;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a contact is to the core. */
final class ContactSnapshots {
  private final MailboxContext context;
  private final ContactCollection collection;

  ContactSnapshots(MailboxContext context, ContactCollection collection) {
    this.context = context;
    this.collection = collection;
  }

  Snapshot of(Contact contact, @Nullable String mark) {
    String id = String.valueOf(contact.getId());
    return new Snapshot(
        Kind.CONTACT,
        id,
        version(contact),
        PersonMapping.read(contact),
        mark,
        ContactKey.of(context.mailboxKey(), id),
        contact.getLastModifiedDateTime() == null
            ? null
            : contact.getLastModifiedDateTime().toInstant(),
        new Snapshot.Traits(
            null,
            null,
            collection.holds(contact) ? null : Exclusion.NOT_IN_COLLECTION,
            null,
            addresses(contact),
            false));
  }

  static String version(Contact contact) {
    return contact.getChangeKey() == null ? "" : contact.getChangeKey();
  }

  /** All of the contact's addresses: a record can match by any of them. */
  static List<String> addresses(Contact contact) {
    return PersonMapping.emails(contact).stream()
        .map(EmailAddress::getAddress)
        .filter(value -> value != null && !value.isBlank())
        .map(value -> value.strip().toLowerCase(Locale.ROOT))
        .distinct()
        .toList();
  }
}

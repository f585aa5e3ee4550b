package io.lockstep.google;

import com.google.api.services.people.v1.model.EmailAddress;
import com.google.api.services.people.v1.model.Person;
import com.google.api.services.people.v1.model.Source;
import io.lockstep.contact.ContactKey;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Snapshot;
import io.lockstep.sync.Snapshot.Exclusion;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a person in the address book is to the core. */
final class ContactSnapshots {
  private final MailboxContext context;
  private final ContactLabel label;

  ContactSnapshots(MailboxContext context, ContactLabel label) {
    this.context = context;
    this.label = label;
  }

  Snapshot of(Person person) {
    return new Snapshot(
        Kind.CONTACT,
        person.getResourceName(),
        ContactSource.etag(person),
        PersonMapping.read(person),
        ContactMark.read(person),
        ContactKey.of(context.mailboxKey(), ContactSource.id(person)),
        editedAt(person),
        new Snapshot.Traits(
            null,
            null,
            label.holds(person) ? null : Exclusion.NOT_IN_COLLECTION,
            null,
            addresses(person),
            false));
  }

  private static @Nullable Instant editedAt(Person person) {
    Source source = ContactSource.of(person);
    if (source == null || source.getUpdateTime() == null) {
      return null;
    }
    try {
      return Instant.parse(source.getUpdateTime());
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** All of the contact's addresses: a record can match by any of them. */
  static List<String> addresses(Person person) {
    return PersonMapping.emails(person).stream()
        .map(EmailAddress::getValue)
        .filter(value -> value != null && !value.isBlank())
        .map(value -> value.strip().toLowerCase(Locale.ROOT))
        .distinct()
        .toList();
  }
}

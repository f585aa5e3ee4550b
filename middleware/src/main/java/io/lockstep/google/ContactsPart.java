package io.lockstep.google;

import com.google.api.services.people.v1.PeopleService;
import com.google.api.services.people.v1.model.Person;
import io.lockstep.call.Answers;
import io.lockstep.call.MailboxPart;
import io.lockstep.contact.PersonField;
import io.lockstep.port.Mailbox;
import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Sighting;
import io.lockstep.sync.Snapshot;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A person's contacts at Google, under our label or the one that selects. */
final class ContactsPart implements MailboxPart {
  private final GoogleContacts contacts;
  private final ContactSearch search;
  private final ContactWrites writes;
  private final MailboxContext context;

  /** All contacts with their marks only; null until asked for. */
  private @Nullable List<Person> listedMarks;

  ContactsPart(PeopleService people, GoogleCalls calls, MailboxContext context) {
    ContactLabel label = new ContactLabel(people, calls, context);
    this.contacts =
        new GoogleContacts(people, calls, new ContactSnapshots(context, label), label, context);
    this.search = new ContactSearch(contacts, context);
    this.writes = new ContactWrites(people, contacts, calls, label);
    this.context = context;
  }

  @Override
  public Set<String> fields() {
    return PersonField.ALL;
  }

  @Override
  public FieldValues normal(FieldValues values) {
    return PersonMapping.normal(values);
  }

  @Override
  public Mailbox.Page changes(@Nullable String cursor, @Nullable String page) {
    return contacts.changes(cursor, page);
  }

  @Override
  public Map<String, Sighting> read(Collection<String> ids) {
    return contacts.read(ids);
  }

  @Override
  public List<Snapshot> find(Collection<FieldValues> values) {
    return search.find(values);
  }

  @Override
  public void write(List<Mailbox.Write> all, Answers answers, List<Integer> positions) {
    writes.write(all, answers, positions);
  }

  @Override
  public @Nullable Snapshot findCreated(String createKey) {
    List<Person> listed = listedMarks;
    if (listed == null) {
      // Once a pass: what was created since then may not show yet anyway (see createVisibleWithin).
      listed = contacts.list("clientData,metadata");
      listedMarks = listed;
    }
    for (Person person : listed) {
      if (ContactMark.hasCreateKey(person, createKey)) {
        Map<String, Sighting> now = contacts.read(List.of(person.getResourceName()));
        if (now.get(person.getResourceName()) instanceof Sighting.Present present) {
          return present.snapshot();
        }
      }
    }
    return null;
  }

  @Override
  public Duration createVisibleWithin() {
    return context.contactsVisibleWithin();
  }
}

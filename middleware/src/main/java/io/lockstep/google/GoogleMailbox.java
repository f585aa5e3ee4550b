package io.lockstep.google;

import com.google.api.services.calendar.Calendar;
import com.google.api.services.people.v1.PeopleService;
import com.google.api.services.people.v1.model.Person;
import io.lockstep.calendar.EventField;
import io.lockstep.call.Answers;
import io.lockstep.call.CallFailed;
import io.lockstep.contact.PersonField;
import io.lockstep.port.Answer;
import io.lockstep.port.Mailbox;
import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Sighting;
import io.lockstep.sync.Snapshot;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A person's Google mailbox: the primary calendar, and the contacts under our label. */
final class GoogleMailbox implements Mailbox {
  /** All contacts with their marks only; null until asked for. */
  private @Nullable List<Person> listedMarks;

  private final GoogleEvents events;
  private final EventSearch eventSearch;
  private final EventWrites eventWrites;
  private final GoogleContacts contacts;
  private final ContactSearch contactSearch;
  private final ContactWrites contactWrites;
  private final MailboxContext context;

  private GoogleMailbox(
      GoogleEvents events,
      EventSearch eventSearch,
      EventWrites eventWrites,
      GoogleContacts contacts,
      ContactSearch contactSearch,
      ContactWrites contactWrites,
      MailboxContext context) {
    this.events = events;
    this.eventSearch = eventSearch;
    this.eventWrites = eventWrites;
    this.contacts = contacts;
    this.contactSearch = contactSearch;
    this.contactWrites = contactWrites;
    this.context = context;
  }

  static GoogleMailbox of(
      Calendar calendar,
      PeopleService people,
      GoogleTransport transport,
      GoogleCalls calls,
      MailboxContext context) {
    GoogleBatch batch = new GoogleBatch(calendar, transport, calls);
    GoogleEvents events = new GoogleEvents(calendar, calls, batch, new EventSnapshots(context));
    ContactLabel label = new ContactLabel(people, calls, context);
    GoogleContacts contacts =
        new GoogleContacts(people, calls, new ContactSnapshots(context, label), label, context);
    return new GoogleMailbox(
        events,
        new EventSearch(calendar, events, calls, batch),
        new EventWrites(calendar, events, calls, batch, context),
        contacts,
        new ContactSearch(contacts, context),
        new ContactWrites(people, contacts, calls, label),
        context);
  }

  @Override
  public Set<String> fields(Kind kind) {
    return switch (kind) {
      case EVENT -> EventField.ALL;
      case CONTACT -> PersonField.ALL;
    };
  }

  @Override
  public FieldValues normal(Kind kind, FieldValues values) {
    return switch (kind) {
      case EVENT -> EventMapping.normal(values);
      case CONTACT -> PersonMapping.normal(values);
    };
  }

  @Override
  public Page changes(Kind kind, @Nullable String cursor, @Nullable String page) {
    return called(
        () ->
            switch (kind) {
              case EVENT -> events.changes(cursor, page);
              case CONTACT -> contacts.changes(cursor, page);
            });
  }

  @Override
  public Map<String, Sighting> read(Kind kind, Collection<String> ids) {
    return called(
        () ->
            switch (kind) {
              case EVENT -> events.read(ids);
              case CONTACT -> contacts.read(ids);
            });
  }

  @Override
  public List<Snapshot> find(Kind kind, Collection<FieldValues> values) {
    return called(
        () ->
            switch (kind) {
              case EVENT -> eventSearch.find(values);
              case CONTACT -> contactSearch.find(values);
            });
  }

  @Override
  public List<Answer> write(List<Write> writes) {
    return called(
        () -> {
          Answers answers = new Answers(writes.size());
          List<Integer> ofContacts = positions(writes, Kind.CONTACT);
          List<Integer> ofEvents = positions(writes, Kind.EVENT);
          if (!ofContacts.isEmpty()) {
            contactWrites.write(writes, answers, ofContacts);
          }
          if (!ofEvents.isEmpty() && !answers.isStopped()) {
            eventWrites.write(writes, answers, ofEvents);
          }
          return answers.all();
        });
  }

  private static List<Integer> positions(List<Write> writes, Kind kind) {
    return IntStream.range(0, writes.size())
        .filter(at -> EventWrites.kind(writes.get(at)) == kind)
        .boxed()
        .toList();
  }

  @Override
  public @Nullable Snapshot findCreated(Kind kind, String createKey) {
    return calledOrNull(
        () ->
            switch (kind) {
              case EVENT -> eventWrites.findCreated(createKey);
              case CONTACT -> createdContact(createKey);
            });
  }

  private @Nullable Snapshot createdContact(String createKey) {
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
  public Duration createVisibleWithin(Kind kind) {
    return switch (kind) {
      // The event's id derives from the create key: a second create is refused by Google.
      case EVENT -> Duration.ZERO;
      case CONTACT -> context.contactsVisibleWithin();
    };
  }

  private static <T> T called(Supplier<T> work) {
    try {
      return work.get();
    } catch (CallFailed e) {
      throw e.failure().asException();
    }
  }

  private static <T> @Nullable T calledOrNull(Supplier<@Nullable T> work) {
    try {
      return work.get();
    } catch (CallFailed e) {
      throw e.failure().asException();
    }
  }
}

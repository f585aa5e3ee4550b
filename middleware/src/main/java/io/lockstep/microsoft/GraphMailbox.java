package io.lockstep.microsoft;

import com.microsoft.graph.users.item.UserItemRequestBuilder;
import io.lockstep.calendar.EventField;
import io.lockstep.call.Answers;
import io.lockstep.call.CallFailed;
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

/**
 * A person's Microsoft 365 mailbox: the default calendar, and the contacts in our folder or with
 * the category that selects.
 */
final class GraphMailbox implements Mailbox {
  private final EventFeed eventFeed;
  private final GraphEvents events;
  private final EventMarks eventMarks;
  private final EventSearch eventSearch;
  private final EventWrites eventWrites;
  private final ContactFeed contactFeed;
  private final GraphContacts contacts;
  private final ContactWrites contactWrites;
  private final MailboxContext context;

  private GraphMailbox(UserItemRequestBuilder user, GraphCalls calls, MailboxContext context) {
    GraphBatch batch = new GraphBatch(calls);
    this.context = context;
    this.eventMarks = new EventMarks(user, calls, batch);
    this.events = new GraphEvents(user, calls, batch, new EventSnapshots(context), eventMarks);
    this.eventFeed = new EventFeed(user, calls, events, context);
    this.eventSearch = new EventSearch(user, events, calls);
    this.eventWrites = new EventWrites(user, events, eventMarks, batch, context);
    ContactCollection collection = new ContactCollection(user, calls, context);
    this.contacts =
        new GraphContacts(
            user,
            calls,
            batch,
            new ContactSnapshots(context, collection),
            new ContactListing(user, calls, collection),
            collection);
    this.contactFeed =
        new ContactFeed(user, calls, contacts, collection, context.contactSelector());
    this.contactWrites = new ContactWrites(user, contacts, collection, batch);
  }

  static GraphMailbox of(UserItemRequestBuilder user, GraphCalls calls, MailboxContext context) {
    return new GraphMailbox(user, calls, context);
  }

  @Override
  public Set<String> fields(Kind kind) {
    return switch (kind) {
      case EVENT -> EventField.ALL;
      case CONTACT -> PersonMapping.FIELDS;
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
              case EVENT -> eventFeed.changes(cursor, page);
              case CONTACT -> contactFeed.changes(cursor, page);
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
              case CONTACT -> contacts.find(values);
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
        .filter(at -> kind(writes.get(at)) == kind)
        .boxed()
        .toList();
  }

  private static Kind kind(Write write) {
    return switch (write) {
      case Write.Create create -> create.kind();
      case Write.Update update -> update.kind();
      case Write.Delete delete -> delete.kind();
    };
  }

  @Override
  public @Nullable Snapshot findCreated(Kind kind, String createKey) {
    try {
      return switch (kind) {
        case EVENT -> createdEvent(createKey);
        case CONTACT -> contacts.findCreated(createKey);
      };
    } catch (CallFailed e) {
      throw e.failure().asException();
    }
  }

  private @Nullable Snapshot createdEvent(String createKey) {
    String id = eventMarks.created(createKey);
    return id != null && events.read(List.of(id)).get(id) instanceof Sighting.Present present
        ? present.snapshot()
        : null;
  }

  /**
   * Exchange answers a repeated {@code transactionId} with the first event, but does not say for
   * how long, and knows nothing of the kind for contacts. So a lost create is not repeated before
   * it must have ended, and then only if nothing with its key is found.
   */
  @Override
  public Duration createVisibleWithin(Kind kind) {
    return context.createsVisibleWithin();
  }

  private static <T> T called(Supplier<T> work) {
    try {
      return work.get();
    } catch (CallFailed e) {
      throw e.failure().asException();
    }
  }
}

package io.lockstep.microsoft;

import com.microsoft.graph.models.Event;
import com.microsoft.graph.users.item.UserItemRequestBuilder;
import com.microsoft.kiota.RequestInformation;
import io.lockstep.call.Answers;
import io.lockstep.call.CallFailed;
import io.lockstep.call.Failure;
import io.lockstep.call.FailureKind;
import io.lockstep.call.Result;
import io.lockstep.port.Answer;
import io.lockstep.port.Mailbox.Write;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes events: conditional, minimal, several in one request. A write that would make Exchange
 * mail the attendees is not made: nobody asked for that mail.
 */
final class EventWrites {
  static final String WOULD_SEND_MAIL = "WOULD_SEND_MAIL";
  private static final String WOULD_SEND_MAIL_DETAIL =
      "This meeting has attendees, and Microsoft 365 would mail every one of them about the change."
          + " Make the change in Outlook, where you decide about that; it comes to Salesforce by"
          + " itself.";

  private final UserItemRequestBuilder user;
  private final GraphEvents events;
  private final EventMarks marks;
  private final GraphBatch batch;
  private final MailboxContext context;

  EventWrites(
      UserItemRequestBuilder user,
      GraphEvents events,
      EventMarks marks,
      GraphBatch batch,
      MailboxContext context) {
    this.user = user;
    this.events = events;
    this.marks = marks;
    this.batch = batch;
    this.context = context;
  }

  /** One answer for each write, in order. */
  void write(List<Write> writes, Answers answers, List<Integer> positions) {
    Map<Integer, Event> present = present(writes, answers, positions);
    List<Integer> open = new ArrayList<>();
    for (int at : positions) {
      if (answers.has(at)) {
        continue;
      }
      if (MailSending.sends(call(writes.get(at), present.get(at)))) {
        answers.put(at, new Answer.Refused(WOULD_SEND_MAIL, "attendees", WOULD_SEND_MAIL_DETAIL));
      } else {
        open.add(at);
      }
    }
    for (int from = 0; from < open.size() && !answers.isStopped(); from += GraphBatch.SIZE) {
      send(
          writes,
          present,
          answers,
          open.subList(from, Math.min(open.size(), from + GraphBatch.SIZE)));
    }
  }

  private void send(
      List<Write> writes, Map<Integer, Event> present, Answers answers, List<Integer> some) {
    List<Result<Event>> results;
    try {
      results = batch.run(some.stream().map(at -> item(writes.get(at), present.get(at))).toList());
    } catch (CallFailed e) {
      answers.stop(e.failure(), some);
      return;
    }
    for (int i = 0; i < some.size(); i++) {
      Write write = writes.get(some.get(i));
      answers.put(some.get(i), answer(write, results.get(i)), results.get(i));
    }
  }

  /**
   * The events that are to be changed or deleted, as they are: whether the call sends mail depends
   * on them, and so do parts that are written as a whole.
   */
  private Map<Integer, Event> present(
      List<Write> writes, Answers answers, List<Integer> positions) {
    Map<Integer, Event> known = new HashMap<>();
    List<Integer> unknown = new ArrayList<>();
    for (int at : positions) {
      if (writes.get(at) instanceof Write.Create) {
        continue;
      }
      Event event = events.known(id(writes.get(at)), version(writes.get(at)));
      if (event == null) {
        unknown.add(at);
      } else {
        known.put(at, event);
      }
    }
    if (unknown.isEmpty()) {
      return known;
    }
    List<Result<Event>> results =
        events.get(unknown.stream().map(at -> id(writes.get(at))).toList());
    for (int i = 0; i < unknown.size(); i++) {
      look(unknown.get(i), writes.get(unknown.get(i)), results.get(i), known, answers);
    }
    return known;
  }

  private static void look(
      int at, Write write, Result<Event> result, Map<Integer, Event> known, Answers answers) {
    switch (result) {
      case Result.Done<Event>(Event event) when event != null -> {
        if (version(write).equals(EventSnapshots.version(event))) {
          known.put(at, event);
        } else {
          answers.put(at, new Answer.Stale(), result);
        }
      }
      case Result.Done<Event> done -> answers.put(at, new Answer.Again("emptyAnswer"), done);
      case Result.Failed<Event>(Failure failure) ->
          answers.put(
              at,
              failure.is(FailureKind.ABSENT)
                  ? absent(write)
                  // Only read so far, so nothing is in doubt.
                  : new Answer.Again(failure.code()),
              result);
    }
  }

  private static Answer absent(Write write) {
    return write instanceof Write.Delete ? new Answer.Deleted() : new Answer.Missing();
  }

  private static String id(Write write) {
    return switch (write) {
      case Write.Create create -> "";
      case Write.Update update -> update.id();
      case Write.Delete delete -> delete.id();
    };
  }

  private static String version(Write write) {
    return switch (write) {
      case Write.Create create -> "";
      case Write.Update update -> update.version();
      case Write.Delete delete -> delete.version();
    };
  }

  private MailSending.Call call(Write write, @Nullable Event present) {
    Event there = present == null ? new Event() : present;
    return switch (write) {
      case Write.Create create -> new MailSending.Call.Create(created(create));
      case Write.Update update -> new MailSending.Call.Change(there, changed(update, present));
      case Write.Delete delete -> new MailSending.Call.Delete(there);
    };
  }

  private BatchItem<Event> item(Write write, @Nullable Event present) {
    Supplier<RequestInformation> request =
        switch (write) {
          case Write.Create create ->
              () -> user.calendar().events().toPostRequestInformation(created(create));
          case Write.Update update ->
              () ->
                  ifMatch(
                      user.events()
                          .byEventId(update.id())
                          .toPatchRequestInformation(changed(update, present)),
                      update.version());
          case Write.Delete delete ->
              () ->
                  ifMatch(
                      user.events().byEventId(delete.id()).toDeleteRequestInformation(),
                      delete.version());
        };
    return new BatchItem<>(
        () -> Preferences.on(request.get()),
        write instanceof Write.Delete ? null : Event::createFromDiscriminatorValue);
  }

  /** Graph's etag is the change key in a weak tag. */
  static RequestInformation ifMatch(RequestInformation request, String version) {
    request.headers.add("If-Match", "W/\"" + version + "\"");
    return request;
  }

  private Event created(Write.Create create) {
    Event event = EventMapping.created(create.fields(), context.zone());
    event.setTransactionId(transactionId(create.createKey()));
    event.setSingleValueExtendedProperties(ItemMark.created(create.mark(), create.createKey()));
    return event;
  }

  /** Exchange does not make a second event for it while it remembers it. */
  static String transactionId(String createKey) {
    return UUID.nameUUIDFromBytes(createKey.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private Event changed(Write.Update update, @Nullable Event present) {
    Event event = EventMapping.patch(update.changes(), present, context.zone());
    event.setSingleValueExtendedProperties(ItemMark.updated(update.mark(), update.id()));
    return event;
  }

  private Answer answer(Write write, Result<Event> result) {
    return switch (result) {
      case Result.Done<Event>(Event event) when write instanceof Write.Delete ->
          new Answer.Deleted();
      case Result.Done<Event>(Event event) when event != null ->
          new Answer.Written(events.marked(event, mark(write)));
      case Result.Done<Event> done -> new Answer.Lost("emptyAnswer");
      case Result.Failed<Event>(Failure failure) -> refusal(write, failure);
    };
  }

  private static @Nullable String mark(Write write) {
    return switch (write) {
      case Write.Create create -> create.mark();
      case Write.Update update -> update.mark();
      case Write.Delete delete -> null;
    };
  }

  private Answer refusal(Write write, Failure failure) {
    if (failure.is(FailureKind.ABSENT) && !(write instanceof Write.Create)) {
      return absent(write);
    }
    if (failure.is(FailureKind.DUPLICATE) && write instanceof Write.Create create) {
      return new Answer.Taken(taken(create.createKey()));
    }
    return Answers.refusal(failure);
  }

  private @Nullable String taken(String createKey) {
    try {
      return marks.find(createKey);
    } catch (CallFailed e) {
      return null; // not known which; asked again with the next try
    }
  }
}

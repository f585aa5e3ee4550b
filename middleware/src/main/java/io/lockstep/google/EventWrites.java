package io.lockstep.google;

import com.google.api.client.googleapis.services.AbstractGoogleClientRequest;
import com.google.api.services.calendar.Calendar;
import com.google.api.services.calendar.model.Event;
import io.lockstep.calendar.EventField;
import io.lockstep.call.Answers;
import io.lockstep.call.CallFailed;
import io.lockstep.call.Failure;
import io.lockstep.call.FailureKind;
import io.lockstep.call.Result;
import io.lockstep.port.Answer;
import io.lockstep.port.Mailbox.Write;
import io.lockstep.sync.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes events: conditional, minimal, up to {@link GoogleBatch#SIZE} in one request, and never
 * with an invitation ({@code sendUpdates=none} on each).
 */
final class EventWrites {
  private static final String NOBODY = "none";

  private final Calendar calendar;
  private final GoogleEvents events;
  private final GoogleCalls calls;
  private final GoogleBatch batch;
  private final MailboxContext context;

  EventWrites(
      Calendar calendar,
      GoogleEvents events,
      GoogleCalls calls,
      GoogleBatch batch,
      MailboxContext context) {
    this.calendar = calendar;
    this.events = events;
    this.calls = calls;
    this.batch = batch;
    this.context = context;
  }

  /** The id of the event that is created with this key. */
  static String id(String createKey) {
    return Digest.base32hex(createKey);
  }

  @Nullable Snapshot findCreated(String createKey) {
    return switch (events.get(List.of(id(createKey))).get(0)) {
      case Result.Done<Event>(Event event) ->
          event == null || EventSnapshots.isCancelled(event) ? null : events.snapshot(event);
      case Result.Failed<Event>(Failure failure) -> {
        if (failure.is(FailureKind.ABSENT)) {
          yield null;
        }
        throw new CallFailed(failure);
      }
    };
  }

  /** One answer for each write, in order. */
  void write(List<Write> writes, Answers answers, List<Integer> positions) {
    Map<Integer, Event> present = present(writes, answers, positions);
    List<Integer> open = positions.stream().filter(at -> !answers.has(at)).toList();
    for (int from = 0; from < open.size(); from += GoogleBatch.SIZE) {
      List<Integer> some = open.subList(from, Math.min(open.size(), from + GoogleBatch.SIZE));
      List<Result<Object>> results;
      try {
        results =
            batch.<Object>run(
                some.stream().map(at -> request(writes.get(at), present.get(at))).toList());
      } catch (CallFailed e) {
        answers.stop(e.failure(), some);
        return;
      }
      results = again(writes, present, some, results);
      for (int i = 0; i < some.size(); i++) {
        answers.put(some.get(i), answer(writes.get(some.get(i)), results.get(i)), results.get(i));
      }
    }
  }

  /** A part that met another write was not done: it has one more try, by itself. */
  private List<Result<Object>> again(
      List<Write> writes,
      Map<Integer, Event> present,
      List<Integer> some,
      List<Result<Object>> results) {
    if (results.stream().noneMatch(EventWrites::conflict)) {
      return results;
    }
    calls.pause();
    return IntStream.range(0, some.size())
        .mapToObj(
            i ->
                conflict(results.get(i))
                    ? batch
                        .<Object>run(
                            List.of(request(writes.get(some.get(i)), present.get(some.get(i)))))
                        .get(0)
                    : results.get(i))
        .toList();
  }

  private static boolean conflict(Result<Object> result) {
    return result instanceof Result.Failed<Object>(Failure failure)
        && failure.is(FailureKind.CONFLICT);
  }

  /**
   * The events whose reminders change: reminders by e-mail stay, so those there are must be known.
   */
  private Map<Integer, Event> present(
      List<Write> writes, Answers answers, List<Integer> positions) {
    Map<Integer, Event> known = new LinkedHashMap<>();
    List<Integer> unknown = new ArrayList<>();
    for (int at : positions) {
      if (writes.get(at) instanceof Write.Update update
          && update.changes().containsKey(EventField.REMINDER)) {
        Event event = events.known(update.id(), update.version());
        if (event == null) {
          unknown.add(at);
        } else {
          known.put(at, event);
        }
      }
    }
    for (int from = 0; from < unknown.size(); from += GoogleBatch.SIZE) {
      List<Integer> some = unknown.subList(from, Math.min(unknown.size(), from + GoogleBatch.SIZE));
      List<Result<Event>> results =
          events.get(some.stream().map(at -> ((Write.Update) writes.get(at)).id()).toList());
      for (int i = 0; i < some.size(); i++) {
        int at = some.get(i);
        Write.Update update = (Write.Update) writes.get(at);
        switch (results.get(i)) {
          case Result.Done<Event>(Event event) when event != null -> {
            if (update.version().equals(event.getEtag())) {
              known.put(at, event);
            } else {
              answers.put(at, new Answer.Stale(), results.get(i));
            }
          }
          case Result.Done<Event> done -> answers.put(at, new Answer.Again("emptyAnswer"), done);
          case Result.Failed<Event> failed ->
              answers.put(
                  at,
                  failed.failure().is(FailureKind.ABSENT)
                      ? new Answer.Missing()
                      // Only read so far, so nothing is in doubt.
                      : new Answer.Again(failed.failure().code()),
                  failed);
        }
      }
    }
    return known;
  }

  private AbstractGoogleClientRequest<?> request(Write write, @Nullable Event present) {
    try {
      return switch (write) {
        case Write.Create create -> insert(create);
        case Write.Update update -> patch(update, present);
        case Write.Delete delete -> delete(delete);
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Calendar.Events.Insert insert(Write.Create create) throws IOException {
    String id = id(create.createKey());
    Event event = EventMapping.created(create.fields(), context.zone()).setId(id);
    EventMark.write(event, id, create.mark(), create.createKey());
    return calendar
        .events()
        .insert(GoogleEvents.PRIMARY, event)
        .setSendUpdates(NOBODY)
        .setFields(GoogleEvents.FIELDS);
  }

  private Calendar.Events.Patch patch(Write.Update update, @Nullable Event present)
      throws IOException {
    CalendarFacts calendarFacts =
        present != null && Reminders.usesDefaults(present.getReminders())
            ? events.facts()
            : new CalendarFacts(List.of());
    Event event =
        EventMapping.patch(
            update.changes(),
            present == null ? null : present.getReminders(),
            calendarFacts.defaultReminders());
    EventMark.write(event, update.id(), update.mark(), null);
    Calendar.Events.Patch patch =
        calendar
            .events()
            .patch(GoogleEvents.PRIMARY, update.id(), event)
            .setSendUpdates(NOBODY)
            .setFields(GoogleEvents.FIELDS);
    patch.getRequestHeaders().setIfMatch(update.version());
    return patch;
  }

  private Calendar.Events.Delete delete(Write.Delete delete) throws IOException {
    Calendar.Events.Delete request =
        calendar.events().delete(GoogleEvents.PRIMARY, delete.id()).setSendUpdates(NOBODY);
    request.getRequestHeaders().setIfMatch(delete.version());
    return request;
  }

  private Answer answer(Write write, Result<Object> result) {
    return switch (result) {
      case Result.Done<Object> done ->
          done.value() instanceof Event event
              ? written(event)
              : write instanceof Write.Delete
                  ? new Answer.Deleted()
                  : new Answer.Lost("emptyAnswer");
      case Result.Failed<Object>(Failure failure) -> refusal(write, failure);
    };
  }

  /** To tell what the event holds the calendar's reminders may have to be asked for. */
  private Answer written(Event event) {
    try {
      return new Answer.Written(events.snapshot(event));
    } catch (CallFailed e) {
      return new Answer.Lost(e.failure().code());
    }
  }

  private static Answer refusal(Write write, Failure failure) {
    if (failure.is(FailureKind.ABSENT) && write instanceof Write.Delete) {
      return new Answer.Deleted();
    }
    if (failure.is(FailureKind.DUPLICATE) && write instanceof Write.Create create) {
      return new Answer.Taken(id(create.createKey()));
    }
    if (failure.is(FailureKind.ABSENT) && write instanceof Write.Update) {
      return new Answer.Missing();
    }
    return Answers.refusal(failure);
  }
}

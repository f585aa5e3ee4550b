package io.lockstep.google;

import com.google.api.services.calendar.Calendar;
import com.google.api.services.calendar.model.Event;
import com.google.api.services.calendar.model.Events;
import io.lockstep.call.CallFailed;
import io.lockstep.call.Failure;
import io.lockstep.call.FailureKind;
import io.lockstep.call.Recent;
import io.lockstep.call.Result;
import io.lockstep.port.Mailbox.Page;
import io.lockstep.sync.Sighting;
import io.lockstep.sync.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The events of the primary calendar: change feed and reading by id. */
final class GoogleEvents {
  static final String PRIMARY = "primary";
  static final int PAGE = 2_500;

  static final String FIELDS =
      "id,etag,status,updated,summary,description,location,start,end,recurrence,recurringEventId,"
          + "originalStartTime,transparency,visibility,reminders,iCalUID,eventType,organizer,"
          + "attendees(email,self),guestsCanModify,locked,extendedProperties/private";
  static final String PAGE_FIELDS =
      "defaultReminders,timeZone,nextPageToken,nextSyncToken,items(" + FIELDS + ")";

  /**
   * Names the parameters a sync token was issued for. Google leaves it undefined what happens when
   * they change under a token, so whoever changes {@link #listing} changes this too.
   */
  private static final String CURSOR = "e1:";

  private final Calendar calendar;
  private final GoogleCalls calls;
  private final GoogleBatch batch;
  private final EventSnapshots snapshots;
  private final Recent<Event> recent = new Recent<>();
  private @Nullable CalendarFacts facts;

  GoogleEvents(Calendar calendar, GoogleCalls calls, GoogleBatch batch, EventSnapshots snapshots) {
    this.calendar = calendar;
    this.calls = calls;
    this.batch = batch;
    this.snapshots = snapshots;
  }

  /** See {@link io.lockstep.port.Mailbox#changes}. */
  Page changes(@Nullable String cursor, @Nullable String page) {
    Events answer = page(cursor, page);
    facts = CalendarFacts.of(answer);
    List<Snapshot> seen = new ArrayList<>();
    List<String> gone = new ArrayList<>();
    for (Event event : items(answer)) {
      if (!EventSnapshots.isCancelled(event)) {
        seen.add(snapshot(event));
      } else if (event.getRecurringEventId() == null) {
        gone.add(event.getId());
      }
      // A cancelled occurrence is a fact about its series, and a series stands outside the sync.
    }
    String token = answer.getNextSyncToken();
    return new Page(
        seen,
        gone,
        answer.getNextPageToken(),
        token == null ? null : CURSOR + token,
        cursor == null);
  }

  private Events page(@Nullable String cursor, @Nullable String page) {
    try {
      Calendar.Events.List list = listing();
      if (cursor != null) {
        list.setSyncToken(token(cursor));
      }
      if (page != null) {
        list.setPageToken(page);
      }
      return calls.read(list);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (CallFailed e) {
      Failure failure = e.failure();
      // A token Google cannot read at all is answered as a bad request: listing anew mends that.
      if (cursor != null && (failure.is(FailureKind.REFUSED) || failure.is(FailureKind.ABSENT))) {
        throw new CallFailed(Failure.of(FailureKind.CURSOR_EXPIRED, failure.code()));
      }
      throw e;
    }
  }

  private static String token(String cursor) {
    if (!cursor.startsWith(CURSOR)) {
      throw new CallFailed(Failure.of(FailureKind.CURSOR_EXPIRED, "otherParameters"));
    }
    return cursor.substring(CURSOR.length());
  }

  /** Masters, not their occurrences, so that a rule stays a rule. */
  private Calendar.Events.List listing() throws IOException {
    return calendar
        .events()
        .list(PRIMARY)
        .setSingleEvents(false)
        .setEventTypes(List.of("default"))
        .setMaxResults(PAGE)
        .setFields(PAGE_FIELDS);
  }

  static List<Event> items(Events answer) {
    return answer.getItems() == null ? List.of() : answer.getItems();
  }

  /**
   * What is there now. A deleted event counts as gone only while the calendar itself reads well.
   *
   * @throws CallFailed where nothing could be read
   */
  Map<String, Sighting> read(Collection<String> ids) {
    Map<String, Sighting> sightings = new LinkedHashMap<>();
    List<String> asked = List.copyOf(new LinkedHashSet<>(ids));
    List<String> missing = new ArrayList<>();
    for (int from = 0; from < asked.size(); from += GoogleBatch.SIZE) {
      List<String> some = asked.subList(from, Math.min(asked.size(), from + GoogleBatch.SIZE));
      List<Result<Event>> results = get(some);
      for (int i = 0; i < some.size(); i++) {
        look(some.get(i), results.get(i), sightings, missing);
      }
    }
    if (!missing.isEmpty()) {
      Sighting absence = absence();
      missing.forEach(id -> sightings.put(id, absence));
    }
    return sightings;
  }

  private void look(
      String id, Result<Event> result, Map<String, Sighting> sightings, List<String> missing) {
    switch (result) {
      case Result.Done<Event>(Event event)
          when event != null && !EventSnapshots.isCancelled(event) ->
          sightings.put(id, new Sighting.Present(snapshot(event)));
      case Result.Done<Event>(Event event) when event != null -> missing.add(id);
      case Result.Done<Event> done -> sightings.put(id, new Sighting.Unknown("emptyAnswer"));
      case Result.Failed<Event>(Failure failure) when failure.is(FailureKind.ABSENT) ->
          missing.add(id);
      case Result.Failed<Event>(Failure failure)
          when failure.is(FailureKind.ACCESS_LOST) || failure.is(FailureKind.RATE_LIMITED) ->
          throw new CallFailed(failure);
      case Result.Failed<Event>(Failure failure) ->
          sightings.put(id, new Sighting.Unknown(failure.code()));
    }
  }

  /** Whether what was not found is really gone. */
  private Sighting absence() {
    try {
      facts = loadFacts();
      return Sighting.Gone.PLAIN;
    } catch (CallFailed e) {
      return new Sighting.Unknown(e.failure().code());
    }
  }

  /** One result for each id, in order; a single transient failure of the whole is tried again. */
  List<Result<Event>> get(List<String> ids) {
    try {
      return batch.run(gets(ids));
    } catch (CallFailed e) {
      if (!e.failure().is(FailureKind.UNAVAILABLE)) {
        throw e;
      }
      calls.pause();
      return batch.run(gets(ids));
    }
  }

  private List<Calendar.Events.Get> gets(List<String> ids) {
    return ids.stream()
        .map(
            id -> {
              try {
                return calendar.events().get(PRIMARY, id).setFields(FIELDS);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .toList();
  }

  Snapshot snapshot(Event event) {
    if (event.getEtag() != null) {
      recent.put(event.getId(), event.getEtag(), event);
    }
    // Most events of a calendar use its reminders: worth one call, but not for those that do not.
    CalendarFacts calendarFacts =
        Reminders.usesDefaults(event.getReminders()) ? facts() : new CalendarFacts(List.of());
    return snapshots.of(event, calendarFacts);
  }

  /** The event as last read, if it was read at this version. */
  @Nullable Event known(String id, String version) {
    return recent.at(id, version);
  }

  CalendarFacts facts() {
    CalendarFacts known = facts;
    if (known == null) {
      known = loadFacts();
      facts = known;
    }
    return known;
  }

  private CalendarFacts loadFacts() {
    try {
      return CalendarFacts.of(
          calls.read(
              calendar
                  .events()
                  .list(PRIMARY)
                  .setMaxResults(1)
                  .setFields("timeZone,defaultReminders")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

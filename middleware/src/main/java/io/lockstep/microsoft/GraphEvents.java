package io.lockstep.microsoft;

import com.microsoft.graph.models.Calendar;
import com.microsoft.graph.models.Event;
import com.microsoft.graph.users.item.UserItemRequestBuilder;
import com.microsoft.kiota.RequestInformation;
import io.lockstep.call.CallFailed;
import io.lockstep.call.Failure;
import io.lockstep.call.FailureKind;
import io.lockstep.call.Recent;
import io.lockstep.call.Result;
import io.lockstep.sync.Sighting;
import io.lockstep.sync.Snapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The events of a mailbox, read by id. */
final class GraphEvents {
  private final UserItemRequestBuilder user;
  private final GraphCalls calls;
  private final GraphBatch batch;
  private final EventSnapshots snapshots;
  private final EventMarks marks;
  private final Recent<Event> recent = new Recent<>();

  GraphEvents(
      UserItemRequestBuilder user,
      GraphCalls calls,
      GraphBatch batch,
      EventSnapshots snapshots,
      EventMarks marks) {
    this.user = user;
    this.calls = calls;
    this.batch = batch;
    this.snapshots = snapshots;
    this.marks = marks;
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
    List<Result<Event>> results = get(asked);
    for (int i = 0; i < asked.size(); i++) {
      String id = asked.get(i);
      switch (results.get(i)) {
        case Result.Done<Event>(Event event) when event != null ->
            sightings.put(id, new Sighting.Present(expanded(event)));
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
    if (!missing.isEmpty()) {
      Sighting absence = absence();
      missing.forEach(id -> sightings.put(id, absence));
    }
    return sightings;
  }

  /** Whether what was not found is really gone. */
  private Sighting absence() {
    try {
      Calendar unused =
          calls.read(
              () ->
                  Preferences.on(
                      user.calendar()
                          .toGetRequestInformation(
                              asked -> asked.queryParameters.select = new String[] {"id"})),
              Calendar::createFromDiscriminatorValue);
      return Sighting.Gone.PLAIN;
    } catch (CallFailed e) {
      return new Sighting.Unknown(e.failure().code());
    }
  }

  /** One result for each id, in order, with marks. */
  List<Result<Event>> get(List<String> ids) {
    List<BatchItem<Event>> items =
        ids.stream()
            .map(id -> new BatchItem<>(() -> one(id), Event::createFromDiscriminatorValue))
            .toList();
    try {
      return batch.run(items);
    } catch (CallFailed e) {
      if (!e.failure().is(FailureKind.UNAVAILABLE)) {
        throw e;
      }
      calls.pause();
      return batch.run(items);
    }
  }

  private RequestInformation one(String id) {
    return Preferences.on(
        user.events()
            .byEventId(id)
            .toGetRequestInformation(
                asked -> asked.queryParameters.expand = new String[] {ItemMark.EXPAND}));
  }

  /** Of an event that was read with its properties. */
  Snapshot expanded(Event event) {
    return marked(
        event, ItemMark.read(event.getId(), event.getSingleValueExtendedProperties()).mark());
  }

  /** Of an event whose mark is known. */
  Snapshot marked(Event event, @Nullable String mark) {
    String id = String.valueOf(event.getId());
    marks.note(id, mark);
    recent.put(id, EventSnapshots.version(event), event);
    return snapshots.of(event, mark);
  }

  /** Of entries of the change feed, which come without their marks. */
  List<Snapshot> snapshots(List<Event> events) {
    Map<String, String> marksById =
        marks.of(
            events.stream()
                .filter(EventSnapshots::isSingle)
                .map(event -> String.valueOf(event.getId()))
                .toList());
    List<Snapshot> all = new ArrayList<>();
    for (Event event : events) {
      if (EventSnapshots.isSingle(event)) {
        all.add(marked(event, marksById.get(String.valueOf(event.getId()))));
      } else {
        all.add(snapshots.of(event, null));
      }
    }
    return all;
  }

  /** The event as last read, if it was read at this version. */
  @Nullable Event known(String id, String version) {
    return recent.at(id, version);
  }
}

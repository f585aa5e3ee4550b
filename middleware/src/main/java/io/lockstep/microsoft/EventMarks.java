package io.lockstep.microsoft;

import com.microsoft.graph.models.Event;
import com.microsoft.graph.models.EventCollectionResponse;
import com.microsoft.graph.users.item.UserItemRequestBuilder;
import com.microsoft.kiota.RequestInformation;
import io.lockstep.call.CallFailed;
import io.lockstep.call.Failure;
import io.lockstep.call.FailureKind;
import io.lockstep.call.Result;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Our marks on events. Graph's change feed does not carry them: for a few events they are read one
 * by one, for many the whole mailbox is listed once, ids and marks only.
 */
final class EventMarks {
  private static final int FEW = 2 * GraphBatch.SIZE;
  private static final int FEW_CREATES = 3;
  private static final int PAGE = 500;

  private final UserItemRequestBuilder user;
  private final GraphCalls calls;
  private final GraphBatch batch;
  private final Map<String, @Nullable String> known = new HashMap<>();
  private final Map<String, Event> createdWith = new HashMap<>();
  private boolean listed;
  private int createsAsked;

  EventMarks(UserItemRequestBuilder user, GraphCalls calls, GraphBatch batch) {
    this.user = user;
    this.calls = calls;
    this.batch = batch;
  }

  /** What was read or written: the mark of an event, or that it has none. */
  void note(String id, @Nullable String mark) {
    known.put(id, mark);
  }

  /**
   * The mark of each event; no entry for one without.
   *
   * @throws CallFailed where they cannot be told: unread is not the same as none
   */
  Map<String, String> of(List<String> ids) {
    List<String> open = ids.stream().filter(id -> !known.containsKey(id)).distinct().toList();
    if (open.size() > FEW && !listed) {
      list();
      open = open.stream().filter(id -> !known.containsKey(id)).toList();
    }
    if (!open.isEmpty()) {
      readEach(open);
    }
    Map<String, String> marks = new HashMap<>();
    for (String id : ids) {
      String mark = known.get(id);
      if (mark != null) {
        marks.put(id, mark);
      }
    }
    return marks;
  }

  private void readEach(List<String> ids) {
    List<BatchItem<Event>> items =
        ids.stream()
            .map(id -> new BatchItem<>(() -> one(id), Event::createFromDiscriminatorValue))
            .toList();
    List<Result<Event>> results = batch.run(items);
    for (int i = 0; i < ids.size(); i++) {
      switch (results.get(i)) {
        case Result.Done<Event>(Event event) ->
            note(
                ids.get(i),
                event == null
                    ? null
                    : ItemMark.read(ids.get(i), event.getSingleValueExtendedProperties()).mark());
        case Result.Failed<Event>(Failure failure) -> {
          if (!failure.is(FailureKind.ABSENT)) {
            throw new CallFailed(failure);
          }
          note(ids.get(i), null); // gone since: looked at by id later
        }
      }
    }
  }

  private RequestInformation one(String id) {
    return Preferences.on(
        user.events()
            .byEventId(id)
            .toGetRequestInformation(
                asked -> {
                  asked.queryParameters.select = new String[] {"id"};
                  asked.queryParameters.expand = new String[] {ItemMark.EXPAND};
                }));
  }

  private void list() {
    EventCollectionResponse page = page(null);
    while (true) {
      for (Event event : values(page)) {
        note(event);
      }
      String next = page.getOdataNextLink();
      if (next == null) {
        break;
      }
      page = page(next);
    }
    listed = true;
  }

  private static List<Event> values(EventCollectionResponse page) {
    return page.getValue() == null ? List.of() : page.getValue();
  }

  private void note(Event event) {
    String id = String.valueOf(event.getId());
    ItemMark mark = ItemMark.read(id, event.getSingleValueExtendedProperties());
    note(id, mark.mark());
    if (mark.createKey() != null) {
      // A copy may carry the key as well: the first one is the one that was made with it.
      createdWith.merge(mark.createKey(), event, EventMarks::older);
    }
  }

  private static Event older(Event one, Event other) {
    return created(one).isAfter(created(other)) ? other : one;
  }

  private static OffsetDateTime created(Event event) {
    return event.getCreatedDateTime() == null ? OffsetDateTime.MAX : event.getCreatedDateTime();
  }

  private EventCollectionResponse page(@Nullable String link) {
    return calls.read(
        () ->
            Preferences.on(
                link == null
                    ? user.events()
                        .toGetRequestInformation(
                            asked -> {
                              asked.queryParameters.select = new String[] {"id", "createdDateTime"};
                              asked.queryParameters.expand = new String[] {ItemMark.EXPAND};
                              asked.queryParameters.top = PAGE;
                            })
                    : user.events().withUrl(link).toGetRequestInformation()),
        EventCollectionResponse::createFromDiscriminatorValue);
  }

  /** The id of the event that was made with this key; null where there is none. */
  @Nullable String created(String createKey) {
    if (!listed && createsAsked >= FEW_CREATES) {
      list();
    }
    if (listed) {
      Event event = createdWith.get(createKey);
      return event == null ? null : event.getId();
    }
    createsAsked++;
    return find(createKey);
  }

  /** Asked anew, past what was listed. */
  @Nullable String find(String createKey) {
    EventCollectionResponse answer =
        calls.read(
            () ->
                Preferences.on(
                    user.events()
                        .toGetRequestInformation(
                            asked -> {
                              asked.queryParameters.filter = ItemMark.createdWith(createKey);
                              asked.queryParameters.select = new String[] {"id", "createdDateTime"};
                            })),
            EventCollectionResponse::createFromDiscriminatorValue);
    return new ArrayList<>(values(answer))
        .stream().min(Comparator.comparing(EventMarks::created)).map(Event::getId).orElse(null);
  }
}

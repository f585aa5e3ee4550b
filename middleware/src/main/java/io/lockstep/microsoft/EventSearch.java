package io.lockstep.microsoft;

import com.microsoft.graph.models.Event;
import com.microsoft.graph.models.EventCollectionResponse;
import com.microsoft.graph.users.item.UserItemRequestBuilder;
import com.microsoft.kiota.RequestInformation;
import io.lockstep.calendar.EventField;
import io.lockstep.calendar.EventTime;
import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Looks for events that take place exactly when others do: a window a day for few of them, windows
 * of half a year for many.
 */
final class EventSearch {
  private static final int FEW_DAYS = 10;
  private static final int LONGEST_DAYS = 180;
  private static final int PAGE = 500;

  /** Where an all-day event's dates lie in UTC depends on the calendar's zone. */
  private static final Duration MARGIN = Duration.ofHours(15);

  private record Window(Instant from, Instant until) {}

  private final UserItemRequestBuilder user;
  private final GraphEvents events;
  private final GraphCalls calls;

  EventSearch(UserItemRequestBuilder user, GraphEvents events, GraphCalls calls) {
    this.user = user;
    this.events = events;
    this.calls = calls;
  }

  List<Snapshot> find(Collection<FieldValues> values) {
    Set<String> times = new HashSet<>();
    TreeSet<Instant> days = new TreeSet<>();
    for (FieldValues one : values) {
      EventTime.tryParse(one.get(EventField.TIME))
          .map(EventTimes::normal)
          .ifPresent(
              time -> {
                times.add(time.text());
                days.add(time.span().start().truncatedTo(ChronoUnit.DAYS));
              });
    }
    Set<String> ids = new HashSet<>();
    List<Snapshot> found = new ArrayList<>();
    for (Window window : windows(days)) {
      for (Event event : in(window)) {
        boolean wanted =
            EventSnapshots.isSingle(event)
                && EventTimes.read(event)
                    .filter(time -> times.contains(EventTimes.normal(time).text()))
                    .isPresent();
        if (wanted && ids.add(String.valueOf(event.getId()))) {
          found.add(events.expanded(event));
        }
      }
    }
    return found;
  }

  private static List<Window> windows(NavigableSet<Instant> days) {
    List<Window> windows = new ArrayList<>();
    if (days.size() <= FEW_DAYS) {
      days.forEach(day -> windows.add(window(day, day)));
      return windows;
    }
    Instant first = days.first();
    while (first != null) {
      Instant last = days.floor(first.plus(LONGEST_DAYS, ChronoUnit.DAYS));
      windows.add(window(first, last == null ? first : last));
      first = days.higher(last == null ? first : last);
    }
    return windows;
  }

  private static Window window(Instant firstDay, Instant lastDay) {
    return new Window(firstDay.minus(MARGIN), lastDay.plus(1, ChronoUnit.DAYS).plus(MARGIN));
  }

  private List<Event> in(Window window) {
    List<Event> all = new ArrayList<>();
    @Nullable String link = null;
    do {
      String from = link;
      EventCollectionResponse page =
          calls.read(
              () -> request(window, from), EventCollectionResponse::createFromDiscriminatorValue);
      if (page.getValue() != null) {
        all.addAll(page.getValue());
      }
      link = page.getOdataNextLink();
    } while (link != null);
    return all;
  }

  private RequestInformation request(Window window, @Nullable String link) {
    return Preferences.on(
        link != null
            ? user.calendar().calendarView().withUrl(link).toGetRequestInformation()
            : user.calendar()
                .calendarView()
                .toGetRequestInformation(
                    asked -> {
                      asked.queryParameters.startDateTime = window.from().toString();
                      asked.queryParameters.endDateTime = window.until().toString();
                      asked.queryParameters.top = PAGE;
                      asked.queryParameters.expand = new String[] {ItemMark.EXPAND};
                    }));
  }
}

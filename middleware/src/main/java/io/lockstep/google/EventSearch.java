package io.lockstep.google;

import com.google.api.client.util.DateTime;
import com.google.api.services.calendar.Calendar;
import com.google.api.services.calendar.model.Event;
import com.google.api.services.calendar.model.Events;
import io.lockstep.calendar.EventField;
import io.lockstep.calendar.EventTime;
import io.lockstep.call.Result;
import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
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
 * Looks for events that take place exactly when others do: a window a day for few of them, one
 * listing for many.
 */
final class EventSearch {
  private static final int FEW_DAYS = 10;

  /** Where an all-day event's dates lie in UTC depends on the calendar's zone. */
  private static final Duration MARGIN = Duration.ofHours(15);

  private record Window(Instant from, Instant to) {}

  private final Calendar calendar;
  private final GoogleEvents events;
  private final GoogleCalls calls;
  private final GoogleBatch batch;

  EventSearch(Calendar calendar, GoogleEvents events, GoogleCalls calls, GoogleBatch batch) {
    this.calendar = calendar;
    this.events = events;
    this.calls = calls;
    this.batch = batch;
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
    for (Event event : candidates(windows(days))) {
      boolean wanted =
          !EventSnapshots.isCancelled(event)
              && EventTimes.read(event.getStart(), event.getEnd())
                  .filter(time -> times.contains(EventTimes.normal(time).text()))
                  .isPresent();
      if (wanted && ids.add(event.getId())) {
        found.add(events.snapshot(event));
      }
    }
    return found;
  }

  /** Windows over the days; each holds whatever starts on its day, in any zone. */
  private static List<Window> windows(NavigableSet<Instant> days) {
    if (days.isEmpty()) {
      return List.of();
    }
    if (days.size() > FEW_DAYS) {
      return List.of(window(days.first(), days.last()));
    }
    return days.stream().map(day -> window(day, day)).toList();
  }

  private static Window window(Instant firstDay, Instant lastDay) {
    return new Window(firstDay.minus(MARGIN), lastDay.plus(1, ChronoUnit.DAYS).plus(MARGIN));
  }

  private List<Event> candidates(List<Window> windows) {
    List<Event> all = new ArrayList<>();
    List<Calendar.Events.List> lists =
        windows.stream().map(window -> listing(window, null)).toList();
    List<Result<Events>> results = batch.run(lists);
    for (int i = 0; i < windows.size(); i++) {
      Events page =
          results.get(i) instanceof Result.Done<Events>(Events done) && done != null
              ? done
              : calls.read(listing(windows.get(i), null));
      all.addAll(GoogleEvents.items(page));
      String next = page.getNextPageToken();
      while (next != null) {
        page = calls.read(listing(windows.get(i), next));
        all.addAll(GoogleEvents.items(page));
        next = page.getNextPageToken();
      }
    }
    return all;
  }

  private Calendar.Events.List listing(Window window, @Nullable String page) {
    try {
      Calendar.Events.List list =
          calendar
              .events()
              .list(GoogleEvents.PRIMARY)
              .setSingleEvents(false)
              .setEventTypes(List.of("default"))
              .setMaxResults(GoogleEvents.PAGE)
              .setTimeMin(new DateTime(window.from().toEpochMilli(), 0))
              .setTimeMax(new DateTime(window.to().toEpochMilli(), 0))
              .setFields(GoogleEvents.PAGE_FIELDS);
      return page == null ? list : list.setPageToken(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.lockstep.google;

import com.google.api.services.calendar.model.Event;
import com.google.api.services.calendar.model.EventAttendee;
import com.google.api.services.calendar.model.EventDateTime;
import io.lockstep.calendar.EventKey;
import io.lockstep.calendar.EventTime;
import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Snapshot;
import io.lockstep.sync.Snapshot.Exclusion;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an event is to the core: fields, mark, key and the facts for scope and policy. */
final class EventSnapshots {
  private final MailboxContext context;

  EventSnapshots(MailboxContext context) {
    this.context = context;
  }

  static boolean isCancelled(Event event) {
    return "cancelled".equals(event.getStatus());
  }

  Snapshot of(Event event, CalendarFacts calendar) {
    FieldValues fields = EventMapping.read(event, calendar.defaultReminders());
    Optional<EventTime> time = EventTimes.read(event.getStart(), event.getEnd());
    Instant start = time.map(t -> t.span().start()).orElse(null);
    Instant end = time.map(t -> t.span().end()).orElse(null);
    return new Snapshot(
        Kind.EVENT,
        event.getId(),
        event.getEtag() == null ? "" : event.getEtag(),
        fields,
        EventMark.read(event),
        key(event),
        event.getUpdated() == null ? null : EventTimes.instant(event.getUpdated()),
        new Snapshot.Traits(
            start,
            end,
            exclusion(event, time.isPresent()),
            organizer(event),
            participants(event),
            false));
  }

  private static @Nullable String key(Event event) {
    if (event.getICalUID() == null) {
      return null;
    }
    EventDateTime original = event.getOriginalStartTime();
    String start = "";
    if (original != null && original.getDateTime() != null) {
      start = EventTimes.instant(original.getDateTime()).toString();
    } else if (original != null && original.getDate() != null) {
      start = EventTimes.date(original.getDate()).toString();
    }
    return EventKey.of(event.getICalUID(), start);
  }

  private static @Nullable Exclusion exclusion(Event event, boolean hasTime) {
    if (event.getEventType() != null && !event.getEventType().equals("default")) {
      return Exclusion.SPECIAL_EVENT;
    }
    if (event.getRecurringEventId() != null
        || (event.getRecurrence() != null && !event.getRecurrence().isEmpty())) {
      return Exclusion.SERIES;
    }
    if (!hasTime) {
      return Exclusion.INCOMPLETE;
    }
    return mayChange(event) ? null : Exclusion.READ_ONLY;
  }

  private static boolean mayChange(Event event) {
    if (Boolean.TRUE.equals(event.getLocked())) {
      return false;
    }
    Event.Organizer organizer = event.getOrganizer();
    return organizer == null
        || Boolean.TRUE.equals(organizer.getSelf())
        || Boolean.TRUE.equals(event.getGuestsCanModify());
  }

  private static @Nullable String organizer(Event event) {
    Event.Organizer organizer = event.getOrganizer();
    return organizer == null || organizer.getEmail() == null
        ? null
        : organizer.getEmail().toLowerCase(Locale.ROOT);
  }

  /** For the person's own entry all of their addresses, so that an alias is recognised. */
  private List<String> participants(Event event) {
    if (event.getAttendees() == null) {
      return List.of();
    }
    Set<String> addresses = new LinkedHashSet<>();
    for (EventAttendee attendee : event.getAttendees()) {
      if (attendee.getEmail() != null) {
        addresses.add(attendee.getEmail().toLowerCase(Locale.ROOT));
      }
      if (Boolean.TRUE.equals(attendee.getSelf())) {
        addresses.addAll(context.addresses());
      }
    }
    return List.copyOf(addresses);
  }
}

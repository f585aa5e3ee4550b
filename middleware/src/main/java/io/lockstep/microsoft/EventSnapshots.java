package io.lockstep.microsoft;

import com.microsoft.graph.models.Attendee;
import com.microsoft.graph.models.EmailAddress;
import com.microsoft.graph.models.Event;
import com.microsoft.graph.models.EventType;
import com.microsoft.graph.models.Recipient;
import io.lockstep.calendar.EventKey;
import io.lockstep.calendar.EventTime;
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

  Snapshot of(Event event, @Nullable String mark) {
    Optional<EventTime> time = EventTimes.read(event);
    return new Snapshot(
        Kind.EVENT,
        String.valueOf(event.getId()),
        version(event),
        EventMapping.read(event),
        mark,
        key(event),
        event.getLastModifiedDateTime() == null
            ? null
            : event.getLastModifiedDateTime().toInstant(),
        new Snapshot.Traits(
            time.map(t -> t.span().start()).orElse(null),
            time.map(t -> t.span().end()).orElse(null),
            exclusion(event, time.isPresent()),
            address(event.getOrganizer()),
            participants(event),
            false));
  }

  static @Nullable Instant start(Event event) {
    return EventTimes.read(event).map(time -> time.span().start()).orElse(null);
  }

  static String version(Event event) {
    return event.getChangeKey() == null ? "" : event.getChangeKey();
  }

  /** Only one-off events are synced. */
  static boolean isSingle(Event event) {
    return (event.getType() == null || event.getType() == EventType.SingleInstance)
        && event.getRecurrence() == null
        && event.getSeriesMasterId() == null;
  }

  private static @Nullable String key(Event event) {
    if (event.getICalUId() == null) {
      return null;
    }
    Instant original =
        event.getOriginalStart() == null ? null : event.getOriginalStart().toInstant();
    return EventKey.of(
        ICalUid.of(event.getICalUId()),
        isSingle(event) || original == null ? "" : original.toString());
  }

  private static @Nullable Exclusion exclusion(Event event, boolean hasTime) {
    if (!isSingle(event)) {
      return Exclusion.SERIES;
    }
    if (!hasTime || Boolean.TRUE.equals(event.getIsDraft())) {
      return Exclusion.INCOMPLETE;
    }
    // What an attendee changes in their copy the organizer's next change overwrites.
    return Boolean.FALSE.equals(event.getIsOrganizer()) ? Exclusion.READ_ONLY : null;
  }

  private static @Nullable String address(@Nullable Recipient recipient) {
    EmailAddress email = recipient == null ? null : recipient.getEmailAddress();
    return email == null || email.getAddress() == null
        ? null
        : email.getAddress().toLowerCase(Locale.ROOT);
  }

  /**
   * A copy in this mailbox belongs to this person, under whatever alias they were invited: all of
   * their addresses are on it.
   */
  private List<String> participants(Event event) {
    Set<String> addresses = new LinkedHashSet<>();
    if (event.getAttendees() != null) {
      for (Attendee attendee : event.getAttendees()) {
        String address = address(attendee);
        if (address != null) {
          addresses.add(address);
        }
      }
    }
    if (!addresses.isEmpty() && Boolean.FALSE.equals(event.getIsOrganizer())) {
      addresses.addAll(context.addresses());
    }
    return List.copyOf(addresses);
  }
}

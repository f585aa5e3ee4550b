package io.lockstep.sandbox.microsoft.calendar;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.microsoft.ChangeLog;
import io.lockstep.sandbox.microsoft.GraphError;
import io.lockstep.sandbox.microsoft.GraphMailbox;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The calendars of one mailbox and all that is in them. Guarded by the engine's lock. */
final class MailboxCalendars {
  /** A group of calendars. */
  record Group(String key, String name, String classId, String changeKey) {}

  /** Which event a {@code transactionId} made. */
  record Transaction(String eventKey, Instant at) {}

  private static final String MY_CALENDARS = "0006f0b7-0000-0000-c000-000000000046";

  final GraphMailbox mailbox;
  final Map<String, Group> groups = new LinkedHashMap<>();
  final Map<String, CalendarFolder> folders = new LinkedHashMap<>();
  final Map<String, StoredEvent> events = new LinkedHashMap<>();
  final Map<String, Transaction> transactions = new LinkedHashMap<>();

  /** Users, by id, with whom the calendars are shared, and whether they may see private events. */
  final Map<String, Boolean> readers = new HashMap<>();

  final CalendarFolder main;

  MailboxCalendars(GraphMailbox mailbox) {
    this.mailbox = mailbox;
    Group group = addGroup("My Calendars", MY_CALENDARS);
    this.main = addFolder("Calendar", true, group.key());
  }

  Group addGroup(String name, String classId) {
    String key = mailbox.newKey("group");
    Group group = new Group(key, name, classId, mailbox.newChangeKey());
    groups.put(key, group);
    return group;
  }

  CalendarFolder addFolder(String name, boolean isDefault, String groupKey) {
    String key = mailbox.newKey("calendar");
    ChangeLog log = mailbox.log("calendar/" + key);
    CalendarFolder folder =
        new CalendarFolder(key, name, isDefault, groupKey, log, mailbox.newChangeKey());
    folders.put(key, folder);
    return folder;
  }

  /** A new event in a calendar, told to its change log. */
  StoredEvent add(CalendarFolder folder, ObjectNode doc, Span span, Instant now) {
    StoredEvent event = new StoredEvent(mailbox.newKey("event"), folder, doc, span, now);
    event.changeKey = mailbox.newChangeKey();
    events.put(event.key, event);
    folder.log.add(event.key, ChangeLog.Kind.created);
    return event;
  }

  void touch(StoredEvent event, Instant now) {
    event.changeKey = mailbox.newChangeKey();
    event.modified = now;
    event.folder.log.add(event.key, ChangeLog.Kind.updated);
  }

  void touch(StoredEvent event, LocalDate day, OccurrenceException exception, Instant now) {
    exception.changeKey = mailbox.newChangeKey();
    exception.modified = now;
    event.folder.log.add(event.occurrenceKey(day), ChangeLog.Kind.updated);
  }

  /** Deletes an event, or a series with all of its occurrences. */
  void remove(StoredEvent event, Instant now) {
    event.deleted = true;
    event.modified = now;
    event.folder.log.add(event.key, ChangeLog.Kind.deleted);
    event.former.add(event.formerly(true));
  }

  /** Deletes the occurrence of one day. */
  void removeOccurrence(StoredEvent event, LocalDate day) {
    event.cancelled.add(day);
    event.exceptions.remove(day);
    event.folder.log.add(event.occurrenceKey(day), ChangeLog.Kind.deleted);
  }

  /** All occurrences get new ids and follow the series again; to be called before the change. */
  void renewSeries(StoredEvent event) {
    if (event.isSeries()) {
      // Told by the change of the series that follows, whose generation is the next one.
      StoredEvent.Former now = event.formerly(false);
      event.former.add(
          new StoredEvent.Former(
              now.folder(),
              now.log() + 1,
              false,
              now.series(),
              now.moves(),
              now.span(),
              now.recurrence(),
              now.exceptionDays()));
    }
    event.series++;
    event.exceptions.clear();
    event.cancelled.clear();
  }

  void move(StoredEvent event, CalendarFolder to, Instant now) {
    event.folder.log.add(event.key, ChangeLog.Kind.deleted);
    event.former.add(event.formerly(true));
    event.moves++;
    event.folder = to;
    event.changeKey = mailbox.newChangeKey();
    event.modified = now;
    to.log.add(event.key, ChangeLog.Kind.created);
  }

  /** The event or series of this iCalUId that is not deleted. */
  @Nullable StoredEvent byUid(String uid) {
    for (StoredEvent event : events.values()) {
      if (!event.deleted && event.uid().equals(uid)) {
        return event;
      }
    }
    return null;
  }

  List<StoredEvent> in(CalendarFolder folder) {
    List<StoredEvent> out = new ArrayList<>();
    for (StoredEvent event : events.values()) {
      if (!event.deleted && event.folder == folder) {
        out.add(event);
      }
    }
    return out;
  }

  /**
   * A calendar by its id.
   *
   * @throws GraphError 404 where there is none
   */
  CalendarFolder folder(String id) {
    CalendarFolder folder = folders.get(mailbox.ids().key(id));
    if (folder == null) {
      throw GraphError.itemNotFound();
    }
    return folder;
  }

  Group group(String id) {
    Group group = groups.get(mailbox.ids().key(id));
    if (group == null) {
      throw GraphError.itemNotFound();
    }
    return group;
  }
}

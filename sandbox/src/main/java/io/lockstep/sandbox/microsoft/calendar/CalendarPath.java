package io.lockstep.sandbox.microsoft.calendar;

import io.lockstep.sandbox.microsoft.GraphCall;
import io.lockstep.sandbox.microsoft.GraphError;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which calendar a path speaks of, and what follows after that.
 *
 * @param folderId null = the default calendar
 * @param named whether the path names a calendar at all; else {@code /events/{id}} means the whole
 *     mailbox
 * @param rest the segments after the calendar; empty = the calendar itself
 */
record CalendarPath(@Nullable String folderId, boolean named, List<String> rest) {
  private static final Set<String> FIRST =
      Set.of("events", "calendarview", "calendar", "calendars", "calendargroups");

  CalendarPath {
    rest = List.copyOf(rest);
  }

  static boolean isOne(GraphCall call) {
    return call.mailbox() != null
        && !call.path().isEmpty()
        && FIRST.contains(call.segment(0).toLowerCase(Locale.ROOT));
  }

  /** The part of a path that names one calendar; null where it names calendars or groups. */
  static @Nullable CalendarPath of(GraphCall call) {
    List<String> path = call.path();
    if (call.starts("calendarGroups", "*", "calendars", "*")) {
      return new CalendarPath(path.get(3), true, path.subList(4, path.size()));
    }
    if (call.starts("calendars", "*")) {
      return new CalendarPath(path.get(1), true, path.subList(2, path.size()));
    }
    if (call.starts("calendar")) {
      return new CalendarPath(null, true, path.subList(1, path.size()));
    }
    return call.starts("events") || call.starts("calendarView")
        ? new CalendarPath(null, false, path)
        : null;
  }

  CalendarFolder folder(MailboxCalendars box) {
    return folderId == null ? box.main : box.folder(folderId);
  }

  /** Whether the rest has these segments; {@code *} stands for any one. */
  boolean is(String... pattern) {
    if (rest.size() != pattern.length) {
      return false;
    }
    for (int i = 0; i < pattern.length; i++) {
      if (!pattern[i].equals("*") && !pattern[i].equalsIgnoreCase(rest.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** What the id in the path names; with a calendar named, only where it is in that one. */
  Seen event(MailboxCalendars box) {
    Seen seen = EventIds.find(box, rest.get(1));
    if (named && seen.event().folder != folder(box)) {
      throw GraphError.itemNotFound();
    }
    return seen;
  }
}

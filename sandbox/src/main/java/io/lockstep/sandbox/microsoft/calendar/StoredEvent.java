package io.lockstep.sandbox.microsoft.calendar;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.microsoft.GraphJson;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One event or series of a mailbox, the owner's own or a copy of somebody's meeting. A deleted one
 * stays as a tombstone, so that delta rounds can name it.
 */
final class StoredEvent {
  final String key;
  final Instant created;

  CalendarFolder folder;

  /** Everything but times, recurrence and what is derived, as Graph shows it. */
  ObjectNode doc;

  Span span;
  @Nullable Recurrence recurrence;
  boolean isOrganizer;
  String changeKey = "";
  Instant modified;
  boolean deleted;

  /** Counts the times that all occurrences were made anew, with new ids and without exceptions. */
  int series;

  /** Counts the moves between calendars; each gives new regular ids. */
  int moves;

  final NavigableMap<LocalDate, OccurrenceException> exceptions = new TreeMap<>();

  /** Days of the series whose occurrence was deleted. */
  final NavigableSet<LocalDate> cancelled = new TreeSet<>();

  /** What stood here before, for telling its removal. */
  final List<Former> former = new ArrayList<>();

  StoredEvent(String key, CalendarFolder folder, ObjectNode doc, Span span, Instant now) {
    this.key = key;
    this.folder = folder;
    this.doc = doc;
    this.span = span;
    this.created = now;
    this.modified = now;
  }

  /**
   * A state that ended: deleted, moved away, or with its occurrences made anew.
   *
   * @param log the change log's generation in that calendar at which it ended
   * @param whole whether the event itself left the calendar, not only its occurrences
   */
  record Former(
      CalendarFolder folder,
      long log,
      boolean whole,
      int series,
      int moves,
      Span span,
      @Nullable Recurrence recurrence,
      List<LocalDate> exceptionDays) {
    Former {
      exceptionDays = List.copyOf(exceptionDays);
    }
  }

  Former formerly(boolean whole) {
    return new Former(
        folder,
        folder.log.generation(),
        whole,
        series,
        moves,
        span,
        recurrence,
        List.copyOf(exceptions.keySet()));
  }

  boolean isSeries() {
    return recurrence != null;
  }

  /** The iCalUId of the event or of the series as a whole. */
  String uid() {
    return GraphJson.text(doc, "iCalUId", "");
  }

  /** The key of one day's occurrence, which lasts until the series is made anew. */
  String occurrenceKey(LocalDate day) {
    return key + "." + series + "." + day;
  }
}

package io.lockstep.sandbox.microsoft.calendar;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event, a series or one occurrence of it, as it stands now.
 *
 * @param day of the series where this is an occurrence; null = the event or series itself
 * @param doc everything but times; of an occurrence its series', with its own values over it
 * @param original when the occurrence would be if it followed its series
 * @param exception null = follows its series
 */
record Seen(
    StoredEvent event,
    @Nullable LocalDate day,
    Span span,
    ObjectNode doc,
    Span original,
    @Nullable OccurrenceException exception) {

  static Seen of(StoredEvent event) {
    return new Seen(event, null, event.span, event.doc, event.span, null);
  }

  /** The occurrence of a day; null where the series has none there, or it was deleted. */
  static @Nullable Seen occurrence(StoredEvent event, LocalDate day) {
    Recurrence recurrence = event.recurrence;
    if (recurrence == null || event.cancelled.contains(day) || !recurrence.has(day)) {
      return null;
    }
    return onDay(event, recurrence, day);
  }

  private static Seen onDay(StoredEvent event, Recurrence recurrence, LocalDate day) {
    Span original = slot(event.span, recurrence, day);
    OccurrenceException exception = event.exceptions.get(day);
    if (exception == null) {
      return new Seen(event, day, original, event.doc, original, null);
    }
    ObjectNode doc = event.doc.deepCopy();
    doc.setAll(exception.overrides.deepCopy());
    Span span = exception.span == null ? original : exception.span;
    return new Seen(event, day, span, doc, original, exception);
  }

  /** When the occurrence of a day is by its series. */
  static Span slot(Span series, Recurrence recurrence, LocalDate day) {
    ZoneId zone = recurrence.zone();
    return series.at(day.atTime(series.startTime(zone)), zone);
  }

  /** The occurrences of a series of which some part lies in the window, in order of their days. */
  static List<Seen> occurrences(StoredEvent event, Instant from, Instant until) {
    Recurrence recurrence = event.recurrence;
    List<Seen> out = new ArrayList<>();
    if (recurrence == null) {
      return out;
    }
    for (LocalDate day : days(event.span, recurrence, from, until)) {
      if (!event.cancelled.contains(day) && !event.exceptions.containsKey(day)) {
        add(out, onDay(event, recurrence, day), from, until);
      }
    }
    // An exception is seen where it was moved to.
    event.exceptions.keySet().forEach(day -> add(out, onDay(event, recurrence, day), from, until));
    out.sort(java.util.Comparator.comparing(s -> s.span.startsAt()));
    return out;
  }

  /** Days whose occurrence may lie in the window. */
  static List<LocalDate> days(Span span, Recurrence recurrence, Instant from, Instant until) {
    long length = java.time.Duration.between(span.startsAt(), span.endsAt()).toDays();
    LocalDate first = from.atZone(recurrence.zone()).toLocalDate().minusDays(length + 2);
    LocalDate last = until.atZone(recurrence.zone()).toLocalDate().plusDays(2);
    return recurrence.days(first, last);
  }

  private static void add(List<Seen> out, Seen one, Instant from, Instant until) {
    if (one.span.overlaps(from, until)) {
      out.add(one);
    }
  }

  String type() {
    if (day == null) {
      return event.isSeries() ? "seriesMaster" : "singleInstance";
    }
    return exception == null ? "occurrence" : "exception";
  }

  /** The key that the change log and immutable ids know. */
  String key() {
    return day == null ? event.key : event.occurrenceKey(day);
  }

  String changeKey() {
    return exception == null ? event.changeKey : exception.changeKey;
  }

  Instant modified() {
    return exception == null ? event.modified : exception.modified;
  }
}

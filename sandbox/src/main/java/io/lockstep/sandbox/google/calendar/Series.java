package io.lockstep.sandbox.google.calendar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.google.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The instances of recurring events: those that follow their series, and the exceptions. */
final class Series {
  /** How far instances exist where nobody names an end. */
  static final Duration HORIZON = Duration.ofDays(2 * 366);

  private Series() {}

  /**
   * One slot of a series.
   *
   * @param id the instance's id
   * @param doc what stands there: the exception's document, else one made from the series
   * @param exception the stored exception; null where the slot follows the series
   */
  record Slot(String id, EventTime originalStart, ObjectNode doc, @Nullable Entry exception) {}

  static String instanceId(String seriesId, EventTime originalStart) {
    return seriesId + "_" + originalStart.slot();
  }

  static EventTime start(CalendarBox box, ObjectNode doc) {
    return EventTime.read(doc.path("start"), box.zone, "start");
  }

  static EventTime end(CalendarBox box, ObjectNode doc) {
    return EventTime.read(doc.path("end"), box.zone, "end");
  }

  /** All slots with an original start before a moment; cancelled exceptions included. */
  static List<Slot> slots(CalendarBox box, Entry series, Instant before) {
    Map<String, Entry> exceptions = new LinkedHashMap<>();
    box.exceptions(series.id).forEach(e -> exceptions.put(e.id, e));
    List<Slot> out = new ArrayList<>();
    EventTime start = start(box, series.doc);
    for (EventTime at : Recurrence.read(series.doc, start).starts(before)) {
      String id = instanceId(series.id, at);
      Entry exception = exceptions.remove(id);
      out.add(
          exception != null
              ? new Slot(id, at, exception.doc, exception)
              : new Slot(id, at, instance(box, series, at), null));
    }
    // An exception keeps its place even where its slot was moved out of the window.
    exceptions.values().forEach(e -> out.add(new Slot(e.id, originalStart(box, e.doc), e.doc, e)));
    return out;
  }

  /** The slot with this instance id; null where the series has none. */
  static @Nullable Slot slot(CalendarBox box, String instanceId) {
    int cut = instanceId.lastIndexOf('_');
    Entry series = cut < 0 ? null : box.find(instanceId.substring(0, cut));
    if (series == null || series.deleted || !series.isSeries()) {
      return null;
    }
    String name = instanceId.substring(cut + 1);
    EventTime start = start(box, series.doc);
    Instant around;
    try {
      around =
          start instanceof EventTime.Day
              ? java.time.LocalDate.parse(name, java.time.format.DateTimeFormatter.BASIC_ISO_DATE)
                  .atStartOfDay(java.time.ZoneOffset.UTC)
                  .toInstant()
              : java.time.LocalDateTime.parse(name, EventTime.BASIC_UTC)
                  .toInstant(java.time.ZoneOffset.UTC);
    } catch (java.time.DateTimeException notASlot) {
      return null;
    }
    for (EventTime at :
        Recurrence.read(series.doc, start).starts(around.plus(1, ChronoUnit.DAYS))) {
      if (at.slot().equals(name)) {
        return new Slot(instanceId, at, instance(box, series, at), null);
      }
    }
    return null;
  }

  static EventTime originalStart(CalendarBox box, ObjectNode exception) {
    return EventTime.read(exception.path("originalStartTime"), box.zone, "original start");
  }

  /** An instance that follows its series. */
  static ObjectNode instance(CalendarBox box, Entry series, EventTime at) {
    ObjectNode doc = series.doc.deepCopy();
    doc.remove("recurrence");
    doc.put("recurringEventId", series.id);
    doc.set("originalStartTime", at.stored());
    doc.set("start", at.stored());
    doc.set("end", ending(box, series.doc, at).stored());
    return doc;
  }

  private static EventTime ending(CalendarBox box, ObjectNode series, EventTime at) {
    EventTime start = start(box, series);
    EventTime end = end(box, series);
    if (start instanceof EventTime.Day s
        && end instanceof EventTime.Day e
        && at instanceof EventTime.Day a) {
      return new EventTime.Day(a.date().plusDays(ChronoUnit.DAYS.between(s.date(), e.date())));
    }
    if (start instanceof EventTime.Moment s
        && end instanceof EventTime.Moment e
        && at instanceof EventTime.Moment a) {
      return new EventTime.Moment(a.at().plus(Duration.between(s.at(), e.at())), e.zone());
    }
    throw new IllegalStateException("a stored event whose start and end differ in kind");
  }

  /**
   * After a change of the series: exceptions whose slot is gone are dropped, the others take over
   * what changed in the series and was not changed in them; lost instances are noted for clients
   * that see single events.
   */
  static void follow(Calendars calendars, CalendarBox box, Entry series, ObjectNode before) {
    Instant horizon = calendars.time().plus(HORIZON);
    Map<String, EventTime> was = ids(box, series.id, before, horizon);
    Map<String, EventTime> is =
        series.deleted ? Map.of() : ids(box, series.id, series.doc, horizon);
    is.keySet().forEach(series.gone::remove);
    was.forEach(
        (id, at) -> {
          if (!is.containsKey(id)) {
            series.gone.put(id, new Entry.Gone(series.version, series.id, at.stored()));
          }
        });
    for (Entry exception : box.exceptions(series.id)) {
      EventTime at = originalStart(box, exception.doc);
      boolean beyond = !at.instant(box.zone).isBefore(horizon);
      if (series.deleted || (!is.containsKey(exception.id) && !beyond)) {
        box.entries.remove(exception.id);
      } else if (inherit(exception.doc, before, series.doc)) {
        calendars.touch(box, exception, true);
      }
    }
  }

  private static boolean inherit(ObjectNode exception, ObjectNode before, ObjectNode after) {
    boolean changed = false;
    for (String field : EventTypes.changed(before, after)) {
      if (List.of("start", "end", "recurrence", "sequence", "status").contains(field)) {
        continue;
      }
      JsonNode own = exception.get(field);
      if (java.util.Objects.equals(own, before.get(field))) {
        if (after.get(field) == null) {
          exception.remove(field);
        } else {
          exception.set(field, after.get(field).deepCopy());
        }
        changed = true;
      }
    }
    return changed;
  }

  private static Map<String, EventTime> ids(
      CalendarBox box, String seriesId, ObjectNode doc, Instant horizon) {
    Map<String, EventTime> out = new LinkedHashMap<>();
    if (Json.has(doc, "recurrence")) {
      for (EventTime at : Recurrence.read(doc, start(box, doc)).starts(horizon)) {
        out.put(instanceId(seriesId, at), at);
      }
    }
    return out;
  }

  /**
   * Cancels one event of a calendar: an instance stays as a cancelled exception for as long as its
   * series lives, anything else becomes a tombstone together with its exceptions.
   */
  static void cancel(Calendars calendars, CalendarBox box, String id) {
    Entry entry = box.find(id);
    if (entry == null) {
      Slot slot = slot(box, id);
      if (slot != null) {
        slot.doc().put("status", "cancelled");
        calendars.add(box, id, slot.doc());
      }
      return;
    }
    String seriesId = entry.seriesId();
    Entry series = seriesId == null ? null : box.find(seriesId);
    ObjectNode before = entry.doc.deepCopy();
    entry.doc.put("status", "cancelled");
    entry.deleted = series == null || series.deleted;
    calendars.touch(box, entry, true);
    if (entry.isSeries()) {
      follow(calendars, box, entry, before);
    }
  }
}

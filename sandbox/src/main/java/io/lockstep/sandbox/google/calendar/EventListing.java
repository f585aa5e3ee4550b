package io.lockstep.sandbox.google.calendar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.google.GoogleError;
import io.lockstep.sandbox.google.GoogleUser;
import io.lockstep.sandbox.google.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the events of a listing. Guarded by the engine's lock. */
final class EventListing {
  private static final Duration UPDATED_MIN_REACH = Duration.ofDays(28);
  private static final Duration TOMBSTONES_KEPT = Duration.ofDays(30);

  private final CalendarBox box;
  private final EventQuery query;
  private final EventView view;
  private final Instant now;

  EventListing(CalendarBox box, EventQuery query, GoogleUser reader, Instant now) {
    this.box = box;
    this.query = query;
    this.view = new EventView(box, reader, query.zone(), query.maxAttendees());
    this.now = now;
  }

  private record Hit(ObjectNode shown, Instant start, Instant updated, long version) {}

  /** Everything that the query asks for. */
  List<ObjectNode> all() {
    Instant since = query.updatedMin();
    if (since != null && since.isBefore(now.minus(UPDATED_MIN_REACH))) {
      throw GoogleError.of(
              410,
              "calendar",
              "updatedMinTooLongAgo",
              "The requested minimum modification time lies too far in the past.")
          .at("parameter", "updatedMin");
    }
    List<Hit> hits = new ArrayList<>();
    for (Entry entry : List.copyOf(box.entries.values())) {
      boolean expired = entry.deleted && entry.updated.isBefore(now.minus(TOMBSTONES_KEPT));
      if (!expired && (since == null || !entry.updated.isBefore(since))) {
        collect(entry, since != null, hits);
      }
    }
    return sorted(hits);
  }

  /** What changed after a version. Deletions always come, in their bare form. */
  List<ObjectNode> since(long version) {
    List<Hit> hits = new ArrayList<>();
    for (Entry entry : List.copyOf(box.entries.values())) {
      if (query.singleEvents()) {
        entry.gone.forEach(
            (id, gone) -> {
              if (gone.version() > version) {
                hits.add(new Hit(view.show(id, gone), now, now, gone.version()));
              }
            });
      }
      if (entry.version > version && isOfType(entry.doc)) {
        collect(entry, true, hits);
      }
    }
    return sorted(hits);
  }

  private void collect(Entry entry, boolean deletions, List<Hit> hits) {
    boolean cancelled = "cancelled".equals(Json.text(entry.doc, "status"));
    boolean details = query.deletedToo();
    String seriesId = entry.seriesId();
    Entry series = seriesId == null ? null : box.find(seriesId);
    boolean exception = series != null && !series.deleted;
    if (cancelled) {
      boolean always = exception && !query.singleEvents();
      boolean masterHidden =
          !deletions && query.singleEvents() && Json.has(entry.doc, "recurrence");
      if (!(deletions || query.deletedToo() || always) || masterHidden) {
        return;
      }
      if (deletions || matches(entry.doc)) {
        hits.add(hit(view.show(entry, details), entry.doc, entry));
      }
      return;
    }
    if (!query.singleEvents() || !entry.isSeries()) {
      if (matches(entry.doc) && inWindow(entry)) {
        hits.add(hit(view.show(entry, details), entry.doc, entry));
      }
      return;
    }
    Instant until = query.timeMax();
    if (until == null) {
      Instant from = query.timeMin() == null ? now : query.timeMin();
      until = from.plus(Series.HORIZON);
    }
    for (Series.Slot slot : Series.slots(box, entry, until)) {
      if (slot.exception() == null && matches(slot.doc()) && inWindow(slot.doc())) {
        hits.add(hit(view.show(slot, entry, details), slot.doc(), entry));
      }
    }
  }

  private Hit hit(ObjectNode shown, ObjectNode doc, Entry entry) {
    return new Hit(shown, Series.start(box, doc).instant(box.zone), entry.updated, entry.version);
  }

  private boolean inWindow(Entry entry) {
    if (query.timeMin() == null && query.timeMax() == null) {
      return true;
    }
    if (!entry.isSeries()) {
      return inWindow(entry.doc);
    }
    Instant until = query.timeMax();
    if (until == null) {
      Instant from = query.timeMin() == null ? now : query.timeMin();
      until = from.plus(Series.HORIZON);
    }
    return Series.slots(box, entry, until).stream().anyMatch(s -> inWindow(s.doc()));
  }

  private boolean inWindow(ObjectNode doc) {
    Instant min = query.timeMin();
    Instant max = query.timeMax();
    Instant start = Series.start(box, doc).instant(query.zone());
    Instant end = Series.end(box, doc).instant(query.zone());
    return (min == null || end.isAfter(min)) && (max == null || start.isBefore(max));
  }

  private boolean matches(ObjectNode doc) {
    String uid = query.iCalUid();
    return isOfType(doc)
        && (uid == null || uid.equals(Json.text(doc, "iCalUID")))
        && hasProperties(doc, "private", query.privateProperties())
        && hasProperties(doc, "shared", query.sharedProperties())
        && hasText(doc, query.text());
  }

  private boolean isOfType(ObjectNode doc) {
    return query.eventTypes().isEmpty()
        || query.eventTypes().contains(Json.text(doc, "eventType", "default"));
  }

  private static boolean hasProperties(ObjectNode doc, String part, List<String> wanted) {
    JsonNode there = doc.path("extendedProperties").path(part);
    for (String one : wanted) {
      String[] pair = one.split("=", 2);
      if (pair.length < 2 || !pair[1].equals(Json.text(there, pair[0]))) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasText(ObjectNode doc, @Nullable String text) {
    if (text == null || text.isBlank()) {
      return true;
    }
    StringBuilder all = new StringBuilder();
    for (String field : List.of("summary", "description", "location")) {
      all.append(Json.text(doc, field, "")).append('\n');
    }
    for (JsonNode guest : Json.list(doc, "attendees")) {
      all.append(Json.text(guest, "email", "")).append(' ');
      all.append(Json.text(guest, "displayName", "")).append('\n');
    }
    String where = all.toString().toLowerCase(Locale.ROOT);
    for (String word : text.toLowerCase(Locale.ROOT).strip().split("\\s+")) {
      if (!where.contains(word)) {
        return false;
      }
    }
    return true;
  }

  private List<ObjectNode> sorted(List<Hit> hits) {
    Comparator<Hit> order =
        query.byStart()
            ? Comparator.comparing(Hit::start)
            : query.byUpdated()
                ? Comparator.comparing(Hit::updated)
                : Comparator.comparingLong(Hit::version);
    return hits.stream().sorted(order).map(Hit::shown).toList();
  }

  /** The instances of one series. */
  static List<ObjectNode> instances(
      CalendarBox box,
      Entry series,
      EventQuery query,
      @Nullable String originalStart,
      GoogleUser reader,
      Instant now) {
    EventListing listing = new EventListing(box, query, reader, now);
    Instant until = query.timeMax() == null ? now.plus(Series.HORIZON) : query.timeMax();
    List<ObjectNode> out = new ArrayList<>();
    for (Series.Slot slot : Series.slots(box, series, until)) {
      boolean cancelled = "cancelled".equals(Json.text(slot.doc(), "status"));
      boolean wanted =
          originalStart == null
              || slot.originalStart().instant(box.zone).equals(originalStart(originalStart, box));
      if (wanted && (!cancelled || query.deletedToo()) && listing.inWindow(slot.doc())) {
        out.add(listing.view.show(slot, series, query.deletedToo()));
      }
    }
    return out;
  }

  private static Instant originalStart(String text, CalendarBox box) {
    return text.contains("T")
        ? EventTime.parameter("originalStart", text)
        : EventTime.read(Json.object().put("date", text), box.zone, "original start")
            .instant(box.zone);
  }
}

package io.lockstep.sandbox.google.calendar;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.google.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One copy of an event in one calendar: a single event, the master of a series, or an instance that
 * differs from its series. Guarded by the engine's lock.
 */
final class Entry {
  /** An instance that a change of the series did away with. */
  record Gone(long version, String seriesId, ObjectNode originalStart) {}

  final String id;

  /** The resource without what is only shown: kind, etag, self flags. */
  ObjectNode doc;

  /** When it changed last, in the calendar's order; the etag. */
  long version;

  Instant updated;
  boolean deleted;

  /** Instances of this series that no longer exist, by id. */
  final Map<String, Gone> gone = new LinkedHashMap<>();

  Entry(String id, ObjectNode doc, Instant updated) {
    this.id = id;
    this.doc = doc;
    this.updated = updated;
  }

  String etag() {
    return "\"" + version + "\"";
  }

  boolean isSeries() {
    return Json.has(doc, "recurrence");
  }

  /** The id of the series of which this is an exception; null where it is none. */
  @Nullable String seriesId() {
    return Json.text(doc, "recurringEventId");
  }
}

package io.lockstep.sandbox.google.calendar;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.lockstep.sandbox.google.GoogleUser;
import io.lockstep.sandbox.google.Json;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One calendar. Guarded by the engine's lock. */
final class CalendarBox {
  final String id;
  final GoogleUser owner;
  final boolean primary;
  String summary;
  @Nullable String description;
  @Nullable String location;
  ZoneId zone;
  Instant updated;
  long version;

  /** Who made this calendar over the API; only that client may use it with app.created. */
  @Nullable String createdByClient;

  /** Roles by address: {@code reader}, {@code writer}, {@code owner}. */
  final Map<String, String> roles = new LinkedHashMap<>();

  /** Counts what makes earlier sync tokens worthless: a change of access, an expiry by hand. */
  int generation = 1;

  final Map<String, Entry> entries = new LinkedHashMap<>();
  final ArrayNode defaultReminders = Json.array();

  CalendarBox(String id, GoogleUser owner, boolean primary, String summary, Instant now) {
    this.id = id;
    this.owner = owner;
    this.primary = primary;
    this.summary = summary;
    this.zone = owner.timeZone();
    this.updated = now;
    roles.put(owner.email(), "owner");
    if (primary) {
      defaultReminders.addObject().put("method", "popup").put("minutes", 10);
    }
  }

  /** The stored entry; null where there never was one. */
  @Nullable Entry find(String eventId) {
    return entries.get(eventId);
  }

  /** The exceptions of a series, cancelled ones included. */
  List<Entry> exceptions(String seriesId) {
    return entries.values().stream().filter(e -> seriesId.equals(e.seriesId())).toList();
  }

  /** Whether events organized by this address belong to this calendar. */
  boolean isOrganizer(String address) {
    return address.equalsIgnoreCase(id) || (primary && owner.owns(address));
  }
}

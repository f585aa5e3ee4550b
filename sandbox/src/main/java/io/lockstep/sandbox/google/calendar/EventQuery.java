package io.lockstep.sandbox.google.calendar;

import io.lockstep.sandbox.google.GoogleError;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a listing of events asks for.
 *
 * @param showDeleted null where the client did not say
 * @param eventTypes empty = all
 * @param privateProperties {@code key=value}, all must hold
 * @param byStart order by start; only with {@code singleEvents}
 */
record EventQuery(
    boolean singleEvents,
    @Nullable Boolean showDeleted,
    @Nullable Instant timeMin,
    @Nullable Instant timeMax,
    @Nullable Instant updatedMin,
    @Nullable String iCalUid,
    @Nullable String text,
    List<String> eventTypes,
    List<String> privateProperties,
    List<String> sharedProperties,
    boolean byStart,
    boolean byUpdated,
    ZoneId zone,
    int maxAttendees,
    int maxResults) {
  EventQuery {
    eventTypes = List.copyOf(eventTypes);
    privateProperties = List.copyOf(privateProperties);
    sharedProperties = List.copyOf(sharedProperties);
    if (byStart && !singleEvents) {
      throw GoogleError.of(
              400,
              "global",
              "badRequest",
              "The requested ordering is not available for the particular query.")
          .at("parameter", "orderBy");
    }
    if (timeMin != null && timeMax != null && !timeMax.isAfter(timeMin)) {
      throw EventRules.timeRangeEmpty();
    }
  }

  boolean deletedToo() {
    return Boolean.TRUE.equals(showDeleted);
  }

  /**
   * What must be the same in the listing that gave a sync token and in those that use it; the size
   * of a page is free.
   */
  String signature() {
    Map<String, Object> parts = new TreeMap<>();
    parts.put("single", singleEvents);
    parts.put("types", eventTypes.stream().sorted().toList());
    parts.put("zone", zone);
    parts.put("attendees", maxAttendees);
    return Integer.toHexString(parts.toString().hashCode());
  }
}

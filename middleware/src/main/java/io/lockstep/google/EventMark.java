package io.lockstep.google;

import com.google.api.services.calendar.model.Event;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Our mark in an event's private extended properties. It names the event it was written for: an
 * event that a person duplicates takes the properties along, and must not pass for the first one.
 */
final class EventMark {
  private static final String MARK = "lockstep";
  private static final String ITEM = "lockstepItem";
  private static final String CREATE_KEY = "lockstepKey";

  /** Google cuts longer values without a word. */
  private static final int LONGEST = 1024;

  private EventMark() {}

  static @Nullable String read(Event event) {
    Map<String, String> properties = properties(event);
    boolean itsOwn = event.getId() != null && event.getId().equals(properties.get(ITEM));
    return itsOwn ? properties.get(MARK) : null;
  }

  private static Map<String, String> properties(Event event) {
    Event.ExtendedProperties all = event.getExtendedProperties();
    return all == null || all.getPrivate() == null ? Map.of() : all.getPrivate();
  }

  /**
   * Properties that are not named stay as they are, also when the event is patched.
   *
   * @param createKey null for an event that we did not create
   */
  static void write(Event event, String id, String mark, @Nullable String createKey) {
    if (mark.length() > LONGEST) {
      throw new IllegalArgumentException("A mark of more than 1,024 characters");
    }
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put(MARK, mark);
    properties.put(ITEM, id);
    if (createKey != null) {
      properties.put(CREATE_KEY, createKey);
    }
    event.setExtendedProperties(new Event.ExtendedProperties().setPrivate(properties));
  }
}

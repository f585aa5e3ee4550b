package io.lockstep.calendar;

import io.lockstep.calendar.Event.ShowAs;
import io.lockstep.sync.FieldValues;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The fields of an event that the core merges, out of the canonical event and back onto it. */
public final class EventFields {
  private EventFields() {}

  public static FieldValues of(Event event) {
    Map<String, String> values = new TreeMap<>();
    values.put(EventField.SUBJECT, event.subject());
    values.put(EventField.DESCRIPTION, event.description());
    values.put(EventField.LOCATION, event.location());
    values.put(EventField.TIME, event.time().text());
    values.put(EventField.SHOW_AS, event.showAs().text());
    values.put(EventField.PRIVACY, event.isPrivate() ? EventField.PRIVATE : "");
    Integer reminder = event.reminder();
    values.put(EventField.REMINDER, reminder == null ? "" : reminder.toString());
    return new FieldValues(values);
  }

  /**
   * The event with some fields changed; the others and all that is no field stay. A changed
   * description takes the HTML body's place, so that body goes.
   *
   * @param changes by field; an empty text empties one, an empty showAs means busy
   * @throws IllegalArgumentException for a value that a field cannot hold, or an empty time
   */
  public static Event onto(Event event, Map<String, String> changes) {
    EventBuilder edited = event.edit();
    changes.forEach((field, value) -> set(edited, field, value));
    return edited.build();
  }

  /**
   * An event of these fields alone.
   *
   * @throws IllegalArgumentException without a time
   */
  public static Event event(FieldValues values) {
    return onto(Event.at(EventTime.parse(values.get(EventField.TIME))).build(), values.values());
  }

  private static void set(EventBuilder edited, String field, String value) {
    switch (field) {
      case EventField.SUBJECT -> edited.subject(value);
      case EventField.DESCRIPTION -> edited.description(value).bodyHtml(null);
      case EventField.LOCATION -> edited.location(value);
      case EventField.TIME -> edited.time(EventTime.parse(value));
      case EventField.SHOW_AS -> edited.showAs(value.isEmpty() ? ShowAs.BUSY : ShowAs.of(value));
      case EventField.PRIVACY -> edited.isPrivate(value.equals(EventField.PRIVATE));
      case EventField.REMINDER -> edited.reminder(minutes(value));
      default -> throw new IllegalArgumentException("Not a field of an event: " + field);
    }
  }

  private static @Nullable Integer minutes(String value) {
    if (value.isEmpty()) {
      return null;
    }
    if (!value.matches("\\d{1,9}")) {
      throw new IllegalArgumentException("A reminder is a whole number of minutes: " + value);
    }
    return Integer.valueOf(value);
  }
}

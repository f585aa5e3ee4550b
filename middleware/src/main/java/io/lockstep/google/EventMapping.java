package io.lockstep.google;

import static io.lockstep.calendar.EventField.DESCRIPTION;
import static io.lockstep.calendar.EventField.LOCATION;
import static io.lockstep.calendar.EventField.PRIVACY;
import static io.lockstep.calendar.EventField.PRIVATE;
import static io.lockstep.calendar.EventField.REMINDER;
import static io.lockstep.calendar.EventField.SHOW_AS;
import static io.lockstep.calendar.EventField.SUBJECT;
import static io.lockstep.calendar.EventField.TIME;

import com.google.api.client.util.Data;
import com.google.api.services.calendar.model.Event;
import com.google.api.services.calendar.model.EventReminder;
import io.lockstep.calendar.EventField;
import io.lockstep.calendar.EventTime;
import io.lockstep.sync.FieldValues;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An event's fields between Google and the core. Attendees, conference data and attachments are
 * never read into a field and never written.
 */
final class EventMapping {
  private static final String FREE = "free";
  private static final String BUSY = "busy";
  private static final String TRANSPARENT = "transparent";

  private EventMapping() {}

  static FieldValues read(Event event, List<EventReminder> defaults) {
    Map<String, String> values = new TreeMap<>();
    values.put(SUBJECT, orEmpty(event.getSummary()));
    values.put(DESCRIPTION, Descriptions.plain(orEmpty(event.getDescription())));
    values.put(LOCATION, orEmpty(event.getLocation()));
    values.put(
        TIME, EventTimes.read(event.getStart(), event.getEnd()).map(EventTime::text).orElse(""));
    values.put(SHOW_AS, TRANSPARENT.equals(event.getTransparency()) ? FREE : BUSY);
    values.put(PRIVACY, isPrivate(orEmpty(event.getVisibility())) ? PRIVATE : "");
    values.put(REMINDER, Reminders.read(event.getReminders(), defaults));
    return new FieldValues(values);
  }

  /** {@code confidential} is an older name that Google keeps for compatibility. */
  static boolean isPrivate(String visibility) {
    return visibility.equals("private") || visibility.equals("confidential");
  }

  static FieldValues normal(FieldValues values) {
    Map<String, String> kept = new TreeMap<>();
    for (String field : EventField.ALL) {
      kept.put(field, normal(field, values.get(field)));
    }
    return new FieldValues(kept);
  }

  private static String normal(String field, String value) {
    return switch (field) {
      case DESCRIPTION -> Descriptions.plain(Descriptions.stored(value));
      case TIME -> EventTime.tryParse(value).map(time -> EventTimes.normal(time).text()).orElse("");
      // Google knows free and busy only.
      case SHOW_AS -> value.equals(FREE) ? FREE : BUSY;
      case PRIVACY -> value.equals(PRIVATE) ? PRIVATE : "";
      case REMINDER -> Reminders.normal(value);
      default -> value.replace("\r\n", "\n").stripTrailing();
    };
  }

  /** A new event with these values; zone: see {@link EventTimes#created}. */
  static Event created(FieldValues values, ZoneId zone) {
    Event event = new Event();
    FieldValues normal = normal(values);
    put(normal.get(SUBJECT), event::setSummary);
    put(Descriptions.stored(normal.get(DESCRIPTION)), event::setDescription);
    put(normal.get(LOCATION), event::setLocation);
    EventTime.tryParse(normal.get(TIME))
        .ifPresent(
            time -> {
              event.setStart(EventTimes.created(time, true, zone));
              event.setEnd(EventTimes.created(time, false, zone));
            });
    event.setTransparency(normal.get(SHOW_AS).equals(FREE) ? TRANSPARENT : "opaque");
    put(normal.get(PRIVACY), event::setVisibility);
    event.setReminders(Reminders.written(null, List.of(), normal.get(REMINDER)));
    return event;
  }

  private static void put(String value, java.util.function.Consumer<String> setter) {
    if (!value.isEmpty()) {
      setter.accept(value);
    }
  }

  /**
   * Only what changes; an empty text is sent as null, which clears.
   *
   * @param present the reminders the event has; looked at only where the reminder changes
   */
  static Event patch(
      Map<String, String> changes,
      Event.@Nullable Reminders present,
      List<EventReminder> defaults) {
    Event event = new Event();
    changes.forEach(
        (field, value) -> {
          String normal = normal(field, value);
          switch (field) {
            case SUBJECT -> event.setSummary(orNull(normal));
            case DESCRIPTION -> event.setDescription(orNull(Descriptions.stored(normal)));
            case LOCATION -> event.setLocation(orNull(normal));
            case TIME ->
                EventTime.tryParse(normal)
                    .ifPresent(
                        time -> {
                          event.setStart(EventTimes.patched(time, true));
                          event.setEnd(EventTimes.patched(time, false));
                        });
            case SHOW_AS -> event.setTransparency(normal.equals(FREE) ? TRANSPARENT : "opaque");
            case PRIVACY -> event.setVisibility(normal.isEmpty() ? "default" : normal);
            case REMINDER -> event.setReminders(Reminders.written(present, defaults, normal));
            default -> throw new IllegalArgumentException("Not a field of an event: " + field);
          }
        });
    return event;
  }

  private static String orNull(String value) {
    return value.isEmpty() ? Data.NULL_STRING : value;
  }

  private static String orEmpty(@Nullable String value) {
    return value == null ? "" : value;
  }
}

package io.lockstep.microsoft;

import static io.lockstep.calendar.EventField.DESCRIPTION;
import static io.lockstep.calendar.EventField.LOCATION;
import static io.lockstep.calendar.EventField.PRIVACY;
import static io.lockstep.calendar.EventField.PRIVATE;
import static io.lockstep.calendar.EventField.REMINDER;
import static io.lockstep.calendar.EventField.SHOW_AS;
import static io.lockstep.calendar.EventField.SUBJECT;
import static io.lockstep.calendar.EventField.TIME;

import com.microsoft.graph.models.Event;
import com.microsoft.graph.models.FreeBusyStatus;
import com.microsoft.graph.models.Location;
import com.microsoft.graph.models.Sensitivity;
import io.lockstep.calendar.EventField;
import io.lockstep.calendar.EventTime;
import io.lockstep.sync.FieldValues;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An event's fields between Graph and the core. Attendees, recurrence, categories, the online
 * meeting and attachments are never read into a field and never written. Every call makes objects
 * of its own: the SDK sends of one that was sent before only what changed since
 * (reference/microsoft.md H6).
 */
final class EventMapping {
  /** Outlook keeps no longer subject. */
  private static final int LONGEST_SUBJECT = 255;

  private static final String BUSY = "busy";
  private static final Map<String, FreeBusyStatus> SHOWN =
      Map.of(
          "free",
          FreeBusyStatus.Free,
          "tentative",
          FreeBusyStatus.Tentative,
          BUSY,
          FreeBusyStatus.Busy,
          "oof",
          FreeBusyStatus.Oof,
          "workingElsewhere",
          FreeBusyStatus.WorkingElsewhere);

  private EventMapping() {}

  static FieldValues read(Event event) {
    Map<String, String> values = new TreeMap<>();
    values.put(SUBJECT, orEmpty(event.getSubject()));
    values.put(DESCRIPTION, Bodies.read(event.getBody()));
    values.put(LOCATION, location(event));
    values.put(TIME, EventTimes.read(event).map(EventTime::text).orElse(""));
    values.put(SHOW_AS, showAs(event.getShowAs()));
    values.put(PRIVACY, isPrivate(event.getSensitivity()) ? PRIVATE : "");
    values.put(REMINDER, Reminders.read(event));
    return new FieldValues(values);
  }

  /** Several places are one text, as Outlook shows them. */
  private static String location(Event event) {
    Location location = event.getLocation();
    String name = location == null ? "" : orEmpty(location.getDisplayName());
    List<Location> all = event.getLocations();
    if (!name.isBlank() || all == null) {
      return name;
    }
    return all.stream()
        .map(one -> orEmpty(one.getDisplayName()))
        .filter(one -> !one.isBlank())
        .collect(Collectors.joining("; "));
  }

  /** {@code unknown}, and what the SDK does not know, shows as busy. */
  private static String showAs(@Nullable FreeBusyStatus shown) {
    for (Map.Entry<String, FreeBusyStatus> one : SHOWN.entrySet()) {
      if (one.getValue() == shown) {
        return one.getKey();
      }
    }
    return BUSY;
  }

  /** Personal is a label only; the other two are meant for nobody else's eyes. */
  private static boolean isPrivate(@Nullable Sensitivity sensitivity) {
    return sensitivity == Sensitivity.Private || sensitivity == Sensitivity.Confidential;
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
      case SUBJECT -> cut(text(value));
      case DESCRIPTION -> Bodies.normal(value);
      case TIME -> EventTime.tryParse(value).map(time -> EventTimes.normal(time).text()).orElse("");
      case SHOW_AS -> SHOWN.containsKey(value) ? value : BUSY;
      case PRIVACY -> value.equals(PRIVATE) ? PRIVATE : "";
      case REMINDER -> Reminders.normal(value);
      default -> text(value);
    };
  }

  private static String text(String value) {
    return value.replace("\r\n", "\n").stripTrailing();
  }

  private static String cut(String subject) {
    if (subject.length() <= LONGEST_SUBJECT) {
      return subject;
    }
    boolean within = Character.isHighSurrogate(subject.charAt(LONGEST_SUBJECT - 1));
    return subject.substring(0, within ? LONGEST_SUBJECT - 1 : LONGEST_SUBJECT).stripTrailing();
  }

  /**
   * A new event with these values, without attendees.
   *
   * @param zone the person's, shown in Outlook
   */
  static Event created(FieldValues values, ZoneId zone) {
    Event event = new Event();
    FieldValues normal = normal(values);
    event.setSubject(normal.get(SUBJECT));
    event.setBody(Bodies.written(normal.get(DESCRIPTION)));
    event.setLocation(location(normal.get(LOCATION)));
    EventTime.tryParse(normal.get(TIME)).ifPresent(time -> EventTimes.write(event, time, zone));
    event.setShowAs(SHOWN.get(normal.get(SHOW_AS)));
    event.setSensitivity(sensitivity(normal.get(PRIVACY)));
    Reminders.write(event, normal.get(REMINDER));
    return event;
  }

  private static Location location(String name) {
    Location location = new Location();
    location.setDisplayName(name);
    return location;
  }

  private static Sensitivity sensitivity(String privacy) {
    return privacy.equals(PRIVATE) ? Sensitivity.Private : Sensitivity.Normal;
  }

  /**
   * Whether a patch of these fields must know the event as it is: the online meeting in its body,
   * and the zone it was made in.
   */
  static boolean needsPresent(Collection<String> fields) {
    return fields.contains(DESCRIPTION) || fields.contains(TIME);
  }

  /**
   * Only what changes. A body whose text is the same already stays as it is, and then nothing is
   * sent of it.
   *
   * @param present the event, in the version that is changed; null where it is not needed
   * @param zone the person's, for an event that names none that is known
   */
  static Event patch(Map<String, String> changes, @Nullable Event present, ZoneId zone) {
    if (present == null && needsPresent(changes.keySet())) {
      throw new IllegalArgumentException("The event as it is must be known");
    }
    Event event = new Event();
    changes.forEach(
        (field, value) -> {
          String normal = normal(field, value);
          switch (field) {
            case SUBJECT -> event.setSubject(normal);
            case DESCRIPTION -> {
              if (present != null) {
                Bodies.rewritten(present, normal).ifPresent(event::setBody);
              }
            }
            case LOCATION -> event.setLocation(location(normal));
            case TIME -> {
              if (present != null) {
                EventTime.tryParse(normal)
                    .ifPresent(
                        time -> EventTimes.write(event, time, EventTimes.zone(present, zone)));
              }
            }
            case SHOW_AS -> event.setShowAs(SHOWN.get(normal));
            case PRIVACY -> event.setSensitivity(sensitivity(normal));
            case REMINDER -> Reminders.write(event, normal);
            default -> throw new IllegalArgumentException("Not a field of an event: " + field);
          }
        });
    return event;
  }

  private static String orEmpty(@Nullable String value) {
    return value == null ? "" : value;
  }
}

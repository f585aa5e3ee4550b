package io.lockstep.google;

import com.google.api.services.calendar.model.Event;
import com.google.api.services.calendar.model.EventReminder;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One reminder out of Google's many: the one that pops up last before the start. Reminders by
 * e-mail are the person's own business and stay as they are.
 */
final class Reminders {
  private static final String POPUP = "popup";
  private static final Pattern MINUTES = Pattern.compile("[0-9]{1,9}");

  /** Google: at most five overrides, four weeks ahead. */
  private static final int MOST = 5;

  private static final int LONGEST = 40_320;

  private Reminders() {}

  /** Minutes before the start, or the empty text. */
  static String read(Event.@Nullable Reminders reminders, List<EventReminder> defaults) {
    return inForce(reminders, defaults).stream()
        .filter(one -> POPUP.equals(one.getMethod()) && one.getMinutes() != null)
        .map(EventReminder::getMinutes)
        .min(Integer::compare)
        .map(String::valueOf)
        .orElse("");
  }

  static boolean usesDefaults(Event.@Nullable Reminders reminders) {
    return reminders == null || Boolean.TRUE.equals(reminders.getUseDefault());
  }

  private static List<EventReminder> inForce(
      Event.@Nullable Reminders reminders, List<EventReminder> defaults) {
    if (reminders == null || usesDefaults(reminders)) {
      return defaults;
    }
    return reminders.getOverrides() == null ? List.of() : reminders.getOverrides();
  }

  /** What Google can hold: nothing, or whole minutes within four weeks. */
  static String normal(String minutes) {
    String text = minutes.strip();
    if (!MINUTES.matcher(text).matches()) {
      return "";
    }
    return String.valueOf(Math.min(LONGEST, Integer.parseInt(text)));
  }

  /**
   * @param present what the event has now; for a new event a default-free one
   * @param minutes normal
   */
  static Event.Reminders written(
      Event.@Nullable Reminders present, List<EventReminder> defaults, String minutes) {
    List<EventReminder> overrides = new ArrayList<>();
    for (EventReminder one : inForce(present, defaults)) {
      if (!POPUP.equals(one.getMethod()) && overrides.size() < MOST - 1) {
        overrides.add(one);
      }
    }
    if (!minutes.isEmpty()) {
      overrides.add(new EventReminder().setMethod(POPUP).setMinutes(Integer.valueOf(minutes)));
    }
    return new Event.Reminders().setUseDefault(false).setOverrides(overrides);
  }
}

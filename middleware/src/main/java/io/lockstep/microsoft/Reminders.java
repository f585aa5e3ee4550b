package io.lockstep.microsoft;

import com.microsoft.graph.models.Event;
import java.util.regex.Pattern;

/**
 * The one reminder of an event. Graph remembers its minutes also while it is off, and sets one by
 * itself on a new event that says nothing, so it is always said.
 */
final class Reminders {
  private static final Pattern MINUTES = Pattern.compile("[0-9]{1,9}");

  private Reminders() {}

  /** Minutes before the start, or the empty text. */
  static String read(Event event) {
    Integer minutes = event.getReminderMinutesBeforeStart();
    boolean on = Boolean.TRUE.equals(event.getIsReminderOn());
    return on && minutes != null && minutes >= 0 ? minutes.toString() : "";
  }

  static String normal(String minutes) {
    String text = minutes.strip();
    return MINUTES.matcher(text).matches() ? String.valueOf(Integer.parseInt(text)) : "";
  }

  /**
   * @param minutes normal
   */
  static void write(Event out, String minutes) {
    out.setIsReminderOn(!minutes.isEmpty());
    if (!minutes.isEmpty()) {
      out.setReminderMinutesBeforeStart(Integer.valueOf(minutes));
    }
  }
}

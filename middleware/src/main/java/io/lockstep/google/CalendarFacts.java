package io.lockstep.google;

import com.google.api.services.calendar.model.EventReminder;
import com.google.api.services.calendar.model.Events;
import java.util.List;

/** What holds for a whole calendar: the reminders of events that name none of their own. */
record CalendarFacts(List<EventReminder> defaultReminders) {
  CalendarFacts {
    defaultReminders = List.copyOf(defaultReminders);
  }

  static CalendarFacts of(Events listing) {
    return new CalendarFacts(
        listing.getDefaultReminders() == null ? List.of() : listing.getDefaultReminders());
  }
}

package io.lockstep.calendar;

import io.lockstep.calendar.Event.ShowAs;
import io.lockstep.calendar.Event.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes an {@link Event} from the little that is known of it, or another one from one. */
public final class EventBuilder {
  private String subject = "";
  private String description = "";
  private @Nullable String bodyHtml;
  private String location = "";
  private EventTime time;
  private String timeZone = "";
  private ShowAs showAs = ShowAs.BUSY;
  private boolean isPrivate;
  private @Nullable Integer reminder;
  private List<Attendee> attendees = List.of();
  private @Nullable Attendee organizer;
  private String iCalUid = "";
  private List<String> recurrence = List.of();
  private String originalStart = "";
  private String onlineMeetingUrl = "";
  private List<String> categories = List.of();
  private Status status = Status.CONFIRMED;

  EventBuilder(EventTime time) {
    this.time = time;
  }

  EventBuilder(Event event) {
    subject = event.subject();
    description = event.description();
    bodyHtml = event.bodyHtml();
    location = event.location();
    time = event.time();
    timeZone = event.timeZone();
    showAs = event.showAs();
    isPrivate = event.isPrivate();
    reminder = event.reminder();
    attendees = event.attendees();
    organizer = event.organizer();
    iCalUid = event.iCalUid();
    recurrence = event.recurrence();
    originalStart = event.originalStart();
    onlineMeetingUrl = event.onlineMeetingUrl();
    categories = event.categories();
    status = event.status();
  }

  public EventBuilder subject(String value) {
    subject = value;
    return this;
  }

  public EventBuilder description(String value) {
    description = value;
    return this;
  }

  public EventBuilder bodyHtml(@Nullable String value) {
    bodyHtml = value;
    return this;
  }

  public EventBuilder location(String value) {
    location = value;
    return this;
  }

  public EventBuilder time(EventTime value) {
    time = value;
    return this;
  }

  public EventBuilder timeZone(String value) {
    timeZone = value;
    return this;
  }

  public EventBuilder showAs(ShowAs value) {
    showAs = value;
    return this;
  }

  public EventBuilder isPrivate(boolean value) {
    isPrivate = value;
    return this;
  }

  public EventBuilder reminder(@Nullable Integer value) {
    reminder = value;
    return this;
  }

  public EventBuilder attendees(List<Attendee> value) {
    attendees = value;
    return this;
  }

  public EventBuilder organizer(@Nullable Attendee value) {
    organizer = value;
    return this;
  }

  public EventBuilder iCalUid(String value) {
    iCalUid = value;
    return this;
  }

  public EventBuilder recurrence(List<String> value) {
    recurrence = value;
    return this;
  }

  public EventBuilder originalStart(String value) {
    originalStart = value;
    return this;
  }

  public EventBuilder onlineMeetingUrl(String value) {
    onlineMeetingUrl = value;
    return this;
  }

  public EventBuilder categories(List<String> value) {
    categories = value;
    return this;
  }

  public EventBuilder status(Status value) {
    status = value;
    return this;
  }

  public Event build() {
    return new Event(
        subject,
        description,
        bodyHtml,
        location,
        time,
        timeZone,
        showAs,
        isPrivate,
        reminder,
        attendees,
        organizer,
        iCalUid,
        recurrence,
        originalStart,
        onlineMeetingUrl,
        categories,
        status);
  }
}

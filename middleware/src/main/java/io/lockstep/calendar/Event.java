package io.lockstep.calendar;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The canonical event: what the systems' events have in common. Absent texts are empty, absent
 * lists are empty.
 *
 * @param description plain text, lines parted by LF
 * @param bodyHtml the body where its side holds HTML; null = it holds plain text
 * @param time when it takes place; of a series, its first occurrence
 * @param timeZone IANA name of the start's zone; empty = not known, or all-day
 * @param isPrivate whether only its owner sees what it is
 * @param reminder whole minutes before the start; null = none
 * @param organizer null = nobody invited anybody
 * @param iCalUid the same in every participant's calendar
 * @param recurrence of a series, its lines as RFC 5545 has them: {@code RRULE:…}, {@code EXDATE:…},
 *     {@code RDATE:…}
 * @param originalStart of an occurrence, the start by which its series names it: UTC instant or
 *     date; empty = not part of a series
 */
public record Event(
    String subject,
    String description,
    @Nullable String bodyHtml,
    String location,
    @JsonSerialize(using = EventTimeJson.Writer.class)
        @JsonDeserialize(using = EventTimeJson.Reader.class)
        EventTime time,
    String timeZone,
    ShowAs showAs,
    @JsonProperty("private") boolean isPrivate,
    @Nullable Integer reminder,
    List<Attendee> attendees,
    @Nullable Attendee organizer,
    String iCalUid,
    List<String> recurrence,
    String originalStart,
    String onlineMeetingUrl,
    List<String> categories,
    Status status) {

  /** How the time shows to others; each has the name it has in {@link EventField#SHOW_AS}. */
  public enum ShowAs {
    @JsonProperty("free")
    FREE("free"),
    @JsonProperty("tentative")
    TENTATIVE("tentative"),
    @JsonProperty("busy")
    BUSY("busy"),
    @JsonProperty("oof")
    OOF("oof"),
    @JsonProperty("workingElsewhere")
    WORKING_ELSEWHERE("workingElsewhere");

    private final String text;

    ShowAs(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }

    /**
     * @throws IllegalArgumentException for any other text
     */
    public static ShowAs of(String text) {
      for (ShowAs showAs : values()) {
        if (showAs.text.equals(text)) {
          return showAs;
        }
      }
      throw new IllegalArgumentException("showAs is not known: " + text);
    }
  }

  public enum Status {
    @JsonProperty("confirmed")
    CONFIRMED,
    @JsonProperty("tentative")
    TENTATIVE,
    @JsonProperty("cancelled")
    CANCELLED
  }

  public Event(
      @Nullable String subject,
      @Nullable String description,
      @Nullable String bodyHtml,
      @Nullable String location,
      @Nullable EventTime time,
      @Nullable String timeZone,
      @Nullable ShowAs showAs,
      boolean isPrivate,
      @Nullable Integer reminder,
      @Nullable List<Attendee> attendees,
      @Nullable Attendee organizer,
      @Nullable String iCalUid,
      @Nullable List<String> recurrence,
      @Nullable String originalStart,
      @Nullable String onlineMeetingUrl,
      @Nullable List<String> categories,
      @Nullable Status status) {
    if (time == null) {
      throw new IllegalArgumentException("An event needs a time with start and end");
    }
    if (reminder != null && reminder < 0) {
      throw new IllegalArgumentException("A reminder comes before the start: " + reminder);
    }
    this.subject = text(subject);
    this.description = BodyText.lines(text(description));
    this.bodyHtml = bodyHtml;
    this.location = text(location);
    this.time = time;
    this.timeZone = text(timeZone);
    this.showAs = Objects.requireNonNullElse(showAs, ShowAs.BUSY);
    this.isPrivate = isPrivate;
    this.reminder = reminder;
    this.attendees = list(attendees);
    this.organizer = organizer;
    this.iCalUid = text(iCalUid);
    this.recurrence = list(recurrence);
    this.originalStart = text(originalStart);
    this.onlineMeetingUrl = text(onlineMeetingUrl);
    this.categories = list(categories);
    this.status = Objects.requireNonNullElse(status, Status.CONFIRMED);
  }

  private static String text(@Nullable String value) {
    return Objects.requireNonNullElse(value, "");
  }

  private static <T> List<T> list(@Nullable List<T> values) {
    return values == null ? List.of() : List.copyOf(values);
  }

  @JsonIgnore
  public boolean isSeries() {
    return !recurrence.isEmpty();
  }

  public static EventBuilder at(EventTime time) {
    return new EventBuilder(time);
  }

  public EventBuilder edit() {
    return new EventBuilder(this);
  }

  /** No content: a subject must not reach a log. */
  @Override
  public String toString() {
    return "Event[" + time.text() + "]";
  }
}

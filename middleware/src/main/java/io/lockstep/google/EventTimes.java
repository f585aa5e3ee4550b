package io.lockstep.google;

import com.google.api.client.util.Data;
import com.google.api.client.util.DateTime;
import com.google.api.services.calendar.model.EventDateTime;
import io.lockstep.calendar.EventTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Start and end between Google's two objects and the one value of the core. */
final class EventTimes {
  private EventTimes() {}

  /** Empty where a side is missing, the two are of different kinds, or the end lies before. */
  static Optional<EventTime> read(@Nullable EventDateTime start, @Nullable EventDateTime end) {
    if (start == null || end == null) {
      return Optional.empty();
    }
    try {
      if (start.getDate() != null && end.getDate() != null) {
        return Optional.of(EventTime.allDay(date(start.getDate()), date(end.getDate())));
      }
      if (start.getDateTime() != null && end.getDateTime() != null) {
        return Optional.of(
            EventTime.timed(instant(start.getDateTime()), instant(end.getDateTime())));
      }
    } catch (IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  static LocalDate date(DateTime value) {
    return LocalDate.parse(value.toStringRfc3339().substring(0, 10));
  }

  static Instant instant(DateTime value) {
    return Instant.ofEpochMilli(value.getValue());
  }

  /** Google keeps whole seconds. */
  static EventTime normal(EventTime time) {
    return switch (time) {
      case EventTime.AllDay allDay -> allDay;
      case EventTime.Timed(Instant start, Instant end) ->
          EventTime.timed(
              start.truncatedTo(ChronoUnit.SECONDS), end.truncatedTo(ChronoUnit.SECONDS));
    };
  }

  /** For a new event; the zone is shown to the person and anchors the wall-clock time. */
  static EventDateTime created(EventTime time, boolean start, ZoneId zone) {
    return switch (time) {
      case EventTime.AllDay day ->
          new EventDateTime().setDate(day(start ? day.start() : day.end()));
      case EventTime.Timed timed ->
          new EventDateTime()
              .setDateTime(moment(start ? timed.start() : timed.end(), zone))
              .setTimeZone(zone.getId());
    };
  }

  /**
   * For a patch: a timed event keeps the zone it has, since what is not named stays. The other key
   * is named as null, because Google refuses an event with both a date and a time.
   */
  static EventDateTime patched(EventTime time, boolean start) {
    return switch (time) {
      case EventTime.AllDay day ->
          new EventDateTime()
              .setDate(day(start ? day.start() : day.end()))
              .setDateTime(Data.NULL_DATE_TIME)
              .setTimeZone(Data.NULL_STRING);
      case EventTime.Timed timed ->
          new EventDateTime()
              .setDateTime(new DateTime((start ? timed.start() : timed.end()).toEpochMilli(), 0))
              .setDate(Data.NULL_DATE_TIME);
    };
  }

  private static DateTime day(LocalDate date) {
    return new DateTime(date.toString());
  }

  private static DateTime moment(Instant instant, ZoneId zone) {
    int offset = zone.getRules().getOffset(instant).getTotalSeconds();
    // RFC 3339 has whole minutes; zones of the nineteenth century had seconds.
    return new DateTime(instant.toEpochMilli(), offset / 60);
  }
}

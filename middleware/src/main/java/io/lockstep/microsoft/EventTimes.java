package io.lockstep.microsoft;

import com.microsoft.graph.models.DateTimeTimeZone;
import com.microsoft.graph.models.Event;
import io.lockstep.calendar.EventTime;
import io.lockstep.calendar.TimeZones;
import io.lockstep.calendar.Unsupported;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Start and end between Graph's wall times with their zones and the one value of the core. Of an
 * all-day event only the dates are read: in whatever zone Graph answers, they are the person's.
 */
final class EventTimes {
  static final String UTC = "UTC";
  private static final DateTimeFormatter WALL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");

  private EventTimes() {}

  /** Empty where a side is missing or cannot be read, or the end lies before the start. */
  static Optional<EventTime> read(Event event) {
    DateTimeTimeZone start = event.getStart();
    DateTimeTimeZone end = event.getEnd();
    if (start == null || end == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          read(
              Boolean.TRUE.equals(event.getIsAllDay()),
              orEmpty(start.getDateTime()),
              orEmpty(start.getTimeZone()),
              orEmpty(end.getDateTime()),
              orEmpty(end.getTimeZone())));
    } catch (IllegalArgumentException | Unsupported e) {
      return Optional.empty();
    }
  }

  /**
   * @throws IllegalArgumentException for a text that is no wall time, or an end before the start
   * @throws Unsupported for a zone that is not known
   */
  static EventTime read(
      boolean allDay, String start, String startZone, String end, String endZone) {
    return allDay
        ? EventTime.allDay(date(start), date(end))
        : EventTime.timed(instant(start, startZone), instant(end, endZone));
  }

  private static LocalDate date(String dateTime) {
    try {
      return LocalDate.parse(dateTime.substring(0, Math.min(10, dateTime.length())));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("A dateTime is 2026-03-01T00:00:00.0000000", e);
    }
  }

  private static Instant instant(String dateTime, String zone) {
    return TimeZones.instant(dateTime, zone.isEmpty() ? UTC : zone).truncatedTo(ChronoUnit.SECONDS);
  }

  /** Whole seconds, as they are written. */
  static EventTime normal(EventTime time) {
    return switch (time) {
      case EventTime.AllDay allDay -> allDay;
      case EventTime.Timed(Instant start, Instant end) ->
          EventTime.timed(
              start.truncatedTo(ChronoUnit.SECONDS), end.truncatedTo(ChronoUnit.SECONDS));
    };
  }

  /**
   * Names the time in an event to be sent. Graph wants an all-day event said so, and from midnight
   * to midnight in one zone.
   *
   * @param zone the person's, or the one the event already has: Outlook shows it, and an all-day
   *     event belongs to its days there
   */
  static void write(Event out, EventTime time, ZoneId zone) {
    String name = name(time, zone);
    ZoneId in = name.equals(UTC) ? ZoneOffset.UTC : zone;
    out.setIsAllDay(time.isAllDay());
    switch (time) {
      case EventTime.AllDay(LocalDate start, LocalDate end) -> {
        out.setStart(at(start.atStartOfDay(), name));
        out.setEnd(at(end.atStartOfDay(), name));
      }
      case EventTime.Timed(Instant start, Instant end) -> {
        out.setStart(at(start.atZone(in).toLocalDateTime(), name));
        out.setEnd(at(end.atZone(in).toLocalDateTime(), name));
      }
    }
  }

  /**
   * The Windows name of the zone, which every mailbox takes; UTC where there is none that keeps the
   * same time, or where a wall time of the event comes twice.
   */
  private static String name(EventTime time, ZoneId zone) {
    Optional<String> windows = TimeZones.windowsExactly(zone, time.span().start());
    if (windows.isPresent() && time instanceof EventTime.Timed(Instant start, Instant end)) {
      return isPlain(start, zone) && isPlain(end, zone) ? windows.get() : UTC;
    }
    return windows.orElse(UTC);
  }

  private static boolean isPlain(Instant at, ZoneId zone) {
    return at.atZone(zone).toLocalDateTime().atZone(zone).toInstant().equals(at);
  }

  private static DateTimeTimeZone at(LocalDateTime wall, String zone) {
    DateTimeTimeZone out = new DateTimeTimeZone();
    out.setDateTime(WALL.format(wall));
    out.setTimeZone(zone);
    return out;
  }

  /** The zone the event was made in, which a change of its time keeps. */
  static ZoneId zone(Event event, ZoneId mailbox) {
    // Outlook's own word for a zone without a name is not one of the known.
    return TimeZones.find(orEmpty(event.getOriginalStartTimeZone())).orElse(mailbox);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}

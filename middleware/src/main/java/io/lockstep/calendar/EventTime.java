package io.lockstep.calendar;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * When an event takes place, as one value, so that start and end never part. Either two instants or
 * two dates; an all-day event keeps its dates in every time zone.
 */
public sealed interface EventTime {

  /**
   * From one instant to another.
   *
   * @param start UTC
   * @param end UTC, not before the start; equal to it for an event without length
   */
  record Timed(Instant start, Instant end) implements EventTime {
    public Timed {
      if (end.isBefore(start)) {
        throw new IllegalArgumentException("The event ends before it starts: " + start + "/" + end);
      }
    }

    @Override
    public String text() {
      return start + "/" + end;
    }

    @Override
    public Span span() {
      return new Span(start, end);
    }
  }

  /**
   * Whole days.
   *
   * @param start the first day
   * @param end the day after the last one
   */
  record AllDay(LocalDate start, LocalDate end) implements EventTime {
    public AllDay {
      if (!end.isAfter(start)) {
        throw new IllegalArgumentException(
            "An all-day event lasts one day or more and its end is the day after the last: "
                + start
                + "/"
                + end);
      }
    }

    @Override
    public String text() {
      return start + "/" + end;
    }

    @Override
    public Span span() {
      return new Span(
          start.atStartOfDay(ZoneOffset.UTC).toInstant(),
          end.atStartOfDay(ZoneOffset.UTC).toInstant());
    }
  }

  /** Two instants, UTC; the end is exclusive. */
  record Span(Instant start, Instant end) {
    public Duration length() {
      return Duration.between(start, end);
    }

    /** Whether this and another span share an instant; an empty span lies in what contains it. */
    public boolean touches(Instant from, Instant to) {
      return start.isBefore(to)
          && (end.isAfter(from) || (start.equals(end) && !start.isBefore(from)));
    }
  }

  /**
   * The canonical text: {@code 2026-03-01T09:00:00Z/2026-03-01T10:00:00Z} or {@code
   * 2026-03-01/2026-03-02} (end exclusive).
   */
  String text();

  /** From start to end; the days of an all-day event begin at midnight UTC. */
  Span span();

  static EventTime timed(Instant start, Instant end) {
    return new Timed(start, end);
  }

  /**
   * @param end exclusive
   */
  static EventTime allDay(LocalDate start, LocalDate end) {
    return new AllDay(start, end);
  }

  default boolean isAllDay() {
    return this instanceof AllDay;
  }

  /**
   * Reads {@link #text}.
   *
   * @throws IllegalArgumentException where it is no such text, or the end lies before the start
   */
  static EventTime parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("An event's time is start/end: " + text);
    }
    String start = text.substring(0, slash).strip();
    String end = text.substring(slash + 1).strip();
    try {
      return start.indexOf('T') < 0
          ? new AllDay(LocalDate.parse(start), LocalDate.parse(end))
          : new Timed(
              OffsetDateTime.parse(start).toInstant(), OffsetDateTime.parse(end).toInstant());
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("Not a time of an event: " + text, e);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("Out of the calendar's range: " + text, e);
    }
  }

  /** As {@link #parse}, empty where the text cannot be read. */
  static Optional<EventTime> tryParse(String text) {
    try {
      return Optional.of(parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}

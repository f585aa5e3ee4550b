package io.lockstep.calendar;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * A time as it is named on the wall of its place: a date and a time of day, or a date alone.
 *
 * @param at to the second; midnight for a date alone
 * @param allDay whether it is a date alone
 */
public record WallTime(LocalDateTime at, boolean allDay) implements Comparable<WallTime> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");
  private static final DateTimeFormatter BASIC_TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss");

  public WallTime {
    if (at.getNano() != 0) {
      throw new IllegalArgumentException("A recurrence knows no fractions of a second: " + at);
    }
    if (at.getYear() < 1 || at.getYear() > 9999) {
      throw new IllegalArgumentException("The year must have four digits: " + at);
    }
  }

  public static WallTime of(LocalDate date) {
    return new WallTime(date.atStartOfDay(), true);
  }

  public static WallTime of(LocalDateTime at) {
    return new WallTime(at, false);
  }

  /**
   * Reads {@code 2026-03-01T09:00:00} (seconds may be left out) or {@code 2026-03-01}.
   *
   * @throws IllegalArgumentException for anything else, a zone or an offset included
   */
  public static WallTime parse(String text) {
    try {
      return text.indexOf('T') < 0 ? of(LocalDate.parse(text)) : of(LocalDateTime.parse(text));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "Not a local time (2026-03-01T09:00:00) or date (2026-03-01): " + text, e);
    }
  }

  public LocalDate date() {
    return at.toLocalDate();
  }

  /**
   * The instant in a zone. By RFC 5545 3.3.5 a time in a gap has the offset from before it, and a
   * time that comes twice is the first one; {@code java.time} has the same rules.
   */
  public Instant in(ZoneId zone) {
    return at.atZone(zone).toInstant();
  }

  /** As {@link #parse} reads it. */
  public String text() {
    return allDay ? date().toString() : TIME.format(at);
  }

  /** The form of RFC 5545: {@code 20260301T090000} or {@code 20260301}. */
  public String basic() {
    return allDay ? DateTimeFormatter.BASIC_ISO_DATE.format(date()) : BASIC_TIME.format(at);
  }

  @Override
  public int compareTo(WallTime other) {
    int byTime = at.compareTo(other.at);
    return byTime != 0 ? byTime : Boolean.compare(allDay, other.allDay);
  }
}

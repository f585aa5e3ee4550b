package io.lockstep.microsoft;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.calendar.EventTime;
import io.lockstep.calendar.GraphRecurrence;
import io.lockstep.calendar.JsonMembers;
import io.lockstep.calendar.Recurrence;
import io.lockstep.calendar.Rrule;
import io.lockstep.calendar.Unsupported;
import io.lockstep.calendar.WallTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A series between Graph's {@code recurrence} with its {@code cancelledOccurrences} and the lines
 * of RFC 5545.
 */
final class SeriesConversion {
  private static final String RRULE = "RRULE:";

  /**
   * @param lines RRULE, and an EXDATE for each cancelled occurrence
   * @param zone where its wall clock hangs; null for an all-day series
   */
  record Lines(List<String> lines, @Nullable ZoneId zone) {
    Lines {
      lines = List.copyOf(lines);
    }
  }

  private SeriesConversion() {}

  /**
   * @param zone the event's own; null where it is not known
   */
  static Lines canonical(JsonNode event, EventTime time, @Nullable ZoneId zone) {
    GraphRecurrence.Read read =
        GraphRecurrence.read(event.path("recurrence"), zone, time.isAllDay());
    ZoneId place = time.isAllDay() ? null : read.zone();
    if (place == null && !time.isAllDay()) {
      throw new Unsupported("The series names no time zone that is known");
    }
    WallTime start = start(time, place);
    if (!read.first().equals(start.date())) {
      throw new Unsupported("The start of the series is not its recurrence's first occurrence");
    }
    List<String> lines = new ArrayList<>(List.of(RRULE + read.rule().text()));
    for (String cancelled : JsonMembers.texts(event, "cancelledOccurrences")) {
      lines.add(exdate(cancelled, start, place));
    }
    return new Lines(lines, place);
  }

  /** {@code OID.<master's id>.<date>}. */
  private static String exdate(String occurrence, WallTime start, @Nullable ZoneId zone) {
    LocalDate date;
    try {
      date = LocalDate.parse(occurrence.substring(occurrence.lastIndexOf('.') + 1));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("A cancelled occurrence ends with its date", e);
    }
    return zone == null
        ? "EXDATE;VALUE=DATE:" + WallTime.of(date).basic()
        : "EXDATE;TZID="
            + zone.getId()
            + ":"
            + WallTime.of(LocalDateTime.of(date, start.at().toLocalTime())).basic();
  }

  private static WallTime start(EventTime time, @Nullable ZoneId zone) {
    return switch (time) {
      case EventTime.AllDay(LocalDate first, LocalDate end) -> WallTime.of(first);
      case EventTime.Timed(Instant first, Instant end) -> {
        if (zone == null) {
          throw new Unsupported("A series with times needs its time zone");
        }
        yield WallTime.of(first.atZone(zone).toLocalDateTime());
      }
    };
  }

  /** {@code recurrence} as it is created with. */
  static ObjectNode graph(List<String> lines, EventTime time, @Nullable ZoneId zone) {
    if (lines.size() != 1 || !lines.get(0).startsWith(RRULE)) {
      throw new Unsupported("Graph's recurrence is one RRULE, without EXDATE and RDATE");
    }
    return GraphRecurrence.of(
        new Recurrence(
            Rrule.parse(lines.get(0).substring(RRULE.length())), start(time, zone), zone));
  }
}

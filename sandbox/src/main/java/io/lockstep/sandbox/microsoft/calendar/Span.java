package io.lockstep.sandbox.microsoft.calendar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.microsoft.GraphError;
import io.lockstep.sandbox.microsoft.GraphJson;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * When an event is: wall times, each in the zone it was written in.
 *
 * @param startName the zone's name as shown for the original start
 * @param allDay both are midnight, of the same zone; the end is exclusive
 */
record Span(
    LocalDateTime start,
    ZoneId startZone,
    String startName,
    LocalDateTime end,
    ZoneId endZone,
    String endName,
    boolean allDay) {
  private static final DateTimeFormatter SEVEN =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSS");

  Instant startsAt() {
    return start.atZone(startZone).toInstant();
  }

  Instant endsAt() {
    return end.atZone(endZone).toInstant();
  }

  /** Whether any of it lies in the window; an event without length lies where it starts. */
  boolean overlaps(Instant from, Instant until) {
    Instant starts = startsAt();
    return starts.isBefore(until) && (endsAt().isAfter(from) || starts.equals(from));
  }

  /** The same length, starting at another wall time of a zone. */
  Span at(LocalDateTime newStart, ZoneId zone) {
    if (allDay) {
      Duration days = Duration.between(start, end);
      return new Span(newStart, startZone, startName, newStart.plus(days), endZone, endName, true);
    }
    Instant begin = newStart.atZone(zone).toInstant();
    Instant finish = begin.plus(Duration.between(startsAt(), endsAt()));
    return new Span(
        LocalDateTime.ofInstant(begin, startZone),
        startZone,
        startName,
        LocalDateTime.ofInstant(finish, endZone),
        endZone,
        endName,
        false);
  }

  LocalDate startDate(ZoneId zone) {
    return allDay ? start.toLocalDate() : startsAt().atZone(zone).toLocalDate();
  }

  LocalTime startTime(ZoneId zone) {
    return allDay ? LocalTime.MIDNIGHT : startsAt().atZone(zone).toLocalTime();
  }

  /** {@code start}, shown in a zone; a day without a time keeps its date in every zone. */
  ObjectNode start(ZoneId zone, String name) {
    return shown(start, startZone, zone, name);
  }

  ObjectNode end(ZoneId zone, String name) {
    return shown(end, endZone, zone, name);
  }

  private ObjectNode shown(LocalDateTime at, ZoneId in, ZoneId zone, String name) {
    LocalDateTime wall = allDay ? at : LocalDateTime.ofInstant(at.atZone(in).toInstant(), zone);
    return GraphJson.object().put("dateTime", SEVEN.format(wall)).put("timeZone", name);
  }

  /** One end of an event as written. */
  record Point(LocalDateTime at, ZoneId zone, String name) {
    static Point read(JsonNode node, OutlookZones zones) {
      if (!node.isObject()) {
        throw invalid();
      }
      String text = GraphJson.text(node, "dateTime");
      String written = GraphJson.text(node, "timeZone");
      ZoneId zone = zones.read(written);
      if (text == null) {
        throw invalid();
      }
      return new Point(wall(text, zone), zone, zones.original(String.valueOf(written), zone));
    }

    private static LocalDateTime wall(String text, ZoneId zone) {
      String plain = text.strip();
      if (plain.endsWith("Z")) {
        // A moment in UTC beside another zone has two meanings.
        if (!zone.getId().equals("UTC")) {
          throw invalid();
        }
        plain = plain.substring(0, plain.length() - 1);
      }
      try {
        return plain.length() == 10
            ? LocalDate.parse(plain).atStartOfDay()
            : LocalDateTime.parse(plain);
      } catch (DateTimeParseException e) {
        throw invalid();
      }
    }
  }

  /**
   * @throws GraphError 400 where the end comes before the start, or a day does not begin and end at
   *     midnight of one zone
   */
  static Span of(Point start, Point end, boolean allDay) {
    Span out =
        new Span(start.at(), start.zone(), start.name(), end.at(), end.zone(), end.name(), allDay);
    if (allDay) {
      boolean midnights =
          start.at().toLocalTime().equals(LocalTime.MIDNIGHT)
              && end.at().toLocalTime().equals(LocalTime.MIDNIGHT)
              && start.zone().equals(end.zone());
      if (!midnights) {
        throw GraphError.invalidProperty(
            "The event is set as an all day event, but the start or end time is not set to"
                + " midnight in the same time zone.");
      }
      if (!end.at().isAfter(start.at())) {
        throw endBeforeStart();
      }
    } else if (out.endsAt().isBefore(out.startsAt())) {
      throw endBeforeStart();
    }
    return out;
  }

  Point startPoint() {
    return new Point(start, startZone, startName);
  }

  Point endPoint() {
    return new Point(end, endZone, endName);
  }

  static @Nullable Point point(@Nullable JsonNode node, OutlookZones zones) {
    return node == null ? null : Point.read(node, zones);
  }

  private static GraphError endBeforeStart() {
    return new GraphError(
        400,
        "ErrorPropertyValidationFailure",
        "At least one property failed validation. The end of the event must not be before its"
            + " start.");
  }

  private static GraphError invalid() {
    return GraphError.invalidProperty("At least one property failed validation.");
  }
}

package io.lockstep.sandbox.google.calendar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.google.GoogleError;
import io.lockstep.sandbox.google.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A start or an end: a day, or a moment together with the zone in which it recurs. */
sealed interface EventTime {
  /** A whole day, without a zone. */
  record Day(LocalDate date) implements EventTime {}

  /** A moment; the zone is the one the event was written in. */
  record Moment(Instant at, ZoneId zone) implements EventTime {}

  Set<String> ZONES = ZoneId.getAvailableZoneIds();
  DateTimeFormatter RFC3339 = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssXXX");
  DateTimeFormatter BASIC_UTC = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'");

  /**
   * Reads {@code {date}} or {@code {dateTime, timeZone}}.
   *
   * @param calendarZone the zone kept with a moment that names none itself
   * @param what {@code start} or {@code end}, for the refusal
   */
  static EventTime read(JsonNode node, ZoneId calendarZone, String what) {
    String date = Json.text(node, "date");
    String dateTime = Json.text(node, "dateTime");
    if ((date == null) == (dateTime == null)) {
      throw date == null
          ? GoogleError.required("Missing " + what + " time.")
          : GoogleError.invalid("Invalid " + what + " time.");
    }
    if (date != null) {
      try {
        return new Day(LocalDate.parse(date));
      } catch (DateTimeParseException e) {
        throw GoogleError.invalid("Invalid " + what + " time.");
      }
    }
    ZoneId zone = zone(node, what);
    return moment(String.valueOf(dateTime), zone, calendarZone, what);
  }

  private static Moment moment(
      String dateTime, @Nullable ZoneId zone, ZoneId calendarZone, String what) {
    ZoneId kept = zone == null ? calendarZone : zone;
    try {
      return new Moment(OffsetDateTime.parse(dateTime).toInstant(), kept);
    } catch (DateTimeParseException noOffset) {
      if (zone == null) {
        throw GoogleError.required("Missing time zone definition for " + what + " time.");
      }
    }
    try {
      return new Moment(LocalDateTime.parse(dateTime).atZone(kept).toInstant(), kept);
    } catch (DateTimeParseException e) {
      throw GoogleError.invalid("Invalid " + what + " time.");
    }
  }

  private static @Nullable ZoneId zone(JsonNode node, String what) {
    String name = Json.text(node, "timeZone");
    if (name == null) {
      return null;
    }
    // Only names of the IANA database: an offset or a Windows name is refused.
    if (!ZONES.contains(name)) {
      throw GoogleError.invalid("Invalid time zone definition for " + what + " time.");
    }
    return ZoneId.of(name);
  }

  /** An RFC 3339 time of a query parameter. */
  static Instant parameter(String name, String value) {
    try {
      return OffsetDateTime.parse(value).toInstant();
    } catch (DateTimeException e) {
      throw GoogleError.of(400, "global", "badRequest", "Bad Request").at("parameter", name);
    }
  }

  /** The moment at which this begins for somebody who lives in that zone. */
  default Instant instant(ZoneId calendarZone) {
    return switch (this) {
      case Day d -> d.date().atStartOfDay(calendarZone).toInstant();
      case Moment m -> m.at();
    };
  }

  /** The wire form, a moment shown in the given zone. */
  default ObjectNode json(ZoneId shownIn) {
    return switch (this) {
      case Day d -> Json.object().put("date", d.date().toString());
      case Moment m ->
          Json.object()
              .put("dateTime", RFC3339.format(m.at().atZone(shownIn)))
              .put("timeZone", m.zone().getId());
    };
  }

  /** The form in which all copies keep it: a moment in UTC, beside its zone. */
  default ObjectNode stored() {
    return json(ZoneOffset.UTC);
  }

  /** What names this slot in an instance's id: {@code 20260105} or {@code 20260105T090000Z}. */
  default String slot() {
    return switch (this) {
      case Day d -> d.date().format(DateTimeFormatter.BASIC_ISO_DATE);
      case Moment m -> BASIC_UTC.format(m.at().atZone(ZoneOffset.UTC));
    };
  }
}

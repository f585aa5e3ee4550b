package io.lockstep.calendar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of {@code lockstep convert} on recurrence and time zones: {@code expand}, {@code
 * rrule-to-graph}, {@code graph-to-rrule}, {@code tz}, {@code graph-time}.
 */
public final class RecurrenceConversions {
  private static final int USUAL_LIMIT = 1000;

  /** By name. */
  public static final Map<String, Conversion> ALL =
      Map.of(
          "expand", oneWay(RecurrenceConversions::expand),
          "rrule-to-graph", oneWay(RecurrenceConversions::rruleToGraph),
          "graph-to-rrule", oneWay(RecurrenceConversions::graphToRrule),
          "tz", oneWay(RecurrenceConversions::tz),
          "graph-time", oneWay(RecurrenceConversions::graphTime));

  private RecurrenceConversions() {}

  private interface OneWay {
    JsonNode apply(JsonNode in);
  }

  private static Conversion oneWay(OneWay conversion) {
    return (in, reverse) -> {
      if (reverse) {
        throw new Unsupported("This kind has no reverse");
      }
      return conversion.apply(in);
    };
  }

  /** {@code {rrule, dtstart, tz?, exdate?, rdate?, limit?} -> {occurrences}}. */
  private static JsonNode expand(JsonNode in) {
    WallTime start = WallTime.parse(text(in, "dtstart"));
    Recurrence recurrence =
        new Recurrence(
            Rrule.parse(text(in, "rrule")),
            start,
            zone(in),
            times(in.path("exdate"), "exdate"),
            times(in.path("rdate"), "rdate"));
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    ArrayNode occurrences = out.putArray("occurrences");
    recurrence.occurrences(limit(in)).forEach(one -> occurrences.add(one.text()));
    return out;
  }

  private static int limit(JsonNode in) {
    JsonNode limit = in.path("limit");
    if (limit.isMissingNode() || limit.isNull()) {
      return USUAL_LIMIT;
    }
    if (!limit.isIntegralNumber() || !limit.canConvertToInt()) {
      throw new IllegalArgumentException("limit is a whole number");
    }
    return limit.asInt();
  }

  private static List<WallTime> times(JsonNode in, String name) {
    List<WallTime> times = new ArrayList<>();
    if (in.isTextual()) {
      times.add(WallTime.parse(in.asText()));
    } else if (in.isArray()) {
      for (JsonNode one : in) {
        if (!one.isTextual()) {
          throw new IllegalArgumentException(name + " is a list of texts");
        }
        times.add(WallTime.parse(one.asText()));
      }
    } else if (!in.isMissingNode() && !in.isNull()) {
      throw new IllegalArgumentException(name + " is a list of texts");
    }
    return times;
  }

  /** {@code {rrule, dtstart, tz} -> {recurrence}}. */
  private static JsonNode rruleToGraph(JsonNode in) {
    WallTime start = WallTime.parse(text(in, "dtstart"));
    Recurrence recurrence = new Recurrence(Rrule.parse(text(in, "rrule")), start, zone(in));
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    out.set("recurrence", GraphRecurrence.of(recurrence));
    return out;
  }

  /**
   * {@code {recurrence, start?, tz?} -> {rrule, tz, dtstart?}}. {@code start} is the local start,
   * or Graph's {@code {dateTime, timeZone}}; a date alone says that the series is all-day, and
   * without a start it is taken to have times. {@code dtstart} is written where the first
   * occurrence lies after {@code range.startDate}: the rule is anchored there.
   */
  private static JsonNode graphToRrule(JsonNode in) {
    JsonNode start = in.path("start");
    boolean allDay =
        in.path("isAllDay").asBoolean(false)
            || (start.isTextual() && WallTime.parse(start.asText()).allDay());
    ZoneId fallback =
        Optional.ofNullable(zone(in))
            .or(() -> TimeZones.find(start.path("timeZone").asText("")))
            .orElse(null);
    GraphRecurrence.Read read = GraphRecurrence.read(in.path("recurrence"), fallback, allDay);
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    out.put("rrule", read.rule().text());
    ZoneId zone = read.zone();
    if (zone != null) {
      out.put("tz", zone.getId());
    }
    if (!read.first().equals(read.startDate())) {
      out.put("dtstart", read.first().toString());
    }
    return out;
  }

  /** {@code {name} -> {iana, windows}}, without windows where CLDR knows none. */
  private static JsonNode tz(JsonNode in) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    ZoneId zone = TimeZones.find(text(in, "name")).orElse(null);
    if (zone == null) {
      return out.put("unknown", true);
    }
    out.put("iana", zone.getId());
    String windows = TimeZones.windows(zone);
    if (windows != null) {
      out.put("windows", windows);
    }
    return out;
  }

  /** {@code {dateTime, timeZone} -> {instant}}. */
  private static JsonNode graphTime(JsonNode in) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("instant", TimeZones.instant(text(in, "dateTime"), text(in, "timeZone")).toString());
  }

  private static @Nullable ZoneId zone(JsonNode in) {
    JsonNode tz = in.path("tz");
    if (tz.isMissingNode() || tz.isNull()) {
      return null;
    }
    return TimeZones.find(tz.asText())
        .orElseThrow(
            () -> new IllegalArgumentException("Not a time zone that is known: " + tz.asText()));
  }

  private static String text(JsonNode in, String name) {
    JsonNode value = in.path(name);
    if (!value.isTextual()) {
      throw new IllegalArgumentException(name + " is missing or not a text");
    }
    return value.asText();
  }
}

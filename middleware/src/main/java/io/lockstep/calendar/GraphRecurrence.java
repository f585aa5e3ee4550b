package io.lockstep.calendar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Microsoft Graph's {@code patternedRecurrence} and its RRULE, each exactly or not at all. What is
 * written holds only the members that its type needs, pattern before range; what is read may hold
 * the fillers that Graph answers.
 */
public final class GraphRecurrence {
  /** Outlook numbers no more occurrences than this; a longer series is bounded by its last date. */
  private static final int MOST_NUMBERED = 999;

  private GraphRecurrence() {}

  /**
   * The {@code patternedRecurrence} of a series.
   *
   * @param recurrence a rule without excluded and added dates, which Graph holds as occurrences
   * @throws Unsupported where no pattern has exactly these occurrences
   */
  public static ObjectNode of(Recurrence recurrence) {
    Rrule rule = recurrence.rule();
    if (rule == null || !recurrence.excluded().isEmpty() || !recurrence.added().isEmpty()) {
      throw new Unsupported("Graph's recurrence has no EXDATE and RDATE");
    }
    GraphPattern pattern = RruleToGraph.pattern(rule, recurrence.start());
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    out.set("pattern", pattern(pattern));
    out.set("range", range(recurrence, rule));
    return out;
  }

  private static ObjectNode pattern(GraphPattern pattern) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    switch (pattern) {
      case GraphPattern.Daily daily -> out.put("type", "daily").put("interval", daily.interval());
      case GraphPattern.Weekly weekly -> {
        out.put("type", "weekly").put("interval", weekly.interval());
        out.set("daysOfWeek", names(weekly.days()));
        out.put("firstDayOfWeek", GraphPattern.name(weekly.firstDayOfWeek()));
      }
      case GraphPattern.Absolute absolute -> {
        period(out, "absolute", absolute.interval(), absolute.month());
        out.put("dayOfMonth", absolute.dayOfMonth());
        month(out, absolute.month());
      }
      case GraphPattern.Relative relative -> {
        period(out, "relative", relative.interval(), relative.month());
        out.set("daysOfWeek", names(relative.days()));
        out.put("index", GraphPattern.INDEXES.get(relative.index() < 0 ? 4 : relative.index() - 1));
        month(out, relative.month());
      }
    }
    return out;
  }

  private static void period(ObjectNode out, String kind, int months, int month) {
    out.put("type", kind + (month == 0 ? "Monthly" : "Yearly"))
        .put("interval", month == 0 ? months : months / 12);
  }

  private static void month(ObjectNode out, int month) {
    if (month != 0) {
      out.put("month", month);
    }
  }

  private static ArrayNode names(Set<DayOfWeek> days) {
    ArrayNode names = JsonNodeFactory.instance.arrayNode();
    days.forEach(day -> names.add(GraphPattern.name(day)));
    return names;
  }

  private static ObjectNode range(Recurrence recurrence, Rrule rule) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    LocalDate start = recurrence.start().date();
    Integer count = rule.count();
    LocalDate last = RruleToGraph.lastDate(recurrence).orElse(null);
    if (count != null && count > MOST_NUMBERED) {
      if (count > Recurrence.MOST) {
        throw new Unsupported("COUNT is too great for Graph");
      }
      last = recurrence.occurrences(Recurrence.MOST).getLast().date();
    }
    if (last != null) {
      if (last.isBefore(start)) {
        throw new Unsupported("UNTIL lies before the first occurrence");
      }
      out.put("type", "endDate").put("startDate", start.toString());
      out.put("endDate", last.toString());
    } else if (count != null) {
      out.put("type", "numbered").put("startDate", start.toString());
      out.put("numberOfOccurrences", count.intValue());
    } else {
      out.put("type", "noEnd").put("startDate", start.toString());
    }
    ZoneId zone = recurrence.zone();
    if (zone != null) {
      out.put(
          "recurrenceTimeZone",
          TimeZones.windowsExactly(zone, recurrence.start().in(zone))
              .orElseThrow(
                  () -> new Unsupported("The time zone has no Windows name: " + zone.getId())));
    } else if (!recurrence.start().allDay()) {
      throw new IllegalArgumentException("A timed recurrence needs its time zone (tz)");
    }
    return out;
  }

  /**
   * What a {@code patternedRecurrence} says.
   *
   * @param rule its rule
   * @param zone where its wall clock hangs; null where nothing says so, and nothing needs it
   * @param first the date of the first occurrence, on or after {@code range.startDate}
   * @param startDate {@code range.startDate}
   */
  public record Read(Rrule rule, @Nullable ZoneId zone, LocalDate first, LocalDate startDate) {}

  /**
   * Reads a {@code patternedRecurrence}.
   *
   * @param fallback the event's own zone, for a range that names none or one that is not known
   * @param allDay whether the series is all-day, so that UNTIL is a date
   * @throws IllegalArgumentException where a member that the type needs is missing or wrong
   * @throws Unsupported where it cannot be carried exactly
   */
  public static Read read(JsonNode recurrence, @Nullable ZoneId fallback, boolean allDay) {
    JsonNode range = object(recurrence, "range");
    GraphPattern pattern = readPattern(object(recurrence, "pattern"));
    LocalDate startDate = date(range, "startDate");
    LocalDate first = first(pattern, startDate);
    String named = range.path("recurrenceTimeZone").asText("");
    ZoneId zone = zone(named, fallback);
    // Without any zone the rule says the same, but a last date is no instant.
    boolean needed = !named.isEmpty() || range.path("type").asText().equals("endDate");
    if (zone == null && !allDay && needed) {
      throw new Unsupported("The recurrence names no time zone that is known");
    }
    Rrule rule = GraphToRrule.rule(pattern, first);
    return new Read(bounded(rule, range, zone, first, allDay), zone, first, startDate);
  }

  /**
   * Graph lets the first occurrence lie after {@code startDate}. From where a longer interval is
   * counted then, nothing says.
   */
  private static LocalDate first(GraphPattern pattern, LocalDate startDate) {
    LocalDate first = GraphPattern.first(pattern, startDate);
    boolean everyPeriod =
        switch (pattern) {
          case GraphPattern.Absolute a -> a.interval() == (a.month() == 0 ? 1 : 12);
          case GraphPattern.Relative r -> r.interval() == (r.month() == 0 ? 1 : 12);
          case GraphPattern.Daily d -> true;
          case GraphPattern.Weekly w -> w.interval() == 1;
        };
    if (!everyPeriod && !first.equals(startDate)) {
      throw new Unsupported("startDate does not fit a pattern with an interval over 1");
    }
    return first;
  }

  private static @Nullable ZoneId zone(String name, @Nullable ZoneId fallback) {
    ZoneId named = TimeZones.find(name).orElse(null);
    if (named == null || fallback == null) {
      return named == null ? fallback : named;
    }
    // A Windows name stands for several zones; the event's own is the better word for the same.
    String windows = TimeZones.windows(fallback);
    return windows != null && windows.equals(TimeZones.windows(named)) ? fallback : named;
  }

  private static Rrule bounded(
      Rrule rule, JsonNode range, @Nullable ZoneId zone, LocalDate first, boolean allDay) {
    String type = text(range, "type").toLowerCase(Locale.ROOT);
    switch (type) {
      case "noend" -> {
        return rule;
      }
      case "numbered" -> {
        return rule.bounded(number(range, "numberOfOccurrences", 1, Integer.MAX_VALUE), null);
      }
      case "enddate" -> {
        LocalDate end = date(range, "endDate");
        if (end.isBefore(first)) {
          throw new Unsupported("The recurrence ends before its first occurrence");
        }
        return rule.bounded(null, until(end, zone, allDay));
      }
      default -> throw new IllegalArgumentException("Not a type of a range: " + type);
    }
  }

  /** The end of the last day on the wall clock of the series. */
  private static Rrule.Until until(LocalDate end, @Nullable ZoneId zone, boolean allDay) {
    if (allDay || zone == null) {
      return new Rrule.Until(WallTime.of(end), false);
    }
    return new Rrule.Until(
        WallTime.of(
            end.atTime(LocalTime.of(23, 59, 59))
                .atZone(zone)
                .withZoneSameInstant(ZoneOffset.UTC)
                .toLocalDateTime()),
        true);
  }

  private static GraphPattern readPattern(JsonNode pattern) {
    String type = text(pattern, "type").toLowerCase(Locale.ROOT);
    int interval = number(pattern, "interval", 1, 99_999);
    return switch (type) {
      case "daily" -> new GraphPattern.Daily(interval);
      case "weekly" -> new GraphPattern.Weekly(interval, days(pattern), firstDayOfWeek(pattern));
      case "absolutemonthly" ->
          new GraphPattern.Absolute(interval, number(pattern, "dayOfMonth", 1, 31), 0);
      case "relativemonthly" ->
          new GraphPattern.Relative(interval, days(pattern), index(pattern), 0);
      case "absoluteyearly" ->
          new GraphPattern.Absolute(
              12 * interval, number(pattern, "dayOfMonth", 1, 31), month(pattern));
      case "relativeyearly" ->
          new GraphPattern.Relative(12 * interval, days(pattern), index(pattern), month(pattern));
      default -> throw new Unsupported("Not a type of pattern that is known: " + type);
    };
  }

  private static int month(JsonNode pattern) {
    return number(pattern, "month", 1, 12);
  }

  private static Set<DayOfWeek> days(JsonNode pattern) {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    pattern.path("daysOfWeek").forEach(name -> days.add(day(name.asText())));
    if (days.isEmpty()) {
      throw new IllegalArgumentException("The pattern needs daysOfWeek");
    }
    return days;
  }

  private static DayOfWeek firstDayOfWeek(JsonNode pattern) {
    JsonNode named = pattern.path("firstDayOfWeek");
    return named.isTextual() ? day(named.asText()) : DayOfWeek.SUNDAY;
  }

  private static DayOfWeek day(String name) {
    for (DayOfWeek day : DayOfWeek.values()) {
      if (GraphPattern.name(day).equalsIgnoreCase(name)) {
        return day;
      }
    }
    throw new IllegalArgumentException("Not a day of the week: " + name);
  }

  private static int index(JsonNode pattern) {
    JsonNode named = pattern.path("index");
    if (!named.isTextual()) {
      return 1;
    }
    List<String> names = GraphPattern.INDEXES;
    int index = names.indexOf(named.asText().toLowerCase(Locale.ROOT));
    if (index < 0) {
      throw new IllegalArgumentException("Not an index of a pattern: " + named.asText());
    }
    return index == 4 ? -1 : index + 1;
  }

  private static JsonNode object(JsonNode in, String name) {
    JsonNode member = in.path(name);
    if (!member.isObject()) {
      throw new IllegalArgumentException("The recurrence needs a " + name);
    }
    return member;
  }

  private static String text(JsonNode in, String name) {
    JsonNode member = in.path(name);
    if (!member.isTextual()) {
      throw new IllegalArgumentException("The recurrence needs " + name);
    }
    return member.asText();
  }

  private static int number(JsonNode in, String name, int least, int most) {
    JsonNode member = in.path(name);
    if (!member.canConvertToInt() || !member.isIntegralNumber()) {
      throw new IllegalArgumentException("The recurrence needs " + name + ", a whole number");
    }
    int number = member.asInt();
    if (number < least || number > most) {
      throw new IllegalArgumentException(
          name + " goes from " + least + " to " + most + ": " + number);
    }
    return number;
  }

  private static LocalDate date(JsonNode in, String name) {
    String text = text(in, name);
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(name + " is a date (2026-03-01): " + text, e);
    }
  }
}

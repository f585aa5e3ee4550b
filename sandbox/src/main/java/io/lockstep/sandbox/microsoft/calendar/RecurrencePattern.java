package io.lockstep.sandbox.microsoft.calendar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.microsoft.GraphError;
import io.lockstep.sandbox.microsoft.GraphJson;
import java.time.DayOfWeek;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code recurrence.pattern}. A relative pattern with several days means one day in each period.
 *
 * @param dayOfMonth 0 where the type does not use it
 * @param month 0 where the type does not use it
 */
record RecurrencePattern(
    Type type,
    int interval,
    Set<DayOfWeek> daysOfWeek,
    int dayOfMonth,
    int month,
    String index,
    DayOfWeek firstDayOfWeek) {
  /** Which days come again. */
  enum Type {
    daily,
    weekly,
    absoluteMonthly,
    relativeMonthly,
    absoluteYearly,
    relativeYearly
  }

  private static final List<String> INDEXES = List.of("first", "second", "third", "fourth", "last");

  RecurrencePattern {
    daysOfWeek =
        daysOfWeek.isEmpty() ? EnumSet.noneOf(DayOfWeek.class) : EnumSet.copyOf(daysOfWeek);
  }

  /** Fields that the type does not use are validated all the same. */
  static RecurrencePattern read(JsonNode node) {
    String named = GraphJson.text(node, "type", "");
    Type type =
        java.util.Arrays.stream(Type.values())
            .filter(t -> t.name().equalsIgnoreCase(named))
            .findFirst()
            .orElseThrow(RecurrencePattern::invalid);
    int interval = number(node, "interval", 1, 999);
    int dayOfMonth = number(node, "dayOfMonth", 0, 31);
    int month = number(node, "month", 0, 12);
    String index = GraphJson.text(node, "index", "first").toLowerCase(Locale.ROOT);
    if (!INDEXES.contains(index)) {
      throw invalid();
    }
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    GraphJson.list(node, "daysOfWeek").forEach(d -> days.add(day(d.asText())));
    DayOfWeek first = day(GraphJson.text(node, "firstDayOfWeek", "sunday"));
    boolean usesDays =
        type == Type.weekly || type == Type.relativeMonthly || type == Type.relativeYearly;
    boolean usesMonth = type == Type.absoluteYearly || type == Type.relativeYearly;
    boolean usesDayOfMonth = type == Type.absoluteMonthly || type == Type.absoluteYearly;
    if ((usesDays && days.isEmpty())
        || (usesMonth && month == 0)
        || (usesDayOfMonth && dayOfMonth == 0)) {
      throw invalid();
    }
    if (type == Type.absoluteYearly && dayOfMonth > java.time.Month.of(month).maxLength()) {
      throw invalid();
    }
    return new RecurrencePattern(
        type,
        interval,
        usesDays ? days : Set.of(),
        usesDayOfMonth ? dayOfMonth : 0,
        usesMonth ? month : 0,
        type == Type.relativeMonthly || type == Type.relativeYearly ? index : "first",
        type == Type.weekly ? first : DayOfWeek.SUNDAY);
  }

  private static int number(JsonNode node, String field, int least, int most) {
    JsonNode value = node.path(field);
    if (value.isMissingNode() || value.isNull()) {
      if (least > 0) {
        throw invalid();
      }
      return 0;
    }
    if (!value.canConvertToInt() || value.asInt() < least || value.asInt() > most) {
      throw invalid();
    }
    return value.asInt();
  }

  static DayOfWeek day(String name) {
    for (DayOfWeek day : DayOfWeek.values()) {
      if (day.name().equalsIgnoreCase(name)) {
        return day;
      }
    }
    throw invalid();
  }

  /** Whether the day may be one that some months do not have. */
  boolean mayMissMonths() {
    return dayOfMonth > 28;
  }

  String rrule() {
    String every = ";INTERVAL=" + interval;
    return switch (type) {
      case daily -> "FREQ=DAILY" + every;
      case weekly -> "FREQ=WEEKLY" + every + ";WKST=" + code(firstDayOfWeek) + ";BYDAY=" + codes();
      case absoluteMonthly -> "FREQ=MONTHLY" + every + ";BYMONTHDAY=" + dayOfMonth;
      case absoluteYearly ->
          "FREQ=YEARLY" + every + ";BYMONTH=" + month + ";BYMONTHDAY=" + dayOfMonth;
      case relativeMonthly ->
          "FREQ=MONTHLY" + every + ";BYDAY=" + codes() + ";BYSETPOS=" + position();
      case relativeYearly ->
          "FREQ=YEARLY"
              + every
              + ";BYMONTH="
              + month
              + ";BYDAY="
              + codes()
              + ";BYSETPOS="
              + position();
    };
  }

  private int position() {
    return index.equals("last") ? -1 : INDEXES.indexOf(index) + 1;
  }

  private String codes() {
    return daysOfWeek.stream().map(RecurrencePattern::code).collect(Collectors.joining(","));
  }

  private static String code(DayOfWeek day) {
    return day.name().substring(0, 2);
  }

  ObjectNode json() {
    ObjectNode out =
        GraphJson.object()
            .put("type", type.name())
            .put("interval", interval)
            .put("month", month)
            .put("dayOfMonth", dayOfMonth);
    if (!daysOfWeek.isEmpty()) {
      daysOfWeek.forEach(d -> out.withArray("daysOfWeek").add(d.name().toLowerCase(Locale.ROOT)));
    }
    return out.put("firstDayOfWeek", firstDayOfWeek.name().toLowerCase(Locale.ROOT))
        .put("index", index);
  }

  private static GraphError invalid() {
    return GraphError.invalidProperty("At least one property failed validation.");
  }
}

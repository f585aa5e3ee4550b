package io.lockstep.calendar;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Graph's recurrence read from its JSON by the vendor's description alone, to check translations
 * against: knows nothing of RRULEs nor of the code under test.
 */
final class GraphExpansion {
  private GraphExpansion() {}

  static List<LocalDate> days(JsonNode recurrence, int limit, LocalDate horizon) {
    JsonNode pattern = recurrence.get("pattern");
    JsonNode range = recurrence.get("range");
    LocalDate start = LocalDate.parse(range.get("startDate").asText());
    boolean numbered = range.get("type").asText().equals("numbered");
    int most = numbered ? Math.min(limit, range.get("numberOfOccurrences").asInt()) : limit;
    LocalDate last =
        range.get("type").asText().equals("endDate")
            ? LocalDate.parse(range.get("endDate").asText())
            : horizon;
    List<LocalDate> out = new ArrayList<>();
    LocalDate day = start;
    while (out.size() < most && !day.isAfter(last) && !day.isAfter(horizon)) {
      if (isOn(pattern, start, day)) {
        out.add(day);
      }
      day = day.plusDays(1);
    }
    return out;
  }

  private static boolean isOn(JsonNode pattern, LocalDate start, LocalDate day) {
    int interval = pattern.get("interval").asInt();
    long months =
        (day.getYear() - start.getYear()) * 12L + day.getMonthValue() - start.getMonthValue();
    return switch (pattern.get("type").asText()) {
      case "daily" -> (day.toEpochDay() - start.toEpochDay()) % interval == 0;
      case "weekly" -> {
        String first = pattern.path("firstDayOfWeek").asText("sunday");
        long weeks = (weekOf(day, first).toEpochDay() - weekOf(start, first).toEpochDay()) / 7;
        yield weeks % interval == 0 && named(pattern, day);
      }
      case "absoluteMonthly" -> months % interval == 0 && absolute(pattern, day);
      case "relativeMonthly" -> months % interval == 0 && relative(pattern, day);
      case "absoluteYearly" ->
          (day.getYear() - start.getYear()) % interval == 0
              && day.getMonthValue() == pattern.get("month").asInt()
              && absolute(pattern, day);
      case "relativeYearly" ->
          (day.getYear() - start.getYear()) % interval == 0
              && day.getMonthValue() == pattern.get("month").asInt()
              && relative(pattern, day);
      default -> throw new IllegalArgumentException(pattern.toString());
    };
  }

  private static LocalDate weekOf(LocalDate day, String first) {
    LocalDate begin = day;
    while (!name(begin).equals(first)) {
      begin = begin.minusDays(1);
    }
    return begin;
  }

  private static boolean absolute(JsonNode pattern, LocalDate day) {
    int wanted = pattern.get("dayOfMonth").asInt();
    return day.getDayOfMonth() == Math.min(wanted, day.lengthOfMonth());
  }

  private static boolean relative(JsonNode pattern, LocalDate day) {
    List<LocalDate> matching = new ArrayList<>();
    YearMonth month = YearMonth.from(day);
    for (int d = 1; d <= month.lengthOfMonth(); d++) {
      if (named(pattern, month.atDay(d))) {
        matching.add(month.atDay(d));
      }
    }
    return switch (pattern.path("index").asText("first")) {
      case "first" -> day.equals(matching.get(0));
      case "second" -> day.equals(matching.get(1));
      case "third" -> day.equals(matching.get(2));
      case "fourth" -> day.equals(matching.get(3));
      default -> day.equals(matching.getLast());
    };
  }

  private static boolean named(JsonNode pattern, LocalDate day) {
    for (JsonNode one : pattern.get("daysOfWeek")) {
      if (one.asText().equals(name(day))) {
        return true;
      }
    }
    return false;
  }

  private static String name(LocalDate day) {
    return day.getDayOfWeek()
        .getDisplayName(TextStyle.FULL, Locale.ENGLISH)
        .toLowerCase(Locale.ROOT);
  }
}

package io.lockstep.sandbox.salesforce.org.rules;

import io.lockstep.sandbox.salesforce.org.store.Rec;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The classic recurrence: one row that holds the rule, and one row per occurrence that names it in
 * RecurrenceActivityId. At most 100 daily, 53 weekly, 60 monthly and 10 yearly occurrences.
 */
final class ClassicRecurrence {
  private static final Map<String, Set<String>> NEEDS =
      Map.of(
          "RecursDaily", Set.of("RecurrenceInterval"),
          "RecursEveryWeekday", Set.of("RecurrenceDayOfWeekMask"),
          "RecursWeekly", Set.of("RecurrenceInterval", "RecurrenceDayOfWeekMask"),
          "RecursMonthly", Set.of("RecurrenceInterval", "RecurrenceDayOfMonth"),
          "RecursMonthlyNth",
              Set.of("RecurrenceInterval", "RecurrenceInstance", "RecurrenceDayOfWeekMask"),
          "RecursYearly", Set.of("RecurrenceDayOfMonth", "RecurrenceMonthOfYear"),
          "RecursYearlyNth",
              Set.of("RecurrenceDayOfWeekMask", "RecurrenceInstance", "RecurrenceMonthOfYear"));

  private static final List<String> SPECIFIC =
      List.of(
          "RecurrenceInterval",
          "RecurrenceDayOfWeekMask",
          "RecurrenceDayOfMonth",
          "RecurrenceInstance",
          "RecurrenceMonthOfYear");

  private static final int WEEKDAYS = 62;

  private ClassicRecurrence() {}

  static void check(Save save) {
    String type = save.text("RecurrenceType");
    List<String> missing = new ArrayList<>();
    for (String f : List.of("RecurrenceType", "RecurrenceStartDateTime", "RecurrenceEndDateOnly")) {
      if (save.get(f) == null) {
        missing.add(f);
      }
    }
    Set<String> needs = type == null ? Set.of() : NEEDS.getOrDefault(type, Set.of());
    for (String f : SPECIFIC) {
      if (needs.contains(f) && save.get(f) == null) {
        missing.add(f);
      } else if (!needs.contains(f) && save.get(f) != null) {
        throw new RowFailure(
            "FIELD_INTEGRITY_EXCEPTION", f + " must be empty for recurrence type " + type, f);
      }
    }
    if (!missing.isEmpty()) {
      throw RowFailure.required(missing);
    }
    if ("RecursEveryWeekday".equals(type)
        && !Integer.valueOf(WEEKDAYS).equals(save.get("RecurrenceDayOfWeekMask"))) {
      throw new RowFailure(
          "FIELD_INTEGRITY_EXCEPTION",
          "RecurrenceDayOfWeekMask must be 62 for every weekday",
          "RecurrenceDayOfWeekMask");
    }
    if (save.insert() && save.get("StartDateTime") == null && !save.sent("StartDateTime")) {
      throw RowFailure.required(List.of("StartDateTime"));
    }
  }

  static void expand(Rec series, Engine engine, String userId) {
    engine.rows().putQuietly(series.with("RecurrenceActivityId", series.id()));
    for (Instant start : starts(series)) {
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      for (String f :
          List.of(
              "Subject",
              "Location",
              "Description",
              "OwnerId",
              "WhoId",
              "WhatId",
              "ShowAs",
              "IsPrivate",
              "Type",
              "IsAllDayEvent",
              "DurationInMinutes")) {
        values.put(f, series.get(f));
      }
      values.put("StartDateTime", start);
      values.put("RecurrenceActivityId", series.id());
      engine.insert(series.type(), values, userId);
    }
  }

  private static List<Instant> starts(Rec series) {
    String type = String.valueOf(series.text("RecurrenceType"));
    Instant first = series.instant("RecurrenceStartDateTime");
    LocalDate last = (LocalDate) series.get("RecurrenceEndDateOnly");
    if (first == null || last == null) {
      return List.of();
    }
    String zoneName = series.text("RecurrenceTimeZoneSidKey");
    ZonedDateTime start = first.atZone(ZoneId.of(zoneName == null ? "UTC" : zoneName));
    int cap =
        type.startsWith("RecursDaily") || type.equals("RecursEveryWeekday")
            ? 100
            : type.startsWith("RecursWeekly") ? 53 : type.startsWith("RecursMonthly") ? 60 : 10;
    List<Instant> starts = new ArrayList<>();
    for (LocalDate day = start.toLocalDate(); !day.isAfter(last); day = day.plusDays(1)) {
      if (hits(series, type, start.toLocalDate(), day)) {
        starts.add(start.with(day).toInstant());
      }
    }
    if (starts.size() > cap) {
      throw new RowFailure(
          "FIELD_INTEGRITY_EXCEPTION",
          "The series has " + starts.size() + " occurrences; at most " + cap + " are allowed",
          "RecurrenceEndDateOnly");
    }
    return starts;
  }

  private static boolean hits(Rec series, String type, LocalDate first, LocalDate day) {
    int interval = series.get("RecurrenceInterval") instanceof Integer i ? i : 1;
    int mask = series.get("RecurrenceDayOfWeekMask") instanceof Integer i ? i : 0;
    boolean inMask = (mask & (1 << (day.getDayOfWeek().getValue() % 7))) != 0;
    boolean onDay = Integer.valueOf(day.getDayOfMonth()).equals(series.get("RecurrenceDayOfMonth"));
    String monthName = series.text("RecurrenceMonthOfYear");
    boolean inMonth =
        monthName == null || day.getMonth().name().equals(monthName.toUpperCase(Locale.ROOT));
    long months = ChronoUnit.MONTHS.between(first.withDayOfMonth(1), day.withDayOfMonth(1));
    return switch (type) {
      case "RecursDaily" -> ChronoUnit.DAYS.between(first, day) % interval == 0;
      case "RecursEveryWeekday" -> inMask;
      case "RecursWeekly" ->
          inMask && ChronoUnit.WEEKS.between(sunday(first), sunday(day)) % interval == 0;
      case "RecursMonthly" -> onDay && months % interval == 0;
      case "RecursMonthlyNth" -> inMask && nth(series, day) && months % interval == 0;
      case "RecursYearly" -> onDay && inMonth;
      default -> inMask && inMonth && nth(series, day);
    };
  }

  private static LocalDate sunday(LocalDate day) {
    return day.minusDays(
        day.getDayOfWeek() == DayOfWeek.SUNDAY ? 0 : day.getDayOfWeek().getValue());
  }

  private static boolean nth(Rec series, LocalDate day) {
    int nth = (day.getDayOfMonth() - 1) / 7;
    return switch (String.valueOf(series.text("RecurrenceInstance"))) {
      case "First" -> nth == 0;
      case "Second" -> nth == 1;
      case "Third" -> nth == 2;
      case "Fourth" -> nth == 3;
      default -> day.getDayOfMonth() + 7 > day.lengthOfMonth();
    };
  }
}

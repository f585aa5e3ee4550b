package io.lockstep.sandbox.salesforce.org.rules;

import io.lockstep.sandbox.salesforce.org.store.Rec;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRuleIterator;
import org.jspecify.annotations.Nullable;

/**
 * Lightning event series: a pattern row (GroupEventType 3) and its occurrences, which nothing in
 * the API ties together. The pattern can be given on create only.
 */
final class SeriesPattern {
  private static final List<String> ORDER =
      List.of(
          "FREQ",
          "BYMONTH",
          "BYMONTHDAY",
          "BYDAY",
          "WKST",
          "BYSETPOS",
          "INTERVAL",
          "UNTIL",
          "COUNT");
  private static final Set<String> FREQUENCIES = Set.of("DAILY", "WEEKLY", "MONTHLY", "YEARLY");

  /** How many occurrences of an endless series exist as rows. */
  private static final int ROWS = 100;

  private SeriesPattern() {}

  static void normalise(Save save) {
    String text = String.valueOf(save.text("Recurrence2PatternText"));
    Map<String, String> parts = parts(text);
    check(parts);
    StringBuilder normal = new StringBuilder("RRULE:");
    for (String name : ORDER) {
      String value = name.equals("INTERVAL") ? parts.getOrDefault(name, "1") : parts.get(name);
      if (value != null) {
        normal.append(normal.length() > 6 ? ";" : "").append(name).append('=').append(value);
      }
    }
    save.set("Recurrence2PatternText", normal.toString());
    save.set("Recurrence2PatternVersion", "1");
    save.set("Recurrence2PatternTimeZone", "UTC");
    save.set("IsRecurrence2", true);
    save.set("GroupEventType", "3");
  }

  private static Map<String, String> parts(String text) {
    String rule = text.strip();
    if (rule.toUpperCase(Locale.ROOT).startsWith("RRULE:")) {
      rule = rule.substring(6);
    }
    Map<String, String> parts = new TreeMap<>();
    for (String part : rule.split(";")) {
      String[] pair = part.split("=", 2);
      String name = pair[0].strip().toUpperCase(Locale.ROOT);
      if (pair.length < 2 || !ORDER.contains(name) || parts.put(name, pair[1].strip()) != null) {
        throw invalid("the part '" + part + "' is not supported");
      }
    }
    return parts;
  }

  private static void check(Map<String, String> parts) {
    String freq = parts.getOrDefault("FREQ", "");
    if (!FREQUENCIES.contains(freq)) {
      throw invalid("FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY");
    }
    if (parts.containsKey("UNTIL") && parts.containsKey("COUNT")) {
      throw invalid("UNTIL and COUNT exclude each other");
    }
    String until = parts.get("UNTIL");
    if (until != null && !until.matches("\\d{8}T\\d{6}Z")) {
      throw invalid("UNTIL must be like 20260131T000000Z");
    }
    within(parts, "COUNT", 999);
    within(
        parts,
        "INTERVAL",
        switch (freq) {
          case "DAILY" -> 999;
          case "YEARLY" -> 1;
          default -> 99;
        });
    String days = parts.get("BYDAY");
    if (freq.equals("WEEKLY") && (days == null || days.matches(".*\\d.*"))) {
      throw invalid("a weekly series needs BYDAY without ordinals");
    }
    String position = parts.get("BYSETPOS");
    if (position != null && !Set.of("-1", "1", "2", "3", "4").contains(position)) {
      throw invalid("BYSETPOS must be -1 or 1 to 4");
    }
  }

  private static void within(Map<String, String> parts, String name, int max) {
    String text = parts.get(name);
    if (text != null
        && (!text.matches("\\d{1,4}")
            || Integer.parseInt(text) < 1
            || Integer.parseInt(text) > max)) {
      throw invalid(name + " must be between 1 and " + max);
    }
  }

  private static RowFailure invalid(String why) {
    return new RowFailure(
        "FIELD_INTEGRITY_EXCEPTION",
        "The recurrence pattern is not valid: " + why,
        "Recurrence2PatternText");
  }

  static void expand(Rec pattern, Engine engine, String userId) {
    Instant first = pattern.instant("StartDateTime");
    if (first == null) {
      return;
    }
    engine
        .rows()
        .putQuietly(
            pattern.with(Map.of("Recurrence2PatternStartDate", first, "$series", pattern.id())));
    ZoneId zone = ZoneId.of("UTC");
    RecurrenceRuleIterator starts;
    try {
      String rule = String.valueOf(pattern.text("Recurrence2PatternText")).substring(6);
      starts =
          new RecurrenceRule(rule)
              .iterator(new DateTime(java.util.TimeZone.getTimeZone(zone), first.toEpochMilli()));
    } catch (InvalidRecurrenceRuleException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
    for (int i = 0; i < ROWS && starts.hasNext(); i++) {
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
        values.put(f, pattern.get(f));
      }
      values.put("StartDateTime", Instant.ofEpochMilli(starts.nextMillis()));
      values.put("IsRecurrence2", true);
      values.put("Recurrence2PatternStartDate", first);
      values.put("Recurrence2PatternTimeZone", "UTC");
      values.put("Recurrence2PatternVersion", "1");
      values.put("$series", pattern.id());
      engine.insert(pattern.type(), values, userId);
    }
  }

  /** An edit of a future occurrence rewrites the whole series, one of a past occurrence only it. */
  static void follow(Save save, Rec saved, Engine engine) {
    boolean occurrence =
        saved.flag("IsRecurrence2")
            && !saved.flag("IsRecurrence2Exception")
            && save.origin() == Save.Origin.API
            && !"3".equals(saved.text("GroupEventType"));
    Instant start = saved.instant("StartDateTime");
    String series = saved.text("$series");
    if (!occurrence || start == null || series == null) {
      return;
    }
    if (start.isBefore(engine.stamp())) {
      engine.rows().putQuietly(saved.with("IsRecurrence2Exception", true));
      return;
    }
    Map<String, @Nullable Object> changes = new LinkedHashMap<>();
    for (String f : List.of("Subject", "Location", "Description", "ShowAs", "IsPrivate", "Type")) {
      if (save.changed(f)) {
        changes.put(f, saved.get(f));
      }
    }
    if (changes.isEmpty()) {
      return;
    }
    for (Rec r : engine.rows().all("Event")) {
      boolean sibling = series.equals(r.text("$series")) && !r.id().equals(saved.id());
      if (sibling && !r.deleted() && !r.flag("IsRecurrence2Exception")) {
        engine.update(r, changes, save.userId());
      }
    }
  }
}

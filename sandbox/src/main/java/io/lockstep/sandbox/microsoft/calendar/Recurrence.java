package io.lockstep.sandbox.microsoft.calendar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.microsoft.GraphError;
import io.lockstep.sandbox.microsoft.GraphJson;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRuleIterator;
import org.jspecify.annotations.Nullable;

/**
 * {@code recurrence}: a pattern and its range, both checked. It names days; the time of day is the
 * event's.
 *
 * @param zone in which the days are counted
 * @param zoneName as shown
 * @param clamps whether a day that a month does not have means its last one
 */
record Recurrence(
    RecurrencePattern pattern,
    RecurrenceRange range,
    ZoneId zone,
    String zoneName,
    boolean clamps) {
  private static final int MOST = 20_000;

  /**
   * @param span of the event
   * @throws GraphError 400 for what Exchange does not take
   */
  static Recurrence read(JsonNode node, Span span, OutlookZones zones, CalendarSettings settings) {
    if (!node.path("pattern").isObject() || !node.path("range").isObject()) {
      throw GraphError.invalidProperty("At least one property failed validation.");
    }
    if (settings.patternMustComeFirst && node.fieldNames().next().equalsIgnoreCase("range")) {
      throw GraphError.badRequest(
          "UnableToDeserializePostBody", "The request body could not be deserialized.");
    }
    String named = GraphJson.text(node.path("range"), "recurrenceTimeZone");
    boolean own = named == null || named.isEmpty();
    ZoneId zone = own ? span.startZone() : zones.read(named);
    RecurrencePattern pattern = RecurrencePattern.read(node.path("pattern"));
    RecurrenceRange range = RecurrenceRange.read(node.path("range"));
    if (!range.startDate().equals(span.startDate(zone))) {
      throw GraphError.invalidProperty(
          "At least one property failed validation. The start date of the recurrence's range must"
              + " be the date of the event's start.");
    }
    String name = own ? span.startName() : zones.original(String.valueOf(named), zone);
    return new Recurrence(pattern, range, zone, name, settings.shortMonthsClamp);
  }

  /** The rule as RFC 5545 (with RFC 7529 for short months) writes it, without {@code RRULE:}. */
  String rrule() {
    return (clamps && pattern.mayMissMonths() ? "RSCALE=GREGORIAN;" : "")
        + pattern.rrule()
        + (clamps && pattern.mayMissMonths() ? ";SKIP=BACKWARD" : "")
        + range.rrule();
  }

  /** The first day; null where there is none. */
  @Nullable LocalDate first() {
    List<LocalDate> some = days(range.startDate(), LocalDate.MAX, 1);
    return some.isEmpty() ? null : some.getFirst();
  }

  /** The days of the series from one on and before another. */
  List<LocalDate> days(LocalDate from, LocalDate before) {
    return days(from, before, MOST);
  }

  private List<LocalDate> days(LocalDate from, LocalDate before, int most) {
    RecurrenceRuleIterator it = rule().iterator(date(range.startDate()));
    List<LocalDate> out = new ArrayList<>();
    for (int i = 0; i < MOST && out.size() < most && it.hasNext(); i++) {
      DateTime next = it.nextDateTime();
      LocalDate day = LocalDate.of(next.getYear(), next.getMonth() + 1, next.getDayOfMonth());
      if (!day.isBefore(before)) {
        break;
      }
      if (!day.isBefore(from)) {
        out.add(day);
      }
    }
    return out;
  }

  /** Whether the series has this day. */
  boolean has(LocalDate day) {
    return !days(day, day.plusDays(1)).isEmpty();
  }

  private RecurrenceRule rule() {
    try {
      return new RecurrenceRule(rrule(), RecurrenceRule.RfcMode.RFC5545_LAX);
    } catch (InvalidRecurrenceRuleException e) {
      throw new IllegalStateException("a checked pattern that is no rule", e);
    }
  }

  private static DateTime date(LocalDate day) {
    return new DateTime(day.getYear(), day.getMonthValue() - 1, day.getDayOfMonth());
  }

  Recurrence startingOn(LocalDate day) {
    return new Recurrence(pattern, range.startingOn(day), zone, zoneName, clamps);
  }

  /** The same for an event with other times: days are counted in its zone if they were before. */
  Recurrence following(Span before, Span after) {
    boolean own = zone.equals(before.startZone());
    return new Recurrence(
        pattern, range, own ? after.startZone() : zone, own ? after.startName() : zoneName, clamps);
  }

  /** With all the fillers that Graph answers. */
  ObjectNode json() {
    ObjectNode out = GraphJson.object();
    out.set("pattern", pattern.json());
    out.set("range", range.json(zoneName));
    return out;
  }
}

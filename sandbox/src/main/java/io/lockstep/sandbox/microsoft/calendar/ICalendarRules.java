package io.lockstep.sandbox.microsoft.calendar;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.microsoft.GraphJson;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.Weekday;
import org.dmfs.rfc5545.recur.Freq;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRule.Part;
import org.jspecify.annotations.Nullable;

/** RRULEs of meetings that come from or go to other services. */
final class ICalendarRules {
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final List<String> INDEXES = List.of("", "first", "second", "third", "fourth");

  private ICalendarRules() {}

  /** Without {@code RRULE:}; UNTIL is of the type of the start, as RFC 5545 demands. */
  static String write(Recurrence recurrence, Span span) {
    RecurrenceRange range = recurrence.range();
    LocalDate end = range.endDate();
    String rule = recurrence.pattern().rrule();
    if (recurrence.clamps() && recurrence.pattern().dayOfMonth() == 31) {
      rule = rule.replace("BYMONTHDAY=31", "BYMONTHDAY=-1");
    }
    if (end == null) {
      return rule + range.rrule();
    }
    if (span.allDay()) {
      return rule + ";UNTIL=" + end.format(DateTimeFormatter.BASIC_ISO_DATE);
    }
    Instant last =
        end.atTime(span.startTime(recurrence.zone())).atZone(recurrence.zone()).toInstant();
    return rule + ";UNTIL=" + UTC.format(last);
  }

  /** {@code recurrence} for an RRULE; null where Exchange has no pattern for it. */
  static @Nullable ObjectNode read(String rrule, Span span) {
    try {
      RecurrenceRule rule = new RecurrenceRule(rrule, RecurrenceRule.RfcMode.RFC5545_LAX);
      ObjectNode pattern = pattern(rule, span);
      if (pattern == null) {
        return null;
      }
      ObjectNode out = GraphJson.object();
      out.set("pattern", pattern.put("interval", rule.getInterval()));
      out.set("range", range(rule, span));
      return out;
    } catch (InvalidRecurrenceRuleException e) {
      return null;
    }
  }

  private static @Nullable ObjectNode pattern(RecurrenceRule rule, Span span) {
    boolean plain =
        !rule.hasPart(Part.BYHOUR)
            && !rule.hasPart(Part.BYMINUTE)
            && !rule.hasPart(Part.BYSECOND)
            && !rule.hasPart(Part.BYYEARDAY)
            && !rule.hasPart(Part.BYWEEKNO);
    if (!plain) {
      return null;
    }
    Freq freq = rule.getFreq();
    return switch (freq) {
      case DAILY -> rule.hasPart(Part.BYDAY) ? null : type("daily");
      case WEEKLY -> weekly(rule, span);
      case MONTHLY -> monthly(rule, span, "Monthly", 0);
      case YEARLY -> {
        List<Integer> months = rule.getByPart(Part.BYMONTH);
        int month = months == null ? span.start().getMonthValue() : months.getFirst() + 1;
        yield months != null && months.size() > 1 ? null : monthly(rule, span, "Yearly", month);
      }
      default -> null;
    };
  }

  private static ObjectNode type(String name) {
    return GraphJson.object().put("type", name);
  }

  private static ObjectNode weekly(RecurrenceRule rule, Span span) {
    ObjectNode out = type("weekly").put("firstDayOfWeek", name(rule.getWeekStart()));
    List<RecurrenceRule.WeekdayNum> days = rule.getByDayPart();
    if (days == null) {
      out.withArray("daysOfWeek").add(name(span.start().getDayOfWeek()));
    } else {
      days.forEach(d -> out.withArray("daysOfWeek").add(name(d.weekday)));
    }
    return out;
  }

  private static @Nullable ObjectNode monthly(
      RecurrenceRule rule, Span span, String period, int month) {
    List<RecurrenceRule.WeekdayNum> days = rule.getByDayPart();
    List<Integer> monthDays = rule.getByPart(Part.BYMONTHDAY);
    ObjectNode out;
    if (days == null) {
      int day = monthDays == null ? span.start().getDayOfMonth() : monthDays.getFirst();
      if (monthDays != null && monthDays.size() > 1 || day < -1) {
        return null;
      }
      out = type("absolute" + period).put("dayOfMonth", day == -1 ? 31 : day);
    } else {
      Integer position = position(rule, days);
      if (position == null || monthDays != null) {
        return null;
      }
      out = type("relative" + period);
      out.put("index", position == -1 ? "last" : INDEXES.get(position));
      days.forEach(d -> out.withArray("daysOfWeek").add(name(d.weekday)));
    }
    return month == 0 ? out : out.put("month", month);
  }

  /** Which of the days it is, 1 to 4 or -1; null where there is no single answer. */
  private static @Nullable Integer position(
      RecurrenceRule rule, List<RecurrenceRule.WeekdayNum> days) {
    List<Integer> positions = rule.getByPart(Part.BYSETPOS);
    int position;
    if (positions != null) {
      position = positions.size() == 1 ? positions.getFirst() : 0;
    } else {
      position = days.size() == 1 ? days.getFirst().pos : 0;
    }
    boolean known = position == -1 || position >= 1 && position <= 4;
    return known ? Integer.valueOf(position) : null;
  }

  private static ObjectNode range(RecurrenceRule rule, Span span) {
    ObjectNode out = GraphJson.object();
    DateTime until = rule.getUntil();
    if (until != null) {
      LocalDate end =
          until.isAllDay() || until.isFloating()
              ? LocalDate.of(until.getYear(), until.getMonth() + 1, until.getDayOfMonth())
              : Instant.ofEpochMilli(until.getTimestamp()).atZone(span.startZone()).toLocalDate();
      out.put("type", "endDate").put("endDate", end.toString());
    } else if (rule.getCount() != null) {
      out.put("type", "numbered").put("numberOfOccurrences", rule.getCount());
    } else {
      out.put("type", "noEnd");
    }
    return out.put("startDate", span.start().toLocalDate().toString());
  }

  private static String name(Weekday day) {
    return name(
        switch (day) {
          case SU -> DayOfWeek.SUNDAY;
          case MO -> DayOfWeek.MONDAY;
          case TU -> DayOfWeek.TUESDAY;
          case WE -> DayOfWeek.WEDNESDAY;
          case TH -> DayOfWeek.THURSDAY;
          case FR -> DayOfWeek.FRIDAY;
          case SA -> DayOfWeek.SATURDAY;
        });
  }

  private static String name(DayOfWeek day) {
    return day.name().toLowerCase(Locale.ROOT);
  }
}

package io.lockstep.sandbox.google.calendar;

import com.fasterxml.jackson.databind.JsonNode;
import io.lockstep.sandbox.google.GoogleError;
import io.lockstep.sandbox.google.Json;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRuleIterator;
import org.jspecify.annotations.Nullable;

/**
 * The {@code recurrence} of a series: RRULE, RDATE, EXDATE and EXRULE lines of RFC 5545. Expanded
 * in local time of the event's zone, so that ten o'clock stays ten o'clock across a change of the
 * clocks; a time that the clocks skip moves on by the gap.
 */
final class Recurrence {
  private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss");

  private static final int MOST = 10_000;

  private final EventTime start;
  private final List<RecurrenceRule> rules = new ArrayList<>();
  private final List<RecurrenceRule> exceptRules = new ArrayList<>();
  private final Set<LocalDateTime> added = new HashSet<>();
  private final Set<LocalDateTime> removed = new HashSet<>();

  private Recurrence(EventTime start) {
    this.start = start;
  }

  /**
   * Reads the lines of an event.
   *
   * @throws GoogleError 400 {@code invalid}: a line that is not understood, a DTSTART, an UNTIL
   *     whose type is not that of the start
   */
  static Recurrence read(JsonNode event, EventTime start) {
    Recurrence out = new Recurrence(start);
    for (String line : Json.texts(event, "recurrence")) {
      out.add(line);
    }
    return out;
  }

  private void add(String line) {
    int colon = line.indexOf(':');
    if (colon < 0) {
      throw invalid();
    }
    String head = line.substring(0, colon).toUpperCase(Locale.ROOT);
    String value = line.substring(colon + 1);
    String name = head.split(";", 2)[0];
    switch (name) {
      case "RRULE" -> rules.add(rule(value));
      case "EXRULE" -> exceptRules.add(rule(value));
      case "RDATE" -> added.addAll(times(line.substring(0, colon), value));
      case "EXDATE" -> removed.addAll(times(line.substring(0, colon), value));
      default -> throw invalid();
    }
  }

  private RecurrenceRule rule(String text) {
    try {
      RecurrenceRule rule = new RecurrenceRule(text, RecurrenceRule.RfcMode.RFC5545_STRICT);
      DateTime until = rule.getUntil();
      if (until != null) {
        boolean day = start instanceof EventTime.Day;
        if (until.isAllDay() != day || (!day && until.isFloating())) {
          throw invalid();
        }
        if (start instanceof EventTime.Moment m) {
          rule.setUntil(floating(local(Instant.ofEpochMilli(until.getTimestamp()), m.zone())));
        }
      }
      return rule;
    } catch (InvalidRecurrenceRuleException | IllegalArgumentException e) {
      throw invalid();
    }
  }

  private List<LocalDateTime> times(String head, String value) {
    ZoneId named = null;
    for (String parameter : head.split(";")) {
      if (parameter.toUpperCase(Locale.ROOT).startsWith("TZID=")) {
        String id = parameter.substring(5);
        if (!EventTime.ZONES.contains(id)) {
          throw invalid();
        }
        named = ZoneId.of(id);
      }
    }
    List<LocalDateTime> out = new ArrayList<>();
    for (String one : value.split(",")) {
      out.add(time(one.strip(), named));
    }
    return out;
  }

  private LocalDateTime time(String text, @Nullable ZoneId named) {
    try {
      if (!text.contains("T")) {
        LocalDate date = LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE);
        return start instanceof EventTime.Moment m
            ? date.atTime(local(m.at(), m.zone()).toLocalTime())
            : date.atStartOfDay();
      }
      if (!(start instanceof EventTime.Moment m)) {
        throw invalid();
      }
      boolean utc = text.endsWith("Z");
      LocalDateTime local = LocalDateTime.parse(utc ? text.substring(0, 15) : text, LOCAL);
      ZoneId in = utc ? ZoneOffset.UTC : named == null ? m.zone() : named;
      return local(local.atZone(in).toInstant(), m.zone());
    } catch (DateTimeParseException e) {
      throw invalid();
    }
  }

  /**
   * The original starts of the series, in order, at most 10,000.
   *
   * @param until no start at or after this moment
   */
  List<EventTime> starts(Instant until) {
    ZoneId zone = start instanceof EventTime.Moment m ? m.zone() : ZoneOffset.UTC;
    LocalDateTime first = localStart();
    LocalDateTime last = local(until, zone);
    Set<LocalDateTime> without = new HashSet<>(removed);
    exceptRules.forEach(r -> expand(r, first, last, without));
    NavigableSet<LocalDateTime> all = new TreeSet<>(added);
    // The first start belongs to the series even where the rule would not name it.
    all.add(first);
    rules.forEach(r -> expand(r, first, last, all));
    List<EventTime> out = new ArrayList<>();
    for (LocalDateTime at : all) {
      if (out.size() >= MOST || !at.isBefore(last)) {
        break;
      }
      if (!without.contains(at)) {
        out.add(slot(at));
      }
    }
    return out;
  }

  private static void expand(
      RecurrenceRule rule,
      LocalDateTime first,
      LocalDateTime last,
      Collection<LocalDateTime> into) {
    DateTime until = rule.getUntil();
    DateTime begin =
        until != null && until.isAllDay()
            ? new DateTime(first.getYear(), first.getMonthValue() - 1, first.getDayOfMonth())
            : floating(first);
    RecurrenceRuleIterator it = iterator(rule, begin);
    for (int i = 0; it != null && i < MOST && it.hasNext(); i++) {
      DateTime next = next(it);
      if (next == null) {
        return;
      }
      LocalDateTime at =
          LocalDateTime.of(
              next.getYear(),
              next.getMonth() + 1,
              next.getDayOfMonth(),
              next.getHours(),
              next.getMinutes(),
              next.getSeconds());
      if (!at.isBefore(last)) {
        return;
      }
      into.add(at);
    }
  }

  /** Null for a rule that names no day of any year, such as a 30th of February. */
  private static @Nullable RecurrenceRuleIterator iterator(RecurrenceRule rule, DateTime begin) {
    try {
      return rule.iterator(begin);
    } catch (IllegalArgumentException namesNothing) {
      return null;
    }
  }

  /** Null where the rule names nothing more, which the library tells only after a long search. */
  private static @Nullable DateTime next(RecurrenceRuleIterator it) {
    try {
      return it.nextDateTime();
    } catch (IllegalArgumentException namesNothingMore) {
      return null;
    }
  }

  private EventTime slot(LocalDateTime at) {
    return switch (start) {
      case EventTime.Day d -> new EventTime.Day(at.toLocalDate());
      case EventTime.Moment m -> new EventTime.Moment(at.atZone(m.zone()).toInstant(), m.zone());
    };
  }

  private LocalDateTime localStart() {
    return switch (start) {
      case EventTime.Day d -> d.date().atStartOfDay();
      case EventTime.Moment m -> local(m.at(), m.zone());
    };
  }

  private static LocalDateTime local(Instant at, ZoneId zone) {
    return LocalDateTime.ofInstant(at, zone);
  }

  private static DateTime floating(LocalDateTime at) {
    return new DateTime(
        at.getYear(),
        at.getMonthValue() - 1,
        at.getDayOfMonth(),
        at.getHour(),
        at.getMinute(),
        at.getSecond());
  }

  private static GoogleError invalid() {
    return GoogleError.invalid("Invalid recurrence rule.");
  }
}

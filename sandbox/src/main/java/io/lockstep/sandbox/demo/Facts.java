package io.lockstep.sandbox.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.control.PersonalView.Kind;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads what a person sees into facts that can be compared. Written for the demonstration alone: it
 * shares nothing with the middleware, so that it cannot share a mistake with it.
 */
final class Facts {
  /** A subject or a place in Salesforce has 255 characters; the last ones may be an ellipsis. */
  private static final int COMPARED_LENGTH = 250;

  /** Numbers without their country code or trunk zero: both are ways to write the same number. */
  private static final int COMPARED_DIGITS = 7;

  private Facts() {}

  static Thing salesforceContact(String person, ObjectNode row) {
    return new Thing(
        person,
        Kind.contacts,
        row.path("Id").asText(),
        contact(
            name(text(row, "FirstName"), text(row, "LastName")),
            text(row, "Email"),
            text(row, "Phone"),
            text(row, "MobilePhone")),
        false);
  }

  static Map<String, String> contact(String name, String email, String phone, String mobile) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("name", folded(name));
    facts.put("e-mail", email.strip().toLowerCase(Locale.ROOT));
    facts.put("phone", digits(phone));
    facts.put("mobile", digits(mobile));
    return facts;
  }

  static Thing salesforceEvent(String person, ObjectNode row) {
    Instant start = Instant.parse(text(row, "StartDateTime"));
    String ended = text(row, "EndDateTime");
    Instant end =
        ended.isEmpty()
            ? start.plus(row.path("DurationInMinutes").asLong(), ChronoUnit.MINUTES)
            : Instant.parse(ended);
    // An all-day event's dates are those in UTC, and the end is its last day.
    String time =
        row.path("IsAllDayEvent").asBoolean()
            ? days(day(start), day(end).plusDays(1))
            : moments(start, end);
    boolean free = text(row, "ShowAs").equals("Free");
    return new Thing(
        person,
        Kind.events,
        row.path("Id").asText(),
        event(text(row, "Subject"), time, text(row, "Location"), free),
        row.path("IsGroupEvent").asBoolean());
  }

  static Map<String, String> event(String subject, String time, String location, boolean free) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("subject", folded(subject));
    facts.put("time", time);
    facts.put("location", folded(location));
    facts.put("show as", free ? "free" : "busy");
    return facts;
  }

  /** When an event is over, for the window of days that are synced. */
  static Instant end(Thing event) {
    String end = event.fact("time").replaceFirst(".*/", "");
    return end.contains("T")
        ? Instant.parse(end)
        : LocalDate.parse(end).atStartOfDay().toInstant(ZoneOffset.UTC);
  }

  static String days(LocalDate first, LocalDate after) {
    return first + "/" + after;
  }

  /** Salesforce keeps an event's length in whole minutes. */
  static String moments(Instant start, Instant end) {
    Duration length = Duration.between(start, end).truncatedTo(ChronoUnit.MINUTES);
    Instant from = start.truncatedTo(ChronoUnit.MINUTES);
    return from + "/" + from.plus(length);
  }

  private static LocalDate day(Instant at) {
    return at.atZone(ZoneOffset.UTC).toLocalDate();
  }

  static String digits(String phone) {
    String digits = phone.replaceAll("\\D", "");
    return digits.substring(Math.max(0, digits.length() - COMPARED_DIGITS));
  }

  static String name(String given, String family) {
    return Stream.of(given, family).filter(s -> !s.isEmpty()).collect(Collectors.joining(" "));
  }

  private static String folded(String text) {
    String one =
        Normalizer.normalize(text, Normalizer.Form.NFC)
            .replaceAll("\\s+", " ")
            .replaceAll("\\p{Cntrl}", "")
            .strip();
    return one.substring(0, Math.min(one.length(), COMPARED_LENGTH)).strip();
  }

  static String text(JsonNode node, String name) {
    return node.path(name).isNull() ? "" : node.path(name).asText("");
  }
}

package io.lockstep.sandbox.seed;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.ibm.icu.util.TimeZone;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Cards and meetings as Microsoft Graph's contact and event. */
public final class GraphBodies {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss");

  /** Outlook takes no longer subject. */
  private static final int LONGEST = 255;

  /** The year that a birthday without one is kept in: Outlook's dates cannot be without. */
  private static final int NO_YEAR = 1604;

  private GraphBodies() {}

  /**
   * @param category null = none; what marks a contact that is synced
   */
  public static ObjectNode contact(Card c, String category) {
    ObjectNode contact = JSON.objectNode();
    put(contact, "title", c.salutation());
    put(contact, "givenName", c.given());
    put(contact, "surname", c.family());
    put(contact, "companyName", c.company());
    put(contact, "jobTitle", c.title());
    put(contact, "department", c.department());
    String name = (c.given() + " " + c.family()).strip();
    c.emails()
        .forEach(
            email ->
                contact
                    .withArray("emailAddresses")
                    .addObject()
                    .put("address", email)
                    .put("name", name.isEmpty() ? email : name));
    for (Card.Phone phone : c.phones()) {
      switch (phone.kind()) {
        case "work" -> contact.withArray("businessPhones").add(phone.number());
        case "home" -> contact.withArray("homePhones").add(phone.number());
        case "mobile" -> contact.put("mobilePhone", phone.number());
        default -> {
          // Outlook's fax numbers are not in this API.
        }
      }
    }
    Card.Address a = c.address();
    if (a != null) {
      ObjectNode address = contact.putObject("businessAddress");
      put(address, "street", a.street());
      put(address, "city", a.city());
      put(address, "state", a.region());
      put(address, "postalCode", a.postalCode());
      put(address, "countryOrRegion", a.country());
    }
    Card.Birthday born = c.birthday();
    if (born != null) {
      int year = born.year() == null ? NO_YEAR : born.year();
      contact.put(
          "birthday",
          String.format(Locale.ROOT, "%04d-%02d-%02dT11:59:00Z", year, born.month(), born.day()));
    }
    put(contact, "personalNotes", c.note());
    if (!category.isEmpty()) {
      contact.putArray("categories").add(category);
    }
    return contact;
  }

  public static ObjectNode event(Meeting m, Company company) {
    ObjectNode event = JSON.objectNode();
    event.put("subject", m.subject().substring(0, Math.min(LONGEST, m.subject().length())));
    if (!m.description().isEmpty()) {
      event
          .putObject("body")
          .put("contentType", m.html() ? "html" : "text")
          .put("content", m.description());
    }
    if (!m.location().isEmpty()) {
      event.putObject("location").put("displayName", m.location());
    }
    time(event.putObject("start"), m.start(), m.zone());
    time(event.putObject("end"), m.end(), m.zone());
    event.put("isAllDay", m.allDay());
    event.put("showAs", m.free() ? "free" : "busy");
    event.put("sensitivity", m.isPrivate() ? "private" : "normal");
    if (m.rrule() != null) {
      event.set("recurrence", recurrence(m.rrule(), m));
    }
    ArrayNode attendees = JSON.arrayNode();
    m.colleagues().forEach(name -> attendee(attendees, company.person(name).email()));
    m.guests().forEach(guest -> attendee(attendees, guest));
    if (!attendees.isEmpty()) {
      event.set("attendees", attendees);
    }
    return event;
  }

  private static void attendee(ArrayNode attendees, String address) {
    attendees
        .addObject()
        .put("type", "required")
        .putObject("emailAddress")
        .put("address", address)
        .put("name", address);
  }

  private static void time(ObjectNode at, LocalDateTime local, ZoneId zone) {
    at.put("dateTime", LOCAL.format(local)).put("timeZone", windows(zone));
  }

  private static String windows(ZoneId zone) {
    String name = TimeZone.getWindowsID(zone.getId());
    return name == null ? zone.getId() : name;
  }

  /** The rules that seeded series have: weekly on days, monthly on the last day of a kind. */
  private static ObjectNode recurrence(String rrule, Meeting m) {
    Map<String, String> parts =
        Arrays.stream(rrule.split(";", -1))
            .map(p -> p.split("=", 2))
            .collect(Collectors.toMap(p -> p[0], p -> p[1]));
    ObjectNode out = JSON.objectNode();
    ObjectNode pattern = out.putObject("pattern");
    String days = parts.getOrDefault("BYDAY", "");
    switch (parts.getOrDefault("FREQ", "")) {
      case "WEEKLY" -> pattern.put("type", "weekly").put("firstDayOfWeek", "monday");
      case "MONTHLY" -> {
        if (!days.startsWith("-1")) {
          throw new IllegalArgumentException("no seeded series has the rule " + rrule);
        }
        pattern.put("type", "relativeMonthly").put("index", "last");
        days = days.substring(2);
      }
      default -> throw new IllegalArgumentException("no seeded series has the rule " + rrule);
    }
    pattern.put("interval", Integer.parseInt(parts.getOrDefault("INTERVAL", "1")));
    ArrayNode named = pattern.putArray("daysOfWeek");
    for (String day : days.split(",", -1)) {
      named.add(day(day));
    }
    ObjectNode range = out.putObject("range");
    range.put("startDate", m.start().toLocalDate().toString());
    range.put("recurrenceTimeZone", windows(m.zone()));
    String count = parts.get("COUNT");
    if (count == null) {
      range.put("type", "noEnd");
    } else {
      range.put("type", "numbered").put("numberOfOccurrences", Integer.parseInt(count));
    }
    return out;
  }

  private static String day(String code) {
    return Arrays.stream(DayOfWeek.values())
        .filter(d -> d.name().startsWith(code))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no day is called " + code))
        .name()
        .toLowerCase(Locale.ROOT);
  }

  private static void put(ObjectNode node, String name, String value) {
    if (!value.isEmpty()) {
      node.put(name, value);
    }
  }
}

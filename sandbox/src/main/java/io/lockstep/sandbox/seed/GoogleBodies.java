package io.lockstep.sandbox.seed;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Cards and meetings as the People API's Person and Calendar's Event. */
public final class GoogleBodies {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private GoogleBodies() {}

  public static ObjectNode person(Card c) {
    ObjectNode person = JSON.objectNode();
    if (!(c.given() + c.family()).isEmpty()) {
      ObjectNode name = person.putArray("names").addObject();
      put(name, "honorificPrefix", c.salutation());
      put(name, "givenName", c.given());
      put(name, "familyName", c.family());
    }
    if (!(c.company() + c.title() + c.department()).isEmpty()) {
      ObjectNode organization = person.putArray("organizations").addObject();
      put(organization, "name", c.company());
      put(organization, "title", c.title());
      put(organization, "department", c.department());
    }
    for (int i = 0; i < c.emails().size(); i++) {
      array(person, "emailAddresses")
          .addObject()
          .put("value", c.emails().get(i))
          .put("type", i == 0 ? "work" : "home");
    }
    c.phones()
        .forEach(
            phone ->
                array(person, "phoneNumbers")
                    .addObject()
                    .put("value", phone.number())
                    .put("type", phone.kind()));
    Card.Address a = c.address();
    if (a != null) {
      ObjectNode address = person.putArray("addresses").addObject().put("type", "work");
      put(address, "streetAddress", a.street());
      put(address, "city", a.city());
      put(address, "region", a.region());
      put(address, "postalCode", a.postalCode());
      put(address, "country", a.country());
      put(address, "countryCode", a.countryCode());
    }
    Card.Birthday born = c.birthday();
    if (born != null) {
      ObjectNode date = person.putArray("birthdays").addObject().putObject("date");
      if (born.year() != null) {
        date.put("year", born.year());
      }
      date.put("month", born.month()).put("day", born.day());
    }
    if (!c.note().isEmpty()) {
      person
          .putArray("biographies")
          .addObject()
          .put("value", c.note())
          .put("contentType", "TEXT_PLAIN");
    }
    return person;
  }

  public static ObjectNode event(Meeting m, Company company) {
    ObjectNode event = JSON.objectNode();
    put(event, "summary", m.subject());
    put(event, "description", m.description());
    put(event, "location", m.location());
    time(event.putObject("start"), m.start(), m.zone(), m.allDay());
    time(event.putObject("end"), m.end(), m.zone(), m.allDay());
    event.put("transparency", m.free() ? "transparent" : "opaque");
    if (m.isPrivate()) {
      event.put("visibility", "private");
    }
    if (m.rrule() != null) {
      event.putArray("recurrence").add("RRULE:" + m.rrule());
    }
    m.colleagues()
        .forEach(
            name ->
                array(event, "attendees").addObject().put("email", company.person(name).email()));
    m.guests().forEach(guest -> array(event, "attendees").addObject().put("email", guest));
    return event;
  }

  private static void time(ObjectNode at, LocalDateTime local, ZoneId zone, boolean allDay) {
    if (allDay) {
      at.put("date", local.toLocalDate().toString());
    } else {
      at.put("dateTime", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(local.atZone(zone)));
      at.put("timeZone", zone.getId());
    }
  }

  private static ArrayNode array(ObjectNode node, String name) {
    return node.withArray(name);
  }

  private static void put(ObjectNode node, String name, String value) {
    if (!value.isEmpty()) {
      node.put(name, value);
    }
  }
}

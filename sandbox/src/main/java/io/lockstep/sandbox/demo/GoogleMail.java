package io.lockstep.sandbox.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.control.GooglePart;
import io.lockstep.sandbox.control.PersonalView;
import io.lockstep.sandbox.control.PersonalView.Kind;
import io.lockstep.sandbox.control.Services;
import io.lockstep.sandbox.seed.Person;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Stream;

/** Google: contacts under the label, events of the primary calendar. */
final class GoogleMail implements MailSystem {
  private final Services services;

  GoogleMail(Services services) {
    this.services = services;
  }

  @Override
  public String service() {
    return "google";
  }

  @Override
  public String title() {
    return "Google";
  }

  @Override
  public PersonalView view() {
    return services.part(service()).view();
  }

  @Override
  public String account(Person person) {
    return person.email();
  }

  /** Salesforce demands a last name: where there is no name, the company or the address is it. */
  @Override
  public Reading contact(Person person, ObjectNode item) {
    String id = item.path("resourceName").asText();
    String label =
        ((GooglePart) services.part(service())).google().group(person.email(), GooglePart.LABEL);
    if (!item.path("memberships").toString().contains('"' + label + '"')) {
      return new Reading.Outside("Google contacts without the label", id);
    }
    JsonNode names = item.path("names").path(0);
    String email = item.path("emailAddresses").path(0).path("value").asText("");
    String name =
        Stream.of(
                Facts.name(Facts.text(names, "givenName"), Facts.text(names, "familyName")),
                item.path("organizations").path(0).path("name").asText(""),
                email.replaceFirst("@.*", ""))
            .filter(text -> !text.isEmpty())
            .findFirst()
            .orElse("");
    return new Reading.Part(
        new Thing(
            person.name(),
            Kind.contacts,
            id,
            Facts.contact(name, email, phone(item, "work"), phone(item, "mobile")),
            false));
  }

  private static String phone(ObjectNode item, String type) {
    for (JsonNode phone : item.path("phoneNumbers")) {
      if (phone.path("type").asText().equals(type)) {
        return phone.path("value").asText();
      }
    }
    return "";
  }

  @Override
  public Reading event(Person person, ObjectNode item) {
    String id = item.path("id").asText();
    if (!item.path("eventType").asText("default").equals("default")) {
      return new Reading.Outside("special events at Google", id);
    }
    if (item.has("recurrence") || item.has("recurringEventId")) {
      return new Reading.Outside("series at Google", id);
    }
    if (!item.path("organizer").path("email").asText(person.email()).equals(person.email())) {
      return new Reading.Outside("invitations at Google, carried by their organizer's mailbox", id);
    }
    JsonNode start = item.path("start");
    JsonNode end = item.path("end");
    String time =
        start.has("date")
            ? Facts.days(
                LocalDate.parse(start.path("date").asText()),
                LocalDate.parse(end.path("date").asText()))
            : Facts.moments(moment(start), moment(end));
    boolean free = Facts.text(item, "transparency").equals("transparent");
    return new Reading.Part(
        new Thing(
            person.name(),
            Kind.events,
            id,
            Facts.event(Facts.text(item, "summary"), time, Facts.text(item, "location"), free),
            !item.path("attendees").isEmpty()));
  }

  private static Instant moment(JsonNode at) {
    return OffsetDateTime.parse(at.path("dateTime").asText()).toInstant();
  }

  @Override
  public ObjectNode moved(Instant start, Instant end) {
    ObjectNode body = MailSystem.object();
    body.putObject("start").put("dateTime", start.toString()).put("timeZone", "UTC");
    body.putObject("end").put("dateTime", end.toString()).put("timeZone", "UTC");
    return body;
  }

  @Override
  public ObjectNode renamed(String subject) {
    return MailSystem.object().put("summary", subject);
  }

  @Override
  public ObjectNode placed(String place) {
    return MailSystem.object().put("location", place);
  }

  @Override
  public ObjectNode makeContact(Person person, String given, String family, String email) {
    ObjectNode body = MailSystem.object();
    body.putArray("names").addObject().put("givenName", given).put("familyName", family);
    body.putArray("emailAddresses").addObject().put("value", email).put("type", "work");
    ObjectNode made = view().create(account(person), Kind.contacts, body);
    String id = made.path("resourceName").asText();
    ObjectNode label = MailSystem.object().put("name", GooglePart.LABEL);
    view().act(account(person), Kind.contacts, id, "label", label);
    return items(person, Kind.contacts).stream()
        .filter(item -> item.path("resourceName").asText().equals(id))
        .findFirst()
        .orElse(made);
  }

  @Override
  public ObjectNode makeMeeting(Person person, String subject, Instant start, List<String> guests) {
    ObjectNode body = moved(start, start.plus(Duration.ofHours(1))).put("summary", subject);
    var attendees = body.putArray("attendees");
    guests.forEach(guest -> attendees.addObject().put("email", guest));
    return view().create(account(person), Kind.events, body);
  }
}

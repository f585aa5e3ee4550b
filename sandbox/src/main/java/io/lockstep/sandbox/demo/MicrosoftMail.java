package io.lockstep.sandbox.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.control.MicrosoftPart;
import io.lockstep.sandbox.control.PersonalView;
import io.lockstep.sandbox.control.PersonalView.Kind;
import io.lockstep.sandbox.control.Services;
import io.lockstep.sandbox.seed.Person;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/** Microsoft 365: contacts of the folder or with the category, events of the default calendar. */
final class MicrosoftMail implements MailSystem {
  private static final String FOLDER = "Salesforce_Sync";

  private final Services services;

  MicrosoftMail(Services services) {
    this.services = services;
  }

  @Override
  public String service() {
    return "microsoft";
  }

  @Override
  public String title() {
    return "Microsoft 365";
  }

  @Override
  public PersonalView view() {
    return services.part(service()).view();
  }

  @Override
  public String account(Person person) {
    return services.part(service()).account(person);
  }

  /** Salesforce demands a last name: where there is no name, the company or the address is it. */
  @Override
  public Reading contact(Person person, ObjectNode item) {
    String id = item.path("id").asText();
    if (!isSelected(person, item)) {
      return new Reading.Outside("Microsoft contacts outside folder and category", id);
    }
    String email = item.path("emailAddresses").path(0).path("address").asText("");
    String name =
        Stream.of(
                Facts.name(Facts.text(item, "givenName"), Facts.text(item, "surname")),
                Facts.text(item, "companyName"),
                email.replaceFirst("@.*", ""))
            .filter(text -> !text.isEmpty())
            .findFirst()
            .orElse("");
    return new Reading.Part(
        new Thing(
            person.name(),
            Kind.contacts,
            id,
            Facts.contact(
                name,
                email,
                item.path("businessPhones").path(0).asText(""),
                Facts.text(item, "mobilePhone")),
            false));
  }

  private boolean isSelected(Person person, ObjectNode item) {
    for (JsonNode category : item.path("categories")) {
      if (category.asText().equals(MicrosoftPart.CATEGORY)) {
        return true;
      }
    }
    MicrosoftPart part = (MicrosoftPart) services.part(service());
    String folder = part.contacts().folder(part.microsoft().mailbox(account(person)), FOLDER);
    return item.path("parentFolderId").asText().equals(folder);
  }

  @Override
  public Reading event(Person person, ObjectNode item) {
    String id = item.path("id").asText();
    if (!item.path("type").asText("singleInstance").equals("singleInstance")) {
      return new Reading.Outside("series at Microsoft 365", id);
    }
    if (!item.path("isOrganizer").asBoolean(true)) {
      return new Reading.Outside(
          "invitations at Microsoft 365, carried by their organizer's mailbox", id);
    }
    JsonNode start = item.path("start");
    JsonNode end = item.path("end");
    String time =
        item.path("isAllDay").asBoolean()
            ? Facts.days(day(start), day(end))
            : Facts.moments(moment(start), moment(end));
    boolean free = Facts.text(item, "showAs").equals("free");
    String place = item.path("location").path("displayName").asText("");
    return new Reading.Part(
        new Thing(
            person.name(),
            Kind.events,
            id,
            Facts.event(Facts.text(item, "subject"), time, place, free),
            !item.path("attendees").isEmpty()));
  }

  private static LocalDate day(JsonNode at) {
    return LocalDateTime.parse(at.path("dateTime").asText()).toLocalDate();
  }

  private static Instant moment(JsonNode at) {
    LocalDateTime local = LocalDateTime.parse(at.path("dateTime").asText());
    String zone = at.path("timeZone").asText("UTC");
    return local.atZone(zone.equals("UTC") ? ZoneOffset.UTC : ZoneId.of(zone)).toInstant();
  }

  @Override
  public ObjectNode moved(Instant start, Instant end) {
    ObjectNode body = MailSystem.object();
    body.set("start", at(start));
    body.set("end", at(end));
    return body;
  }

  private static ObjectNode at(Instant moment) {
    return MailSystem.object()
        .put("dateTime", LocalDateTime.ofInstant(moment, ZoneOffset.UTC).toString())
        .put("timeZone", "UTC");
  }

  @Override
  public ObjectNode renamed(String subject) {
    return MailSystem.object().put("subject", subject);
  }

  @Override
  public ObjectNode placed(String place) {
    ObjectNode body = MailSystem.object();
    body.putObject("location").put("displayName", place);
    return body;
  }

  @Override
  public ObjectNode makeContact(Person person, String given, String family, String email) {
    ObjectNode body = MailSystem.object().put("givenName", given).put("surname", family);
    body.putArray("emailAddresses").addObject().put("address", email);
    body.putArray("categories").add(MicrosoftPart.CATEGORY);
    return view().create(account(person), Kind.contacts, body);
  }

  @Override
  public ObjectNode makeMeeting(Person person, String subject, Instant start, List<String> guests) {
    ObjectNode body = moved(start, start.plus(Duration.ofHours(1))).put("subject", subject);
    var attendees = body.putArray("attendees");
    guests.forEach(
        guest -> {
          ObjectNode attendee = attendees.addObject().put("type", "required");
          attendee.putObject("emailAddress").put("address", guest);
        });
    return view().create(account(person), Kind.events, body);
  }
}

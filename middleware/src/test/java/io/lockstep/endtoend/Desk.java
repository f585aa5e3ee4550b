package io.lockstep.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.control.PersonalView;
import io.lockstep.sandbox.control.PersonalView.Kind;
import io.lockstep.sandbox.control.Services;
import io.lockstep.sandbox.seed.Person;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * One person who works on the pages of both services. What a side holds is compared as lines of
 * text, made here and not by the code under test.
 */
final class Desk {
  static final String LABEL = "Salesforce Sync";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Services services;
  private final Person person;

  Desk(Services services, Person person) {
    this.services = services;
    this.person = person;
  }

  // ---- what is there

  List<String> salesforceEvents() {
    return rows("salesforce", Kind.events).stream().map(Desk::salesforceEvent).sorted().toList();
  }

  List<String> googleEvents() {
    return rows("google", Kind.events).stream()
        .filter(e -> !e.path("status").asText().equals("cancelled"))
        .map(Desk::googleEvent)
        .sorted()
        .toList();
  }

  List<String> salesforceContacts() {
    return rows("salesforce", Kind.contacts).stream()
        .filter(c -> !c.path("IsDeleted").asBoolean())
        .map(Desk::salesforceContact)
        .sorted()
        .toList();
  }

  List<String> googleContacts() {
    return rows("google", Kind.contacts).stream().map(Desk::googleContact).sorted().toList();
  }

  boolean agrees() {
    return salesforceEvents().equals(googleEvents())
        && salesforceContacts().equals(googleContacts());
  }

  private List<ObjectNode> rows(String service, Kind kind) {
    return view(service).list(account(service), kind);
  }

  private static String salesforceEvent(JsonNode row) {
    boolean allDay = row.path("IsAllDayEvent").asBoolean();
    String start = row.path("StartDateTime").asText();
    String end = row.path("EndDateTime").asText();
    if (allDay) {
      start = day(start, 0);
      end = day(end, 1); // Salesforce names the last day, Google the day after it
    }
    return line(
        text(row, "Subject"),
        text(row, "Description"),
        text(row, "Location"),
        start,
        end,
        row.path("ShowAs").asText().equals("Free") ? "free" : "busy",
        row.path("IsPrivate").asBoolean() ? "private" : "");
  }

  private static String day(String instant, int later) {
    return LocalDate.ofInstant(Instant.parse(instant), ZoneOffset.UTC).plusDays(later).toString();
  }

  private static String googleEvent(JsonNode event) {
    return line(
        text(event, "summary"),
        text(event, "description"),
        text(event, "location"),
        time(event.path("start")),
        time(event.path("end")),
        event.path("transparency").asText().equals("transparent") ? "free" : "busy",
        event.path("visibility").asText().equals("private") ? "private" : "");
  }

  private static String time(JsonNode at) {
    return at.hasNonNull("date")
        ? at.path("date").asText()
        : OffsetDateTime.parse(at.path("dateTime").asText()).toInstant().toString();
  }

  private static String salesforceContact(JsonNode row) {
    return line(
        text(row, "FirstName"),
        text(row, "LastName"),
        text(row, "Email"),
        digits(text(row, "MobilePhone")),
        text(row, "Title"),
        text(row, "Department"),
        text(row, "Description"));
  }

  private static String googleContact(JsonNode person) {
    JsonNode name = person.path("names").path(0);
    JsonNode work = person.path("organizations").path(0);
    String mobile = "";
    for (JsonNode phone : person.path("phoneNumbers")) {
      mobile = phone.path("type").asText().equals("mobile") ? text(phone, "value") : mobile;
    }
    return line(
        text(name, "givenName"),
        text(name, "familyName"),
        text(person.path("emailAddresses").path(0), "value"),
        digits(mobile),
        text(work, "title"),
        text(work, "department"),
        text(person.path("biographies").path(0), "value"));
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).isNull() ? "" : node.path(field).asText("");
  }

  private static String digits(String phone) {
    return phone.replaceAll("[^0-9+]", "");
  }

  private static String line(String... values) {
    return String.join(" | ", values);
  }

  // ---- what the person does

  String salesforceAddsEvent(String subject, Instant start) {
    return view("salesforce")
        .create(
            account("salesforce"),
            Kind.events,
            object(
                Map.of(
                    "Subject",
                    subject,
                    "Location",
                    "Room 4",
                    "Description",
                    "About " + subject,
                    "StartDateTime",
                    start.toString(),
                    "EndDateTime",
                    start.plusSeconds(3600).toString(),
                    "ShowAs",
                    "Busy")))
        .path("Id")
        .asText();
  }

  String googleAddsEvent(String summary, Instant start) {
    ObjectNode event = object(Map.of("summary", summary, "description", "About " + summary));
    event.putObject("start").put("dateTime", start.toString());
    event.putObject("end").put("dateTime", start.plusSeconds(1800).toString());
    return view("google").create(account("google"), Kind.events, event).path("id").asText();
  }

  String salesforceAddsContact(String first, String last) {
    return view("salesforce")
        .create(
            account("salesforce"),
            Kind.contacts,
            object(
                Map.of(
                    "FirstName",
                    first,
                    "LastName",
                    last,
                    "Email",
                    address(first, last),
                    "MobilePhone",
                    "+49 30 901820",
                    "Title",
                    "Buyer")))
        .path("Id")
        .asText();
  }

  String googleAddsContact(String first, String last) {
    ObjectNode contact = JSON.createObjectNode();
    contact.putArray("names").addObject().put("givenName", first).put("familyName", last);
    contact
        .putArray("emailAddresses")
        .addObject()
        .put("value", address(first, last))
        .put("type", "work");
    contact.putArray("organizations").addObject().put("title", "Seller");
    String id =
        view("google")
            .create(account("google"), Kind.contacts, contact)
            .path("resourceName")
            .asText();
    view("google")
        .act(account("google"), Kind.contacts, id, "label", object(Map.of("name", LABEL)));
    return id;
  }

  private static String address(String first, String last) {
    return (first + "." + last).toLowerCase(java.util.Locale.ROOT) + "@customer.example";
  }

  void changes(String service, Kind kind, String id, Map<String, ?> values) {
    view(service).change(account(service), kind, id, object(values));
  }

  void deletes(String service, Kind kind, String id) {
    view(service).delete(account(service), kind, id);
  }

  /** The id of the one thing whose JSON holds this text. */
  String find(String service, Kind kind, String part) {
    Predicate<ObjectNode> holds = row -> row.toString().contains(part);
    List<ObjectNode> found = rows(service, kind).stream().filter(holds).toList();
    if (found.size() != 1) {
      throw new AssertionError(service + " has " + found.size() + " " + kind + " with " + part);
    }
    ObjectNode row = found.getFirst();
    return row.path(
            service.equals("salesforce") ? "Id" : kind == Kind.events ? "id" : "resourceName")
        .asText();
  }

  /** All that a thing holds, as JSON. */
  String json(String service, Kind kind, String id) {
    return rows(service, kind).stream()
        .map(ObjectNode::toString)
        .filter(text -> text.contains('"' + id + '"'))
        .findFirst()
        .orElseThrow(() -> new AssertionError(service + " has no " + kind + " " + id));
  }

  private PersonalView view(String service) {
    return services.part(service).view();
  }

  private String account(String service) {
    return service.equals("google") ? person.email() : person.username();
  }

  private static ObjectNode object(Map<String, ?> values) {
    return JSON.valueToTree(values);
  }
}

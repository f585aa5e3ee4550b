package io.lockstep.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.control.MicrosoftPart;
import io.lockstep.sandbox.control.PersonalView;
import io.lockstep.sandbox.control.PersonalView.Kind;
import io.lockstep.sandbox.seed.Person;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;

/** Microsoft 365 in the words of Graph. */
final class MicrosoftSide implements Provider {
  @Override
  public String service() {
    return "microsoft";
  }

  @Override
  public String account(Person person) {
    return person.email();
  }

  @Override
  public boolean isThere(Kind kind, JsonNode row) {
    return !row.path("isCancelled").asBoolean();
  }

  @Override
  public String id(Kind kind, JsonNode row) {
    return row.path("id").asText();
  }

  @Override
  public String event(JsonNode event) {
    boolean allDay = event.path("isAllDay").asBoolean();
    return Side.line(
        Side.text(event, "subject"),
        Jsoup.parse(Side.text(event.path("body"), "content")).text(),
        Side.text(event.path("location"), "displayName"),
        time(event.path("start"), allDay),
        time(event.path("end"), allDay),
        event.path("showAs").asText().equals("free") ? "free" : "busy",
        event.path("sensitivity").asText().equals("private") ? "private" : "");
  }

  private static String time(JsonNode at, boolean allDay) {
    LocalDateTime wall = LocalDateTime.parse(at.path("dateTime").asText());
    if (allDay) {
      return wall.toLocalDate().toString();
    }
    String zone = at.path("timeZone").asText();
    if (!zone.equals("UTC")) {
      throw new AssertionError("these pages show times in UTC, not " + zone);
    }
    return wall.toInstant(ZoneOffset.UTC).toString();
  }

  @Override
  public String contact(JsonNode contact) {
    return Side.line(
        Side.text(contact, "givenName"),
        Side.text(contact, "surname"),
        Side.text(contact.path("emailAddresses").path(0), "address"),
        Side.digits(Side.text(contact, "mobilePhone")),
        Side.text(contact, "jobTitle"),
        Side.text(contact, "department"),
        Side.text(contact, "personalNotes"));
  }

  @Override
  public ObjectNode newEvent(String subject, Instant start) {
    ObjectNode event = JSON.createObjectNode().put("subject", subject);
    event.putObject("body").put("contentType", "text").put("content", "About " + subject);
    time(event.putObject("start"), start);
    time(event.putObject("end"), start.plusSeconds(3600));
    return event;
  }

  private static void time(ObjectNode to, Instant at) {
    to.put("dateTime", LocalDateTime.ofInstant(at, ZoneId.of("UTC")).toString())
        .put("timeZone", "UTC");
  }

  @Override
  public ObjectNode newContact(String first, String last, String email, String title) {
    ObjectNode contact =
        JSON.createObjectNode().put("givenName", first).put("surname", last).put("jobTitle", title);
    contact.putArray("emailAddresses").addObject().put("address", email).put("name", email);
    contact.putArray("categories").add(MicrosoftPart.CATEGORY);
    return contact;
  }

  @Override
  public void mark(PersonalView view, String account, String contact, String name, boolean on) {
    List<String> categories = on ? List.of("Red category", name) : List.of("Red category");
    view.change(account, Kind.contacts, contact, Side.object(Map.of("categories", categories)));
  }

  @Override
  public Map<String, Object> subject(String to) {
    return Map.of("subject", to);
  }

  @Override
  public Map<String, Object> location(String to) {
    return Map.of("location", Map.of("displayName", to));
  }

  @Override
  public Map<String, Object> title(String to) {
    return Map.of("jobTitle", to);
  }

  @Override
  public Map<String, Object> job(String title, String department) {
    return Map.of("jobTitle", title, "department", department);
  }

  @Override
  public ObjectNode connection(JsonNode credentials) {
    JsonNode microsoft = credentials.path("microsoft");
    return JSON.createObjectNode()
        .put("name", "Microsoft 365")
        .put("type", "microsoftApp")
        .put("tenantId", microsoft.path("tenant").asText())
        .put("clientId", microsoft.at("/app/clientId").asText())
        .put("clientSecret", microsoft.at("/app/clientSecret").asText());
  }

  @Override
  public Map<String, String> settings(String url) {
    return Map.of("LOCKSTEP_GRAPH_ROOT_URL", url, "LOCKSTEP_MICROSOFT_LOGIN_URL", url);
  }

  @Override
  public String look() {
    return "calendarView.delta";
  }

  @Override
  public List<String> itemWrites() {
    return List.of(
        "events.create",
        "events.update",
        "events.delete",
        "contacts.create",
        "contacts.update",
        "contacts.delete");
  }

  @Override
  public boolean isHttp(String operation) {
    return operation.equals("batch") || operation.endsWith(".delta") || isSignIn(operation);
  }

  @Override
  public boolean isSignIn(String operation) {
    return operation.startsWith("entra.");
  }

  @Override
  public void invite(ObjectNode event, String address) {
    event
        .withArray("attendees")
        .addObject()
        .put("type", "required")
        .putObject("emailAddress")
        .put("address", address);
  }

  @Override
  public String toString() {
    return "Microsoft";
  }
}

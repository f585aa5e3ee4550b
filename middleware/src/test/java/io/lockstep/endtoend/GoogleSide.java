package io.lockstep.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.control.PersonalView;
import io.lockstep.sandbox.control.PersonalView.Kind;
import io.lockstep.sandbox.seed.Person;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

/** Google in the words of its resources. */
final class GoogleSide implements Provider {
  private static final String LABEL = "Salesforce Sync";

  @Override
  public String service() {
    return "google";
  }

  @Override
  public String account(Person person) {
    return person.email();
  }

  @Override
  public boolean isThere(Kind kind, JsonNode row) {
    return kind == Kind.contacts || !row.path("status").asText().equals("cancelled");
  }

  @Override
  public String id(Kind kind, JsonNode row) {
    return row.path(kind == Kind.events ? "id" : "resourceName").asText();
  }

  @Override
  public String event(JsonNode event) {
    return Side.line(
        Side.text(event, "summary"),
        Side.text(event, "description"),
        Side.text(event, "location"),
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

  @Override
  public String contact(JsonNode person) {
    JsonNode name = person.path("names").path(0);
    JsonNode work = person.path("organizations").path(0);
    String mobile = "";
    for (JsonNode phone : person.path("phoneNumbers")) {
      mobile = phone.path("type").asText().equals("mobile") ? Side.text(phone, "value") : mobile;
    }
    return Side.line(
        Side.text(name, "givenName"),
        Side.text(name, "familyName"),
        Side.text(person.path("emailAddresses").path(0), "value"),
        Side.digits(mobile),
        Side.text(work, "title"),
        Side.text(work, "department"),
        Side.text(person.path("biographies").path(0), "value"));
  }

  @Override
  public ObjectNode newEvent(String subject, Instant start) {
    ObjectNode event = Side.object(Map.of("summary", subject, "description", "About " + subject));
    event.putObject("start").put("dateTime", start.toString());
    event.putObject("end").put("dateTime", start.plusSeconds(3600).toString());
    return event;
  }

  @Override
  public ObjectNode newContact(String first, String last, String email, String title) {
    ObjectNode contact = JSON.createObjectNode();
    contact.putArray("names").addObject().put("givenName", first).put("familyName", last);
    contact.putArray("emailAddresses").addObject().put("value", email).put("type", "work");
    contact.putArray("organizations").addObject().put("title", title);
    return contact;
  }

  @Override
  public void select(PersonalView view, String account, String contact) {
    view.act(account, Kind.contacts, contact, "label", Side.object(Map.of("name", LABEL)));
  }

  @Override
  public void mark(PersonalView view, String account, String contact, String name, boolean on) {
    view.act(
        account,
        Kind.contacts,
        contact,
        on ? "label" : "unlabel",
        Side.object(Map.of("name", name)));
  }

  @Override
  public Map<String, Object> subject(String to) {
    return Map.of("summary", to);
  }

  @Override
  public Map<String, Object> location(String to) {
    return Map.of("location", to);
  }

  @Override
  public Map<String, Object> title(String to) {
    return Map.of("organizations", List.of(Map.of("title", to)));
  }

  @Override
  public Map<String, Object> job(String title, String department) {
    return Map.of("organizations", List.of(Map.of("title", title, "department", department)));
  }

  @Override
  public ObjectNode connection(JsonNode credentials) {
    ObjectNode connection =
        JSON.createObjectNode().put("name", "Google Workspace").put("type", "googleServiceAccount");
    connection.set("serviceAccount", credentials.at("/google/serviceAccount"));
    return connection;
  }

  @Override
  public Map<String, String> settings(String url) {
    return Map.of("LOCKSTEP_GOOGLE_ROOT_URL", url);
  }

  @Override
  public String look() {
    return "calendar.events.list";
  }

  @Override
  public List<String> itemWrites() {
    return List.of(
        "calendar.events.insert",
        "calendar.events.update",
        "calendar.events.patch",
        "calendar.events.delete",
        "people.createContact",
        "people.updateContact",
        "people.deleteContact",
        "people.batchCreateContacts",
        "people.batchUpdateContacts",
        "people.batchDeleteContacts");
  }

  @Override
  public boolean isHttp(String operation) {
    return operation.equals("batch") || operation.startsWith("people.") || isSignIn(operation);
  }

  @Override
  public boolean isSignIn(String operation) {
    return operation.startsWith("oauth.");
  }

  @Override
  public void invite(ObjectNode event, String address) {
    event.withArray("attendees").addObject().put("email", address);
  }

  @Override
  public String toString() {
    return "Google";
  }
}

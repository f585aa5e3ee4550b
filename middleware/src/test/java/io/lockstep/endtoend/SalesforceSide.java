package io.lockstep.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.control.PersonalView.Kind;
import io.lockstep.sandbox.seed.Person;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;

/** Salesforce in the words of its rows. */
final class SalesforceSide implements Side {
  @Override
  public String service() {
    return "salesforce";
  }

  @Override
  public String account(Person person) {
    return person.username();
  }

  @Override
  public boolean isThere(Kind kind, JsonNode row) {
    return !row.path("IsDeleted").asBoolean();
  }

  @Override
  public String id(Kind kind, JsonNode row) {
    return row.path("Id").asText();
  }

  @Override
  public String event(JsonNode row) {
    boolean allDay = row.path("IsAllDayEvent").asBoolean();
    String start = row.path("StartDateTime").asText();
    String end = row.path("EndDateTime").asText();
    if (allDay) {
      start = day(start, 0);
      end = day(end, 1); // Salesforce names the last day, the mail services the day after it
    }
    return Side.line(
        Side.text(row, "Subject"),
        Side.text(row, "Description"),
        Side.text(row, "Location"),
        start,
        end,
        row.path("ShowAs").asText().equals("Free") ? "free" : "busy",
        row.path("IsPrivate").asBoolean() ? "private" : "");
  }

  private static String day(String instant, int later) {
    return LocalDate.ofInstant(Instant.parse(instant), ZoneOffset.UTC).plusDays(later).toString();
  }

  @Override
  public String contact(JsonNode row) {
    return Side.line(
        Side.text(row, "FirstName"),
        Side.text(row, "LastName"),
        Side.text(row, "Email"),
        Side.digits(Side.text(row, "MobilePhone")),
        Side.text(row, "Title"),
        Side.text(row, "Department"),
        Side.text(row, "Description"));
  }

  @Override
  public ObjectNode newEvent(String subject, Instant start) {
    return Side.object(
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
            "Busy"));
  }

  @Override
  public ObjectNode newContact(String first, String last, String email, String title) {
    return Side.object(
        Map.of(
            "FirstName",
            first,
            "LastName",
            last,
            "Email",
            email,
            "MobilePhone",
            "+49 30 901820",
            "Title",
            title));
  }

  @Override
  public Map<String, Object> subject(String to) {
    return Map.of("Subject", to);
  }

  @Override
  public Map<String, Object> location(String to) {
    return Map.of("Location", to);
  }

  @Override
  public Map<String, Object> title(String to) {
    return Map.of("Title", to);
  }

  @Override
  public Map<String, Object> job(String title, String department) {
    return Map.of("Title", title, "Department", department);
  }
}

package io.lockstep.sandbox.google.calendar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.google.GoogleError;
import io.lockstep.sandbox.google.Json;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.safety.Safelist;
import org.jspecify.annotations.Nullable;

/**
 * What Google accepts as an event, and what it makes of it: checks and server-side normalisation of
 * a whole resource before it is stored.
 */
final class EventRules {
  private static final Pattern CLIENT_ID = Pattern.compile("[a-v0-9]{5,1024}");
  private static final Pattern EMAIL = Pattern.compile("[^\\s@]+@[^\\s@]+\\.[^\\s@]+");
  private static final Set<String> WRITABLE =
      Set.of(
          "anyoneCanAddSelf",
          "attachments",
          "attendees",
          "birthdayProperties",
          "colorId",
          "conferenceData",
          "description",
          "end",
          "eventLabelId",
          "eventType",
          "extendedProperties",
          "focusTimeProperties",
          "gadget",
          "guestsCanInviteOthers",
          "guestsCanModify",
          "guestsCanSeeOtherGuests",
          "location",
          "outOfOfficeProperties",
          "recurrence",
          "reminders",
          "sequence",
          "source",
          "start",
          "status",
          "summary",
          "transparency",
          "visibility",
          "workingLocationProperties");

  private EventRules() {}

  static boolean isWritable(String field) {
    return WRITABLE.contains(field);
  }

  static void checkClientId(@Nullable String id) {
    if (id != null && !CLIENT_ID.matcher(id).matches()) {
      throw GoogleError.invalid("Invalid resource id value.").at("parameter", "resource.id");
    }
  }

  /** Checks and normalises in place. */
  static void apply(ObjectNode event, ZoneId calendarZone) {
    times(event, calendarZone);
    choice(event, "status", "confirmed", "tentative", "cancelled");
    choice(event, "transparency", "opaque", "transparent");
    choice(event, "visibility", "default", "public", "private", "confidential");
    choice(
        event,
        "eventType",
        "default",
        "outOfOffice",
        "focusTime",
        "workingLocation",
        "birthday",
        "fromGmail");
    if (!Json.has(event, "eventType")) {
      event.put("eventType", "default");
    }
    color(event);
    texts(event);
    attendees(event);
    reminders(event);
    extendedProperties(event);
    source(event);
    EventTypes.check(event);
    for (String standard :
        List.of(
            "transparency=opaque",
            "visibility=default",
            "guestsCanInviteOthers=true",
            "guestsCanSeeOtherGuests=true",
            "guestsCanModify=false",
            "anyoneCanAddSelf=false")) {
      String[] pair = standard.split("=", 2);
      if (pair[1].equals(Json.text(event, pair[0]))) {
        event.remove(pair[0]);
      }
    }
  }

  private static void times(ObjectNode event, ZoneId calendarZone) {
    if (!Json.has(event, "start")) {
      throw GoogleError.required("Missing start time.");
    }
    if (!Json.has(event, "end")) {
      throw GoogleError.required("Missing end time.");
    }
    EventTime start = EventTime.read(event.path("start"), calendarZone, "start");
    EventTime end = EventTime.read(event.path("end"), calendarZone, "end");
    if (start.getClass() != end.getClass()) {
      throw GoogleError.invalid("Invalid start time.");
    }
    boolean empty =
        switch (start) {
          case EventTime.Day s -> !(end instanceof EventTime.Day e) || !e.date().isAfter(s.date());
          case EventTime.Moment s ->
              !(end instanceof EventTime.Moment e) || e.at().isBefore(s.at());
        };
    if (empty) {
      throw timeRangeEmpty();
    }
    List<String> lines = Json.texts(event, "recurrence");
    if (lines.isEmpty()) {
      event.remove("recurrence");
    } else {
      if (Json.has(event, "recurringEventId")) {
        throw GoogleError.invalid("Instances of a recurring event cannot recur themselves.");
      }
      if (start instanceof EventTime.Moment && !Json.has(event.path("start"), "timeZone")) {
        throw GoogleError.required("Missing time zone definition for start time.");
      }
      Recurrence.read(event, start);
    }
    event.set("start", start.stored());
    event.set("end", end.stored());
  }

  static GoogleError timeRangeEmpty() {
    return GoogleError.of(400, "calendar", "timeRangeEmpty", "The specified time range is empty.")
        .at("parameter", "timeMax");
  }

  private static void choice(ObjectNode event, String field, String... allowed) {
    String value = Json.text(event, field);
    if (value == null) {
      event.remove(field);
    } else if (!List.of(allowed).contains(value)) {
      throw GoogleError.invalid("Invalid value for: " + value + " is not a valid value");
    }
  }

  private static void color(ObjectNode event) {
    String color = Json.text(event, "colorId");
    if (color == null || color.isEmpty()) {
      event.remove("colorId");
    } else if (!color.matches("[1-9]|1[01]")) {
      throw GoogleError.invalid("Invalid color id.");
    }
  }

  /** Blanks at the end go; of the description's HTML only harmless tags stay. */
  private static void texts(ObjectNode event) {
    for (String field : List.of("summary", "location", "description")) {
      String value = Json.text(event, field);
      if (value == null) {
        event.remove(field);
        continue;
      }
      String kept = value.replace("\r\n", "\n").stripTrailing();
      if (field.equals("description") && kept.contains("<")) {
        kept = sanitised(kept);
      }
      if (kept.isEmpty()) {
        event.remove(field);
      } else {
        event.put(field, kept);
      }
    }
  }

  private static String sanitised(String html) {
    Safelist tags =
        Safelist.none()
            .addTags(
                "a",
                "b",
                "br",
                "i",
                "u",
                "p",
                "ul",
                "ol",
                "li",
                "span",
                "em",
                "strong",
                "h1",
                "h2",
                "h3",
                "blockquote",
                "div")
            .addAttributes("a", "href")
            .addProtocols("a", "href", "http", "https", "mailto");
    return Jsoup.clean(html, "", tags, new Document.OutputSettings().prettyPrint(false));
  }

  private static void attendees(ObjectNode event) {
    if (!Json.has(event, "attendees")) {
      event.remove("attendees");
      return;
    }
    Map<String, ObjectNode> byAddress = new LinkedHashMap<>();
    for (JsonNode one : Json.list(event, "attendees")) {
      String email = Json.text(one, "email");
      if (email == null) {
        throw GoogleError.required("Missing attendee email.");
      }
      if (!EMAIL.matcher(email).matches()) {
        throw GoogleError.invalid("Invalid attendee email.");
      }
      ObjectNode kept = Json.object().put("email", email);
      for (String field : List.of("displayName", "comment", "id")) {
        String value = Json.text(one, field);
        if (value != null) {
          kept.put(field, value);
        }
      }
      for (String flag : List.of("optional", "resource")) {
        if (one.path(flag).asBoolean()) {
          kept.put(flag, true);
        }
      }
      if (one.path("additionalGuests").asInt() > 0) {
        kept.put("additionalGuests", one.path("additionalGuests").asInt());
      }
      String response = Json.text(one, "responseStatus", "needsAction");
      if (!List.of("needsAction", "declined", "tentative", "accepted").contains(response)) {
        throw GoogleError.invalid("Invalid attendee response status.");
      }
      kept.put("responseStatus", response);
      byAddress.putIfAbsent(email.toLowerCase(Locale.ROOT), kept);
    }
    ArrayNode out = event.putArray("attendees");
    byAddress.values().forEach(out::add);
    if (out.isEmpty()) {
      event.remove("attendees");
    }
  }

  private static void reminders(ObjectNode event) {
    JsonNode reminders = event.get("reminders");
    if (!(reminders instanceof ObjectNode given) || given.isEmpty()) {
      event.putObject("reminders").put("useDefault", true);
      return;
    }
    List<JsonNode> overrides = Json.list(given, "overrides");
    boolean useDefault = given.path("useDefault").asBoolean();
    if (useDefault && !overrides.isEmpty()) {
      throw GoogleError.of(
          400,
          "calendar",
          "cannotUseDefaultRemindersAndSpecifyOverride",
          "Cannot specify both default reminders and overrides at the same time.");
    }
    if (overrides.size() > 5) {
      throw GoogleError.invalid("Too many override reminders.");
    }
    ObjectNode kept = event.putObject("reminders").put("useDefault", useDefault);
    ArrayNode list = Json.array();
    for (JsonNode one : overrides) {
      String method = Json.text(one, "method", "");
      long minutes = one.path("minutes").asLong(-1);
      if (!List.of("email", "popup").contains(method)) {
        throw GoogleError.invalid("Invalid reminder method.");
      }
      if (minutes < 0 || minutes > Duration.ofDays(28).toMinutes()) {
        throw GoogleError.invalid("Invalid reminder minutes.");
      }
      list.addObject().put("method", method).put("minutes", minutes);
    }
    if (!list.isEmpty()) {
      kept.set("overrides", list);
    }
  }

  /** Long keys are dropped and long values cut without a word, as Google's guide says. */
  private static void extendedProperties(ObjectNode event) {
    if (!(event.get("extendedProperties") instanceof ObjectNode given)) {
      event.remove("extendedProperties");
      return;
    }
    ObjectNode kept = Json.object();
    int count = 0;
    int size = 0;
    for (String part : List.of("private", "shared")) {
      ObjectNode properties = Json.object();
      for (Map.Entry<String, JsonNode> p : given.path(part).properties()) {
        if (p.getValue().isNull() || p.getKey().length() > 44) {
          continue;
        }
        String value = p.getValue().asText();
        value = value.substring(0, Math.min(1024, value.length()));
        properties.put(p.getKey(), value);
        count++;
        size += p.getKey().length() + value.length();
      }
      if (!properties.isEmpty()) {
        kept.set(part, properties);
      }
    }
    if (count > 300 || size > 32 * 1024) {
      throw GoogleError.invalid("The extended properties of the event are too large.");
    }
    if (kept.isEmpty()) {
      event.remove("extendedProperties");
    } else {
      event.set("extendedProperties", kept);
    }
  }

  private static void source(ObjectNode event) {
    if (!Json.has(event, "source")) {
      event.remove("source");
      return;
    }
    try {
      String scheme = URI.create(Json.text(event.path("source"), "url", "")).getScheme();
      if ("http".equals(scheme) || "https".equals(scheme)) {
        return;
      }
    } catch (IllegalArgumentException notAUrl) {
      throw invalidSource();
    }
    throw invalidSource();
  }

  private static GoogleError invalidSource() {
    return GoogleError.invalid("Invalid source url.");
  }
}

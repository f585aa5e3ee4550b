package io.lockstep.microsoft;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.graph.models.Contact;
import com.microsoft.graph.models.Event;
import com.microsoft.kiota.serialization.JsonParseNode;
import com.microsoft.kiota.serialization.JsonParseNodeFactory;
import com.microsoft.kiota.serialization.JsonSerializationWriter;
import com.microsoft.kiota.serialization.JsonSerializationWriterFactory;
import com.microsoft.kiota.serialization.Parsable;
import com.microsoft.kiota.serialization.ParsableFactory;
import com.microsoft.kiota.serialization.SerializationWriter;
import com.microsoft.kiota.store.BackingStoreSerializationWriterProxyFactory;
import io.lockstep.calendar.TimeZones;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Objects;

/** What Exchange makes of what is sent to it, in the parts that a mapping meets. */
final class Exchange {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter SEVEN_DIGITS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSS").withZone(ZoneOffset.UTC);

  private Exchange() {}

  /** As the SDK sends it: an object that was read or sent before is sent in its changes only. */
  static ObjectNode sent(Parsable model) {
    return json(
        new BackingStoreSerializationWriterProxyFactory(new JsonSerializationWriterFactory())
            .getSerializationWriter("application/json"),
        model);
  }

  /** All it holds, changed or not. */
  static ObjectNode whole(Parsable model) {
    return json(new JsonSerializationWriter(), model);
  }

  private static ObjectNode json(SerializationWriter to, Parsable model) {
    try (SerializationWriter writer = to) {
      writer.writeObjectValue("", model);
      ObjectNode json = (ObjectNode) JSON.readTree(writer.getSerializedContent());
      json.remove("@odata.type");
      return json;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Event event(String json) {
    return read(json.replace('\'', '"'), Event::createFromDiscriminatorValue);
  }

  static Contact contact(String json) {
    return read(json.replace('\'', '"'), Contact::createFromDiscriminatorValue);
  }

  private static <T extends Parsable> T read(String json, ParsableFactory<T> type) {
    JsonParseNode node =
        (JsonParseNode)
            new JsonParseNodeFactory()
                .getParseNode(
                    "application/json",
                    new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    return Objects.requireNonNull(node.getObjectValue(type));
  }

  /** What is answered for a new event, with {@code Prefer: outlook.timezone="UTC"}. */
  static Event kept(Event created) {
    ObjectNode event =
        JSON.createObjectNode()
            .put("isOrganizer", true)
            .put("reminderMinutesBeforeStart", 15)
            .put("isReminderOn", true);
    return kept(event, sent(created));
  }

  static Event patched(String present, Event patch) {
    try {
      return kept((ObjectNode) JSON.readTree(present.replace('\'', '"')), sent(patch));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Event kept(ObjectNode event, ObjectNode sent) {
    event.setAll(sent);
    JsonNode start = sent.path("start");
    if (start.isObject()) {
      event.put("originalStartTimeZone", start.path("timeZone").asText());
      boolean allDay = event.path("isAllDay").asBoolean();
      event.set("start", inUtc(start, allDay));
      event.set("end", inUtc(sent.path("end"), allDay));
    }
    if (sent.path("body").isObject()) {
      String content = sent.path("body").path("content").asText();
      event
          .putObject("body")
          .put("contentType", "html")
          .put(
              "content",
              content.isEmpty()
                  ? ""
                  : "<html><head>\r\n<meta http-equiv=\"Content-Type\" content=\"text/html;"
                      + " charset=utf-8\">\r\n</head>\r\n<body>\r\n"
                      + content.replace("\n", "\r\n")
                      + "\r\n</body>\r\n</html>\r\n");
    }
    return event(event.toString().replace("'", "\\u0027"));
  }

  /** An all-day event is answered with its dates, whatever zone is wanted. */
  private static ObjectNode inUtc(JsonNode time, boolean allDay) {
    String wall = time.path("dateTime").asText();
    return JSON.createObjectNode()
        .put(
            "dateTime",
            allDay
                ? wall + ".0000000"
                : SEVEN_DIGITS.format(TimeZones.instant(wall, time.path("timeZone").asText())))
        .put("timeZone", "UTC");
  }

  /** What is answered for a new or changed contact: everything, what is not set as null. */
  static Contact kept(Contact present, Contact written) {
    ObjectNode contact = whole(present);
    contact.setAll(sent(written));
    for (String list : new String[] {"businessPhones", "homePhones", "emailAddresses"}) {
      if (!contact.hasNonNull(list)) {
        contact.putArray(list);
      }
    }
    for (JsonNode email : contact.path("emailAddresses")) {
      if (!email.hasNonNull("name")) {
        ((ObjectNode) email).put("name", email.path("address").asText());
      }
    }
    if (contact.hasNonNull("personalNotes")) {
      contact.put(
          "personalNotes", contact.path("personalNotes").asText().replaceAll("\r?\n", "\r\n"));
    }
    // Exchange's line ends, in addresses as in notes.
    for (String address : new String[] {"businessAddress", "otherAddress"}) {
      if (contact.path(address) instanceof ObjectNode parts) {
        parts
            .properties()
            .forEach(
                part ->
                    part.setValue(
                        new com.fasterxml.jackson.databind.node.TextNode(
                            part.getValue().asText().replaceAll("\\r?\\n", "\r\n"))));
      }
    }
    return contact(contact.toString().replace("'", "\\u0027"));
  }
}

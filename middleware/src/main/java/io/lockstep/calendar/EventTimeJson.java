package io.lockstep.calendar;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;

/**
 * An event's time in JSON: {@code {"start": …, "end": …, "allDay": true}}, instants in UTC or dates
 * with the end exclusive; {@code allDay} is written for dates only, and on reading the texts
 * decide.
 */
final class EventTimeJson {
  private EventTimeJson() {}

  static final class Writer extends JsonSerializer<EventTime> {
    @Override
    public void serialize(EventTime time, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      String text = time.text();
      int slash = text.indexOf('/');
      out.writeStartObject();
      out.writeStringField("start", text.substring(0, slash));
      out.writeStringField("end", text.substring(slash + 1));
      if (time.isAllDay()) {
        out.writeBooleanField("allDay", true);
      }
      out.writeEndObject();
    }
  }

  static final class Reader extends JsonDeserializer<EventTime> {
    @Override
    public EventTime deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      JsonNode time = parser.readValueAsTree();
      return EventTime.parse(time.path("start").asText("") + "/" + time.path("end").asText(""));
    }
  }
}

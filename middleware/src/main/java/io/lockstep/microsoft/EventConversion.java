package io.lockstep.microsoft;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.graph.models.BodyType;
import com.microsoft.graph.models.ItemBody;
import io.lockstep.calendar.CanonicalJson;
import io.lockstep.calendar.Conversion;
import io.lockstep.calendar.Event;
import io.lockstep.calendar.Event.ShowAs;
import io.lockstep.calendar.Event.Status;
import io.lockstep.calendar.EventTime;
import io.lockstep.calendar.JsonMembers;
import io.lockstep.calendar.TimeZones;
import io.lockstep.calendar.Unsupported;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code lockstep convert graph-event}: an event of Microsoft Graph v1.0 and the canonical event.
 * What Graph holds beyond the canonical event (importance, attachments, coordinates) is left out;
 * what it cannot hold is refused. {@link EventResource} is the way back.
 */
public final class EventConversion implements Conversion {
  @Override
  public JsonNode apply(JsonNode in, boolean reverse) {
    return reverse
        ? EventResource.of(CanonicalJson.read(in, Event.class))
        : CanonicalJson.write(canonical(in));
  }

  private static Event canonical(JsonNode in) {
    refuseStubs(in);
    boolean allDay = JsonMembers.flag(in, "isAllDay");
    JsonNode start = object(in, "start");
    JsonNode end = object(in, "end");
    EventTime time =
        EventTimes.read(
            allDay,
            text(start, "dateTime"),
            text(start, "timeZone"),
            text(end, "dateTime"),
            text(end, "timeZone"));
    ZoneId zone = zone(in, start);
    List<String> recurrence = List.of();
    if (JsonMembers.object(in, "recurrence").isObject()) {
      SeriesConversion.Lines series = SeriesConversion.canonical(in, time, zone);
      recurrence = series.lines();
      zone = series.zone();
    }
    JsonNode body = JsonMembers.object(in, "body");
    boolean html = isHtml(body);
    return new Event(
        text(in, "subject"),
        description(body, html),
        html && !text(body, "content").isEmpty() ? text(body, "content") : null,
        location(in),
        time,
        allDay || zone == null ? "" : zone.getId(),
        showAs(text(in, "showAs")),
        isPrivate(text(in, "sensitivity")),
        reminder(in),
        AttendeeConversion.attendees(JsonMembers.objects(in, "attendees")),
        AttendeeConversion.organizer(JsonMembers.object(in, "organizer")),
        text(in, "iCalUId"),
        recurrence,
        originalStart(in, allDay),
        meeting(in),
        JsonMembers.texts(in, "categories"),
        JsonMembers.flag(in, "isCancelled") ? Status.CANCELLED : Status.CONFIRMED);
  }

  private static void refuseStubs(JsonNode in) {
    if (in.has("@removed")) {
      throw new Unsupported("Of a deleted event Graph tells the id only");
    }
    if (text(in, "type").equals("occurrence") && !in.has("subject") && !in.has("iCalUId")) {
      throw new Unsupported(
          "Of this occurrence Graph tells the time only; its series has the rest");
    }
  }

  /**
   * The zone the event was made in. UTC alone says nothing: it is what Graph answers in unless it
   * is asked for another.
   */
  private static @Nullable ZoneId zone(JsonNode in, JsonNode start) {
    String answered = text(start, "timeZone");
    return TimeZones.find(text(in, "originalStartTimeZone"))
        .or(
            () ->
                answered.equalsIgnoreCase(EventTimes.UTC)
                    ? java.util.Optional.empty()
                    : TimeZones.find(answered))
        .orElse(null);
  }

  private static boolean isHtml(JsonNode body) {
    return !text(body, "contentType").equalsIgnoreCase("text");
  }

  private static String description(JsonNode given, boolean html) {
    ItemBody body = new ItemBody();
    body.setContentType(html ? BodyType.Html : BodyType.Text);
    body.setContent(text(given, "content"));
    return Bodies.read(body);
  }

  private static String location(JsonNode in) {
    String name = text(JsonMembers.object(in, "location"), "displayName");
    if (!name.isBlank()) {
      return name;
    }
    List<String> names = new ArrayList<>();
    for (JsonNode one : JsonMembers.objects(in, "locations")) {
      if (!text(one, "displayName").isBlank()) {
        names.add(text(one, "displayName"));
      }
    }
    return String.join("; ", names);
  }

  private static @Nullable ShowAs showAs(String text) {
    if (text.isEmpty()) {
      return null;
    }
    for (ShowAs one : ShowAs.values()) {
      if (one.text().equalsIgnoreCase(text)) {
        return one;
      }
    }
    throw new Unsupported("Graph does not say how the time shows: " + text);
  }

  private static boolean isPrivate(String sensitivity) {
    return switch (sensitivity.toLowerCase(Locale.ROOT)) {
      case "private", "confidential" -> true;
      default -> false;
    };
  }

  private static @Nullable Integer reminder(JsonNode in) {
    JsonNode minutes = in.path("reminderMinutesBeforeStart");
    boolean on = JsonMembers.flag(in, "isReminderOn");
    if (!minutes.isMissingNode()
        && !minutes.isNull()
        && !(minutes.isIntegralNumber() && minutes.canConvertToInt())) {
      throw new IllegalArgumentException("reminderMinutesBeforeStart must be a whole number");
    }
    if (on && minutes.asInt() < 0) {
      throw new Unsupported("The reminder comes after the start");
    }
    return on && minutes.isInt() ? minutes.asInt() : null;
  }

  private static String originalStart(JsonNode in, boolean allDay) {
    String text = text(in, "originalStart");
    if (text.isEmpty()) {
      return "";
    }
    try {
      OffsetDateTime at = OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC);
      return allDay ? at.toLocalDate().toString() : at.toInstant().toString();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("originalStart is 2026-03-01T09:00:00Z", e);
    }
  }

  private static String meeting(JsonNode in) {
    String url = text(JsonMembers.object(in, "onlineMeeting"), "joinUrl");
    return url.isEmpty() ? text(in, "onlineMeetingUrl") : url;
  }

  private static JsonNode object(JsonNode in, String name) {
    JsonNode member = JsonMembers.object(in, name);
    if (!member.isObject()) {
      throw new IllegalArgumentException("An event needs " + name);
    }
    return member;
  }

  /** Empty where it is missing or null. */
  private static String text(JsonNode in, String name) {
    return JsonMembers.text(in, name);
  }
}

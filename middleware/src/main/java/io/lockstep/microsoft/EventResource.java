package io.lockstep.microsoft;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.calendar.Attendee;
import io.lockstep.calendar.BodyText;
import io.lockstep.calendar.Event;
import io.lockstep.calendar.Event.Status;
import io.lockstep.calendar.EventTime;
import io.lockstep.calendar.TimeZones;
import io.lockstep.calendar.Unsupported;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A canonical event as an event of Graph, or a refusal. */
final class EventResource {
  private static final DateTimeFormatter WALL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSS");
  private static final int LONGEST_SUBJECT = 255;
  private static final String TEAMS = "https://teams.";

  private EventResource() {}

  static JsonNode of(Event event) {
    if (event.status() == Status.TENTATIVE) {
      throw new Unsupported("Graph has no tentative events; how the time shows says it there");
    }
    if (event.subject().length() > LONGEST_SUBJECT) {
      throw new Unsupported("Outlook holds subjects of up to 255 characters");
    }
    ZoneId zone = zone(event);
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    out.put("subject", event.subject());
    body(event, out);
    out.putObject("location").put("displayName", event.location());
    time(event, zone, out);
    out.put("showAs", event.showAs().text());
    out.put("sensitivity", event.isPrivate() ? "private" : "normal");
    Integer minutes = event.reminder();
    out.put("isReminderOn", minutes != null);
    if (minutes != null) {
      out.put("reminderMinutesBeforeStart", minutes);
    }
    people(event, out);
    if (!event.iCalUid().isEmpty()) {
      out.put("iCalUId", event.iCalUid());
    }
    if (event.isSeries()) {
      out.set("recurrence", SeriesConversion.graph(event.recurrence(), event.time(), zone));
    }
    String original = event.originalStart();
    if (!original.isEmpty()) {
      out.put("originalStart", original.indexOf('T') < 0 ? original + "T00:00:00Z" : original);
    }
    meeting(event.onlineMeetingUrl(), out);
    if (!event.categories().isEmpty()) {
      ArrayNode categories = out.putArray("categories");
      event.categories().forEach(categories::add);
    }
    if (event.status() == Status.CANCELLED) {
      out.put("isCancelled", true);
    }
    return out;
  }

  private static @Nullable ZoneId zone(Event event) {
    if (event.timeZone().isEmpty()) {
      return null;
    }
    return TimeZones.find(event.timeZone())
        .orElseThrow(() -> new Unsupported("The time zone is not known: " + event.timeZone()));
  }

  private static void body(Event event, ObjectNode out) {
    String html = event.bodyHtml();
    if (html == null && event.description().isEmpty()) {
      return;
    }
    out.putObject("body")
        .put("contentType", html == null ? "text" : "html")
        .put("content", html == null ? event.description() : html);
    if (html != null
        && !event.description().isEmpty()
        && !BodyText.fromHtml(html).equals(event.description().stripTrailing())) {
      throw new Unsupported("Graph holds one body, and here text and HTML say different things");
    }
  }

  private static void time(Event event, @Nullable ZoneId zone, ObjectNode out) {
    out.put("isAllDay", event.time().isAllDay());
    switch (event.time()) {
      case EventTime.AllDay(LocalDate start, LocalDate end) -> {
        out.set("start", at(start.atStartOfDay(), EventTimes.UTC));
        out.set("end", at(end.atStartOfDay(), EventTimes.UTC));
      }
      case EventTime.Timed(Instant start, Instant end) -> {
        ZoneId place = zone == null ? ZoneOffset.UTC : zone;
        Optional<String> windows =
            zone == null ? Optional.of(EventTimes.UTC) : TimeZones.windowsExactly(zone, start);
        // A wall time that comes twice would be taken for the first one.
        boolean plain = isPlain(start, place) && isPlain(end, place);
        String name = plain ? windows.orElse(place.getId()) : EventTimes.UTC;
        ZoneId in = plain ? place : ZoneOffset.UTC;
        out.set("start", at(start.atZone(in).toLocalDateTime(), name));
        out.set("end", at(end.atZone(in).toLocalDateTime(), name));
        // Where the name alone would not lead back to the zone.
        if (zone != null
            && (name.equals(EventTimes.UTC) || !TimeZones.find(name).equals(Optional.of(zone)))) {
          out.put("originalStartTimeZone", plain && windows.isEmpty() ? name : original(zone));
        }
      }
    }
  }

  private static String original(ZoneId zone) {
    String windows = TimeZones.windows(zone);
    return windows != null && TimeZones.find(windows).equals(Optional.of(zone))
        ? windows
        : zone.getId();
  }

  private static boolean isPlain(Instant at, ZoneId zone) {
    return at.atZone(zone).toLocalDateTime().atZone(zone).toInstant().equals(at);
  }

  private static ObjectNode at(LocalDateTime wall, String zone) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("dateTime", WALL.format(wall))
        .put("timeZone", zone);
  }

  private static void people(Event event, ObjectNode out) {
    Attendee organizer = event.organizer();
    if (organizer != null) {
      out.set("organizer", AttendeeConversion.graph(organizer));
    }
    if (!event.attendees().isEmpty()) {
      out.set("attendees", AttendeeConversion.graph(event.attendees()));
    }
  }

  private static void meeting(String url, ObjectNode out) {
    if (url.isEmpty()) {
      return;
    }
    out.put("isOnlineMeeting", true);
    if (url.startsWith(TEAMS)) {
      out.put("onlineMeetingProvider", "teamsForBusiness");
    }
    out.putObject("onlineMeeting").put("joinUrl", url);
  }
}

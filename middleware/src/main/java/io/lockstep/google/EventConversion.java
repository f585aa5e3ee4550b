package io.lockstep.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.calendar.Attendee;
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
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code lockstep convert google-event}: an event resource of Calendar API v3 and the canonical
 * event. What Google holds beyond the canonical event (attachments, colours, guests' rights) is
 * left out; what it cannot hold is refused.
 */
public final class EventConversion implements Conversion {
  private static final String MEET = "https://meet.google.com/";

  @Override
  public JsonNode apply(JsonNode in, boolean reverse) {
    return reverse ? google(CanonicalJson.read(in, Event.class)) : canonical(in);
  }

  private static JsonNode canonical(JsonNode in) {
    String type = JsonMembers.text(in, "eventType");
    if (!type.isEmpty() && !type.equals("default")) {
      throw new Unsupported("An event of type " + type + " stands outside the sync");
    }
    if (JsonMembers.flag(in, "attendeesOmitted")) {
      throw new Unsupported("Google left attendees out of this event");
    }
    boolean cancelled = JsonMembers.text(in, "status").equals("cancelled");
    if (cancelled && (!in.has("start") || !in.has("end"))) {
      throw new Unsupported("Of a deleted event Google tells the id only");
    }
    String description = JsonMembers.text(in, "description");
    String plain = Descriptions.plain(description);
    JsonNode organizer = JsonMembers.object(in, "organizer");
    return CanonicalJson.write(
        new Event(
            JsonMembers.text(in, "summary"),
            plain,
            Descriptions.isMarkup(description) ? description : null,
            JsonMembers.text(in, "location"),
            time(JsonMembers.object(in, "start"), JsonMembers.object(in, "end")),
            in.path("start").hasNonNull("date") ? "" : zone(JsonMembers.object(in, "start")),
            JsonMembers.text(in, "transparency").equals("transparent") ? ShowAs.FREE : ShowAs.BUSY,
            EventMapping.isPrivate(JsonMembers.text(in, "visibility")),
            reminder(JsonMembers.object(in, "reminders")),
            attendees(JsonMembers.objects(in, "attendees")),
            organizer.isObject()
                ? new Attendee(
                    JsonMembers.text(organizer, "email"),
                    JsonMembers.text(organizer, "displayName"),
                    null,
                    Attendee.Response.ORGANIZER)
                : null,
            JsonMembers.text(in, "iCalUID"),
            JsonMembers.texts(in, "recurrence"),
            originalStart(JsonMembers.object(in, "originalStartTime")),
            meeting(in),
            List.of(),
            status(JsonMembers.text(in, "status"))));
  }

  private static EventTime time(JsonNode start, JsonNode end) {
    if (start.hasNonNull("date") != end.hasNonNull("date")) {
      throw new IllegalArgumentException("Start and end are a date both, or a dateTime both");
    }
    return start.hasNonNull("date")
        ? EventTime.allDay(date(start), date(end))
        : EventTime.timed(instant(start), instant(end));
  }

  private static String zone(JsonNode start) {
    String name = JsonMembers.text(start, "timeZone");
    if (!name.isEmpty() && TimeZones.find(name).isEmpty()) {
      throw new Unsupported("The time zone is not known: " + name);
    }
    return name;
  }

  private static LocalDate date(JsonNode time) {
    try {
      return LocalDate.parse(JsonMembers.text(time, "date"));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("A date is 2026-03-01", e);
    }
  }

  /** With its own offset, or as wall-clock time in the zone named beside it. */
  private static Instant instant(JsonNode time) {
    String text = JsonMembers.text(time, "dateTime");
    try {
      if (text.matches(".*(?:Z|z|[+-]\\d\\d:\\d\\d)")) {
        return OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.SECONDS);
      }
      return LocalDateTime.parse(text)
          .atZone(ZoneId.of(JsonMembers.text(time, "timeZone")))
          .toInstant()
          .truncatedTo(ChronoUnit.SECONDS);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("A dateTime has an offset, or a timeZone beside it", e);
    }
  }

  /** The last to pop up; which ones the calendar uses by itself the event does not say. */
  private static @Nullable Integer reminder(JsonNode reminders) {
    Integer last = null;
    for (JsonNode one : JsonMembers.objects(reminders, "overrides")) {
      JsonNode given = one.path("minutes");
      if (!given.isIntegralNumber() || !given.canConvertToInt()) {
        throw new IllegalArgumentException("minutes of a reminder must be a whole number");
      }
      int minutes = given.asInt();
      if (JsonMembers.text(one, "method").equals("popup") && (last == null || minutes < last)) {
        last = minutes;
      }
    }
    return last;
  }

  private static List<Attendee> attendees(List<JsonNode> given) {
    List<Attendee> attendees = new ArrayList<>();
    for (JsonNode one : given) {
      attendees.add(
          new Attendee(
              JsonMembers.text(one, "email"),
              JsonMembers.text(one, "displayName"),
              JsonMembers.flag(one, "resource")
                  ? Attendee.Type.RESOURCE
                  : JsonMembers.flag(one, "optional")
                      ? Attendee.Type.OPTIONAL
                      : Attendee.Type.REQUIRED,
              switch (JsonMembers.text(one, "responseStatus")) {
                case "accepted" -> Attendee.Response.ACCEPTED;
                case "declined" -> Attendee.Response.DECLINED;
                case "tentative" -> Attendee.Response.TENTATIVE;
                default -> Attendee.Response.NONE;
              }));
    }
    return attendees;
  }

  private static String originalStart(JsonNode time) {
    if (time.hasNonNull("date")) {
      return date(time).toString();
    }
    return time.hasNonNull("dateTime") ? instant(time).toString() : "";
  }

  private static String meeting(JsonNode in) {
    String link = JsonMembers.text(in, "hangoutLink");
    if (!link.isEmpty()) {
      return link;
    }
    for (JsonNode one :
        JsonMembers.objects(JsonMembers.object(in, "conferenceData"), "entryPoints")) {
      if (JsonMembers.text(one, "entryPointType").equals("video")) {
        return JsonMembers.text(one, "uri");
      }
    }
    return "";
  }

  private static Status status(String status) {
    return switch (status) {
      case "tentative" -> Status.TENTATIVE;
      case "cancelled" -> Status.CANCELLED;
      default -> Status.CONFIRMED;
    };
  }

  private static JsonNode google(Event event) {
    if (event.showAs() != ShowAs.FREE && event.showAs() != ShowAs.BUSY) {
      throw new Unsupported("Google knows free and busy only, not " + event.showAs().text());
    }
    if (!event.categories().isEmpty()) {
      throw new Unsupported("Google events have no categories");
    }
    if (event.isSeries() && !event.time().isAllDay() && event.timeZone().isEmpty()) {
      throw new Unsupported("Google needs the time zone of a series");
    }
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    put(out, "iCalUID", event.iCalUid());
    put(out, "summary", event.subject());
    String html = event.bodyHtml();
    put(out, "description", html == null ? Descriptions.stored(event.description()) : html);
    put(out, "location", event.location());
    out.set("start", side(event.time(), true, event.timeZone()));
    out.set("end", side(event.time(), false, event.timeZone()));
    if (event.showAs() == ShowAs.FREE) {
      out.put("transparency", "transparent");
    }
    if (event.isPrivate()) {
      out.put("visibility", "private");
    }
    ObjectNode reminders = out.putObject("reminders").put("useDefault", false);
    Integer minutes = event.reminder();
    if (minutes != null) {
      if (!Reminders.normal(minutes.toString()).equals(minutes.toString())) {
        throw new Unsupported("Google reminds four weeks ahead at most");
      }
      reminders.putArray("overrides").addObject().put("method", "popup").put("minutes", minutes);
    }
    attendees(event, out);
    if (event.isSeries()) {
      ArrayNode lines = out.putArray("recurrence");
      event.recurrence().forEach(lines::add);
    }
    if (!event.originalStart().isEmpty()) {
      boolean day = event.originalStart().indexOf('T') < 0;
      out.putObject("originalStartTime").put(day ? "date" : "dateTime", event.originalStart());
    }
    meeting(event, out);
    out.put(
        "status",
        switch (event.status()) {
          case CONFIRMED -> "confirmed";
          case TENTATIVE -> "tentative";
          case CANCELLED -> "cancelled";
        });
    return out;
  }

  private static void put(ObjectNode out, String name, String value) {
    if (!value.isEmpty()) {
      out.put(name, value);
    }
  }

  private static ObjectNode side(EventTime time, boolean start, String zone) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    switch (time) {
      case EventTime.AllDay day -> out.put("date", (start ? day.start() : day.end()).toString());
      case EventTime.Timed timed -> {
        Instant at = start ? timed.start() : timed.end();
        if (zone.isEmpty()) {
          out.put("dateTime", at.toString());
        } else {
          out.put("dateTime", wallClock(at, zone)).put("timeZone", zone);
        }
      }
    }
    return out;
  }

  private static String wallClock(Instant at, String zone) {
    try {
      return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at.atZone(ZoneId.of(zone)));
    } catch (DateTimeException e) {
      throw new Unsupported("Google takes IANA time zones only, not " + zone);
    }
  }

  private static void attendees(Event event, ObjectNode out) {
    Attendee organizer = event.organizer();
    if (organizer != null) {
      ObjectNode to = out.putObject("organizer").put("email", organizer.address());
      put(to, "displayName", organizer.name());
    }
    if (event.attendees().isEmpty()) {
      return;
    }
    ArrayNode all = out.putArray("attendees");
    for (Attendee attendee : event.attendees()) {
      ObjectNode to = all.addObject().put("email", attendee.address());
      put(to, "displayName", attendee.name());
      if (attendee.type() == Attendee.Type.OPTIONAL) {
        to.put("optional", true);
      } else if (attendee.type() == Attendee.Type.RESOURCE) {
        to.put("resource", true);
      }
      to.put(
          "responseStatus",
          switch (attendee.response()) {
            case NONE -> "needsAction";
            case ACCEPTED, ORGANIZER -> "accepted";
            case DECLINED -> "declined";
            case TENTATIVE -> "tentative";
          });
    }
  }

  private static void meeting(Event event, ObjectNode out) {
    String url = event.onlineMeetingUrl();
    if (url.startsWith(MEET)) {
      out.put("hangoutLink", url);
    } else if (!url.isEmpty()) {
      out.putObject("conferenceData")
          .putArray("entryPoints")
          .addObject()
          .put("entryPointType", "video")
          .put("uri", url);
    }
  }
}

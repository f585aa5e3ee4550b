package io.lockstep.sandbox.google.calendar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.frame.Response;
import io.lockstep.sandbox.google.GoogleError;
import io.lockstep.sandbox.google.GoogleUser;
import io.lockstep.sandbox.google.Json;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code freeBusy.query}: when calendars are busy, and nothing else of them. Colleagues of one
 * domain see this of each other, as Workspace has it unless an administrator forbids it.
 */
final class FreeBusy {
  private static final int MOST_CALENDARS = 50;

  private record Busy(Instant start, Instant end) {}

  private final CalendarEngine engine;

  FreeBusy(CalendarEngine engine) {
    this.engine = engine;
  }

  Response query(CalendarApi.Call call) {
    ObjectNode body = call.body();
    Instant from = time(body, "timeMin");
    Instant until = time(body, "timeMax");
    if (!until.isAfter(from)) {
      throw EventRules.timeRangeEmpty();
    }
    String zoneName = Json.text(body, "timeZone", "UTC");
    if (!EventTime.ZONES.contains(zoneName)) {
      throw GoogleError.invalid("Invalid time zone.");
    }
    ZoneId zone = ZoneId.of(zoneName);
    ObjectNode out = Json.object().put("kind", "calendar#freeBusy");
    out.put("timeMin", EventView.millis(from)).put("timeMax", EventView.millis(until));
    ObjectNode calendars = out.putObject("calendars");
    int most = body.path("calendarExpansionMax").asInt(MOST_CALENDARS);
    int asked = 0;
    for (JsonNode item : Json.list(body, "items")) {
      String id = Json.text(item, "id");
      if (id == null) {
        throw GoogleError.required("Missing calendar id.");
      }
      ObjectNode answer = calendars.putObject(id);
      CalendarBox box = ++asked > most ? null : box(call, id);
      if (box == null) {
        answer
            .putArray("errors")
            .addObject()
            .put("domain", "global")
            .put("reason", asked > most ? "tooManyCalendarsRequested" : "notFound");
        answer.putArray("busy");
      } else {
        ArrayNode busy = answer.putArray("busy");
        for (Busy one : busy(box, from, until)) {
          busy.addObject()
              .put("start", EventTime.RFC3339.format(one.start().atZone(zone)))
              .put("end", EventTime.RFC3339.format(one.end().atZone(zone)));
        }
      }
    }
    return CalendarApi.ok(out);
  }

  private static Instant time(ObjectNode body, String field) {
    String text = Json.text(body, field);
    if (text == null) {
      throw GoogleError.required("Missing " + field + " parameter.").at("parameter", field);
    }
    return EventTime.parameter(field, text);
  }

  private @Nullable CalendarBox box(CalendarApi.Call call, String id) {
    try {
      return engine.calendars.get(call.actor(), id, "freeBusyReader");
    } catch (GoogleError e) {
      CalendarBox colleague = engine.calendars.byAddress(id);
      GoogleUser asking = call.session().user();
      return colleague != null && domain(colleague.owner).equals(domain(asking)) ? colleague : null;
    }
  }

  private static String domain(GoogleUser user) {
    return user.email().substring(user.email().indexOf('@') + 1);
  }

  private List<Busy> busy(CalendarBox box, Instant from, Instant until) {
    EventQuery query =
        new EventQuery(
            true,
            null,
            from,
            until,
            null,
            null,
            null,
            List.of(),
            List.of(),
            List.of(),
            true,
            false,
            box.zone,
            0,
            Integer.MAX_VALUE);
    List<Busy> all = new ArrayList<>();
    for (ObjectNode event : new EventListing(box, query, box.owner, engine.now()).all()) {
      if (blocks(event)) {
        all.add(new Busy(instant(event.path("start"), box), instant(event.path("end"), box)));
      }
    }
    return merged(all);
  }

  private static boolean blocks(ObjectNode event) {
    boolean declined =
        Json.list(event, "attendees").stream()
            .anyMatch(
                a ->
                    a.path("self").asBoolean()
                        && "declined".equals(Json.text(a, "responseStatus")));
    return !declined
        && !"cancelled".equals(Json.text(event, "status"))
        && !"transparent".equals(Json.text(event, "transparency"));
  }

  private static Instant instant(JsonNode time, CalendarBox box) {
    String moment = Json.text(time, "dateTime");
    return moment == null
        ? EventTime.read(time, box.zone, "start").instant(box.zone)
        : OffsetDateTime.parse(moment).toInstant();
  }

  private static List<Busy> merged(List<Busy> all) {
    List<Busy> out = new ArrayList<>();
    all.sort(Comparator.comparing(Busy::start));
    for (Busy one : all) {
      Busy last = out.isEmpty() ? null : out.getLast();
      if (last != null && !one.start().isAfter(last.end())) {
        Instant end = one.end().isAfter(last.end()) ? one.end() : last.end();
        out.set(out.size() - 1, new Busy(last.start(), end));
      } else {
        out.add(one);
      }
    }
    return out;
  }
}

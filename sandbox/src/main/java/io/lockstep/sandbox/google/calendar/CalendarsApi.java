package io.lockstep.sandbox.google.calendar;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.frame.Request;
import io.lockstep.sandbox.frame.Response;
import io.lockstep.sandbox.google.GoogleError;
import io.lockstep.sandbox.google.GoogleUser;
import io.lockstep.sandbox.google.Json;
import io.lockstep.sandbox.google.Pages;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calendars, the user's list of them, settings and colours over the API. */
final class CalendarsApi {
  private final CalendarEngine engine;
  private final Pages pages;

  CalendarsApi(CalendarEngine engine, Pages pages) {
    this.engine = engine;
    this.pages = pages;
  }

  Response list(CalendarApi.Call call) {
    Request request = call.request();
    if (request.query().containsKey("syncToken")) {
      // No change feed of the list itself is simulated: the client reads it whole again.
      throw GoogleError.of(
              410,
              "calendar",
              "fullSyncRequired",
              "Sync token is no longer valid, a full sync is required.")
          .at("parameter", "syncToken");
    }
    GoogleUser user = call.session().user();
    List<String> roles = List.of("freeBusyReader", "reader", "writer", "owner");
    int least = Math.max(0, roles.indexOf(String.valueOf(request.param("minAccessRole"))));
    String size = request.param("maxResults");
    int results = size == null ? 100 : Math.min(250, Integer.parseInt(size));
    String signature = "calendarList|" + user.email() + "|" + least;
    String pageToken = request.param("pageToken");
    Pages.Page page =
        pageToken != null
            ? pages.next(pageToken, signature, results)
            : pages.first(
                signature,
                engine.calendars.listed(user).stream()
                    .filter(b -> roles.indexOf(String.valueOf(b.roles.get(user.email()))) >= least)
                    .map(b -> listEntry(b, user))
                    .toList(),
                "calendarList." + engine.now().toEpochMilli(),
                results);
    if (page == null) {
      throw GoogleError.invalid("Invalid page token value.").at("parameter", "pageToken");
    }
    ObjectNode body = Json.object().put("kind", "calendar#calendarList").put("etag", "\"list\"");
    if (page.next() != null) {
      body.put("nextPageToken", page.next());
    }
    if (page.syncToken() != null) {
      body.put("nextSyncToken", page.syncToken());
    }
    body.putArray("items").addAll(page.items());
    return CalendarApi.ok(body);
  }

  Response listEntry(CalendarApi.Call call, String id) {
    CalendarBox box = engine.calendars.get(call.actor(), id, "reader");
    return CalendarApi.ok(listEntry(box, call.session().user()));
  }

  private static ObjectNode listEntry(CalendarBox box, GoogleUser user) {
    ObjectNode out = Json.object().put("kind", "calendar#calendarListEntry");
    out.put("etag", "\"" + box.version + "\"").put("id", box.id).put("summary", box.summary);
    out.put("timeZone", box.zone.getId()).put("colorId", "14");
    out.put("backgroundColor", "#9fe1e7").put("foregroundColor", "#000000");
    out.put("selected", true).put("accessRole", box.roles.get(user.email()));
    out.set("defaultReminders", box.defaultReminders);
    if (box.primary && box.owner.equals(user)) {
      out.put("primary", true);
    }
    described(out, box);
    return out;
  }

  /** What only some calendars have; a primary one belongs to its user without being told. */
  private static void described(ObjectNode out, CalendarBox box) {
    if (box.description != null) {
      out.put("description", box.description);
    }
    if (box.location != null) {
      out.put("location", box.location);
    }
    if (!box.primary) {
      out.put("dataOwner", box.owner.email());
    }
  }

  Response get(CalendarApi.Call call) {
    return CalendarApi.ok(
        resource(engine.calendars.get(call.actor(), call.calendarId(), "reader")));
  }

  Response insert(CalendarApi.Call call) {
    ObjectNode body = call.body();
    CalendarBox box = engine.calendars.addSecondary(call.session().user(), title(body), zone(body));
    box.createdByClient = call.actor().client();
    box.description = Json.text(body, "description");
    box.location = Json.text(body, "location");
    return CalendarApi.ok(resource(box));
  }

  private static String title(ObjectNode body) {
    String summary = Json.text(body, "summary");
    if (summary == null || summary.isBlank()) {
      throw GoogleError.required("Missing title.");
    }
    return summary;
  }

  private static @Nullable ZoneId zone(ObjectNode body) {
    String zone = Json.text(body, "timeZone");
    if (zone != null && !EventTime.ZONES.contains(zone)) {
      throw GoogleError.invalid("Invalid time zone.");
    }
    return zone == null ? null : ZoneId.of(zone);
  }

  /** Deletes all events of a primary calendar; nobody is told. */
  Response clear(CalendarApi.Call call) {
    CalendarBox box = engine.calendars.get(call.actor(), call.calendarId(), "owner");
    if (!box.primary) {
      throw GoogleError.invalid("Only a primary calendar can be cleared.");
    }
    for (Entry entry : List.copyOf(box.entries.values())) {
      boolean whole = entry.seriesId() == null && box.find(entry.id) == entry;
      if (whole && !entry.deleted) {
        engine.writes.delete(call.actor(), box, entry.id, WriteOptions.sending(SendUpdates.none));
      }
    }
    return Response.empty(204);
  }

  /**
   * @param patch keep what the body does not name
   */
  Response change(CalendarApi.Call call, boolean patch) {
    CalendarBox box = engine.calendars.get(call.actor(), call.calendarId(), "owner");
    ObjectNode body = call.body();
    if (!patch || body.has("summary")) {
      box.summary = title(body);
    }
    ZoneId zone = zone(body);
    if (zone != null) {
      box.zone = zone;
    }
    if (!patch || body.has("description")) {
      box.description = Json.text(body, "description");
    }
    if (!patch || body.has("location")) {
      box.location = Json.text(body, "location");
    }
    engine.calendars.changed(box);
    return CalendarApi.ok(resource(box));
  }

  Response delete(CalendarApi.Call call) {
    CalendarBox box = engine.calendars.get(call.actor(), call.calendarId(), "owner");
    if (box.primary) {
      throw GoogleError.of(
          400, "global", "invalid", "A primary calendar cannot be deleted, only cleared.");
    }
    engine.calendars.remove(box);
    return Response.empty(204);
  }

  private static ObjectNode resource(CalendarBox box) {
    ObjectNode out = Json.object().put("kind", "calendar#calendar");
    out.put("etag", "\"" + box.version + "\"").put("id", box.id).put("summary", box.summary);
    out.put("timeZone", box.zone.getId());
    described(out, box);
    out.putObject("conferenceProperties")
        .putArray("allowedConferenceSolutionTypes")
        .add("hangoutsMeet");
    return out;
  }

  private static Map<String, String> settings(GoogleUser user) {
    Map<String, String> out = new LinkedHashMap<>();
    out.put("timezone", user.timeZone().getId());
    out.put("locale", "en");
    out.put("weekStart", "1");
    out.put("format24HourTime", "true");
    out.put("defaultEventLength", "60");
    out.put("autoAddHangouts", "false");
    return out;
  }

  private static ObjectNode setting(String id, String value) {
    return Json.object()
        .put("kind", "calendar#setting")
        .put("etag", "\"0\"")
        .put("id", id)
        .put("value", value);
  }

  Response settings(CalendarApi.Call call) {
    ObjectNode body = Json.object().put("kind", "calendar#settings").put("etag", "\"0\"");
    var items = body.putArray("items");
    settings(call.session().user()).forEach((id, value) -> items.add(setting(id, value)));
    return CalendarApi.ok(body);
  }

  Response setting(CalendarApi.Call call, String id) {
    String value = settings(call.session().user()).get(id);
    if (value == null) {
      throw GoogleError.notFound();
    }
    return CalendarApi.ok(setting(id, value));
  }

  Response colors() {
    ObjectNode body =
        Json.object().put("kind", "calendar#colors").put("updated", "2012-02-14T00:00:00.000Z");
    ObjectNode event = body.putObject("event");
    for (int i = 1; i <= 11; i++) {
      event
          .putObject(Integer.toString(i))
          .put("background", String.format("#%06x", 0xa4bdfc - i * 4369))
          .put("foreground", "#1d1d1d");
    }
    body.putObject("calendar")
        .putObject("14")
        .put("background", "#9fe1e7")
        .put("foreground", "#1d1d1d");
    return CalendarApi.ok(body);
  }
}

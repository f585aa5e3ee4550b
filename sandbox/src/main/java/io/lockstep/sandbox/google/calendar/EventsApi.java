package io.lockstep.sandbox.google.calendar;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.frame.Request;
import io.lockstep.sandbox.frame.Response;
import io.lockstep.sandbox.google.GoogleError;
import io.lockstep.sandbox.google.Json;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** Reading and writing single events over the API. */
final class EventsApi {
  private final CalendarEngine engine;

  EventsApi(CalendarEngine engine) {
    this.engine = engine;
  }

  Response get(CalendarApi.Call call) {
    CalendarBox box = box(call, "reader");
    EventView view = view(call, box);
    Entry entry = box.find(call.eventId());
    ObjectNode shown;
    if (entry != null) {
      shown = view.show(entry, true);
    } else {
      Series.Slot slot = Series.slot(box, call.eventId());
      Entry series = slot == null ? null : box.find(seriesId(slot));
      if (slot == null || series == null) {
        throw GoogleError.notFound();
      }
      shown = view.show(slot, series, true);
    }
    String etag = Json.text(shown, "etag", "");
    if (etag.equals(call.request().header("If-None-Match"))) {
      return Response.empty(304).with("ETag", etag);
    }
    return answer(shown);
  }

  Response insert(CalendarApi.Call call) {
    CalendarBox box = box(call, "writer");
    Entry entry = engine.writes.insert(call.actor(), box, event(call), options(call.request()));
    return answer(view(call, box).show(entry, true));
  }

  Response importEvent(CalendarApi.Call call) {
    CalendarBox box = box(call, "writer");
    Entry entry =
        engine.writes.importEvent(call.actor(), box, event(call), options(call.request()));
    return answer(view(call, box).show(entry, true));
  }

  Response update(CalendarApi.Call call, boolean patch) {
    CalendarBox box = box(call, "writer");
    Entry entry =
        engine.writes.update(
            call.actor(), box, call.eventId(), event(call), patch, options(call.request()));
    return answer(view(call, box).show(entry, true));
  }

  Response delete(CalendarApi.Call call) {
    CalendarBox box = box(call, "writer");
    engine.writes.delete(call.actor(), box, call.eventId(), options(call.request()));
    return Response.empty(204);
  }

  Response move(CalendarApi.Call call) {
    String destination = call.request().param("destination");
    if (destination == null) {
      throw GoogleError.required("Required parameter: destination").at("parameter", "destination");
    }
    CalendarBox from = box(call, "writer");
    CalendarBox to = engine.calendars.get(call.actor(), destination, "writer");
    Entry entry =
        engine.writes.move(call.actor(), from, call.eventId(), to, options(call.request()));
    return answer(view(call, to).show(entry, true));
  }

  private static ObjectNode event(CalendarApi.Call call) {
    ObjectNode body = call.body();
    EventJson.check(body);
    return body;
  }

  private CalendarBox box(CalendarApi.Call call, String role) {
    return engine.calendars.get(call.actor(), call.calendarId(), role);
  }

  private static Response answer(ObjectNode event) {
    return CalendarApi.ok(event).with("ETag", Json.text(event, "etag", ""));
  }

  private static String seriesId(Series.Slot slot) {
    return Json.text(slot.doc(), "recurringEventId", "");
  }

  private static EventView view(CalendarApi.Call call, CalendarBox box) {
    String most = call.request().param("maxAttendees");
    return new EventView(
        box,
        call.session().user(),
        zone(call.request(), box),
        most == null ? 0 : Integer.parseInt(most));
  }

  /** The {@code timeZone} parameter, else the calendar's own zone. */
  static ZoneId zone(Request request, CalendarBox box) {
    String name = request.param("timeZone");
    if (name == null) {
      return box.zone;
    }
    if (!EventTime.ZONES.contains(name)) {
      throw GoogleError.invalid("Invalid time zone.").at("parameter", "timeZone");
    }
    return ZoneId.of(name);
  }

  private static WriteOptions options(Request request) {
    return new WriteOptions(
        send(request.param("sendUpdates"), request.param("sendNotifications")),
        request.header("If-Match"),
        "1".equals(request.param("conferenceDataVersion")),
        "true".equals(request.param("supportsAttachments")));
  }

  private static SendUpdates send(@Nullable String updates, @Nullable String notifications) {
    if (updates != null) {
      return SendUpdates.valueOf(updates);
    }
    return "true".equals(notifications) ? SendUpdates.all : SendUpdates.none;
  }
}

package io.lockstep.sandbox.google.calendar;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.frame.Response;
import io.lockstep.sandbox.google.GoogleError;
import io.lockstep.sandbox.google.Json;
import io.lockstep.sandbox.google.SimulatedGoogle;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Opening and stopping push channels over the API. */
final class ChannelsApi {
  private final CalendarEngine engine;
  private final SimulatedGoogle google;

  ChannelsApi(CalendarEngine engine, SimulatedGoogle google) {
    this.engine = engine;
    this.google = google;
  }

  Response watch(CalendarApi.Call call) {
    CalendarBox box = engine.calendars.get(call.actor(), call.calendarId(), "reader");
    ObjectNode body = call.body();
    String id = Json.text(body, "id");
    if (id == null || id.isEmpty()) {
      throw GoogleError.required("Required").at("parameter", "resource.id");
    }
    if (!id.matches("[A-Za-z0-9\\-_+/=]{1,64}")) {
      throw GoogleError.of(400, "global", "channelIdInvalid", "Invalid channel id");
    }
    if (!List.of("web_hook", "webhook").contains(Json.text(body, "type", ""))) {
      throw GoogleError.of(
          400, "push", "push.channelTypeNotSupported", "Channel type not supported");
    }
    String token = Json.text(body, "token");
    if (token != null && token.length() > 256) {
      throw GoogleError.invalid("The channel token is too long.");
    }
    URI address = address(Json.text(body, "address", ""));
    Channels.Channel channel =
        new Channels.Channel(
            id,
            token,
            address,
            UUID.nameUUIDFromBytes(box.id.getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", ""),
            "https://www.googleapis.com/calendar/v3/calendars/" + box.id + "/events?alt=json",
            box.id,
            call.session().user().email(),
            call.actor().client(),
            expiry(body),
            new AtomicLong());
    if (!engine.channels.open(channel)) {
      throw GoogleError.of(400, "global", "channelIdNotUnique", "Channel id " + id + " not unique");
    }
    ObjectNode out = Json.object().put("kind", "api#channel").put("id", id);
    out.put("resourceId", channel.resourceId()).put("resourceUri", channel.resourceUri());
    if (token != null) {
      out.put("token", token);
    }
    out.put("expiration", Long.toString(channel.expires().toEpochMilli()));
    return CalendarApi.ok(out);
  }

  private URI address(String text) {
    try {
      URI uri = URI.create(text);
      String host = uri.getHost();
      if (host == null) {
        throw unauthorized();
      }
      if ("https".equals(uri.getScheme())) {
        return uri;
      }
      boolean loopback = List.of("localhost", "127.0.0.1", "[::1]").contains(host);
      if ("http".equals(uri.getScheme()) && loopback && google.settings().pushToLoopback) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw unauthorized();
    }
    throw GoogleError.of(
        400, "push", "push.webhookUrlNotHttps", "WebHook callback must be HTTPS: " + text);
  }

  private static GoogleError unauthorized() {
    return GoogleError.of(
        401, "push", "push.webhookUrlUnauthorized", "Unauthorized WebHook callback channel");
  }

  /** The sooner of what the client wishes and what Google grants. */
  private Instant expiry(ObjectNode body) {
    Instant now = engine.now();
    Instant latest = now.plus(google.settings().channelLife);
    String wished = Json.text(body, "expiration");
    String ttl = Json.text(body.path("params"), "ttl");
    try {
      Instant end = latest;
      if (ttl != null) {
        end = now.plus(Duration.ofSeconds(Long.parseLong(ttl)));
      }
      if (wished != null) {
        end = Instant.ofEpochMilli(Long.parseLong(wished));
      }
      if (!end.isAfter(now)) {
        throw GoogleError.invalid("The channel would expire at once.");
      }
      return end.isBefore(latest) ? end : latest;
    } catch (NumberFormatException e) {
      throw GoogleError.invalid("Invalid expiration or ttl.");
    }
  }

  Response stop(CalendarApi.Call call) {
    ObjectNode body = call.body();
    boolean stopped =
        engine.channels.stop(
            Json.text(body, "id", ""),
            Json.text(body, "resourceId", ""),
            call.session().user().email(),
            call.actor().client());
    if (!stopped) {
      throw GoogleError.of(
          404,
          "global",
          "notFound",
          "Channel '"
              + Json.text(body, "id", "")
              + "' not found for project '"
              + call.actor().client()
              + "'");
    }
    return Response.empty(204);
  }
}

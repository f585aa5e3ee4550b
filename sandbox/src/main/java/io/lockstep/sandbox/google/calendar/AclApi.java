package io.lockstep.sandbox.google.calendar;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.frame.Response;
import io.lockstep.sandbox.google.GoogleError;
import io.lockstep.sandbox.google.Json;
import java.util.Map;

/** Who has access to a calendar: reading only, and for its owners only. */
final class AclApi {
  private final CalendarEngine engine;

  AclApi(CalendarEngine engine) {
    this.engine = engine;
  }

  Response list(CalendarApi.Call call) {
    CalendarBox box = engine.calendars.get(call.actor(), call.calendarId(), "owner");
    ObjectNode body = Json.object().put("kind", "calendar#acl");
    body.put("etag", "\"p" + box.version + "\"");
    ArrayNode items = body.putArray("items");
    box.roles.entrySet().forEach(role -> items.add(rule(box, role)));
    return CalendarApi.ok(body);
  }

  Response get(CalendarApi.Call call, String ruleId) {
    CalendarBox box = engine.calendars.get(call.actor(), call.calendarId(), "owner");
    for (Map.Entry<String, String> role : box.roles.entrySet()) {
      if (ruleId.equals("user:" + role.getKey())) {
        return CalendarApi.ok(rule(box, role));
      }
    }
    throw GoogleError.notFound();
  }

  private static ObjectNode rule(CalendarBox box, Map.Entry<String, String> role) {
    ObjectNode out = Json.object().put("kind", "calendar#aclRule");
    out.put("etag", "\"" + box.version + "\"").put("id", "user:" + role.getKey());
    out.putObject("scope").put("type", "user").put("value", role.getKey());
    return out.put("role", role.getValue());
  }
}

package io.lockstep.sandbox.microsoft.directory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.microsoft.GraphAnswer;
import io.lockstep.sandbox.microsoft.GraphApi;
import io.lockstep.sandbox.microsoft.GraphCall;
import io.lockstep.sandbox.microsoft.GraphError;
import io.lockstep.sandbox.microsoft.GraphJson;
import io.lockstep.sandbox.microsoft.GraphUser;
import io.lockstep.sandbox.microsoft.ItemIds;
import io.lockstep.sandbox.microsoft.SimulatedMicrosoft;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@code mailboxSettings}, {@code supportedTimeZones} and {@code translateExchangeIds}. */
public final class MailboxApi implements GraphApi {
  private static final int MOST_IDS = 1000;
  private static final List<String> ID_TYPES =
      List.of("entryId", "ewsId", "immutableEntryId", "restId", "restImmutableEntryId");

  private final SimulatedMicrosoft microsoft;

  public MailboxApi(SimulatedMicrosoft microsoft) {
    this.microsoft = microsoft;
  }

  @Override
  public boolean answers(GraphCall call) {
    return call.mailbox() != null
        && (call.starts("mailboxSettings")
            || call.matches("translateExchangeIds")
            || call.path().size() == 2
                && call.starts("outlook")
                && lower(call.segment(1)).startsWith("supportedtimezones"));
  }

  @Override
  public @Nullable String area(GraphCall call) {
    return call.starts("mailboxSettings") ? "MailboxSettings" : null;
  }

  @Override
  public GraphAnswer answer(GraphCall call) {
    if (call.starts("mailboxSettings")) {
      return settings(call);
    }
    // Both need only some right to the mailbox or its owner.
    if (call.session().permissions().isEmpty()
        && microsoft.settings().rbacMailboxes.stream().noneMatch(call.box().user()::owns)) {
      throw GraphError.accessDenied();
    }
    GraphUser self = call.session().user();
    if (self != null && !self.id().equals(call.box().user().id())) {
      throw GraphError.accessDenied();
    }
    return call.matches("translateExchangeIds") ? translate(call) : zones(call);
  }

  private static GraphAnswer settings(GraphCall call) {
    if (!call.is("GET")) {
      throw new GraphError(
          501, "NotImplemented", "The sandbox's mailbox settings can only be read.");
    }
    ObjectNode all = GraphJson.object();
    String zone = WindowsZones.of(call.box().user().timeZone());
    all.put("archiveFolder", "");
    all.put("timeZone", zone);
    all.put("delegateMeetingMessageDeliveryOptions", "sendToDelegateOnly");
    all.put("dateFormat", "yyyy-MM-dd");
    all.put("timeFormat", "HH:mm");
    all.put("userPurpose", "user");
    all.putObject("automaticRepliesSetting")
        .put("status", "disabled")
        .put("externalAudience", "all");
    all.putObject("language").put("locale", "en-US").put("displayName", "English (United States)");
    ObjectNode hours = all.putObject("workingHours");
    ArrayNode days = hours.putArray("daysOfWeek");
    List.of("monday", "tuesday", "wednesday", "thursday", "friday").forEach(days::add);
    hours.put("startTime", "08:00:00.0000000").put("endTime", "17:00:00.0000000");
    hours.putObject("timeZone").put("name", zone);
    if (call.path().size() == 1) {
      ObjectNode out = GraphJson.object().put("@odata.context", call.context("mailboxSettings"));
      String select = call.query().get("$select");
      if (select != null && !select.isBlank()) {
        all.retain(List.of(select.split("\\s*,\\s*", -1)));
      }
      out.setAll(all);
      return GraphAnswer.ok(out).operation("mailboxSettings.get");
    }
    JsonNode one = all.get(call.segment(1));
    if (one == null) {
      throw GraphError.noSuchSegment(call.segment(1));
    }
    ObjectNode out =
        GraphJson.object()
            .put("@odata.context", call.context("mailboxSettings/" + call.segment(1)));
    if (one instanceof ObjectNode object) {
      out.setAll(object);
    } else {
      out.set("value", one);
    }
    return GraphAnswer.ok(out).operation("mailboxSettings.get");
  }

  private static GraphAnswer zones(GraphCall call) {
    if (!call.is("GET")) {
      throw GraphError.methodNotAllowed();
    }
    boolean iana = lower(call.segment(1)).contains("'iana'");
    Set<String> names = iana ? new TreeSet<>(ZoneId.getAvailableZoneIds()) : WindowsZones.all();
    ObjectNode out =
        GraphJson.object()
            .put(
                "@odata.context",
                call.root() + "/$metadata#Collection(microsoft.graph.timeZoneInformation)");
    ArrayNode value = out.putArray("value");
    names.forEach(name -> value.addObject().put("alias", name).put("displayName", name));
    return GraphAnswer.ok(out).operation("outlook.supportedTimeZones");
  }

  private static GraphAnswer translate(GraphCall call) {
    if (!call.is("POST")) {
      throw GraphError.methodNotAllowed();
    }
    ObjectNode body = call.json();
    String source = type(body, "sourceIdType");
    String target = type(body, "targetIdType");
    List<JsonNode> ids = GraphJson.list(body, "inputIds");
    if (ids.isEmpty() || ids.size() > MOST_IDS) {
      throw GraphError.badRequest(
          "ErrorInvalidRequest", "inputIds must name from 1 to " + MOST_IDS + " ids.");
    }
    if (!source.startsWith("rest") || !target.startsWith("rest")) {
      throw new GraphError(
          501, "NotImplemented", "The sandbox translates only restId and restImmutableEntryId.");
    }
    ItemIds known = call.box().ids();
    ObjectNode out =
        GraphJson.object()
            .put(
                "@odata.context",
                call.root() + "/$metadata#Collection(microsoft.graph.convertIdResult)");
    ArrayNode value = out.putArray("value");
    for (JsonNode id : ids) {
      ObjectNode one = value.addObject().put("sourceId", id.asText());
      String key = known.find(id.asText());
      if (key != null) {
        one.put("targetId", known.item(key, target.equals("restImmutableEntryId")));
      } else {
        one.putObject("errorDetails")
            .put("code", "ErrorInvalidIdMalformed")
            .put("message", "Id is malformed.");
      }
    }
    return GraphAnswer.ok(out).operation("translateExchangeIds");
  }

  private static String type(ObjectNode body, String name) {
    String value = GraphJson.text(body, name, "");
    return ID_TYPES.stream()
        .filter(t -> t.equalsIgnoreCase(value))
        .findFirst()
        .orElseThrow(
            () ->
                GraphError.badRequest(
                    "RequestBodyRead", "Requested value '" + value + "' was not found."));
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}

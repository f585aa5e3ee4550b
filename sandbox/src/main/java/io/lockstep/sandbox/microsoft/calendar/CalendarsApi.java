package io.lockstep.sandbox.microsoft.calendar;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.frame.SandboxClock;
import io.lockstep.sandbox.microsoft.GraphAnswer;
import io.lockstep.sandbox.microsoft.GraphCall;
import io.lockstep.sandbox.microsoft.GraphError;
import io.lockstep.sandbox.microsoft.GraphJson;
import io.lockstep.sandbox.microsoft.odata.Listing;
import io.lockstep.sandbox.microsoft.odata.Projection;
import io.lockstep.sandbox.microsoft.odata.Shape;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Calendars and calendar groups. */
final class CalendarsApi {
  private final SandboxClock clock;

  CalendarsApi(SandboxClock clock) {
    this.clock = clock;
  }

  /** {@code calendars} and {@code calendarGroups}. */
  GraphAnswer several(GraphCall call, MailboxCalendars box) {
    if (call.matches("calendars")) {
      return calendars(call, box, null);
    }
    if (call.matches("calendarGroups", "*", "calendars")) {
      return calendars(call, box, box.group(call.segment(1)).key());
    }
    if (call.matches("calendarGroups")) {
      return groups(call, box);
    }
    if (call.matches("calendarGroups", "*")) {
      return group(call, box, box.group(call.segment(1)));
    }
    throw GraphError.noSuchSegment(call.path().getLast());
  }

  private static GraphAnswer calendars(
      GraphCall call, MailboxCalendars box, @Nullable String groupKey) {
    if (call.is("GET")) {
      List<ObjectNode> items =
          box.folders.values().stream()
              .filter(f -> groupKey == null || f.groupKey.equals(groupKey))
              .map(f -> CalendarView.json(box, f))
              .toList();
      return GraphAnswer.ok(
              Listing.page(call, items, EventShape.CALENDAR, call.context("calendars")))
          .operation("calendars.list");
    }
    post(call);
    ObjectNode body = EventShape.CALENDAR.writable(call.json());
    String name = newName(box, body, null);
    CalendarFolder folder =
        box.addFolder(name, false, groupKey == null ? box.main.groupKey : groupKey);
    folder.color = GraphJson.text(body, "color", "auto");
    return GraphAnswer.created(inContext(call, "calendars/$entity", CalendarView.json(box, folder)))
        .operation("calendars.create");
  }

  private static String newName(
      MailboxCalendars box, ObjectNode body, @Nullable CalendarFolder renamed) {
    String name = GraphJson.text(body, "name", "").strip();
    if (name.isEmpty()) {
      throw EventRules.invalid("A calendar must have a name.");
    }
    boolean taken =
        box.folders.values().stream().anyMatch(f -> f != renamed && f.name.equalsIgnoreCase(name));
    if (taken) {
      throw new GraphError(
          409, "ErrorFolderExists", "A folder with the specified name already exists.");
    }
    return name;
  }

  /** One calendar. */
  /** The calendar that an event is in. */
  GraphAnswer ofEvent(GraphCall call, MailboxCalendars box, CalendarPath path) {
    CalendarFolder folder = path.event(box).event().folder;
    return GraphAnswer.ok(
            shown(call, "calendars/$entity", CalendarView.json(box, folder), EventShape.CALENDAR))
        .operation("events.calendar");
  }

  GraphAnswer one(GraphCall call, MailboxCalendars box, CalendarPath path) {
    CalendarFolder folder = path.folder(box);
    return switch (call.method()) {
      case "GET" ->
          GraphAnswer.ok(
                  shown(
                      call,
                      "calendars/$entity",
                      CalendarView.json(box, folder),
                      EventShape.CALENDAR))
              .operation("calendars.get");
      case "PATCH" -> {
        ObjectNode body = EventShape.CALENDAR.writable(call.json());
        if (body.has("name")) {
          folder.name = newName(box, body, folder);
        }
        folder.color = GraphJson.text(body, "color", folder.color);
        folder.changeKey = box.mailbox.newChangeKey();
        yield GraphAnswer.ok(inContext(call, "calendars/$entity", CalendarView.json(box, folder)))
            .operation("calendars.update");
      }
      case "DELETE" -> {
        if (folder.isDefault) {
          throw GraphError.badRequest(
              "ErrorDeleteDistinguishedFolder", "Distinguished folders cannot be deleted.");
        }
        Instant now = clock.now();
        box.in(folder).forEach(event -> box.remove(event, now));
        box.folders.remove(folder.key);
        yield GraphAnswer.noContent().operation("calendars.delete");
      }
      default -> throw GraphError.methodNotAllowed();
    };
  }

  private static GraphAnswer groups(GraphCall call, MailboxCalendars box) {
    if (call.is("GET")) {
      List<ObjectNode> items =
          box.groups.values().stream().map(g -> CalendarView.json(box, g)).toList();
      return GraphAnswer.ok(
              Listing.page(call, items, EventShape.GROUP, call.context("calendarGroups")))
          .operation("calendarGroups.list");
    }
    post(call);
    ObjectNode body = EventShape.GROUP.writable(call.json());
    String name = GraphJson.text(body, "name", "").strip();
    boolean taken = box.groups.values().stream().anyMatch(g -> g.name().equalsIgnoreCase(name));
    if (name.isEmpty() || taken) {
      throw EventRules.invalid("A calendar group must have a name of its own.");
    }
    MailboxCalendars.Group group =
        box.addGroup(name, UUID.nameUUIDFromBytes(call.body()).toString());
    return GraphAnswer.created(
            inContext(call, "calendarGroups/$entity", CalendarView.json(box, group)))
        .operation("calendarGroups.create");
  }

  private static GraphAnswer group(
      GraphCall call, MailboxCalendars box, MailboxCalendars.Group group) {
    if (call.is("GET")) {
      return GraphAnswer.ok(
              shown(
                  call, "calendarGroups/$entity", CalendarView.json(box, group), EventShape.GROUP))
          .operation("calendarGroups.get");
    }
    if (!call.is("DELETE")) {
      throw GraphError.methodNotAllowed();
    }
    boolean used = box.folders.values().stream().anyMatch(f -> f.groupKey.equals(group.key()));
    if (used) {
      throw GraphError.badRequest(
          "ErrorCalendarGroupNotEmpty", "A calendar group with calendars cannot be deleted.");
    }
    box.groups.remove(group.key());
    return GraphAnswer.noContent().operation("calendarGroups.delete");
  }

  private static void post(GraphCall call) {
    if (!call.is("POST")) {
      throw GraphError.methodNotAllowed();
    }
  }

  private static ObjectNode shown(GraphCall call, String what, ObjectNode full, Shape shape) {
    return inContext(call, what, Projection.of(call.query(), shape).apply(full));
  }

  private static ObjectNode inContext(GraphCall call, String what, ObjectNode item) {
    return GraphJson.object().put("@odata.context", call.context(what)).setAll(item);
  }
}

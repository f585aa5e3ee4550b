package io.lockstep.sandbox.microsoft.calendar;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.microsoft.GraphCall;
import io.lockstep.sandbox.microsoft.GraphJson;
import io.lockstep.sandbox.microsoft.GraphUser;
import io.lockstep.sandbox.microsoft.odata.Projection;
import java.time.ZoneId;
import java.util.List;

/** Events in the form that one call asks for. */
final class EventAnswers {
  /** What is only shown where {@code $select} names it. */
  private static final List<String> HIDDEN =
      List.of("originalStart", "occurrenceId", "cancelledOccurrences", "uid");

  private final EventView view;
  private final CalendarSettings settings;
  private final Projection projection;
  private final GraphCall call;

  EventAnswers(GraphCall call, CalendarEngine engine, MailboxCalendars box) {
    this.call = call;
    this.settings = engine.settings;
    this.projection = Projection.of(call.query(), EventShape.EVENT);
    this.view = view(call, engine, box);
  }

  static EventView view(GraphCall call, CalendarEngine engine, MailboxCalendars box) {
    String named = call.prefer().timeZone();
    ZoneId zone = engine.zones.read(named == null ? "UTC" : named);
    GraphUser reader = call.session().user();
    return new EventView(
        box,
        engine.settings,
        zone,
        named == null ? "UTC" : named,
        call.prefer().textBodies(),
        call.prefer().immutableIds(),
        reader != null
            && !reader.id().equals(box.mailbox.user().id())
            && !box.readers.getOrDefault(reader.id(), false));
  }

  /** Everything that the call may show of an event, for filters; not yet cut by {@code $select}. */
  ObjectNode complete(Seen seen) {
    ObjectNode full = view.full(seen);
    full.put("uid", seen.event().uid());
    for (String name : HIDDEN) {
      boolean always =
          name.equals("originalStart") && settings.showOriginalStart
              || name.equals("uid") && settings.showUid;
      if (!always && !projection.selectsExpressly(name)) {
        full.remove(name);
      }
    }
    return full;
  }

  List<ObjectNode> complete(List<Seen> seen) {
    return seen.stream().map(this::complete).toList();
  }

  /** An event as the whole answer. */
  ObjectNode entity(Seen seen) {
    return GraphJson.object()
        .put("@odata.context", call.context("events/$entity"))
        .setAll(projection.apply(complete(seen)));
  }
}

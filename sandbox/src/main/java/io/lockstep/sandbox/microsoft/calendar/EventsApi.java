package io.lockstep.sandbox.microsoft.calendar;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.microsoft.GraphAnswer;
import io.lockstep.sandbox.microsoft.GraphCall;
import io.lockstep.sandbox.microsoft.GraphError;
import io.lockstep.sandbox.microsoft.odata.Listing;
import java.util.List;

/** {@code events}: listing, creating, and one by its id. */
final class EventsApi {
  private final CalendarEngine engine;
  private final ListingFaults faults;

  EventsApi(CalendarEngine engine, ListingFaults faults) {
    this.engine = engine;
    this.faults = faults;
  }

  /** Single events and series as a whole, no occurrences. */
  GraphAnswer list(GraphCall call, MailboxCalendars box, CalendarPath path) {
    List<ObjectNode> items = faults.damaged(all(call, box, path), call);
    return GraphAnswer.ok(Listing.page(call, items, EventShape.EVENT, call.context("events")))
        .operation("events.list");
  }

  /** How many there are, as a plain number. */
  GraphAnswer count(GraphCall call, MailboxCalendars box, CalendarPath path) {
    return Listing.count(call, all(call, box, path), EventShape.EVENT).operation("events.count");
  }

  private List<ObjectNode> all(GraphCall call, MailboxCalendars box, CalendarPath path) {
    List<Seen> seen = box.in(path.folder(box)).stream().map(Seen::of).toList();
    return new EventAnswers(call, engine, box).complete(seen);
  }

  GraphAnswer create(GraphCall call, MailboxCalendars box, CalendarPath path) {
    EventAnswers answers = new EventAnswers(call, engine, box);
    StoredEvent event = engine.writes.create(box, path.folder(box), call.json());
    ObjectNode body = answers.entity(Seen.of(event));
    serviceWrite(box, event);
    return GraphAnswer.created(body)
        .with("Location", call.url() + "/" + body.path("id").asText())
        .operation("events.create");
  }

  GraphAnswer one(GraphCall call, MailboxCalendars box, CalendarPath path) {
    Seen seen = path.event(box);
    return switch (call.method()) {
      case "GET" ->
          GraphAnswer.ok(new EventAnswers(call, engine, box).entity(seen)).operation("events.get");
      case "PATCH" -> {
        EventAnswers answers = new EventAnswers(call, engine, box);
        call.checkIfMatch(seen.changeKey());
        Seen after = engine.writes.patch(box, seen, call.json());
        ObjectNode body = answers.entity(after);
        serviceWrite(box, after.event());
        yield GraphAnswer.ok(body).operation("events.update");
      }
      case "DELETE" -> {
        call.checkIfMatch(seen.changeKey());
        engine.writes.delete(box, seen);
        yield GraphAnswer.noContent().operation("events.delete");
      }
      default -> throw GraphError.methodNotAllowed();
    };
  }

  /** Now and then the service changes an event by itself right after somebody wrote it. */
  private void serviceWrite(MailboxCalendars box, StoredEvent event) {
    if (!event.deleted && engine.chance(engine.microsoft.settings().serviceWrites)) {
      box.touch(event, engine.now());
    }
  }
}

package io.lockstep.sandbox.microsoft.calendar;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.microsoft.GraphAnswer;
import io.lockstep.sandbox.microsoft.GraphCall;
import io.lockstep.sandbox.microsoft.GraphError;
import io.lockstep.sandbox.microsoft.GraphJson;
import io.lockstep.sandbox.microsoft.odata.Shape;
import java.util.Locale;

/** What can be done with an event beside writing it. */
final class ActionsApi {
  private static final Shape PARAMETERS =
      new Shape("microsoft.graph.event")
          .texts("comment")
          .flags("sendResponse")
          .complex("proposedNewTime", EventShape.TIME_SLOT)
          .manyComplex("toRecipients", EventShape.RECIPIENT)
          .complex("newReminderTime", EventShape.DATE_TIME);

  private final CalendarEngine engine;

  ActionsApi(CalendarEngine engine) {
    this.engine = engine;
  }

  GraphAnswer answer(GraphCall call, MailboxCalendars box, CalendarPath path) {
    String action = path.rest().get(2).toLowerCase(Locale.ROOT);
    Seen seen = path.event(box);
    if (action.equals("attachments")) {
      return attachments(call);
    }
    if (action.equals("extensions")) {
      throw new GraphError(
          501, "NotImplemented", "The simulated service does not keep open extensions.");
    }
    if (!call.is("POST")) {
      throw GraphError.methodNotAllowed();
    }
    ObjectNode body = parameters(call);
    GraphAnswer done =
        switch (action) {
          case "accept" -> respond(box, seen, Responses.Answer.accepted, body);
          case "tentativelyaccept" ->
              respond(box, seen, Responses.Answer.tentativelyAccepted, body);
          case "decline" -> respond(box, seen, Responses.Answer.declined, body);
          case "cancel" -> {
            engine.writes.cancel(box, seen);
            yield GraphAnswer.accepted();
          }
          case "forward" -> {
            engine.writes.forward(box, seen, body);
            yield GraphAnswer.accepted();
          }
          case "permanentdelete" -> {
            engine.writes.delete(box, seen);
            yield GraphAnswer.noContent();
          }
          case "dismissreminder" -> reminder(box, seen);
          case "snoozereminder" -> {
            Span.Point.read(body.path("newReminderTime"), engine.zones);
            yield reminder(box, seen);
          }
          default -> throw GraphError.noSuchSegment(path.rest().get(2));
        };
    return done.operation("events." + path.rest().get(2));
  }

  /** Names of parameters are spelt with a capital or not. */
  private static ObjectNode parameters(GraphCall call) {
    ObjectNode body = GraphJson.object();
    call.jsonOrEmpty()
        .properties()
        .forEach(
            e -> {
              String name = e.getKey();
              body.set(
                  name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1), e.getValue());
            });
    return PARAMETERS.writable(body);
  }

  private GraphAnswer respond(
      MailboxCalendars box, Seen seen, Responses.Answer answer, ObjectNode body) {
    engine.responses.respond(box, seen, answer, body, engine.now());
    return GraphAnswer.accepted();
  }

  /** Reminders change the event's change key and nothing that can be seen. */
  private GraphAnswer reminder(MailboxCalendars box, Seen seen) {
    box.touch(seen.event(), engine.now());
    return GraphAnswer.of(200, null);
  }

  private static GraphAnswer attachments(GraphCall call) {
    if (!call.is("GET")) {
      throw new GraphError(
          501, "NotImplemented", "The simulated service does not keep attachments of events.");
    }
    ObjectNode out = GraphJson.object();
    out.put("@odata.context", call.context("events/attachments")).putArray("value");
    return GraphAnswer.ok(out).operation("events.attachments");
  }
}

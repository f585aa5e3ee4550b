package io.lockstep.sandbox.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.microsoft.GraphError;
import io.lockstep.sandbox.microsoft.GraphJson;
import io.lockstep.sandbox.microsoft.GraphMailbox;
import io.lockstep.sandbox.microsoft.SimulatedMicrosoft;
import io.lockstep.sandbox.microsoft.calendar.CalendarEngine;
import io.lockstep.sandbox.microsoft.contacts.ContactsEngine;
import java.util.List;
import java.util.function.Supplier;

/** Microsoft 365 as its users see it in Outlook. Ids are immutable ones; both forms are taken. */
final class MicrosoftView implements PersonalView {
  private final SimulatedMicrosoft microsoft;
  private final CalendarEngine calendar;
  private final ContactsEngine contacts;

  MicrosoftView(SimulatedMicrosoft microsoft, CalendarEngine calendar, ContactsEngine contacts) {
    this.microsoft = microsoft;
    this.calendar = calendar;
    this.contacts = contacts;
  }

  @Override
  public List<ObjectNode> list(String user, Kind kind) {
    return refusing(() -> isEvent(kind) ? calendar.events(user) : contacts.all(mailbox(user)));
  }

  @Override
  public ObjectNode create(String user, Kind kind, ObjectNode body) {
    return refusing(
        () -> isEvent(kind) ? calendar.create(user, body) : contacts.create(mailbox(user), body));
  }

  @Override
  public ObjectNode change(String user, Kind kind, String id, ObjectNode body) {
    return refusing(
        () ->
            isEvent(kind) ? calendar.edit(user, id, body) : contacts.edit(mailbox(user), id, body));
  }

  @Override
  public void delete(String user, Kind kind, String id) {
    done(
        () -> {
          if (isEvent(kind)) {
            calendar.delete(user, id);
          } else {
            contacts.delete(mailbox(user), id);
          }
        });
  }

  @Override
  public ObjectNode act(String user, Kind kind, String id, String action, ObjectNode body) {
    return isEvent(kind)
        ? onEvent(user, id, action, body)
        : onContact(mailbox(user), id, action, body);
  }

  private ObjectNode onEvent(String user, String id, String action, ObjectNode body) {
    return switch (action) {
      case "answer" -> done(() -> calendar.answer(user, id, text(body, "response")));
      case "cancel" -> done(() -> calendar.cancel(user, id));
      case "move" -> done(() -> calendar.move(user, id, text(body, "calendar")));
      case "touch" -> done(() -> calendar.serviceWrite(user, id));
      default -> throw unknown(action, "answer, cancel, move or touch");
    };
  }

  private ObjectNode onContact(GraphMailbox mailbox, String id, String action, ObjectNode body) {
    return switch (action) {
      case "move" ->
          refusing(
              () ->
                  contacts.move(
                      mailbox,
                      id,
                      body.has("folder")
                          ? text(body, "folder")
                          : contacts.folder(mailbox, text(body, "name"))));
      case "clone" -> refusing(() -> contacts.copy(mailbox, id));
      case "touch" -> done(() -> contacts.touch(mailbox, id));
      default -> throw unknown(action, "move, clone or touch");
    };
  }

  private GraphMailbox mailbox(String user) {
    return microsoft.mailbox(user);
  }

  private static ControlException unknown(String action, String known) {
    return ControlException.missing("In Outlook a person can " + known + ", not " + action + ".");
  }

  private static String text(ObjectNode body, String name) {
    String value = GraphJson.text(body, name);
    if (value == null) {
      throw ControlException.bad("The body must name " + name + ".");
    }
    return value;
  }

  private static boolean isEvent(Kind kind) {
    if (kind == Kind.leads) {
      throw ControlException.missing("Outlook has events and contacts, but no leads.");
    }
    return kind == Kind.events;
  }

  private static ObjectNode done(Runnable work) {
    return refusing(
        () -> {
          work.run();
          return ControlJson.MAPPER.createObjectNode();
        });
  }

  private static <T> T refusing(Supplier<T> work) {
    try {
      return work.get();
    } catch (GraphError e) {
      throw new ControlException(
          e.status(), "Microsoft refuses this: " + e.code() + ": " + e.message());
    }
  }
}

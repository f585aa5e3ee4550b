package io.lockstep.sandbox.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.google.GoogleError;
import io.lockstep.sandbox.google.SimulatedGoogle;
import java.util.List;
import java.util.function.Supplier;

/**
 * Google as its users see it on Google's own pages. Contacts are named by their resource name, with
 * or without {@code people/}.
 */
final class GoogleView implements PersonalView {
  private final SimulatedGoogle google;

  GoogleView(SimulatedGoogle google) {
    this.google = google;
  }

  @Override
  public List<ObjectNode> list(String user, Kind kind) {
    return refusing(() -> isEvent(kind) ? google.events(user) : google.contacts(user));
  }

  @Override
  public ObjectNode create(String user, Kind kind, ObjectNode body) {
    return refusing(
        () -> isEvent(kind) ? google.createEvent(user, body) : google.createContact(user, body));
  }

  @Override
  public ObjectNode change(String user, Kind kind, String id, ObjectNode body) {
    return refusing(
        () ->
            isEvent(kind)
                ? google.editEvent(user, id, body)
                : google.editContact(user, contact(id), body));
  }

  @Override
  public void delete(String user, Kind kind, String id) {
    done(
        () -> {
          if (isEvent(kind)) {
            google.deleteEvent(user, id);
          } else {
            google.deleteContact(user, contact(id));
          }
        });
  }

  @Override
  public ObjectNode act(String user, Kind kind, String id, String action, ObjectNode body) {
    return isEvent(kind)
        ? onEvent(user, id, action, body)
        : onContact(user, contact(id), action, body);
  }

  private ObjectNode onEvent(String user, String id, String action, ObjectNode body) {
    return switch (action) {
      case "answer" -> done(() -> google.answer(user, id, text(body, "response")));
      case "following" -> refusing(() -> google.editFollowing(user, id, body));
      case "move" -> done(() -> google.moveEvent(user, id, text(body, "calendar")));
      case "receive" -> done(() -> google.receiveInvitation(user, body));
      case "plant" -> refusing(() -> google.plantEvent(user, body));
      default -> throw unknown(action, "answer, following, move, receive or plant");
    };
  }

  private ObjectNode onContact(String user, String id, String action, ObjectNode body) {
    return switch (action) {
      case "label" -> done(() -> google.label(user, id, google.group(user, text(body, "name"))));
      case "unlabel" ->
          done(() -> google.unlabel(user, id, google.group(user, text(body, "name"))));
      case "clone" -> refusing(() -> google.duplicateContact(user, id));
      case "merge" -> refusing(() -> google.mergeContacts(user, id, contact(text(body, "drop"))));
      case "link" -> refusing(() -> google.linkContact(user, id, text(body, "account")));
      case "unlink" -> refusing(() -> google.linkContact(user, id, null));
      default -> throw unknown(action, "label, unlabel, clone, merge, link or unlink");
    };
  }

  private static ControlException unknown(String action, String known) {
    return ControlException.missing("At Google a person can " + known + ", not " + action + ".");
  }

  private static String text(ObjectNode body, String name) {
    if (!body.path(name).isTextual()) {
      throw ControlException.bad("The body must name " + name + ".");
    }
    return body.path(name).asText();
  }

  private static String contact(String id) {
    return id.startsWith("people/") ? id : "people/" + id;
  }

  private static boolean isEvent(Kind kind) {
    if (kind == Kind.leads) {
      throw ControlException.missing("Google has events and contacts, but no leads.");
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
    } catch (GoogleError e) {
      throw new ControlException(
          e.status(), "Google refuses this: " + e.reason() + ": " + e.message());
    }
  }
}

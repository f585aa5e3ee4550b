package io.lockstep.sandbox.microsoft.subscription;

import io.lockstep.sandbox.microsoft.GraphError;
import io.lockstep.sandbox.microsoft.GraphMailbox;
import io.lockstep.sandbox.microsoft.GraphSession;
import io.lockstep.sandbox.microsoft.GraphUser;
import io.lockstep.sandbox.microsoft.SimulatedMicrosoft;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a subscription is about.
 *
 * @param kind {@code Events} or {@code Contacts}, as notifications spell it
 * @param type {@code Event} or {@code Contact}
 * @param area of the permission
 * @param folderKey the one folder of contacts; null = all of the mailbox
 */
record Watched(String kind, String type, String area, @Nullable String folderKey) {
  static final Watched EVENTS = new Watched("Events", "Event", "Calendars", null);
  static final Watched CONTACTS = new Watched("Contacts", "Contact", "Contacts", null);

  /** Whether a change in this collection of the mailbox is one of its. */
  boolean covers(String collection) {
    if (kind.equals("Events")) {
      return collection.startsWith("calendar/");
    }
    return folderKey == null
        ? collection.startsWith("contacts/")
        : collection.equals("contacts/" + folderKey);
  }

  /** A resource as a client names it. */
  record Resource(GraphMailbox mailbox, Watched watched) {
    /**
     * @throws GraphError 400 for a resource that cannot be watched here
     */
    static Resource read(String text, SimulatedMicrosoft microsoft, GraphSession session) {
      List<String> path = new ArrayList<>();
      for (String part : text.strip().split("/", -1)) {
        if (!part.isEmpty()) {
          path.add(URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8));
        }
      }
      GraphMailbox mailbox;
      if (!path.isEmpty() && path.getFirst().equalsIgnoreCase("me")) {
        GraphUser user = session.user();
        if (user == null) {
          throw GraphError.badRequest(
              "BadRequest", "/me request is only valid with delegated authentication flow.");
        }
        mailbox = microsoft.mailbox(user.id());
        path = path.subList(1, path.size());
      } else if (path.size() > 1 && path.getFirst().equalsIgnoreCase("users")) {
        GraphMailbox named = microsoft.find(path.get(1));
        if (named == null) {
          throw new GraphError(404, "ResourceNotFound", "Resource could not be discovered.");
        }
        mailbox = named;
        path = path.subList(2, path.size());
      } else {
        throw unknown(text);
      }
      return new Resource(mailbox, watched(path, mailbox, text));
    }

    private static Watched watched(List<String> path, GraphMailbox mailbox, String text) {
      List<String> folded = path.stream().map(p -> p.toLowerCase(Locale.ROOT)).toList();
      if (folded.equals(List.of("events"))) {
        return EVENTS;
      }
      if (folded.equals(List.of("contacts"))) {
        return CONTACTS;
      }
      boolean folder =
          path.size() == 3
              && folded.get(0).equals("contactfolders")
              && folded.get(2).equals("contacts");
      if (!folder) {
        throw unknown(text);
      }
      return new Watched("Contacts", "Contact", "Contacts", mailbox.ids().key(path.get(1)));
    }

    private static GraphError unknown(String text) {
      return GraphError.badRequest(
          "InvalidRequest", "Subscriptions on the resource '" + text + "' are not supported.");
    }
  }
}

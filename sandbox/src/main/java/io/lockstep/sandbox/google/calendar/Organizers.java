package io.lockstep.sandbox.google.calendar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.google.GoogleError;
import io.lockstep.sandbox.google.GoogleUser;
import io.lockstep.sandbox.google.Json;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a guest may change in an event that somebody else organizes, and what follows from it. */
final class Organizers {
  private final Calendars calendars;
  private final Copies copies;

  Organizers(Calendars calendars, Copies copies) {
    this.calendars = calendars;
    this.copies = copies;
  }

  /** The organizer of what is created in this calendar. */
  static ObjectNode of(CalendarBox box) {
    return box.primary
        ? person(box.owner)
        : Json.object().put("email", box.id).put("displayName", box.summary);
  }

  static ObjectNode person(GoogleUser user) {
    return Json.object().put("email", user.email());
  }

  static boolean isOrganizerCopy(CalendarBox box, ObjectNode doc) {
    return box.isOrganizer(Json.text(doc.path("organizer"), "email", box.id));
  }

  static void checkSource(Actor actor, ObjectNode before, ObjectNode after) {
    if (!Objects.equals(before.get("source"), after.get("source"))
        && !actor.user().owns(Json.text(before.path("creator"), "email", ""))) {
      throw GoogleError.of(
          403,
          "calendar",
          "forbiddenForNonCreator",
          "Source can only be changed by the creator of the event.");
    }
  }

  /**
   * @throws GoogleError 403 {@code forbiddenForNonOrganizer} where the change is the organizer's
   *     alone
   */
  void checkGuestMayChange(CalendarBox box, ObjectNode before, ObjectNode after) {
    if (before.path("guestsCanModify").asBoolean()
        || shared(box, before).equals(shared(box, after))) {
      return;
    }
    ObjectNode was = shared(box, before);
    ObjectNode is = shared(box, after);
    List<String> guestsBefore = addresses(was);
    List<String> guestsAfter = addresses(is);
    was.remove("attendees");
    is.remove("attendees");
    boolean onlyInvites =
        was.equals(is)
            && guestsAfter.containsAll(guestsBefore)
            && before.path("guestsCanInviteOthers").asBoolean(true);
    if (!onlyInvites) {
      throw GoogleError.of(
          403,
          "calendar",
          "forbiddenForNonOrganizer",
          "Shared properties can only be changed by the organizer of the event.");
    }
  }

  /** Carries a guest's allowed change to the organizer and the other guests. */
  void passOn(CalendarBox box, Entry copy, ObjectNode before, SendUpdates send) {
    JsonNode was = own(box, before);
    JsonNode is = own(box, copy.doc);
    if (is instanceof ObjectNode answer && !answer.equals(was)) {
      copies.answer(box, copy, answer, send);
    }
    if (shared(box, before).equals(shared(box, copy.doc))) {
      return;
    }
    CalendarBox home = calendars.byAddress(Json.text(copy.doc.path("organizer"), "email", ""));
    Entry original = home == null ? null : home.find(copy.id);
    if (home != null && original != null && !original.deleted) {
      ObjectNode old = original.doc.deepCopy();
      copies.deliver(home, copy.id, copy.doc);
      copies.spread(home, copy.id, old, original.doc, send);
    }
  }

  /** What all copies share, without the answer of this calendar's owner. */
  private static ObjectNode shared(CalendarBox box, ObjectNode doc) {
    ObjectNode out = doc.deepCopy();
    Copies.OWN.forEach(out::remove);
    if (out.get("extendedProperties") instanceof ObjectNode properties) {
      properties.remove("private");
      if (properties.isEmpty()) {
        out.remove("extendedProperties");
      }
    }
    if (out.get("attendees") instanceof ArrayNode list) {
      for (JsonNode one : list) {
        if (one instanceof ObjectNode entry && box.owner.owns(Json.text(one, "email", ""))) {
          entry.remove(List.of("responseStatus", "comment", "additionalGuests"));
        }
      }
    }
    return out;
  }

  private static List<String> addresses(ObjectNode doc) {
    return Json.list(doc, "attendees").stream()
        .map(a -> Json.text(a, "email", "").toLowerCase(Locale.ROOT))
        .toList();
  }

  private static @Nullable JsonNode own(CalendarBox box, ObjectNode doc) {
    for (JsonNode one : Json.list(doc, "attendees")) {
      if (box.owner.owns(Json.text(one, "email", ""))) {
        return one;
      }
    }
    return null;
  }
}

package io.lockstep.sandbox.google.calendar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.google.Json;
import io.lockstep.sandbox.google.Mail;
import io.lockstep.sandbox.itip.Meeting;
import io.lockstep.sandbox.itip.Reply;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Each guest's own copy of an event. What is shared follows the organizer's copy; colour,
 * reminders, visibility, transparency and private properties belong to each copy.
 */
final class Copies {
  static final Set<String> OWN =
      Set.of("reminders", "colorId", "transparency", "visibility", "eventLabelId");
  private static final Set<String> SHARED_EXCEPT =
      Set.of(
          "reminders",
          "colorId",
          "transparency",
          "visibility",
          "eventLabelId",
          "extendedProperties",
          "created");

  /** Takes what is mailed to people whose calendars are at another service. */
  interface Outside {
    void tell(Meeting meeting, String address);

    void answer(Reply reply);
  }

  private final Calendars calendars;
  private final Consumer<Mail> mails;
  private @Nullable Outside outside;

  Copies(Calendars calendars, Consumer<Mail> mails) {
    this.calendars = calendars;
    this.mails = mails;
  }

  void outside(Outside newOutside) {
    outside = newOutside;
  }

  /**
   * Brings the guests' copies to the state of the organizer's, and tells the guests.
   *
   * @param before the organizer's copy before the change; null where it is new
   * @param after the organizer's copy; null where it was deleted
   */
  void spread(
      CalendarBox box,
      String eventId,
      @Nullable ObjectNode before,
      @Nullable ObjectNode after,
      SendUpdates send) {
    Map<String, JsonNode> was = guests(box, before);
    Map<String, JsonNode> is = guests(box, after);
    for (Map.Entry<String, JsonNode> guest : was.entrySet()) {
      if (!is.containsKey(guest.getKey())) {
        CalendarBox target = calendars.byAddress(guest.getKey());
        if (target != null) {
          withdraw(target, eventId);
        }
        tell(box, guest.getKey(), target, Mail.Kind.cancellation, eventId, before, send);
      }
    }
    if (after == null) {
      return;
    }
    boolean news = before == null || !before.equals(after);
    for (String address : is.keySet()) {
      CalendarBox target = calendars.byAddress(address);
      if (target != null && target != box) {
        deliver(target, eventId, after);
      }
      boolean fresh = !was.containsKey(address);
      if (fresh || news) {
        Mail.Kind kind = fresh ? Mail.Kind.invitation : Mail.Kind.update;
        tell(box, address, target, kind, eventId, after, send);
      }
    }
  }

  /** Puts the shared fields into a guest's calendar. */
  void deliver(CalendarBox target, String eventId, ObjectNode shared) {
    Entry there = target.find(eventId);
    ObjectNode doc = there == null ? Json.object() : there.doc.deepCopy();
    List<String> names = new java.util.ArrayList<>();
    doc.fieldNames().forEachRemaining(names::add);
    names.stream().filter(n -> !SHARED_EXCEPT.contains(n)).forEach(doc::remove);
    shared.properties().stream()
        .filter(p -> !SHARED_EXCEPT.contains(p.getKey()))
        .forEach(p -> doc.set(p.getKey(), p.getValue().deepCopy()));
    if (there == null) {
      doc.putObject("reminders").put("useDefault", true);
      for (String start : List.of("transparency", "visibility")) {
        if (Json.has(shared, start)) {
          doc.set(start, shared.get(start));
        }
      }
    }
    JsonNode sharedProperties = shared.path("extendedProperties").path("shared");
    if (sharedProperties.isObject()) {
      Json.child(doc, "extendedProperties").set("shared", sharedProperties.deepCopy());
    } else if (doc.get("extendedProperties") instanceof ObjectNode own) {
      own.remove("shared");
    }
    if (there == null) {
      calendars.add(target, eventId, doc);
    } else if (!there.doc.equals(doc) || there.deleted) {
      boolean declined = there.deleted && "declined".equals(response(doc, target));
      if (!declined) {
        ObjectNode before = there.doc;
        there.deleted = false;
        there.doc = doc;
        calendars.touch(target, there, true);
        if (there.isSeries() || Json.has(before, "recurrence")) {
          Series.follow(calendars, target, there, before);
        }
      }
    }
  }

  private void withdraw(CalendarBox target, String eventId) {
    Entry there = target.find(eventId);
    if (there == null || !"cancelled".equals(Json.text(there.doc, "status"))) {
      Series.cancel(calendars, target, eventId);
    }
  }

  private void tell(
      CalendarBox from,
      String to,
      @Nullable CalendarBox target,
      Mail.Kind kind,
      String eventId,
      @Nullable ObjectNode doc,
      SendUpdates send) {
    boolean due =
        switch (send) {
          case all -> true;
          case externalOnly -> target == null;
          case none -> false;
        };
    if (due && target != from) {
      mails.accept(new Mail("google", from.owner.email(), to, kind, eventId, calendars.time()));
    }
    if (due && target == null && outside != null && doc != null) {
      boolean cancelled = kind == Mail.Kind.cancellation;
      outside.tell(OutsideGuests.outgoing(from, eventId, doc, cancelled), to);
    }
  }

  /** A guest's answer, told to the organizer and all other copies. */
  void answer(CalendarBox guestBox, Entry copy, ObjectNode answer, SendUpdates send) {
    String organizer = Json.text(copy.doc.path("organizer"), "email", "");
    CalendarBox home = calendars.byAddress(organizer);
    if (send == SendUpdates.all || (send == SendUpdates.externalOnly && home == null)) {
      mails.accept(
          new Mail(
              "google",
              guestBox.owner.email(),
              organizer,
              Mail.Kind.reply,
              copy.id,
              calendars.time()));
    }
    if (home == null) {
      if (outside != null && send != SendUpdates.none) {
        outside.answer(
            new Reply(
                Json.text(copy.doc, "iCalUID", ""),
                OutsideGuests.recurrenceId(guestBox, copy.doc),
                organizer,
                guestBox.owner.email(),
                OutsideGuests.answer(answer)));
      }
      return;
    }
    Entry original = home.find(copy.id);
    if (original == null || original.deleted) {
      return;
    }
    // Google stops passing answers on where more than 200 are invited.
    if (Json.list(original.doc, "attendees").size() > 200) {
      return;
    }
    ObjectNode doc = original.doc.deepCopy();
    for (JsonNode one : Json.list(doc, "attendees")) {
      if (one instanceof ObjectNode entry && guestBox.owner.owns(Json.text(one, "email", ""))) {
        for (String field : List.of("responseStatus", "comment", "additionalGuests")) {
          entry.remove(field);
          if (Json.has(answer, field)) {
            entry.set(field, answer.get(field));
          }
        }
      }
    }
    if (doc.equals(original.doc)) {
      return;
    }
    original.doc = doc;
    calendars.touch(home, original, true);
    for (String address : guests(home, doc).keySet()) {
      CalendarBox other = calendars.byAddress(address);
      Entry theirs = other == null ? null : other.find(copy.id);
      if (other != null && theirs != null && !theirs.deleted) {
        deliver(other, copy.id, doc);
      }
    }
  }

  /** Notes the answer of a guest at another service with the organizer's event and its copies. */
  void answered(CalendarBox home, Entry original, Reply reply) {
    ObjectNode doc = original.doc.deepCopy();
    for (JsonNode one : Json.list(doc, "attendees")) {
      if (one instanceof ObjectNode entry
          && reply.guest().equalsIgnoreCase(Json.text(one, "email", ""))) {
        entry.put("responseStatus", OutsideGuests.response(reply.answer()));
      }
    }
    if (doc.equals(original.doc)) {
      return;
    }
    original.doc = doc;
    calendars.touch(home, original, true);
    for (String address : guests(home, doc).keySet()) {
      CalendarBox other = calendars.byAddress(address);
      Entry theirs = other == null ? null : other.find(original.id);
      if (other != null && theirs != null && !theirs.deleted) {
        deliver(other, original.id, doc);
      }
    }
  }

  /** The invited addresses in lower case, without the organizer. */
  private static Map<String, JsonNode> guests(CalendarBox box, @Nullable ObjectNode doc) {
    Map<String, JsonNode> out = new LinkedHashMap<>();
    if (doc != null && !"cancelled".equals(Json.text(doc, "status"))) {
      for (JsonNode one : Json.list(doc, "attendees")) {
        String email = Json.text(one, "email", "").toLowerCase(Locale.ROOT);
        if (!box.isOrganizer(email)) {
          out.put(email, one);
        }
      }
    }
    return out;
  }

  private static @Nullable String response(ObjectNode doc, CalendarBox box) {
    for (JsonNode one : Json.list(doc, "attendees")) {
      if (box.owner.owns(Json.text(one, "email", ""))) {
        return Json.text(one, "responseStatus");
      }
    }
    return null;
  }
}

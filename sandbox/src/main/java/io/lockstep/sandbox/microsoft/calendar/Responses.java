package io.lockstep.sandbox.microsoft.calendar;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.microsoft.GraphError;
import io.lockstep.sandbox.microsoft.GraphJson;
import io.lockstep.sandbox.microsoft.GraphUser;
import io.lockstep.sandbox.microsoft.Mail;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Guests' answers: what becomes of the copy, and what the organizer hears. */
final class Responses {
  /** How a guest answers. */
  enum Answer {
    accepted,
    tentativelyAccepted,
    declined
  }

  /** Where the organizer hears of it. */
  interface Delivery {
    void mail(String from, String to, Mail.Kind kind, String iCalUId);

    /** Notes the answer with the organizer's own event. */
    void answer(String organizer, Seen copy, GraphUser guest, Given given);
  }

  /**
   * An answer as given.
   *
   * @param proposed a new time; null = none
   */
  record Given(Answer answer, @Nullable ObjectNode proposed, Instant at) {}

  private final OutlookZones zones;
  private final Delivery delivery;

  Responses(OutlookZones zones, Delivery delivery) {
    this.zones = zones;
    this.delivery = delivery;
  }

  /**
   * @param body {@code comment}, {@code sendResponse}, {@code proposedNewTime}
   */
  void respond(MailboxCalendars box, Seen copy, Answer answer, ObjectNode body, Instant now) {
    if (copy.event().isOrganizer) {
      throw GraphError.badRequest(
          "ErrorInvalidRequest",
          "Your request can't be completed. You can't respond to this meeting because you're the"
              + " meeting organizer.");
    }
    if (copy.doc().path("isCancelled").asBoolean()) {
      throw GraphError.badRequest(
          "ErrorInvalidRequest",
          "Your request can't be completed. The meeting has been cancelled.");
    }
    boolean send = body.path("sendResponse").asBoolean(true);
    if (send && !copy.doc().path("responseRequested").asBoolean(true)) {
      throw GraphError.badRequest(
          "ErrorInvalidRequest",
          "Your request can't be completed. The meeting organizer hasn't requested a response.");
    }
    ObjectNode proposed = proposed(copy, answer, body);
    note(box, copy, answer, now);
    if (!send) {
      return;
    }
    String organizer = Attendees.address(copy.doc().path("organizer"));
    GraphUser guest = box.mailbox.user();
    delivery.mail(guest.mail(), organizer, Mail.Kind.reply, EventView.uid(copy));
    delivery.answer(organizer, copy, guest, new Given(answer, proposed, now));
  }

  private @Nullable ObjectNode proposed(Seen copy, Answer answer, ObjectNode body) {
    if (!(body.get("proposedNewTime") instanceof ObjectNode slot)) {
      return null;
    }
    if (answer == Answer.accepted || !copy.doc().path("allowNewTimeProposals").asBoolean()) {
      throw GraphError.badRequest(
          "ErrorInvalidRequest",
          "Your request can't be completed. A new time cannot be proposed for this meeting.");
    }
    ObjectNode kept = GraphJson.object();
    Span.Point start = Span.Point.read(slot.path("start"), zones);
    Span.Point end = Span.Point.read(slot.path("end"), zones);
    Span span = Span.of(start, end, false);
    kept.set("start", span.start(start.zone(), start.name()));
    kept.set("end", span.end(end.zone(), end.name()));
    return kept;
  }

  private static void note(MailboxCalendars box, Seen copy, Answer answer, Instant now) {
    StoredEvent event = copy.event();
    LocalDate day = copy.day();
    if (answer == Answer.declined) {
      // A declined meeting leaves the calendar.
      if (day == null) {
        box.remove(event, now);
      } else {
        box.removeOccurrence(event, day);
      }
      return;
    }
    ObjectNode change = GraphJson.object();
    change.set("responseStatus", Attendees.status(answer.name(), EventView.time(now)));
    change.put("showAs", answer == Answer.accepted ? "busy" : "tentative");
    if (day == null) {
      event.doc = event.doc.deepCopy().setAll(change);
      box.touch(event, now);
      return;
    }
    OccurrenceException before = copy.exception();
    ObjectNode overrides = before == null ? GraphJson.object() : before.overrides.deepCopy();
    overrides.setAll(change);
    OccurrenceException exception =
        new OccurrenceException(overrides, before == null ? null : before.span, "", now);
    event.exceptions.put(day, exception);
    box.touch(event, day, exception, now);
  }

  /** Notes a guest's answer with the organizer's event; the service's own write. */
  static void record(MailboxCalendars box, Seen meeting, Guest guest, Given given) {
    ObjectNode doc = meeting.doc().deepCopy();
    ObjectNode attendee = guest.in(doc);
    if (attendee == null) {
      return;
    }
    attendee.set("status", Attendees.status(given.answer().name(), EventView.time(given.at())));
    attendee.remove("proposedNewTime");
    if (given.proposed() != null) {
      attendee.set("proposedNewTime", given.proposed());
    }
    StoredEvent event = meeting.event();
    LocalDate day = meeting.day();
    if (day == null) {
      event.doc = doc;
      box.touch(event, given.at());
      return;
    }
    OccurrenceException exception =
        new OccurrenceException(
            Copies.differences(doc, event.doc),
            meeting.exception() == null ? null : meeting.exception().span,
            "",
            given.at());
    event.exceptions.put(day, exception);
    box.touch(event, day, exception, given.at());
  }

  /** Who of a meeting's attendees answers. */
  interface Guest {
    @Nullable ObjectNode in(ObjectNode doc);
  }
}

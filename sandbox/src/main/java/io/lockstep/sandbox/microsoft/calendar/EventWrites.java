package io.lockstep.sandbox.microsoft.calendar;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.frame.SandboxClock;
import io.lockstep.sandbox.microsoft.GraphError;
import io.lockstep.sandbox.microsoft.GraphJson;
import io.lockstep.sandbox.microsoft.GraphUser;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Creating, changing and deleting events. Guarded by the engine's lock. */
final class EventWrites {
  private static final Set<String> GUESTS = Set.of("attendees");
  private static final Set<String> GUEST_MAY_WRITE = Set.of("body");

  private final CalendarSettings settings;
  private final OutlookZones zones;
  private final SandboxClock clock;
  private final Supplier<String> guids;
  private final OnlineMeetings meetings;
  private final Invitations invitations;

  EventWrites(
      CalendarSettings settings,
      OutlookZones zones,
      SandboxClock clock,
      Supplier<String> guids,
      OnlineMeetings meetings,
      Invitations invitations) {
    this.settings = settings;
    this.zones = zones;
    this.clock = clock;
    this.guids = guids;
    this.meetings = meetings;
    this.invitations = invitations;
  }

  /**
   * Creates an event; its attendees get invitations. A repeated {@code transactionId} creates
   * nothing.
   *
   * @param raw the body as sent
   */
  StoredEvent create(MailboxCalendars box, CalendarFolder folder, ObjectNode raw) {
    EventRules.refuseAttachments(raw);
    ObjectNode body = EventShape.EVENT.writable(raw);
    String transactionId = EventRules.transactionId(body);
    StoredEvent made = transactionId == null ? null : repeated(box, transactionId);
    if (made != null) {
      return made;
    }
    Span span = EventRules.span(null, body, zones);
    ObjectNode doc = EventRules.empty();
    EventRules.apply(doc, body);
    meetings.apply(doc, body);
    Recurrence recurrence = null;
    if (body.hasNonNull("recurrence")) {
      recurrence = Recurrence.read(body.path("recurrence"), span, zones, settings);
      LocalDate first = first(recurrence);
      span = Seen.slot(span, recurrence, first);
      recurrence = recurrence.startingOn(first);
    }
    Instant now = clock.now();
    GraphUser owner = box.mailbox.user();
    doc.put("iCalUId", EventIds.newUid(now, guids.get()));
    doc.set("organizer", Attendees.recipient(owner.displayName(), owner.mail()));
    if (transactionId != null) {
      doc.put("transactionId", transactionId);
    }
    StoredEvent event = box.add(folder, doc, span, now);
    event.isOrganizer = true;
    event.recurrence = recurrence;
    if (transactionId != null) {
      box.transactions.put(transactionId, new MailboxCalendars.Transaction(event.key, now));
    }
    invitations.spread(box, Seen.of(event), null, new Invitations.Change(true, true, 1));
    return event;
  }

  private @Nullable StoredEvent repeated(MailboxCalendars box, String transactionId) {
    Instant now = clock.now();
    box.transactions.values().removeIf(t -> t.at().plus(settings.transactionIdLife).isBefore(now));
    MailboxCalendars.Transaction earlier = box.transactions.get(transactionId);
    StoredEvent made = earlier == null ? null : box.events.get(earlier.eventKey());
    if (made == null) {
      return null;
    }
    if (made.deleted || !settings.repeatedTransactionAnswersFirst) {
      throw new GraphError(
          409,
          "ErrorDuplicateTransactionId",
          "Your request can't be completed. The TransactionId property value must be unique for"
              + " each event.");
    }
    return made;
  }

  private static LocalDate first(Recurrence recurrence) {
    LocalDate first = recurrence.first();
    if (first == null) {
      throw new GraphError(
          400, "ErrorRecurrenceHasNoOccurrence", "The recurrence has no occurrence.");
    }
    return first;
  }

  /** Changes what the body names; the answer is what stands there then. */
  Seen patch(MailboxCalendars box, Seen seen, ObjectNode raw) {
    EventRules.refuseAttachments(raw);
    ObjectNode body = EventShape.EVENT.writable(raw);
    Set<String> named = named(body);
    StoredEvent event = seen.event();
    if (!event.isOrganizer && !settings.guestMayEditCopy) {
      Set<String> others = new HashSet<>(named);
      others.removeAll(EventRules.PERSONAL);
      others.removeAll(GUEST_MAY_WRITE);
      if (!others.isEmpty()) {
        throw GraphError.accessDenied();
      }
    }
    return seen.day() == null
        ? patchWhole(box, event, body, named)
        : patchOccurrence(box, seen, seen.day(), body, named);
  }

  private static Set<String> named(ObjectNode body) {
    Set<String> out = new HashSet<>();
    body.fieldNames().forEachRemaining(out::add);
    // Written to an existing event it is ignored.
    out.remove("transactionId");
    return out;
  }

  private Seen patchWhole(
      MailboxCalendars box, StoredEvent event, ObjectNode body, Set<String> named) {
    ObjectNode before = event.doc;
    ObjectNode doc = before.deepCopy();
    EventRules.apply(doc, body);
    meetings.apply(doc, body);
    Span span = EventRules.span(event.span, body, zones);
    Recurrence recurrence = event.recurrence;
    if (body.has("recurrence")) {
      recurrence =
          body.path("recurrence").isNull()
              ? null
              : Recurrence.read(body.path("recurrence"), span, zones, settings);
    }
    if (recurrence != null && !body.has("recurrence")) {
      recurrence = recurrence.following(event.span, span);
    }
    boolean times = body.has("recurrence") || !span.equals(event.span);
    if (recurrence != null && times) {
      LocalDate first = first(recurrence.startingOn(span.startDate(recurrence.zone())));
      span = Seen.slot(span, recurrence, first);
      recurrence = recurrence.startingOn(first);
    }
    int messages = 1 + event.exceptions.size();
    if (times) {
      // Whoever gives a series new times gets all of its occurrences anew.
      box.renewSeries(event);
      Attendees.forgetAnswers(doc.path("attendees"));
    }
    event.doc = doc;
    event.span = span;
    event.recurrence = recurrence;
    box.touch(event, clock.now());
    Seen after = Seen.of(event);
    tell(box, after, before, new Invitations.Change(everybody(named), times, messages));
    return after;
  }

  private Seen patchOccurrence(
      MailboxCalendars box, Seen seen, LocalDate day, ObjectNode body, Set<String> named) {
    if (body.hasNonNull("recurrence") || body.hasNonNull("seriesMasterId")) {
      throw GraphError.badRequest(
          "ErrorInvalidRequest",
          "Your request can't be completed. The recurrence of a single occurrence cannot be"
              + " changed.");
    }
    StoredEvent event = seen.event();
    ObjectNode doc = seen.doc().deepCopy();
    EventRules.apply(doc, body);
    meetings.apply(doc, body);
    Span span = EventRules.span(seen.span(), body, zones);
    boolean times = !span.equals(seen.span());
    if (times) {
      Neighbours.check(event, day, span);
      Attendees.forgetAnswers(doc.path("attendees"));
    }
    OccurrenceException exception =
        new OccurrenceException(
            Copies.differences(doc, event.doc),
            span.equals(seen.original()) ? null : span,
            "",
            clock.now());
    event.exceptions.put(day, exception);
    box.touch(event, day, exception, clock.now());
    Seen after = java.util.Objects.requireNonNull(Seen.occurrence(event, day));
    tell(box, after, seen.doc(), new Invitations.Change(everybody(named), times, 1));
    return after;
  }

  /** Whether those who stay invited get an update: not where only the list of guests changed. */
  private boolean everybody(Set<String> named) {
    Set<String> others = new HashSet<>(named);
    others.removeAll(GUESTS);
    if (!settings.personalChangesMail) {
      others.removeAll(EventRules.PERSONAL);
    }
    return !others.isEmpty();
  }

  private void tell(
      MailboxCalendars box, Seen after, ObjectNode before, Invitations.Change change) {
    if (after.event().isOrganizer) {
      invitations.spread(box, after, before, change);
    }
  }

  /** Deletes an event, a series or one occurrence; the organizer's guests are told. */
  void delete(MailboxCalendars box, Seen seen) {
    if (seen.event().isOrganizer) {
      invitations.callOff(box, seen);
    }
    remove(box, seen);
  }

  /** Takes it off this calendar and tells nobody. */
  void remove(MailboxCalendars box, Seen seen) {
    if (seen.day() == null) {
      box.remove(seen.event(), clock.now());
    } else {
      box.removeOccurrence(seen.event(), seen.day());
    }
  }

  /** The organizer calls a meeting off. */
  void cancel(MailboxCalendars box, Seen seen) {
    if (!seen.event().isOrganizer) {
      throw GraphError.badRequest(
          "ErrorInvalidRequest",
          "Your request can't be completed. You need to be an organizer to cancel a meeting.");
    }
    delete(box, seen);
  }

  /** Adds those to whom somebody forwards a meeting. */
  void forward(MailboxCalendars box, Seen seen, ObjectNode body) {
    if (GraphJson.list(body, "toRecipients").isEmpty()) {
      throw GraphError.badRequest("ErrorInvalidRecipients", "At least one recipient is not valid.");
    }
    ObjectNode change = GraphJson.object();
    seen.doc().path("attendees").forEach(change.withArray("attendees")::add);
    GraphJson.list(body, "toRecipients")
        .forEach(
            one -> {
              ObjectNode guest = change.withArray("attendees").addObject().put("type", "optional");
              guest.set("emailAddress", one.path("emailAddress").deepCopy());
            });
    patch(box, seen, change);
  }
}

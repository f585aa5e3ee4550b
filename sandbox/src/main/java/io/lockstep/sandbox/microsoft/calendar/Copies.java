package io.lockstep.sandbox.microsoft.calendar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.microsoft.GraphJson;
import io.lockstep.sandbox.microsoft.GraphUser;
import io.lockstep.sandbox.microsoft.odata.ExtendedProperties;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A meeting's copy in the calendar of a guest. What is shared follows the organizer; answer,
 * categories, reminder and show-as belong to the copy.
 */
final class Copies {
  static final String CANCELLED_PREFIX = "Canceled: ";
  private static final Set<String> OWN =
      Set.of(
          "categories",
          "isReminderOn",
          "reminderMinutesBeforeStart",
          "showAs",
          "responseStatus",
          "transactionId",
          ExtendedProperties.FIELD);

  private Copies() {}

  /**
   * Brings a guest's copy to the state of the meeting.
   *
   * @param meeting the organizer's event, series or occurrence
   * @param fresh whether the times changed, so that an earlier answer counts no more
   */
  static void deliver(MailboxCalendars box, Seen meeting, boolean fresh, Instant now) {
    ObjectNode shared = shared(meeting.doc(), box.mailbox.user());
    StoredEvent there = box.byUid(meeting.event().uid());
    if (meeting.day() == null) {
      whole(box, there, meeting.event(), shared, fresh, now);
    } else if (there != null && there.isSeries()) {
      occurrence(box, there, meeting, meeting.day(), shared, fresh, now);
    } else {
      // Invited to this one occurrence only: it stands alone in the guest's calendar.
      String uid = EventView.uid(meeting);
      shared.put("iCalUId", uid);
      single(box, box.byUid(uid), shared, meeting.span(), fresh, now);
    }
  }

  private static void whole(
      MailboxCalendars box,
      @Nullable StoredEvent there,
      StoredEvent meeting,
      ObjectNode shared,
      boolean fresh,
      Instant now) {
    StoredEvent copy = there;
    if (copy != null && fresh) {
      box.renewSeries(copy);
    }
    Recurrence recurrence = meeting.recurrence;
    copy = single(box, copy, shared, meeting.span, fresh, now);
    copy.recurrence = recurrence;
    for (LocalDate day : meeting.cancelled) {
      copy.cancelled.add(day);
    }
    for (LocalDate day : meeting.exceptions.keySet()) {
      Seen exception = Seen.occurrence(meeting, day);
      boolean invited =
          exception != null
              && Attendees.find(exception.doc().path("attendees"), box.mailbox.user()) != null;
      if (exception != null && invited && !copy.exceptions.containsKey(day)) {
        ObjectNode own = shared(exception.doc(), box.mailbox.user());
        occurrence(box, copy, exception, day, own, false, now);
      }
    }
  }

  private static StoredEvent single(
      MailboxCalendars box,
      @Nullable StoredEvent there,
      ObjectNode shared,
      Span span,
      boolean fresh,
      Instant now) {
    if (there == null) {
      ObjectNode doc = EventRules.empty();
      doc.setAll(shared);
      doc.put("showAs", "tentative");
      doc.set("responseStatus", Attendees.status("notResponded", Attendees.NEVER));
      return box.add(box.main, doc, span, now);
    }
    ObjectNode doc = GraphJson.object();
    OWN.forEach(name -> keep(doc, there.doc, name));
    doc.setAll(shared);
    if (fresh) {
      doc.put("showAs", "tentative");
      doc.set("responseStatus", Attendees.status("notResponded", Attendees.NEVER));
    }
    there.doc = doc;
    there.span = span;
    box.touch(there, now);
    return there;
  }

  private static void occurrence(
      MailboxCalendars box,
      StoredEvent copy,
      Seen meeting,
      LocalDate day,
      ObjectNode shared,
      boolean fresh,
      Instant now) {
    OccurrenceException before = copy.exceptions.get(day);
    ObjectNode overrides = differences(shared, copy.doc);
    if (before != null) {
      OWN.forEach(name -> keep(overrides, before.overrides, name));
    }
    if (fresh) {
      overrides.put("showAs", "tentative");
      overrides.set("responseStatus", Attendees.status("notResponded", Attendees.NEVER));
    }
    boolean moved = !meeting.span().equals(meeting.original());
    OccurrenceException exception =
        new OccurrenceException(overrides, moved ? meeting.span() : null, "", now);
    copy.cancelled.remove(day);
    copy.exceptions.put(day, exception);
    box.touch(copy, day, exception, now);
  }

  private static void keep(ObjectNode into, ObjectNode from, String name) {
    JsonNode value = from.get(name);
    if (value != null) {
      into.set(name, value);
    }
  }

  /** The fields in which a document differs from a series'. */
  static ObjectNode differences(ObjectNode doc, ObjectNode series) {
    ObjectNode out = GraphJson.object();
    doc.properties()
        .forEach(
            e -> {
              if (!e.getValue().equals(series.get(e.getKey()))) {
                out.set(e.getKey(), e.getValue());
              }
            });
    return out;
  }

  /** What every copy shows; guests see nobody's answer but their own. */
  private static ObjectNode shared(ObjectNode doc, GraphUser guest) {
    ObjectNode out = doc.deepCopy();
    OWN.forEach(out::remove);
    JsonNode attendees = out.path("attendees");
    if (out.path("hideAttendees").asBoolean()) {
      ObjectNode self = Attendees.find(attendees, guest);
      out.putArray("attendees");
      if (self != null) {
        out.withArray("attendees").add(self);
      }
    }
    Attendees.forgetAnswers(out.path("attendees"));
    return out;
  }

  /** The organizer called it off, or took the guest off the list: the copy stays and says so. */
  static void cancel(MailboxCalendars box, Seen meeting, Instant now) {
    StoredEvent copy = box.byUid(meeting.event().uid());
    StoredEvent alone = meeting.day() == null ? null : box.byUid(EventView.uid(meeting));
    if (alone != null && alone != copy) {
      cancelled(alone.doc);
      box.touch(alone, now);
    } else if (copy != null && !copy.isOrganizer) {
      if (meeting.day() == null) {
        cancelled(copy.doc);
        box.touch(copy, now);
      } else if (copy.isSeries()) {
        cancelOccurrence(box, copy, meeting.day(), now);
      }
    }
  }

  private static void cancelOccurrence(
      MailboxCalendars box, StoredEvent copy, LocalDate day, Instant now) {
    Seen seen = Seen.occurrence(copy, day);
    if (seen == null) {
      return;
    }
    ObjectNode doc = seen.doc().deepCopy();
    cancelled(doc);
    OccurrenceException exception =
        new OccurrenceException(
            differences(doc, copy.doc),
            seen.exception() == null ? null : seen.exception().span,
            "",
            now);
    copy.exceptions.put(day, exception);
    box.touch(copy, day, exception, now);
  }

  private static void cancelled(ObjectNode doc) {
    String subject = GraphJson.text(doc, "subject", "");
    if (!subject.startsWith(CANCELLED_PREFIX)) {
      doc.put("subject", CANCELLED_PREFIX + subject);
    }
    doc.put("isCancelled", true).put("showAs", "free");
  }
}

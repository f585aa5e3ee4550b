package io.lockstep.sandbox.microsoft.calendar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.microsoft.Mail;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a meeting's guests are told, and what arrives in their calendars. There is no way not to
 * tell them (reference/microsoft.md B6).
 */
final class Invitations {
  /** What somebody sends to guests, and where their copies are. */
  interface Delivery {
    void mail(String from, String to, Mail.Kind kind, String iCalUId);

    /** Brings the guest's copy up to date. */
    void deliver(String guest, Seen meeting, boolean fresh);

    /** Tells the guest's copy that it is called off. */
    void cancel(String guest, Seen meeting);
  }

  /**
   * What a write changed.
   *
   * @param everybody whether those who stay invited are told
   * @param times whether answers given so far count no more
   * @param messages how many updates each of them gets
   */
  record Change(boolean everybody, boolean times, int messages) {}

  private final Delivery delivery;

  Invitations(Delivery delivery) {
    this.delivery = delivery;
  }

  /**
   * After a write of the organizer.
   *
   * @param before the document before; null where the event is new
   */
  void spread(MailboxCalendars box, Seen meeting, @Nullable ObjectNode before, Change change) {
    Map<String, String> was = guests(box, before);
    Map<String, String> is = guests(box, meeting.doc());
    String from = box.mailbox.user().mail();
    String uid = EventView.uid(meeting);
    was.forEach(
        (folded, address) -> {
          if (!is.containsKey(folded)) {
            delivery.mail(from, address, Mail.Kind.cancellation, uid);
            delivery.cancel(address, meeting);
          }
        });
    is.forEach(
        (folded, address) -> {
          boolean fresh = !was.containsKey(folded);
          if (fresh) {
            delivery.mail(from, address, Mail.Kind.invitation, uid);
          }
          for (int i = 0; !fresh && change.everybody() && i < change.messages(); i++) {
            delivery.mail(from, address, Mail.Kind.update, uid);
          }
          delivery.deliver(address, meeting, fresh || change.times());
        });
  }

  /** The organizer deletes or cancels. */
  void callOff(MailboxCalendars box, Seen meeting) {
    guests(box, meeting.doc())
        .forEach(
            (folded, address) -> {
              delivery.mail(
                  box.mailbox.user().mail(),
                  address,
                  Mail.Kind.cancellation,
                  EventView.uid(meeting));
              delivery.cancel(address, meeting);
            });
  }

  static boolean hasGuests(MailboxCalendars box, ObjectNode doc) {
    return !guests(box, doc).isEmpty();
  }

  /** Addresses of those invited without the organizer, by their form in lower case. */
  private static Map<String, String> guests(MailboxCalendars box, @Nullable ObjectNode doc) {
    Map<String, String> out = new LinkedHashMap<>();
    if (doc != null) {
      for (JsonNode one : doc.path("attendees")) {
        String address = Attendees.address(one);
        if (!box.mailbox.user().owns(address)) {
          out.put(address, one.path("emailAddress").path("address").asText());
        }
      }
    }
    return out;
  }
}

package io.lockstep.microsoft;

import com.microsoft.graph.models.Attendee;
import com.microsoft.graph.models.EmailAddress;
import com.microsoft.graph.models.Event;
import com.microsoft.graph.models.Recipient;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which calls make Exchange send mail. Graph has no word for "do not send" (reference/microsoft.md
 * B6), so the only way not to mail anybody is not to make such a call. Where the reference leaves a
 * case open it counts as one that mails.
 */
final class MailSending {

  /** A call about an event, as it would be sent. */
  sealed interface Call {
    /**
     * @param body what is sent
     */
    record Create(Event body) implements Call {}

    /**
     * @param present the event as it is; needs attendees, organizer, isOrganizer
     * @param body what is sent, our own properties included
     */
    record Change(Event present, Event body) implements Call {}

    record Delete(Event present) implements Call {}

    /** {@code POST …/cancel}. */
    record Cancel(Event present) implements Call {}

    /**
     * {@code POST …/accept}, {@code …/decline}, {@code …/tentativelyAccept}.
     *
     * @param sendResponse as sent; null where it is left out, and then Graph takes it for true
     */
    record Respond(@Nullable Boolean sendResponse) implements Call {}

    /** {@code POST …/forward}. */
    record Forward() implements Call {}
  }

  private MailSending() {}

  static boolean sends(Call call) {
    return switch (call) {
      case Call.Create(Event body) -> invites(body, body.getOrganizer());
      // Even a change of nothing but a property of ours is a change of the meeting. Attendees
      // that the change itself adds or takes away are told too.
      case Call.Change(Event present, Event body) ->
          invites(body, present.getOrganizer())
              || (mayOrganize(present) && invites(present, present.getOrganizer()));
      case Call.Delete(Event present) -> cancels(present);
      case Call.Cancel(Event present) -> cancels(present);
      // The organizer is told, whoever that is.
      case Call.Respond(Boolean sendResponse) -> !Boolean.FALSE.equals(sendResponse);
      case Call.Forward() -> true;
    };
  }

  private static boolean cancels(Event present) {
    return mayOrganize(present) && invites(present, present.getOrganizer());
  }

  /** An attendee's copy is a private thing: changed or deleted, nobody hears of it. */
  private static boolean mayOrganize(Event present) {
    return !Boolean.FALSE.equals(present.getIsOrganizer());
  }

  /** Whether anybody but the organizer is on it. */
  private static boolean invites(Event event, @Nullable Recipient organizer) {
    List<Attendee> attendees = event.getAttendees();
    String own = address(organizer);
    return attendees != null
        && attendees.stream().anyMatch(one -> own.isEmpty() || !own.equalsIgnoreCase(address(one)));
  }

  private static String address(@Nullable Recipient recipient) {
    EmailAddress email = recipient == null ? null : recipient.getEmailAddress();
    String address = email == null ? null : email.getAddress();
    return address == null ? "" : address.strip();
  }
}

package io.lockstep.sandbox.microsoft.calendar;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.frame.SandboxClock;
import io.lockstep.sandbox.itip.Meeting;
import io.lockstep.sandbox.itip.PostOffice;
import io.lockstep.sandbox.itip.Reply;
import io.lockstep.sandbox.microsoft.GraphUser;
import io.lockstep.sandbox.microsoft.Mail;
import io.lockstep.sandbox.microsoft.Outbox;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Brings meetings and answers to mailboxes of this tenant at once, and to others by post. */
final class Deliveries implements Invitations.Delivery, Responses.Delivery {
  private final Function<String, @Nullable MailboxCalendars> boxes;
  private final Outbox outbox;
  private final PostOffice post;
  private final CalendarSettings settings;
  private final SandboxClock clock;

  /**
   * @param boxes the mailbox with this address
   */
  Deliveries(
      Function<String, @Nullable MailboxCalendars> boxes,
      Outbox outbox,
      PostOffice post,
      CalendarSettings settings,
      SandboxClock clock) {
    this.boxes = boxes;
    this.outbox = outbox;
    this.post = post;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public void mail(String from, String to, Mail.Kind kind, String iCalUId) {
    outbox.post(from, to, kind, iCalUId);
  }

  @Override
  public void deliver(String guest, Seen meeting, boolean fresh) {
    MailboxCalendars box = boxes.apply(guest);
    if (box != null) {
      Copies.deliver(box, meeting, fresh, clock.now());
    } else {
      post.send(Meetings.outgoing(meeting, false), guest, underWay());
    }
  }

  @Override
  public void cancel(String guest, Seen meeting) {
    MailboxCalendars box = boxes.apply(guest);
    if (box != null) {
      Copies.cancel(box, meeting, clock.now());
    } else {
      post.send(Meetings.outgoing(meeting, true), guest, underWay());
    }
  }

  @Override
  public void answer(String organizer, Seen copy, GraphUser guest, Responses.Given given) {
    MailboxCalendars home = boxes.apply(organizer);
    if (home == null) {
      post.send(reply(organizer, copy, guest, given), underWay());
      return;
    }
    Seen meeting = original(home, copy);
    if (meeting != null) {
      Responses.record(home, meeting, doc -> Attendees.find(doc.path("attendees"), guest), given);
    }
  }

  /** What a copy is a copy of; null where the organizer has it no more. */
  private static @Nullable Seen original(MailboxCalendars home, Seen copy) {
    StoredEvent event = home.byUid(copy.event().uid());
    if (event == null) {
      return null;
    }
    return copy.day() == null || !event.isSeries()
        ? Seen.of(event)
        : Seen.occurrence(event, copy.day());
  }

  private static Reply reply(String organizer, Seen copy, GraphUser guest, Responses.Given given) {
    Meeting.Answer answer =
        switch (given.answer()) {
          case accepted -> Meeting.Answer.accepted;
          case tentativelyAccepted -> Meeting.Answer.tentative;
          case declined -> Meeting.Answer.declined;
        };
    ObjectNode self = Attendees.find(copy.doc().path("attendees"), guest);
    return new Reply(
        copy.event().uid(),
        copy.day() == null ? null : copy.original().startsAt(),
        organizer,
        self == null ? guest.mail() : Attendees.address(self),
        answer);
  }

  private Duration underWay() {
    return clock.scaled(settings.postTime);
  }
}

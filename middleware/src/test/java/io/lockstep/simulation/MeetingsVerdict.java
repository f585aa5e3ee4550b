package io.lockstep.simulation;

import io.lockstep.sync.Kind;
import io.lockstep.sync.Link;
import java.util.Map;
import java.util.TreeMap;

/** One meeting is one record, carried by one mailbox; nobody gets mail that no person caused. */
final class MeetingsVerdict {
  private final Evidence evidence;

  MeetingsVerdict(Evidence evidence) {
    this.evidence = evidence;
  }

  void check() {
    oneRecordEach();
    evidence.life.seats.forEach(this::carriers);
    evidence.life.seats.forEach(this::mails);
  }

  private void oneRecordEach() {
    Map<String, Integer> records = new TreeMap<>();
    for (Row row : evidence.life.org.live(Kind.EVENT)) {
      if (row.key != null && records.merge(row.key, 1, Integer::sum) > 1) {
        evidence.bad("two records of one meeting: " + row.key);
      }
    }
  }

  private void carriers(Seat seat) {
    for (Item item : seat.mailbox.live(Kind.EVENT)) {
      Link link = evidence.linkOf(item);
      if (link == null || !item.shared()) {
        continue; // judged as a pair
      }
      boolean follows = link.state() == Link.State.FOLLOWER;
      if (follows == evidence.life.meetings.isSpeaker(item)) {
        evidence.bad("carried by the wrong mailbox: " + item.id + " " + link.state());
      }
    }
  }

  /** Each mail about a field has an edit of that field by a person behind it. */
  private void mails(Seat seat) {
    Map<String, Integer> sent = new TreeMap<>();
    for (SimulatedMailbox.Mail mail : seat.mailbox.mails) {
      if (mail.creation()) {
        evidence.bad("invitations went out for " + mail.itemId());
      }
      for (String field : mail.fields()) {
        int mails = sent.merge(mail.itemId() + " " + field, 1, Integer::sum);
        var things = evidence.everLinked(mail.itemId());
        long edits =
            evidence.life.world.said.stream()
                .filter(s -> s.field().equals(field) && things.contains(s.id()))
                .count();
        if (mails > edits) {
          evidence.bad("unasked mail about " + field + " of " + mail.itemId());
        }
      }
    }
  }
}

package io.lockstep.worker;

import io.lockstep.port.PortException;
import io.lockstep.salesforce.MailboxStatus;
import io.lockstep.state.MailboxId;
import io.lockstep.state.MailboxState;
import io.lockstep.sync.Kind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The rows of {@code SyncMailbox__c} that tell an org how its mailboxes are. */
final class StatusRows {
  private final MailboxState state;
  private final MailboxMemory memory;

  StatusRows(MailboxState state, MailboxMemory memory) {
    this.state = state;
    this.memory = memory;
  }

  /** Before the first pass: the org remembers that this mailbox syncs. */
  MailboxStatus beginning(MailboxId id, String address) {
    return new MailboxStatus(id.userId(), address, "Active", "", "", null, 0, 0, 0, 0, false);
  }

  /**
   * After a pass, or in the middle of a long one.
   *
   * @param braked deletions that the brake holds
   * @param requestDone whether the pass did what somebody had asked for on the row
   */
  MailboxStatus now(MailboxId id, String address, Instant now, int braked, boolean requestDone) {
    @Nullable String hold = state.facts(id).hold();
    long contacts = state.linkCount(id, Kind.CONTACT);
    long events = state.linkCount(id, Kind.EVENT);
    long waiting = memory.inFirstSync(id) ? state.workSize(id) : 0;
    return new MailboxStatus(
        id.userId(),
        address,
        hold == null ? "Active" : "Held",
        hold == null ? "" : "DELETIONS_HELD",
        hold == null ? "" : hold,
        now,
        contacts,
        events,
        hold == null ? 0 : braked,
        MailboxStatus.progress(contacts + events, waiting),
        requestDone);
  }

  /** Paused until somebody mends what the reason says. */
  MailboxStatus paused(MailboxId id, String address, PortException.AccessLost why) {
    return new MailboxStatus(
        id.userId(),
        address,
        "Paused",
        why.code(),
        why.advice(),
        null,
        state.linkCount(id, Kind.CONTACT),
        state.linkCount(id, Kind.EVENT),
        0,
        MailboxStatus.progress(0, memory.inFirstSync(id) ? 1 : 0),
        false);
  }
}

package io.lockstep.web;

import io.lockstep.state.MailboxId;

/** What an entrance passes on. */
public interface Signals {
  /** Something changed in the org. */
  void nudge(String orgId);

  /** Something changed in the mailbox. */
  void push(MailboxId mailbox);
}

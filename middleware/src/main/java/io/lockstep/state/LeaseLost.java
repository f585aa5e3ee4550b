package io.lockstep.state;

/**
 * Somebody else holds the mailbox by now: nothing was committed, and the pass must stop at once.
 */
public final class LeaseLost extends RuntimeException {
  public LeaseLost(MailboxId mailbox) {
    super("lease lost on " + mailbox);
  }
}

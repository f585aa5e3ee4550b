package io.lockstep.state;

import java.time.Instant;

/**
 * The right to run a pass on a mailbox.
 *
 * @param epoch grows with each lease of the mailbox; a commit under an older one fails
 * @param until when it lapses unless renewed, by the store's clock
 */
public record Lease(MailboxId mailbox, String holder, long epoch, Instant until) {}

package io.lockstep.push;

import io.lockstep.state.MailboxId;
import java.time.Instant;

/**
 * A channel on which a mail service tells that something changed in a mailbox: a Google push
 * channel, a Graph subscription.
 *
 * @param id Google: ours, unique, never used twice; Graph: the subscription's, or ours until it is
 *     known
 * @param address the mailbox's, under whose grant it was started and must be stopped
 * @param resourceId the service's name for what is watched; empty until its answer came
 * @param tokenHash SHA-256 of the secret that each notification must bring, base64url
 * @param expires UTC; the service decides, seven days at most
 */
public record WatchChannel(
    String id,
    MailboxId mailbox,
    String address,
    String resourceId,
    String tokenHash,
    Instant expires) {}

package io.lockstep.google;

import io.lockstep.state.MailboxId;
import java.time.Instant;

/**
 * A push channel on one mailbox's primary calendar. Google cannot list channels, so what is not
 * remembered here cannot be stopped.
 *
 * @param id ours, unique, never used twice
 * @param address the mailbox's, under whose grant it was started and must be stopped
 * @param resourceId Google's name for what is watched; empty until its answer came
 * @param tokenHash SHA-256 of the secret that each notification must bring, base64url
 * @param expires UTC; Google decides, seven days at most
 */
public record WatchChannel(
    String id,
    MailboxId mailbox,
    String address,
    String resourceId,
    String tokenHash,
    Instant expires) {}

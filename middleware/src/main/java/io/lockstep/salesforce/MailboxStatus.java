package io.lockstep.salesforce;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is shown of a mailbox in {@code SyncMailbox__c}.
 *
 * @param userId 18 characters
 * @param address the mailbox's address
 * @param status {@code Waiting}, {@code Active}, {@code Paused}, {@code Held} or {@code Off}
 * @param code why it is not active; empty = it is
 * @param detail a sentence with the next step, for the administrator; empty = none
 * @param lastPassAt null = leave as it is
 * @param requestDone takes the person's request off
 */
public record MailboxStatus(
    String userId,
    String address,
    String status,
    String code,
    String detail,
    @Nullable Instant lastPassAt,
    long linkedContacts,
    long linkedEvents,
    boolean requestDone) {}

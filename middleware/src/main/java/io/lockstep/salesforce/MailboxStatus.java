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
 * @param held how many deletions wait for a release
 * @param progress how far the first sync has come, 0 to 100
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
    int held,
    int progress,
    boolean requestDone) {

  /** How much of what is known is linked already, in percent; 100 only when nothing waits. */
  public static int progress(long linked, long waiting) {
    return waiting == 0 ? 100 : (int) Math.min(99, linked * 100 / (linked + waiting));
  }
}

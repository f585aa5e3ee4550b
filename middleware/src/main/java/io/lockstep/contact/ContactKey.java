package io.lockstep.contact;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The name of a mailbox's contact for the record that it becomes: a hash of mailbox and contact. It
 * stands in {@code LockstepKey__c}, so its formula never changes.
 */
public final class ContactKey {
  private ContactKey() {}

  /**
   * The mailbox's part comes first, so that all records of one mailbox can be listed by it.
   *
   * @param mailboxKey names the mailbox; must outlive a loss of all state
   * @param itemId the contact's lasting id at its service
   * @return {@code c.}, 8 characters, a dot and 32 characters of base64url
   */
  public static String of(String mailboxKey, String itemId) {
    return "c." + hash(8, mailboxKey) + "." + hash(32, mailboxKey + '\u0000' + itemId);
  }

  private static String hash(int length, String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest).substring(0, length);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256", e);
    }
  }
}

package io.lockstep.calendar;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The name that a meeting has for all: a hash of iCalUID and original start, which are the same in
 * every attendee's copy and at every provider. It stands in {@code LockstepKey__c}, so its formula
 * never changes.
 */
public final class EventKey {
  private static final int LENGTH = 32;

  private EventKey() {}

  /**
   * @param originalStart of an occurrence of a series: its original start as an ISO instant in UTC,
   *     or as a date where it is all day; empty for an event that is none
   * @return {@code e.} and 32 characters of base64url
   */
  public static String of(String iCalUid, String originalStart) {
    byte[] named = (iCalUid + '\u0000' + originalStart).getBytes(StandardCharsets.UTF_8);
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(named);
      return "e."
          + Base64.getUrlEncoder().withoutPadding().encodeToString(digest).substring(0, LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256", e);
    }
  }
}

package io.lockstep.push;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/** The secret that the notifications of a channel must bring. Only its hash is kept. */
public final class ChannelSecret {
  private static final Base64.Encoder URL_SAFE = Base64.getUrlEncoder().withoutPadding();

  private ChannelSecret() {}

  /** As many random bytes, base64url. */
  public static String fresh(SecureRandom random, int bytes) {
    byte[] some = new byte[bytes];
    random.nextBytes(some);
    return URL_SAFE.encodeToString(some);
  }

  /** SHA-256, base64url. */
  public static String hash(String secret) {
    try {
      return URL_SAFE.encodeToString(
          MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256", e);
    }
  }

  /** In constant time; false for an empty hash, that of a channel that is not known. */
  public static boolean matches(String secret, String hash) {
    return MessageDigest.isEqual(
        hash(secret).getBytes(StandardCharsets.US_ASCII), hash.getBytes(StandardCharsets.US_ASCII));
  }
}

package io.lockstep.sync;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Turns field values into keyed hashes, so that what a side held can be remembered without keeping
 * it: HMAC-SHA-256 with the org's own key over field name and comparison key, cut to 48 bits (8
 * characters of base64url). An empty value has the empty hash.
 */
public final class Fingerprint {
  private static final int BYTES = 6;

  private final SecretKeySpec key;
  private final Comparison comparison;

  /**
   * @param key the org's hash key, at least 16 bytes
   */
  public Fingerprint(byte[] key, Comparison comparison) {
    if (key.length < 16) {
      throw new IllegalArgumentException(
          "a hash key has at least 16 bytes, this one has " + key.length);
    }
    this.key = new SecretKeySpec(key, "HmacSHA256");
    this.comparison = comparison;
  }

  public String of(String field, String value) {
    String text = comparison.key(field, value);
    if (text.isEmpty()) {
      return "";
    }
    byte[] whole = mac().doFinal((field + '\0' + text).getBytes(StandardCharsets.UTF_8));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(java.util.Arrays.copyOf(whole, BYTES));
  }

  /** The hashes of these fields; empty ones have the empty hash. */
  public Map<String, String> of(FieldValues values, Set<String> fields) {
    Map<String, String> hashes = new TreeMap<>();
    for (String field : fields) {
      hashes.put(field, of(field, values.get(field)));
    }
    return hashes;
  }

  /** Whether two values of a field are the same to a person. */
  public boolean same(String field, String one, String other) {
    return one.equals(other) || comparison.key(field, one).equals(comparison.key(field, other));
  }

  private Mac mac() {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}

package io.lockstep.sandbox.microsoft;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Skip and delta tokens: a state that the client carries and cannot read or make. One that this
 * service did not give is refused.
 */
public final class StateTokens {
  private static final int MAC_BYTES = 12;
  private final byte[] key = new byte[32];

  public StateTokens(RandomGenerator random) {
    random.nextBytes(key);
  }

  public String seal(ObjectNode state) {
    byte[] text = GraphJson.write(state).getBytes(StandardCharsets.UTF_8);
    byte[] whole = Arrays.copyOf(mac(text), MAC_BYTES + text.length);
    for (int i = 0; i < text.length; i++) {
      whole[MAC_BYTES + i] = (byte) (text[i] ^ key[i % key.length]);
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
  }

  /**
   * @throws GraphError 400 for a text that is none of this service's tokens
   */
  public ObjectNode open(String token) {
    byte[] whole;
    try {
      whole = Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException e) {
      throw GraphError.badSyncState();
    }
    if (whole.length <= MAC_BYTES) {
      throw GraphError.badSyncState();
    }
    byte[] text = Arrays.copyOfRange(whole, MAC_BYTES, whole.length);
    for (int i = 0; i < text.length; i++) {
      text[i] ^= key[i % key.length];
    }
    byte[] given = Arrays.copyOf(whole, MAC_BYTES);
    if (!MessageDigest.isEqual(given, Arrays.copyOf(mac(text), MAC_BYTES))) {
      throw GraphError.badSyncState();
    }
    return GraphJson.parse(new String(text, StandardCharsets.UTF_8));
  }

  private byte[] mac(byte[] text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}

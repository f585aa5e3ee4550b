package io.lockstep.google;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;

/** SHA-256 in the text forms in which Google and Salesforce take it. */
final class Digest {
  private static final String BASE32HEX = "0123456789abcdefghijklmnopqrstuv";

  private Digest() {}

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256", e);
    }
  }

  /** The first characters of the base64url text; parts are kept apart by a character none has. */
  static String base64(int length, String... parts) {
    String text = String.join("\u0000", parts);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(sha256(text.getBytes(StandardCharsets.UTF_8)))
        .substring(0, length);
  }

  /** 52 characters of {@code [0-9a-v]}, the alphabet of an event id (RFC 2938, base32hex). */
  static String base32hex(String text) {
    byte[] bytes = sha256(text.getBytes(StandardCharsets.UTF_8));
    StringBuilder out = new StringBuilder();
    int buffer = 0;
    int bits = 0;
    for (byte b : bytes) {
      buffer = (buffer << 8) | (b & 0xff);
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        out.append(BASE32HEX.charAt((buffer >> bits) & 31));
      }
      buffer &= (1 << bits) - 1;
    }
    if (bits > 0) {
      out.append(BASE32HEX.charAt((buffer << (5 - bits)) & 31));
    }
    return out.toString().toLowerCase(Locale.ROOT);
  }
}

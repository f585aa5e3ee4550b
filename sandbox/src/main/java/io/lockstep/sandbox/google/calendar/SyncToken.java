package io.lockstep.sandbox.google.calendar;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * How far a client has read a calendar, and what it read it with. Opaque on the wire.
 *
 * @param signature the parameters that must stay the same
 * @param version changes up to this one are known
 */
record SyncToken(
    String user,
    String calendar,
    String signature,
    long version,
    int generation,
    long issuedMillis) {

  String text() {
    String plain =
        String.join(
            "|",
            user,
            calendar,
            signature,
            Long.toString(version),
            Integer.toString(generation),
            Long.toString(issuedMillis));
    return Base64.getUrlEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  /** Null where the text is no sync token at all. */
  static @Nullable SyncToken read(String text) {
    try {
      String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
      String[] parts = plain.split("\\|", -1);
      return parts.length != 6
          ? null
          : new SyncToken(
              parts[0],
              parts[1],
              parts[2],
              Long.parseLong(parts[3]),
              Integer.parseInt(parts[4]),
              Long.parseLong(parts[5]));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}

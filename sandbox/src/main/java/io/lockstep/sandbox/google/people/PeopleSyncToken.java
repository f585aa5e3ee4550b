package io.lockstep.sandbox.google.people;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * How far a client has read an address book. Opaque on the wire.
 *
 * @param order changes up to this one are known
 * @param fullSyncMillis when the full sync was from which the token's life counts
 */
record PeopleSyncToken(
    String user, String signature, long order, int generation, long fullSyncMillis) {

  String text() {
    String plain =
        String.join(
            "|",
            user,
            signature,
            Long.toString(order),
            Integer.toString(generation),
            Long.toString(fullSyncMillis));
    return Base64.getUrlEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  /** Null where the text is no sync token at all. */
  static @Nullable PeopleSyncToken read(String text) {
    try {
      String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
      String[] parts = plain.split("\\|", -1);
      return parts.length != 5
          ? null
          : new PeopleSyncToken(
              parts[0],
              parts[1],
              Long.parseLong(parts[2]),
              Integer.parseInt(parts[3]),
              Long.parseLong(parts[4]));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}

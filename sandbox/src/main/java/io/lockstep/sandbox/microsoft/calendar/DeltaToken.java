package io.lockstep.sandbox.microsoft.calendar;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A {@code $deltatoken} (how far a calendar's changes were read) or {@code $skiptoken} (where in a
 * round). Opaque on the wire; it holds the window, so that nothing needs to be sent again.
 *
 * @param generation of the calendar's change log
 * @param round the round to go on with; empty in a delta token
 * @param position in the round
 * @param paused whether the page before was an empty one
 * @param immutableIds the form of ids it was given with
 */
record DeltaToken(
    String mailbox,
    String folder,
    DeltaWindow window,
    long generation,
    String round,
    int position,
    boolean paused,
    boolean immutableIds,
    Instant issued) {

  String text() {
    String plain =
        String.join(
            "|",
            mailbox,
            folder,
            Long.toString(window.from().getEpochSecond()),
            Long.toString(window.until().getEpochSecond()),
            Boolean.toString(window.expanded()),
            Long.toString(generation),
            round,
            Integer.toString(position),
            Boolean.toString(paused),
            Boolean.toString(immutableIds),
            Long.toString(issued.toEpochMilli()));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  /** Null where the text is no token at all. */
  static @Nullable DeltaToken read(String text) {
    try {
      String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
      String[] parts = plain.split("\\|", -1);
      if (parts.length != 11) {
        return null;
      }
      DeltaWindow window =
          new DeltaWindow(
              Instant.ofEpochSecond(Long.parseLong(parts[2])),
              Instant.ofEpochSecond(Long.parseLong(parts[3])),
              Boolean.parseBoolean(parts[4]));
      return new DeltaToken(
          parts[0],
          parts[1],
          window,
          Long.parseLong(parts[5]),
          parts[6],
          Integer.parseInt(parts[7]),
          Boolean.parseBoolean(parts[8]),
          Boolean.parseBoolean(parts[9]),
          Instant.ofEpochMilli(Long.parseLong(parts[10])));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  DeltaToken at(int next, boolean afterEmptyPage) {
    return new DeltaToken(
        mailbox, folder, window, generation, round, next, afterEmptyPage, immutableIds, issued);
  }
}

package io.lockstep.microsoft;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The iCalUID of a meeting as all its participants see it. Exchange keeps a meeting that was born
 * elsewhere under an id of its own, with the foreign one packed inside ({@code vCal-Uid}, MS-OXOCAL
 * 2.2.1.27); this takes it out again.
 */
final class ICalUid {
  private static final String GLOBAL_OBJECT_ID = "040000008200e00074c5b7101a82e008";

  /** {@code vCal-Uid} and the little-endian number one. */
  private static final String FOREIGN = "7643616c2d55696401000000";

  private static final HexFormat HEX = HexFormat.of();

  private ICalUid() {}

  static String of(String iCalUId) {
    String lower = iCalUId.toLowerCase(Locale.ROOT);
    int at = lower.startsWith(GLOBAL_OBJECT_ID) ? lower.indexOf(FOREIGN) : -1;
    if (at < 0) {
      return iCalUId;
    }
    String packed = lower.substring(at + FOREIGN.length());
    if (packed.length() % 2 != 0 || !packed.matches("[0-9a-f]+")) {
      return iCalUId;
    }
    String text = new String(HEX.parseHex(packed), StandardCharsets.UTF_8);
    int end = text.indexOf('\u0000');
    return end < 0 ? text : text.substring(0, end);
  }
}

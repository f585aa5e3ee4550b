package io.lockstep.salesforce;

import java.util.regex.Pattern;

/**
 * Salesforce's record ids: 15 case-sensitive characters, or 18 where three more make them safe to
 * compare without case.
 */
final class RecordIds {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{15}([A-Z0-5]{3})?");
  private static final String CHECKS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

  private RecordIds() {}

  static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /**
   * The 18-character form.
   *
   * @throws IllegalArgumentException where it is no id
   */
  static String full(String id) {
    if (!isId(id)) {
      throw new IllegalArgumentException("Not a Salesforce id");
    }
    if (id.length() == 18) {
      return id;
    }
    StringBuilder full = new StringBuilder(id);
    for (int block = 0; block < 15; block += 5) {
      int bits = 0;
      for (int i = 0; i < 5; i++) {
        char c = id.charAt(block + i);
        if (c >= 'A' && c <= 'Z') {
          bits |= 1 << i;
        }
      }
      full.append(CHECKS.charAt(bits));
    }
    return full.toString();
  }
}

package io.lockstep.sandbox.salesforce.bulk;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** Ids of jobs ({@code 750}), batches ({@code 751}) and query results ({@code 752}). */
final class BulkIds {
  private static final String CHECKSUM = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

  private final AtomicLong next = new AtomicLong(1);

  /** A fresh id of 18 characters. */
  String next(String prefix) {
    String number = Long.toString(next.getAndIncrement(), 36).toUpperCase(Locale.ROOT);
    String id = prefix + "x" + "0".repeat(11 - number.length()) + number;
    StringBuilder checksum = new StringBuilder();
    for (int block = 0; block < 3; block++) {
      int bits = 0;
      for (int i = 0; i < 5; i++) {
        if (Character.isUpperCase(id.charAt(block * 5 + i))) {
          bits |= 1 << i;
        }
      }
      checksum.append(CHECKSUM.charAt(bits));
    }
    return id + checksum;
  }

  /** Whether two ids of 15 or 18 characters name the same thing. */
  static String key(String id) {
    return id.length() > 15 ? id.substring(0, 15) : id;
  }
}

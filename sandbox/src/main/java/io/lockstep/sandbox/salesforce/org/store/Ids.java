package io.lockstep.sandbox.salesforce.org.store;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Record ids: a prefix of three, the server's mark, a running number in base 62, and three
 * characters that repeat which of the others are upper case.
 */
public final class Ids {
  private static final String BASE62 =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final String CHECK = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
  private static final Pattern SHAPE = Pattern.compile("[a-zA-Z0-9]{15}(?:[a-zA-Z0-5]{3})?");

  private final Map<String, Long> next = new HashMap<>();
  private final String server;

  /** The seed gives two orgs different ids. */
  public Ids(long seed) {
    long n = Math.floorMod(seed, 62L * 62);
    this.server = "" + BASE62.charAt((int) (n / 62)) + BASE62.charAt((int) (n % 62)) + "0";
  }

  public String next(String prefix) {
    long n = next.merge(prefix, 1L, Long::sum);
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < 9; i++) {
      digits.insert(0, BASE62.charAt((int) (n % 62)));
      n /= 62;
    }
    return withChecksum(prefix + server + digits);
  }

  /** The next number of an auto-number field. */
  public long nextNumber(String object) {
    return next.merge("number of " + object, 1L, Long::sum);
  }

  /** Appends the three characters to an id of 15. */
  public static String withChecksum(String id15) {
    StringBuilder id = new StringBuilder(id15);
    for (int part = 0; part < 3; part++) {
      int bits = 0;
      for (int i = 0; i < 5; i++) {
        if (Character.isUpperCase(id15.charAt(part * 5 + i))) {
          bits |= 1 << i;
        }
      }
      id.append(CHECK.charAt(bits));
    }
    return id.toString();
  }

  /** The id with 18 characters, or null if this is no id. */
  public static @Nullable String normal(String text) {
    if (!SHAPE.matcher(text).matches()) {
      return null;
    }
    String full = withChecksum(text.substring(0, 15));
    return text.length() == 15 || full.equalsIgnoreCase(text) ? full : null;
  }
}

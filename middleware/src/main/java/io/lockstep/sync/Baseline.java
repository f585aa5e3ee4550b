package io.lockstep.sync;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What both sides held after one of our writes, short enough to be left on the thing written: in an
 * item's mark and in a record's stamp. From it a link can be taken up again after all state was
 * lost.
 *
 * <p>As text: {@code revision~record~item}; in the order of the catalogue a field is {@code .}
 * where empty, else the first four characters of its hash (24 bits); in the item's part {@code =}
 * stands for "as the record's".
 */
public record Baseline(long revision, Map<String, String> record, Map<String, String> item) {
  private static final int SHORT = 4;

  public String text(List<String> catalogue) {
    StringBuilder out = new StringBuilder().append(revision).append('~');
    for (String field : catalogue) {
      out.append(shortened(record.getOrDefault(field, "")));
    }
    out.append('~');
    for (String field : catalogue) {
      String mine = shortened(item.getOrDefault(field, ""));
      out.append(mine.equals(shortened(record.getOrDefault(field, ""))) ? "=" : mine);
    }
    return out.toString();
  }

  private static String shortened(String hash) {
    return hash.isEmpty() ? "." : hash.substring(0, Math.min(SHORT, hash.length()));
  }

  /**
   * Reads a text written by this or an earlier version; empty where it is damaged or of another
   * make.
   */
  public static Optional<Baseline> parse(String text, List<String> catalogue) {
    String[] parts = text.split("~", -1);
    if (parts.length != 3 || !parts[0].matches("[0-9]{1,18}")) {
      return Optional.empty();
    }
    Map<String, String> record = new TreeMap<>();
    Map<String, String> item = new TreeMap<>();
    if (!read(parts[1], catalogue, Map.of(), record) || !read(parts[2], catalogue, record, item)) {
      return Optional.empty();
    }
    return Optional.of(
        new Baseline(Long.parseLong(parts[0]), Map.copyOf(record), Map.copyOf(item)));
  }

  private static boolean read(
      String part, List<String> catalogue, Map<String, String> same, Map<String, String> into) {
    int at = 0;
    for (String field : catalogue) {
      if (at == part.length()) {
        return true; // written before the catalogue grew: the rest is unknown and counts as empty
      }
      char c = part.charAt(at);
      if (c == '.') {
        at++;
      } else if (c == '=') {
        at++;
        if (same.containsKey(field)) {
          into.put(field, same.get(field));
        }
      } else if (at + SHORT <= part.length()) {
        into.put(field, part.substring(at, at + SHORT));
        at += SHORT;
      } else {
        return false;
      }
    }
    return at == part.length();
  }

  Shadow shadow(Side side) {
    return new Shadow("", side == Side.RECORD ? record : item);
  }
}

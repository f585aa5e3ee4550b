package io.lockstep.sandbox.microsoft;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a path of Graph means: the spellings of functions and keys made one, the user taken off.
 *
 * @param me the path begins with {@code /me}
 * @param user as the path names the user; null = none
 * @param below the user where there is one, else below the version
 */
record GraphPath(boolean me, @Nullable String user, List<String> below) {
  private static final Pattern KEY = Pattern.compile("([A-Za-z$]+)\\('((?:[^']|'')*)'\\)");

  GraphPath {
    below = List.copyOf(below);
  }

  boolean names() {
    return me || user != null;
  }

  /**
   * @param segments decoded, below the version
   */
  static GraphPath of(List<String> segments) {
    List<String> all = new ArrayList<>();
    for (String segment : segments) {
      String plain = segment.replaceFirst("(?i)^microsoft\\.graph\\.", "");
      Matcher key = KEY.matcher(plain);
      if (key.matches()) {
        all.add(key.group(1));
        all.add(key.group(2).replace("''", "'"));
      } else {
        all.add(plain.endsWith("()") ? plain.substring(0, plain.length() - 2) : plain);
      }
    }
    if (!all.isEmpty() && all.getFirst().equalsIgnoreCase("me")) {
      return new GraphPath(true, null, all.subList(1, all.size()));
    }
    if (all.size() > 1 && all.getFirst().equalsIgnoreCase("users")) {
      // The SDK sends this name for "me" and rewrites it only in a client made by its factory.
      return new GraphPath(false, all.get(1), all.subList(2, all.size()));
    }
    return new GraphPath(false, null, all);
  }
}

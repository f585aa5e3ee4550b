package io.lockstep.salesforce;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** Pieces of SOQL: literals, lists, and how much fits into one statement. */
final class Soql {
  /** A statement may have 100,000 characters; the rest of it needs room beside the lists. */
  static final int ROOM = 80_000;

  private Soql() {}

  /** A string literal. */
  static String text(String value) {
    StringBuilder out = new StringBuilder(value.length() + 2).append('\'');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\'' -> out.append("\\'");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> out.append(c);
      }
    }
    return out.append('\'').toString();
  }

  /** A dateTime literal of whole seconds, which is all that Salesforce keeps. */
  static String time(Instant at) {
    return DateTimeFormatter.ISO_INSTANT.format(at.truncatedTo(ChronoUnit.SECONDS));
  }

  static String in(Collection<String> values) {
    return values.stream().map(Soql::text).collect(Collectors.joining(",", "(", ")"));
  }

  /** The values in groups whose literals fit into one statement, at most {@code most} in each. */
  static List<List<String>> groups(Collection<String> values, int most) {
    return groups(values, most, value -> text(value).length() + 1);
  }

  /**
   * The same of things that need more than one literal each.
   *
   * @param length how many characters of the statement one of them takes
   */
  static <T> List<List<T>> groups(Collection<T> things, int most, ToIntFunction<T> length) {
    List<List<T>> groups = new ArrayList<>();
    List<T> group = new ArrayList<>();
    int taken = 0;
    for (T thing : things) {
      int more = length.applyAsInt(thing);
      if (!group.isEmpty() && (group.size() == most || taken + more > ROOM)) {
        groups.add(group);
        group = new ArrayList<>();
        taken = 0;
      }
      group.add(thing);
      taken += more;
    }
    if (!group.isEmpty()) {
      groups.add(group);
    }
    return groups;
  }

  /**
   * Whether a filter text stays inside the parentheses that are put around it, so that it can only
   * narrow.
   */
  static boolean staysInside(String filter) {
    int depth = 0;
    boolean quoted = false;
    for (int i = 0; i < filter.length(); i++) {
      char c = filter.charAt(i);
      if (quoted) {
        if (c == '\\') {
          i++;
        } else if (c == '\'') {
          quoted = false;
        }
      } else if (c == '\'') {
        quoted = true;
      } else if (c == '(') {
        depth++;
      } else if (c == ')') {
        depth--;
        if (depth < 0) {
          return false;
        }
      }
    }
    return depth == 0 && !quoted;
  }
}

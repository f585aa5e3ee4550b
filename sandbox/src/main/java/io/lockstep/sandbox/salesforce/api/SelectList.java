package io.lockstep.sandbox.salesforce.api;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a query selects and from where, read from its text. It only names columns of an answer; the
 * engine has judged the query before.
 *
 * @param items as written, aliases dropped
 */
public record SelectList(List<String> items, String object) {
  private static final Pattern FROM = Pattern.compile("(?is)\\bfrom\\s+([\\w]+)");
  private static final Pattern SELECT = Pattern.compile("(?is)^\\s*select\\s+");

  public static @Nullable SelectList of(String soql) {
    Matcher select = SELECT.matcher(soql);
    if (!select.find()) {
      return null;
    }
    int start = select.end();
    int from = topLevelFrom(soql, start);
    Matcher object = FROM.matcher(soql);
    if (from < 0 || !object.find(from)) {
      return null;
    }
    return new SelectList(split(soql.substring(start, from)), object.group(1));
  }

  private static int topLevelFrom(String soql, int start) {
    int depth = 0;
    for (int i = start; i < soql.length(); i++) {
      char c = soql.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth == 0
          && Character.isWhitespace(soql.charAt(i - 1))
          && soql.regionMatches(true, i, "from", 0, 4)
          && i + 4 < soql.length()
          && Character.isWhitespace(soql.charAt(i + 4))) {
        return i;
      }
    }
    return -1;
  }

  private static List<String> split(String list) {
    List<String> items = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i <= list.length(); i++) {
      char c = i == list.length() ? ',' : list.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == ',' && depth == 0) {
        String item = list.substring(start, i).trim();
        items.add(item.startsWith("(") ? item : item.replaceFirst("\\s+\\S+$", ""));
        start = i + 1;
      }
    }
    return items;
  }
}

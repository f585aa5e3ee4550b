package io.lockstep.sandbox.salesforce.bulk;

import java.util.Map;

/** Column delimiters by their names in Bulk API 2.0. */
final class Delimiters {
  private static final Map<String, Character> BY_NAME =
      Map.of(
          "COMMA", ',', "TAB", '\t', "PIPE", '|', "SEMICOLON", ';', "CARET", '^', "BACKQUOTE", '`');

  private Delimiters() {}

  static boolean known(String name) {
    return BY_NAME.containsKey(name);
  }

  static char character(String name) {
    return BY_NAME.getOrDefault(name, ',');
  }
}

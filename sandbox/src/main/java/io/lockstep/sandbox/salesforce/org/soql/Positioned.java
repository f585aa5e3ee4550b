package io.lockstep.sandbox.salesforce.org.soql;

import io.lockstep.sandbox.salesforce.org.OrgException;

/** Errors that show the place in the query, as the API words them. */
final class Positioned {
  private Positioned() {}

  /**
   * {@code column} counts from 0 over the whole text; the message counts rows and columns from 1.
   */
  static OrgException error(String code, String soql, int column, String message) {
    int at = Math.max(0, Math.min(column, soql.length()));
    int lineStart = soql.lastIndexOf('\n', at - 1) + 1;
    int row = (int) soql.substring(0, lineStart).chars().filter(c -> c == '\n').count() + 1;
    int from = Math.max(lineStart, at - 20);
    int to = Math.min(soql.length(), at + 40);
    int lineEnd = soql.indexOf('\n', at);
    String snippet = soql.substring(from, lineEnd < 0 ? to : Math.min(to, lineEnd));
    return new OrgException(
        code,
        "\n"
            + snippet
            + "\n"
            + " ".repeat(at - from)
            + "^\nERROR at Row:"
            + row
            + ":Column:"
            + (at - lineStart + 1)
            + "\n"
            + message);
  }
}

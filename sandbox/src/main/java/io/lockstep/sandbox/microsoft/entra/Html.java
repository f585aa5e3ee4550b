package io.lockstep.sandbox.microsoft.entra;

import io.lockstep.sandbox.frame.Response;

/** The few pages that a person sees. */
final class Html {
  private Html() {}

  /** A page that says one thing. */
  static Response message(int status, String title, String text) {
    return page(status, title, "<p>" + escaped(text) + "</p>");
  }

  /**
   * @param body HTML, already escaped where needed
   */
  static Response page(int status, String title, String body) {
    return Response.of(
        status,
        "text/html; charset=utf-8",
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>"
            + escaped(title)
            + "</title></head><body><h1>"
            + escaped(title)
            + "</h1>"
            + body
            + "</body></html>");
  }

  static String hidden(String name, String value) {
    return "<input type=\"hidden\" name=\""
        + escaped(name)
        + "\" value=\""
        + escaped(value)
        + "\">";
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}

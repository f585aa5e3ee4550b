package io.lockstep.sandbox.microsoft.calendar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.microsoft.GraphJson;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeTraversor;

/**
 * {@code body} as Exchange keeps it: always HTML, rewritten as a whole document, without anything
 * that could run.
 */
final class ItemBody {
  private static final String META =
      "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">";
  private static final int PREVIEW = 255;

  private ItemBody() {}

  /** The HTML that is kept of a body as written; empty where there is nothing in it. */
  static String html(JsonNode body) {
    String content = GraphJson.text(body, "content", "");
    if (content.isBlank()) {
      return "";
    }
    boolean html = "html".equals(GraphJson.text(body, "contentType", "text"));
    return html ? rewritten(content) : fromText(content);
  }

  private static String rewritten(String content) {
    Document document = Jsoup.parse(content);
    document.outputSettings().prettyPrint(false);
    document.select("script,iframe,object,embed,form,base,link").remove();
    for (Element element : document.getAllElements()) {
      element
          .attributes()
          .asList()
          .forEach(
              a -> {
                boolean runs =
                    a.getKey().startsWith("on")
                        || a.getValue().strip().regionMatches(true, 0, "javascript:", 0, 11);
                if (runs) {
                  element.removeAttr(a.getKey());
                }
              });
    }
    document.head().select("meta[http-equiv=Content-Type]").remove();
    String styles = document.head().select("style").outerHtml();
    return "<html><head>\r\n"
        + META
        + styles
        + "</head><body"
        + document.body().attributes().html()
        + ">"
        + document.body().html()
        + "\r\n</body></html>";
  }

  private static String fromText(String text) {
    String escaped =
        org.jsoup.nodes.Entities.escape(text.replace("\r\n", "\n")).replace("\n", "<br>\r\n");
    return "<html><head>\r\n"
        + META
        + "<meta name=\"Generator\" content=\"Microsoft Exchange Server\"><!-- converted from text"
        + " --></head><body><font size=\"2\"><span style=\"font-size:11pt;\"><div"
        + " class=\"PlainText\">"
        + escaped
        + "</div></span></font></body></html>";
  }

  /** The text of kept HTML, with a line for each block and break. */
  static String text(String html) {
    if (html.isEmpty()) {
      return "";
    }
    StringBuilder out = new StringBuilder();
    NodeTraversor.traverse((node, depth) -> append(out, node), Jsoup.parse(html).body());
    return out.toString().replaceAll("[ \\t]+\\r\\n", "\r\n").strip();
  }

  private static void append(StringBuilder out, Node node) {
    if (node instanceof TextNode text) {
      String plain = text.text();
      boolean fresh = out.isEmpty() || out.charAt(out.length() - 1) == '\n';
      out.append(fresh ? plain.stripLeading() : plain);
    } else if (node instanceof Element element) {
      boolean breaks = element.normalName().equals("br") || element.isBlock();
      if (breaks && !out.isEmpty()) {
        out.append("\r\n");
      }
    }
  }

  static String preview(String html) {
    String text = text(html);
    return text.length() <= PREVIEW ? text : text.substring(0, PREVIEW);
  }

  /** {@code body} of an answer. */
  static ObjectNode json(String html, boolean asText) {
    return GraphJson.object()
        .put("contentType", asText ? "text" : "html")
        .put("content", asText ? text(html) : html);
  }
}

package io.lockstep.google;

import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/**
 * A description or a biography between Google and plain text. Google keeps one text in which simple
 * HTML may stand and shows its line breaks as line breaks either way; nothing says whether it is
 * meant as HTML.
 */
final class Descriptions {
  private static final Pattern MARKUP =
      Pattern.compile(
          "<(?:/?[a-zA-Z][^<>]*|!--[^<>]*)>|&(?:[a-zA-Z]{2,10}|#\\d{1,7}|#x[0-9a-fA-F]{1,6});");

  private Descriptions() {}

  /** What a reader sees, as plain text with LF. */
  static String plain(String stored) {
    String text = lines(stored);
    return isMarkup(text) ? ofHtml(text) : text.stripTrailing();
  }

  /** Whether it is shown as anything else than it stands. */
  static boolean isMarkup(String stored) {
    return MARKUP.matcher(stored).find();
  }

  /** The text so that Google shows it, and {@link #plain} reads it, as it stands. */
  static String stored(String plain) {
    String text = lines(plain).stripTrailing();
    if (!isMarkup(text) && text.indexOf('<') < 0) {
      return text;
    }
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String lines(String text) {
    return text.replace("\r\n", "\n").replace('\r', '\n').replace('\u00a0', ' ');
  }

  private static String ofHtml(String html) {
    Document document = Jsoup.parseBodyFragment(html);
    document.outputSettings().prettyPrint(false);
    Writer writer = new Writer();
    document.body().traverse(writer);
    return writer.out.toString().stripTrailing();
  }

  /** Blocks and {@code br} begin lines; list items get a dash; a link shows its address too. */
  private static final class Writer implements NodeVisitor {
    private final StringBuilder out = new StringBuilder();

    @Override
    public void head(Node node, int depth) {
      if (node instanceof TextNode text) {
        out.append(text.getWholeText().replace('\u00a0', ' '));
      } else if (node instanceof Element element) {
        switch (element.normalName()) {
          case "br" -> out.append('\n');
          case "li" -> {
            beginLine();
            out.append("- ");
          }
          case "p", "div", "ul", "ol", "blockquote", "h1", "h2", "h3", "tr" -> beginLine();
          default -> {}
        }
      }
    }

    @Override
    public void tail(Node node, int depth) {
      if (node instanceof Element element) {
        switch (element.normalName()) {
          case "p", "div", "ul", "ol", "li", "blockquote", "h1", "h2", "h3", "tr" -> beginLine();
          case "a" -> {
            String address = element.attr("href");
            if (!address.isEmpty() && !element.wholeText().contains(address)) {
              out.append(" (").append(address).append(')');
            }
          }
          default -> {}
        }
      }
    }

    private void beginLine() {
      if (!out.isEmpty() && out.charAt(out.length() - 1) != '\n') {
        out.append('\n');
      }
    }
  }
}

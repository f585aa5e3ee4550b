package io.lockstep.calendar;

import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Entities;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;

/** An event's body as plain text and as HTML. */
public final class BodyText {
  private static final Set<String> UNSEEN =
      Set.of("head", "style", "script", "title", "template", "noscript");
  private static final Set<String> PARAGRAPHS =
      Set.of("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre");
  private static final Pattern BLANKS = Pattern.compile("[ \\t\\n\\r\\f]+");
  private static final Pattern TAG =
      Pattern.compile(
          "</?(?:html|body|p|br|div|span|a|b|i|u|em|strong|ul|ol|li|table|tr|td|h[1-6]|font"
              + "|blockquote|pre|hr|img)(?:\\s[^<>]*)?/?>",
          Pattern.CASE_INSENSITIVE);

  private BodyText() {}

  /** Whether text from a field that may hold either is HTML: it has a tag that bodies have. */
  public static boolean isHtml(String text) {
    return TAG.matcher(text).find();
  }

  /**
   * The text a reader sees, lines parted by LF: line breaks and blocks end a line, paragraphs are
   * parted by an empty line, a link whose address is not its text is followed by the address in
   * angle brackets. Total.
   */
  public static String fromHtml(String html) {
    Reader reader = new Reader();
    Jsoup.parse(html).filter(reader);
    return reader.text();
  }

  /**
   * HTML that {@link #fromHtml} reads back as this text (with LF for other line ends, and a space
   * for other blanks): escaped, {@code <br>} at line ends, no-break spaces where blanks would
   * collapse.
   */
  public static String toHtml(String text) {
    StringBuilder html = new StringBuilder();
    for (String line : lines(text).split("\n", -1)) {
      if (!html.isEmpty()) {
        html.append("<br>\n");
      }
      String escaped = Entities.escape(line.replace('\t', ' '));
      html.append(escaped.replace("  ", " &nbsp;").replaceAll("^ ", "&nbsp;"));
    }
    return html.toString();
  }

  /** Line ends as LF. */
  public static String lines(String text) {
    return text.replace("\r\n", "\n").replace('\r', '\n');
  }

  private static final class Reader implements NodeFilter {
    private final StringBuilder out = new StringBuilder();

    /** A blank that is owed, should more text follow on this line. */
    private boolean blank;

    /** Line ends that are owed, should more text follow at all. */
    private int breaks;

    @Override
    public FilterResult head(Node node, int depth) {
      if (node instanceof TextNode text) {
        write(text);
      } else if (node instanceof Element element) {
        if (UNSEEN.contains(element.normalName())) {
          return FilterResult.SKIP_ENTIRELY;
        }
        open(element);
      }
      return FilterResult.CONTINUE;
    }

    @Override
    public FilterResult tail(Node node, int depth) {
      if (node instanceof Element element) {
        close(element);
      }
      return FilterResult.CONTINUE;
    }

    private void write(TextNode node) {
      String text = lines(node.getWholeText());
      if (isPreformatted(node)) {
        for (String line : text.splitWithDelimiters("\n", -1)) {
          if (line.equals("\n")) {
            newLine();
          } else {
            append(line);
          }
        }
        return;
      }
      String[] words = BLANKS.split(text, -1);
      for (int i = 0; i < words.length; i++) {
        blank |= i > 0;
        append(words[i]);
      }
    }

    private static boolean isPreformatted(TextNode node) {
      return node.parent() instanceof Element parent && parent.closest("pre") != null;
    }

    private void append(String word) {
      if (word.isEmpty()) {
        return;
      }
      if (breaks > 0 && !out.isEmpty()) {
        out.append("\n".repeat(breaks));
      } else if (blank && !out.isEmpty() && out.charAt(out.length() - 1) != '\n') {
        out.append(' ');
      }
      breaks = 0;
      blank = false;
      out.append(word.replace('\u00A0', ' '));
    }

    private void newLine() {
      breaks++;
      blank = false;
    }

    private void block(int lines) {
      breaks = Math.max(breaks, lines);
      blank = false;
    }

    private void open(Element element) {
      switch (element.normalName()) {
        case "br" -> newLine();
        case "hr" -> block(1);
        case "li" -> {
          block(1);
          append("-");
          blank = true;
        }
        case "td", "th" -> blank = true;
        case "img" -> append(element.attr("alt").strip());
        default -> edge(element);
      }
    }

    private void close(Element element) {
      if (element.normalName().equals("a")) {
        String address = element.attr("href").strip();
        String shown = element.text().strip();
        String bare = address.replaceFirst("(?i)^(mailto|tel):", "");
        boolean outside = address.matches("(?i)(https?|mailto|tel):.+");
        if (outside && !shown.isEmpty() && !same(shown, bare)) {
          blank = true;
          append("<" + bare + ">");
        }
        return;
      }
      switch (element.normalName()) {
        case "br" -> {}
        case "td", "th" -> blank = true;
        default -> edge(element);
      }
    }

    private static boolean same(String shown, String address) {
      String plain = address.replaceFirst("(?i)^https?://", "").replaceFirst("/$", "");
      return shown
          .replaceFirst("(?i)^https?://", "")
          .replaceFirst("/$", "")
          .equalsIgnoreCase(plain);
    }

    private void edge(Element element) {
      if (PARAGRAPHS.contains(element.normalName())) {
        block(2);
      } else if (element.isBlock()) {
        block(1);
      }
    }

    String text() {
      return out.toString().replaceAll(" +\n", "\n").stripTrailing();
    }
  }
}

package io.lockstep.microsoft;

import io.lockstep.calendar.BodyText;
import io.lockstep.calendar.FoldedText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/**
 * What the mail service put into a body about its online meeting: how to join, numbers to dial. An
 * event whose body is written without it loses its meeting (reference/microsoft.md B6).
 *
 * @param html as it stood
 */
record MeetingBlock(String html) {
  private static final Pattern JOIN =
      Pattern.compile(
          "https://teams\\.(?:microsoft|live)\\.(?:com|us)/(?:l/meetup-join|meet)/.+",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern RULE = Pattern.compile("\\s*_{20,}\\s*");
  private static final String OF_TEAMS = "me-email-";

  /**
   * @param joinUrl the event's own link; empty = not known
   */
  static Optional<MeetingBlock> in(String html, String joinUrl) {
    Document document = Jsoup.parse(html);
    document.outputSettings().prettyPrint(false);
    for (Element link : document.select("a[href]")) {
      String address = link.attr("href").strip();
      if ((!joinUrl.isEmpty() && address.equals(joinUrl)) || JOIN.matcher(address).matches()) {
        return Optional.of(new MeetingBlock(html(around(document, link))));
      }
    }
    return Optional.empty();
  }

  private static String html(List<Node> nodes) {
    return nodes.stream().map(Node::outerHtml).collect(Collectors.joining("\n"));
  }

  /** Teams' own container with the rules beside it; what lies between two rules; or the link. */
  private static List<Node> around(Document document, Element link) {
    Element container = container(link);
    if (container != null) {
      List<Node> all = new ArrayList<>(List.of(container));
      Element before = container.previousElementSibling();
      if (before != null && isRule(before)) {
        all.add(0, before);
      }
      Element after = container.nextElementSibling();
      if (after != null && isRule(after)) {
        all.add(after);
      }
      return all;
    }
    List<Node> between = betweenRules(document, link);
    return between.isEmpty() ? List.of(link) : between;
  }

  private static @org.jspecify.annotations.Nullable Element container(Element link) {
    Element outermost = null;
    for (Element at : link.parents()) {
      if (at.classNames().stream().anyMatch(name -> name.startsWith(OF_TEAMS))) {
        outermost = at;
      }
    }
    return outermost;
  }

  private static boolean isRule(Element element) {
    return RULE.matcher(element.text()).matches();
  }

  private static List<Node> betweenRules(Document document, Element link) {
    TextNode first = null;
    TextNode last = null;
    boolean passed = false;
    List<Node> all = new ArrayList<>();
    document.body().traverse((node, depth) -> all.add(node));
    for (Node node : all) {
      passed |= node.equals(link);
      if (node instanceof TextNode text && RULE.matcher(text.text()).matches()) {
        if (!passed) {
          first = text;
        } else if (last == null) {
          last = text;
        }
      }
    }
    return first == null || last == null ? List.of() : siblings(first, last);
  }

  /** Where the two have a parent in common and nothing else shares their branches of it. */
  private static List<Node> siblings(TextNode first, TextNode last) {
    Node from = first;
    while (from.parent() instanceof Element parent && !holds(parent, last)) {
      if (!isRule(parent)) {
        return List.of();
      }
      from = parent;
    }
    Node to = last;
    while (to.parent() instanceof Element parent && parent != from.parent()) {
      if (!isRule(parent)) {
        return List.of();
      }
      to = parent;
    }
    Node common = from.parent();
    return common == null || common != to.parent()
        ? List.of()
        : common.childNodes().subList(from.siblingIndex(), to.siblingIndex() + 1);
  }

  private static boolean holds(Element parent, Node node) {
    for (Node at = node; at != null; at = at.parent()) {
      if (at == parent) {
        return true;
      }
    }
    return false;
  }

  /** A text that was read with the block in it, without the block's lines. */
  String without(String text) {
    List<String> ours =
        new ArrayList<>(
            Arrays.stream(BodyText.fromHtml(html).split("\n", -1))
                .map(FoldedText::of)
                .filter(line -> !line.isEmpty())
                .toList());
    List<String> lines = new ArrayList<>(Arrays.asList(BodyText.lines(text).split("\n", -1)));
    // From the end, where the block stands: a line of the person's own may be the same.
    Collections.reverse(lines);
    lines.removeIf(line -> ours.remove(FoldedText.of(line)));
    Collections.reverse(lines);
    return String.join("\n", lines).stripTrailing();
  }
}

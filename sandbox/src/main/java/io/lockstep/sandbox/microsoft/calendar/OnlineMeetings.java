package io.lockstep.sandbox.microsoft.calendar;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.microsoft.GraphJson;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/**
 * Teams meetings of events. How to join stands in the body too: who writes a body without it loses
 * the meeting (reference/microsoft.md B6).
 */
final class OnlineMeetings {
  static final String PROVIDER = "teamsForBusiness";
  private static final List<String> ALLOWED = List.of(PROVIDER);

  private final RandomGenerator random;

  OnlineMeetings(RandomGenerator random) {
    this.random = random;
  }

  /** Makes the event's meeting where the body asks for one; once made, nothing unmakes it so. */
  void apply(ObjectNode doc, ObjectNode body) {
    if (doc.path("isOnlineMeeting").asBoolean() || !body.path("isOnlineMeeting").asBoolean()) {
      return;
    }
    String provider = GraphJson.text(body, "onlineMeetingProvider", PROVIDER);
    if (!ALLOWED.contains(provider) && !provider.equals("unknown")) {
      throw EventRules.invalid("The calendar does not allow meetings of this provider.");
    }
    String thread = Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
    String number = String.format("%09d", random.nextInt(1_000_000_000));
    String url =
        "https://teams.microsoft.com/l/meetup-join/19%3ameeting_" + thread + "%40thread.v2/0";
    doc.put("isOnlineMeeting", true).put("onlineMeetingProvider", PROVIDER);
    doc.putObject("onlineMeeting")
        .put("joinUrl", url)
        .put("conferenceId", number)
        .put("tollNumber", "+1 555-0100");
    doc.put("html", withBlock(GraphJson.text(doc, "html", ""), url, number));
  }

  private static String withBlock(String html, String url, String number) {
    String block =
        "<div class=\"me-email-text\" style=\"color:#252424\">"
            + "<div>________________________________________________________________</div>"
            + "<a class=\"me-email-headline\" href=\""
            + url
            + "\" target=\"_blank\">Join the meeting</a>"
            + "<div>Conference ID: <span>"
            + number
            + "</span>#</div></div>";
    Document document = Jsoup.parse(html);
    document.outputSettings().prettyPrint(false);
    String before = document.body().html().strip();
    return ItemBody.html(
        GraphJson.object().put("contentType", "html").put("content", before + block));
  }

  /** After a body was written: without its join link the meeting is gone. */
  static void keepOrLose(ObjectNode doc) {
    String url = GraphJson.text(doc.path("onlineMeeting"), "joinUrl");
    if (url != null && !GraphJson.text(doc, "html", "").contains(url)) {
      doc.remove("onlineMeeting");
      doc.put("isOnlineMeeting", false).put("onlineMeetingProvider", "unknown");
    }
  }
}

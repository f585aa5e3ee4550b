package io.lockstep.microsoft;

import com.microsoft.graph.models.BodyType;
import com.microsoft.graph.models.Event;
import com.microsoft.graph.models.ItemBody;
import com.microsoft.graph.models.OnlineMeetingInfo;
import io.lockstep.calendar.BodyText;
import io.lockstep.calendar.EventField;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An event's body, which Exchange keeps as HTML and rewrites, and the core's plain text. */
final class Bodies {
  private Bodies() {}

  /** What a reader sees. */
  static String read(@Nullable ItemBody body) {
    String content = body == null ? null : body.getContent();
    if (body == null || content == null) {
      return "";
    }
    return body.getContentType() == BodyType.Text ? text(content) : BodyText.fromHtml(content);
  }

  static String text(String content) {
    return BodyText.lines(content).stripTrailing();
  }

  static String normal(String text) {
    return BodyText.fromHtml(BodyText.toHtml(text));
  }

  /** For a new event. */
  static ItemBody written(String text) {
    return html(BodyText.toHtml(text));
  }

  /**
   * For an event that is there: empty where its body says this already, so that its HTML stays; and
   * what the service put there about the online meeting stays in any case.
   */
  static Optional<ItemBody> rewritten(Event present, String text) {
    ItemBody body = present.getBody();
    String seen = read(body);
    if (key(seen).equals(key(text))) {
      return Optional.empty();
    }
    String content = body == null ? null : body.getContent();
    if (content == null) {
      return Optional.of(written(text));
    }
    MeetingBlock block = MeetingBlock.in(content, joinUrl(present)).orElse(null);
    if (block == null) {
      return Optional.of(written(text));
    }
    String own = block.without(text);
    return key(block.without(seen)).equals(key(own))
        ? Optional.empty()
        : Optional.of(
            html(own.isEmpty() ? block.html() : BodyText.toHtml(own) + "<br>\n" + block.html()));
  }

  private static String key(String text) {
    return EventField.comparisonKey(EventField.DESCRIPTION, text);
  }

  private static String joinUrl(Event event) {
    OnlineMeetingInfo meeting = event.getOnlineMeeting();
    String url = meeting == null ? null : meeting.getJoinUrl();
    return url == null ? "" : url;
  }

  private static ItemBody html(String content) {
    ItemBody body = new ItemBody();
    body.setContentType(BodyType.Html);
    body.setContent(content);
    return body;
  }
}

package io.lockstep.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "<div>a</div><div>b</div> | a~b",
        "a<br>b<br><br>c | a~b~~c",
        "<p>a</p><p>b</p> | a~~b",
        "<p>a <b>bold</b>~word</p> | a bold word",
        "<ul><li>one</li><li>two</li></ul> | - one~- two",
        "<a href='https://x.example/j'>Join</a> now | Join <https://x.example/j> now",
        "<a href='https://x.example/'>x.example</a> | x.example",
        "<a href='mailto:a@b.example'>a@b.example</a> | a@b.example",
        "<html><head><style>p{}</style><title>t</title></head><body>x</body></html> | x",
        "a&nbsp;&nbsp;b &lt;c&gt; &amp; d | a  b <c> & d",
        "<pre>a~  b</pre> | a~  b",
        "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table> | a b~c",
        "`` | ``"
      })
  void fromHtml_markup_isTheTextSeen(String html, String text) {
    assertThat(BodyText.fromHtml(html.replace('~', '\n'))).isEqualTo(text.replace('~', '\n'));
  }

  @RepeatedTest(10)
  void fromHtml_ofAnyText_readsBackForComparison(RepetitionInfo seed) {
    Random random = new Random(seed.getCurrentRepetition());
    for (int i = 0; i < 200; i++) {
      String text = RandomText.of(random).replace("\u0000", "").replace("\uD800", "");
      String back = BodyText.fromHtml(BodyText.toHtml(text));
      assertThat(EventField.comparisonKey(EventField.DESCRIPTION, back))
          .as(BodyText.toHtml(text))
          .isEqualTo(EventField.comparisonKey(EventField.DESCRIPTION, text));
    }
  }

  @Test
  void toHtml_linesAndBlanks_readBackExactly() {
    String text = "Dear <all>,\n\n  see  \"it\" & co\nbye";
    assertThat(BodyText.fromHtml(BodyText.toHtml(text))).isEqualTo(text);
  }

  @Test
  void fromHtml_deepNesting_doesNotOverflow() {
    assertThat(BodyText.fromHtml("<div>".repeat(20_000) + "x")).isEqualTo("x");
  }

  @Test
  void isHtml_comparisonSigns_areText() {
    assertThat(BodyText.isHtml("a < b and c > d <me@example.com>")).isFalse();
    assertThat(BodyText.isHtml("a<br>b")).isTrue();
  }
}

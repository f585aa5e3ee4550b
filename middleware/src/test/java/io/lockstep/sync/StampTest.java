package io.lockstep.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StampTest {
  private static final List<String> CATALOGUE = List.of("subject");
  private static final Baseline BASELINE =
      new Baseline(3, Map.of("subject", "abcd"), Map.of("subject", "abcd"));
  private static final String ANN = "005000000000001AAA";
  private static final String BOB = "005000000000002AAA";

  private static String stampOf(String userId) {
    return new Stamp(Stamp.writer(userId), "token", BASELINE).text(CATALOGUE);
  }

  @Test
  void parse_ownText_comesBackEqual() {
    assertThat(Stamp.parse(stampOf(ANN), CATALOGUE))
        .contains(new Stamp(Stamp.writer(ANN), "token", BASELINE));
  }

  @Test
  void left_writtenByAnotherMailbox_isNoBaselineOfThisOne() {
    assertThat(Stamp.left(stampOf(BOB), ANN, CATALOGUE)).isEmpty();
    assertThat(Stamp.left(stampOf(ANN), ANN, CATALOGUE)).contains(BASELINE);
  }

  @Test
  void left_writerUnknown_isNoBaseline() {
    assertThat(Stamp.left("token~" + BASELINE.text(CATALOGUE), ANN, CATALOGUE)).isEmpty();
  }

  @Test
  void text_longestIds_fitTheField() {
    assertThat(Stamp.writer(ANN)).hasSizeLessThanOrEqualTo(10);
  }
}

package io.lockstep.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventFieldTest {

  @RepeatedTest(20)
  void comparisonKey_anyText_isIdempotent(RepetitionInfo seed) {
    Random random = new Random(seed.getCurrentRepetition());
    for (int i = 0; i < 300; i++) {
      String text = RandomText.of(random);
      for (String field : EventField.ALL) {
        String key = EventField.comparisonKey(field, text);
        assertThat(EventField.comparisonKey(field, key)).isEqualTo(key);
      }
      String match = FoldedText.forMatching(text);
      assertThat(FoldedText.forMatching(match)).isEqualTo(match);
    }
  }

  @Test
  void comparisonKey_lineEndsBlanksAndComposition_areTheSame() {
    assertThat(EventField.comparisonKey(EventField.DESCRIPTION, "Cafe\u0301\r\n\u00A0at  9\n"))
        .isEqualTo(EventField.comparisonKey(EventField.DESCRIPTION, "Caf\u00e9 at 9"));
  }

  @ParameterizedTest
  @CsvSource({
    "time, 2026-03-01T09:00Z/2026-03-01T10:00Z, 2026-03-01T09:00:00Z/2026-03-01T10:00:00Z",
    "time, 2026-03-01/2026-03-02, 2026-03-01/2026-03-02",
    "time, soon, soon",
    "reminder, 015, 15",
    "reminder, 99999999999999, 99999999999999",
    "subject, Case Stays, Case Stays"
  })
  void comparisonKey_ofField_isCanonical(String field, String value, String key) {
    assertThat(EventField.comparisonKey(field, value)).isEqualTo(key);
  }

  @Test
  void forMatching_caseDiacriticsAndWidth_areTheSame() {
    assertThat(FoldedText.forMatching("ＭÜLLER  Straße İzmir"))
        .isEqualTo(FoldedText.forMatching("muller strasse izmir"));
  }
}

package io.lockstep.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoqlTest {

  @Test
  void text_isEscaped() {
    assertThat(Soql.text("O'Neil\\\n")).isEqualTo("'O\\'Neil\\\\\\n'");
  }

  @Test
  void groups_stayBelowTheStatementLimit() {
    List<String> values = IntStream.range(0, 900).mapToObj(i -> "'".repeat(255) + i).toList();

    List<List<String>> groups = Soql.groups(values, 2_000);

    assertThat(groups.stream().flatMap(List::stream)).containsExactlyElementsOf(values);
    assertThat(groups).allSatisfy(g -> assertThat(Soql.in(g).length()).isLessThan(90_000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"A = 'x'", "(A = 1 OR B = ')')", "A = 'it\\'s (' AND B = 2", ""})
  void filter_thatNarrows_isAccepted(String filter) {
    assertThat(Soql.staysInside(filter)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"A = 1) OR (B = 2", "(A = 1", "A = 'x", "A = 1)"})
  void filter_thatBreaksOut_isRefused(String filter) {
    assertThat(Soql.staysInside(filter)).isFalse();
  }
}

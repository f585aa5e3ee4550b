package io.lockstep.contact;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.calendar.RandomText;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class PostalAddressTest {

  @RepeatedTest(20)
  void parse_textOfAny_readsBack(RepetitionInfo seed) {
    Random random = new Random(seed.getCurrentRepetition());
    for (int i = 0; i < 200; i++) {
      PostalAddress address =
          new PostalAddress(
              RandomText.of(random),
              RandomText.of(random).replace("\r", ""),
              RandomText.of(random).replace("\r", ""),
              RandomText.of(random).replace("\r", ""),
              RandomText.of(random).replace("\r", ""));
      assertThat(PostalAddress.parse(address.text())).isEqualTo(address);
    }
  }

  @Test
  void text_emptyAddress_isEmpty() {
    assertThat(PostalAddress.NONE.text()).isEmpty();
    assertThat(PostalAddress.parse("")).isEqualTo(PostalAddress.NONE);
  }

  @Test
  void text_semicolonsAndLines_areEscaped() {
    assertThat(new PostalAddress("A;B\\\nC", "D", "", "", "E").text())
        .isEqualTo("A\\;B\\\\\\nC;D;;;E");
  }
}

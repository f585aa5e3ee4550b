package io.lockstep.microsoft;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ICalUidTest {
  private static final String OWN =
      "040000008200E00074C5B7101A82E0080000000010A1B2C3D4E5DC01000000000000000010000000"
          + "0123456789ABCDEF0123456789ABCDEF";

  @Test
  void exchangesOwn_staysAsItIs() {
    assertThat(ICalUid.of(OWN)).isEqualTo(OWN);
    assertThat(ICalUid.of("abc@google.com")).isEqualTo("abc@google.com");
    assertThat(ICalUid.of("")).isEmpty();
  }

  @Test
  void foreignOne_isTakenOutOfItsWrapping() {
    String foreign = "7kukuqrfedlm2f9t@google.com";
    String wrapped =
        "040000008200E00074C5B7101A82E008000000000000000000000000000000000000000033000000"
            + "7643616C2D55696401000000"
            + HexFormat.of()
                .formatHex(foreign.getBytes(StandardCharsets.UTF_8))
                .toUpperCase(Locale.ROOT)
            + "00";
    assertThat(ICalUid.of(wrapped)).isEqualTo(foreign);
  }
}

package io.lockstep.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackOffTest {
  private final Random random = new Random(1);

  @Test
  void firstFailure_isTriedAgainWithinASecondAndAHalf() {
    assertThat(BackOff.after(0, random)).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1_500));
  }

  @Test
  void aThrottleOfFourSeconds_isOverAtTheThirdRetryWithinNineSeconds() {
    Duration waited = Duration.ZERO;
    for (int i = 0; i < 3; i++) {
      waited = waited.plus(BackOff.after(i, random));
    }
    assertThat(waited).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(9));
  }

  @Test
  void manyFailures_waitNoLongerThanFiveMinutes() {
    assertThat(BackOff.after(1_000_000, random))
        .isBetween(BackOff.LONGEST, BackOff.LONGEST.plusMillis(500));
  }
}

package io.lockstep.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the nudges of an org cost in reads of its feed. */
class NudgedReadsTest {
  @Test
  void manyAtOnce_areReadAtOnceAndOnceMore_eachOrgForItself() throws InterruptedException {
    List<String> reads = new CopyOnWriteArrayList<>();
    Instant now = Instant.parse("2026-03-01T09:00:00Z");
    try (ScheduledExecutorService timer = Executors.newScheduledThreadPool(1)) {
      NudgedReads nudged = new NudgedReads(timer, () -> now, reads::add);
      for (int i = 0; i < 50; i++) {
        nudged.nudge("one");
      }
      nudged.nudge("other");
      timer.shutdown();
      assertThat(timer.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(reads).containsExactlyInAnyOrder("one", "one", "other");
  }
}

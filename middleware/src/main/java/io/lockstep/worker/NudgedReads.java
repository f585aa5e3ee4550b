package io.lockstep.worker;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Turns an org's nudges into reads of its feed: the first is read at once, those that follow within
 * two seconds are one read more. A load of thousands of rows nudges with every transaction, and
 * each read costs calls of the org's daily quota. A nudge that comes while a read runs is never
 * taken for answered by it, since that read may have passed the place already.
 */
final class NudgedReads {
  private static final Duration APART = Duration.ofSeconds(2);

  private final ScheduledExecutorService timer;
  private final InstantSource clock;
  private final Consumer<String> read;

  /** When each org's newest planned or begun read begins. */
  private final Map<String, Instant> begins = new HashMap<>();

  /**
   * @param read reads the feed of the org with this id; called on the timer's threads
   */
  NudgedReads(ScheduledExecutorService timer, InstantSource clock, Consumer<String> read) {
    this.timer = timer;
    this.clock = clock;
    this.read = read;
  }

  synchronized void nudge(String orgId) {
    Instant now = clock.instant();
    Instant newest = begins.getOrDefault(orgId, Instant.MIN);
    if (newest.isAfter(now)) {
      return; // that read is still to come, and will find this change too
    }
    Instant next = newest.equals(Instant.MIN) ? now : newest.plus(APART);
    Instant begin = next.isAfter(now) ? next : now;
    begins.put(orgId, begin);
    ScheduledFuture<?> unused =
        timer.schedule(
            () -> read.accept(orgId),
            Duration.between(now, begin).toMillis(),
            TimeUnit.MILLISECONDS);
  }
}

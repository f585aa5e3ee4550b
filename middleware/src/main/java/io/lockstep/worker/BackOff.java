package io.lockstep.worker;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before what failed is tried again: about a second at first, twice as long each
 * time, five minutes at most. Never quite the same, so that those who failed together do not return
 * together.
 */
final class BackOff {
  static final Duration LONGEST = Duration.ofMinutes(5);

  private BackOff() {}

  /**
   * @param failures how often it failed before this time; 0 = never
   */
  static Duration after(int failures, RandomGenerator random) {
    long seconds = Math.min(LONGEST.toSeconds(), 1L << Math.min(Math.max(failures, 0), 20));
    return Duration.ofSeconds(seconds).plusMillis(random.nextInt(500));
  }
}

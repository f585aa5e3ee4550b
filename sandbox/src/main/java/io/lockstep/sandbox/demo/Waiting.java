package io.lockstep.sandbox.demo;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Looks again and again until something is so. */
final class Waiting {
  private static final Duration PAUSE = Duration.ofMillis(300);

  private final Screen screen;
  private final BooleanSupplier possible;

  /**
   * @param possible whether it can still become so; once not, nobody waits any longer
   */
  Waiting(Screen screen, BooleanSupplier possible) {
    this.screen = screen;
    this.possible = possible;
  }

  /** Whether it became so in time. */
  boolean until(Duration most, BooleanSupplier so) throws InterruptedException {
    return until(most, PAUSE, so);
  }

  /**
   * @param pause between two looks
   */
  boolean until(Duration most, Duration pause, BooleanSupplier so) throws InterruptedException {
    long began = screen.nanos();
    while (!so.getAsBoolean()) {
      if (screen.nanos() - began > most.toNanos() || !possible.getAsBoolean()) {
        return false;
      }
      Thread.sleep(pause);
    }
    return true;
  }

  void pass(Duration time) throws InterruptedException {
    Thread.sleep(time);
  }
}

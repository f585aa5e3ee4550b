package io.lockstep.sandbox.frame;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * The time the simulated services live in: the machine's time plus an offset that can be set, and a
 * factor that shortens their delays (propagation, quota windows, renewals). Lifetimes of OAuth
 * tokens use the machine's own time, as the vendors' clients do.
 */
public final class SandboxClock {
  private final Supplier<Instant> machine;
  private volatile Duration offset = Duration.ZERO;
  private volatile double timeScale = 1;

  public SandboxClock(Supplier<Instant> machine) {
    this.machine = machine;
  }

  public Instant now() {
    return machine.get().plus(offset);
  }

  /** The machine's time, for token lifetimes. */
  public Instant realNow() {
    return machine.get();
  }

  public void set(Instant now) {
    offset = Duration.between(machine.get(), now);
  }

  public double timeScale() {
    return timeScale;
  }

  /** A scale of 60 makes a delay of one minute last one second. Must be positive. */
  public void timeScale(double scale) {
    if (!(scale > 0)) {
      throw new IllegalArgumentException("timeScale must be positive, not " + scale);
    }
    timeScale = scale;
  }

  /** How long a delay of the real service lasts here. */
  public Duration scaled(Duration real) {
    return Duration.ofNanos((long) (real.toNanos() / timeScale));
  }
}

package io.lockstep.state;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that moves only when told to. Begins at a fixed instant. */
public final class TestClock implements InstantSource {
  private Instant now = Instant.parse("2026-03-01T09:00:00Z");

  @Override
  public synchronized Instant instant() {
    return now;
  }

  public synchronized void advance(Duration by) {
    now = now.plus(by);
  }
}

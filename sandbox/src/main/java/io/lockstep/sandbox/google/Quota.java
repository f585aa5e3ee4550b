package io.lockstep.sandbox.google;

import io.lockstep.sandbox.frame.SandboxClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Counts of units over a sliding minute (scaled with the clock), by key. */
public final class Quota {
  private final SandboxClock clock;
  private final Map<String, Deque<Instant>> uses = new HashMap<>();

  public Quota(SandboxClock clock) {
    this.clock = clock;
  }

  /** Takes units from a limit per minute; false, and nothing taken, where they are not left. */
  public synchronized boolean take(String key, int units, int perMinute) {
    Instant now = clock.realNow();
    Instant oldest = now.minus(clock.scaled(Duration.ofMinutes(1)));
    Deque<Instant> used = uses.computeIfAbsent(key, k -> new ArrayDeque<>());
    while (!used.isEmpty() && used.getFirst().isBefore(oldest)) {
      used.removeFirst();
    }
    if (used.size() + units > perMinute) {
      return false;
    }
    for (int i = 0; i < units; i++) {
      used.addLast(now);
    }
    return true;
  }
}

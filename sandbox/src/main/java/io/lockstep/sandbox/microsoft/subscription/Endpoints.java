package io.lockstep.sandbox.microsoft.subscription;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * How fast receivers answer. Who is slow too often gets notifications late, and then not at all
 * (reference/microsoft.md D).
 */
final class Endpoints {
  /** What happens to a host's notifications. */
  enum State {
    normal,
    slow,
    dropped
  }

  private static final Duration WINDOW = Duration.ofMinutes(10);
  private static final int ENOUGH = 100;

  private record Answer(Instant at, boolean slow) {}

  private final Map<String, Deque<Answer>> answers = new HashMap<>();

  synchronized void answered(String host, Instant at, boolean slow) {
    recent(host, at).addLast(new Answer(at, slow));
  }

  synchronized State state(String host, Instant now) {
    Deque<Answer> recent = recent(host, now);
    long slow = recent.stream().filter(Answer::slow).count();
    if (recent.size() < ENOUGH || slow * 10 < recent.size()) {
      return State.normal;
    }
    return slow * 100 >= recent.size() * 15L ? State.dropped : State.slow;
  }

  private Deque<Answer> recent(String host, Instant now) {
    Deque<Answer> all = answers.computeIfAbsent(host, h -> new ArrayDeque<>());
    all.removeIf(a -> a.at().plus(WINDOW).isBefore(now));
    return all;
  }
}

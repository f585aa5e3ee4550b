package io.lockstep.sandbox.microsoft;

import io.lockstep.sandbox.frame.SandboxClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * What one application may do to one mailbox: so many requests in ten minutes, so many at once
 * (reference/microsoft.md E2). Refused requests count too.
 */
final class Throttle {
  private static final Duration WINDOW = Duration.ofMinutes(10);

  private static final class Use {
    final Deque<Instant> requests = new ArrayDeque<>();
    int running;
  }

  private final MicrosoftSettings settings;
  private final SandboxClock clock;
  private final Map<String, Use> uses = new HashMap<>();
  private int refusals;

  Throttle(MicrosoftSettings settings, SandboxClock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Takes a place; give it back with {@link #leave}.
   *
   * @throws GraphError 429
   */
  synchronized void enter(String key) {
    Use use = uses.computeIfAbsent(key, k -> new Use());
    Instant now = clock.realNow();
    Instant oldest = now.minus(clock.scaled(WINDOW));
    while (!use.requests.isEmpty() && use.requests.getFirst().isBefore(oldest)) {
      use.requests.removeFirst();
    }
    use.requests.addLast(now);
    if (use.requests.size() > settings.requestsPerMailbox) {
      throw limited("ApplicationThrottled", "Application is over its RequestsPerMailbox limit.");
    }
    if (use.running >= settings.concurrencyPerMailbox) {
      throw concurrency();
    }
    use.running++;
  }

  synchronized void leave(String key) {
    uses.computeIfAbsent(key, k -> new Use()).running--;
  }

  GraphError concurrency() {
    return limited("ApplicationThrottled", "Application is over its MailboxConcurrency limit.");
  }

  /** What a fault asks for: the real service has several ways to say it. */
  synchronized GraphError refusal() {
    return switch (refusals++ % 3) {
      case 0 -> concurrency();
      case 1 -> limited("TooManyRequests", "Please retry again later.");
      default ->
          limited("activityLimitReached", "The app or user has been throttled. Retry later.");
    };
  }

  private GraphError limited(String code, String message) {
    long seconds = Math.max(1, clock.scaled(settings.retryAfter).toSeconds());
    return new GraphError(429, code, message).with("Retry-After", Long.toString(seconds));
  }
}

package io.lockstep.sandbox.salesforce.nudge;

import io.lockstep.sandbox.frame.SandboxClock;
import io.lockstep.sandbox.salesforce.org.ChangedId;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The event bus behind {@code SyncNudge__e}, its subscriber, and the job that calls the middleware.
 * Events of commits come after the commit, late, some never; those that come together are one call.
 * A call that fails is not repeated, since the package's job does not; some are made twice by the
 * platform.
 */
public final class Nudges implements AutoCloseable {
  /**
   * What became of them.
   *
   * @param events that commits published
   * @param lost events that the bus lost
   * @param calls requests made
   * @param taken requests answered with 2xx
   */
  public record Counts(long events, long lost, long calls, long taken) {}

  private final String orgId;
  private final @Nullable CalloutToken token;
  private final SandboxClock clock;
  private final RandomGenerator random;
  private final AtomicReference<NudgeSettings> settings =
      new AtomicReference<>(NudgeSettings.off());
  private final List<Long> planned = new ArrayList<>();
  private Counts counts = new Counts(0, 0, 0, 0);
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "salesforce-nudges");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param orgId 18 characters
   * @param token null where the package has no credential to sign with
   */
  public Nudges(
      String orgId, @Nullable CalloutToken token, SandboxClock clock, RandomGenerator random) {
    this.orgId = orgId;
    this.token = token;
    this.clock = clock;
    this.random = random;
  }

  public NudgeSettings settings() {
    return get();
  }

  private NudgeSettings get() {
    NudgeSettings now = settings.get();
    return now == null ? NudgeSettings.off() : now;
  }

  /**
   * Takes effect for what is committed from now on.
   *
   * @throws IllegalArgumentException for a URL where the package has no credential
   */
  public void settings(NudgeSettings changed) {
    if (changed.url() != null && token == null) {
      throw new IllegalArgumentException("the org has no package that could nudge");
    }
    settings.set(changed);
  }

  public synchronized Counts counts() {
    return counts;
  }

  /** Null where the package has no credential. */
  public @Nullable CalloutToken token() {
    return token;
  }

  /** The org's listener: each call of it is one committed transaction. */
  public synchronized void published(List<ChangedId> changes) {
    NudgeSettings now = get();
    if (now.url() == null) {
      return;
    }
    // A trigger publishes one event for each object that its transaction saved.
    long events = changes.stream().map(ChangedId::object).distinct().count();
    for (int i = 0; i < events; i++) {
      boolean lost = random.nextDouble() < now.drop();
      count(1, lost ? 1 : 0, 0, 0);
      if (!lost) {
        deliver(now);
      }
    }
  }

  private void deliver(NudgeSettings now) {
    Duration spread = now.delayMax().minus(now.delayMin());
    Duration delay =
        now.delayMin().plus(Duration.ofMillis((long) (random.nextDouble() * spread.toMillis())));
    if (random.nextDouble() < now.reorder()) {
      delay = delay.plus(now.delayMax().multipliedBy(2));
    }
    long due = System.nanoTime() + clock.scaled(delay).toNanos();
    long gather = clock.scaled(now.gather()).toNanos();
    if (planned.stream().anyMatch(at -> at - due >= 0 && at - due <= gather)) {
      return; // the subscriber is handed this event together with others
    }
    planned.add(due + gather);
    plan(clock.scaled(delay).toNanos() + gather, () -> subscriber(now, due + gather));
  }

  /** The subscriber enqueues one job for all events it is handed. */
  private synchronized void subscriber(NudgeSettings now, long due) {
    planned.remove(due);
    int jobs = random.nextDouble() < now.burst() ? 3 : 1;
    for (int i = 0; i < jobs; i++) {
      job(now);
    }
    if (random.nextDouble() < now.duplicate()) {
      plan(clock.scaled(now.delayMax()).toNanos(), () -> job(now));
    }
  }

  private void job(NudgeSettings now) {
    CalloutToken signer = token;
    if (signer == null || now.url() == null) {
      return;
    }
    count(0, 0, 1, 0);
    NudgeCall call = new NudgeCall(http, now.url(), orgId, signer.sign());
    Thread.ofVirtual()
        .start(
            () -> {
              if (call.send()) {
                count(0, 0, 0, 1);
              }
            });
  }

  private synchronized void count(long events, long lost, long calls, long taken) {
    counts =
        new Counts(
            counts.events() + events,
            counts.lost() + lost,
            counts.calls() + calls,
            counts.taken() + taken);
  }

  private void plan(long nanos, Runnable what) {
    if (!timer.isShutdown()) {
      ScheduledFuture<?> unused = timer.schedule(what, nanos, TimeUnit.NANOSECONDS);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    http.shutdownNow();
  }
}

package io.lockstep.sandbox.salesforce.bulk;

import io.lockstep.sandbox.frame.SandboxClock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Works on jobs in the background, one after the other, each after the platform's delay. */
public final class BulkRunner implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(BulkRunner.class);

  private final SandboxClock clock;
  private final Duration delay;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> Thread.ofPlatform().daemon().name("salesforce-bulk").unstarted(work));

  public BulkRunner(SandboxClock clock, Duration delay) {
    this.clock = clock;
    this.delay = delay;
  }

  void later(Runnable work) {
    Future<?> unused =
        thread.schedule(() -> guarded(work), clock.scaled(delay).toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      log.error("a bulk job broke", e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}

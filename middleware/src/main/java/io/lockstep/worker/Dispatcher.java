package io.lockstep.worker;

import io.lockstep.call.Sleeper;
import io.lockstep.state.MailboxId;
import io.lockstep.state.WorkQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes mailboxes whose turn it is from the queue, and gives each turn back when it ended. */
final class Dispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  private static final Duration IDLE = Duration.ofMillis(200);
  private static final Duration QUEUE_UNREACHABLE = Duration.ofSeconds(1);
  private static final Duration CLAIM = Duration.ofMinutes(5);

  private final WorkQueue queue;
  private final Sleeper sleeper;
  private final PollTimes times;
  private final int threads;
  private final Semaphore free;
  private final Map<Long, WorkQueue.Claim> running = new ConcurrentHashMap<>();
  private volatile boolean closing;
  private volatile @Nullable Thread thread;

  Dispatcher(WorkQueue queue, Sleeper sleeper, PollTimes times, int threads) {
    this.queue = queue;
    this.sleeper = sleeper;
    this.times = times;
    this.threads = threads;
    this.free = new Semaphore(threads);
  }

  /**
   * @param turn what is done with a claim; it must end it by {@link #done}, {@link #again} or
   *     {@link #forget}
   */
  void start(Consumer<WorkQueue.Claim> turn) {
    thread = Thread.ofPlatform().name("dispatcher").start(() -> dispatch(turn));
  }

  boolean isStarted() {
    return thread != null;
  }

  private void dispatch(Consumer<WorkQueue.Claim> turn) {
    while (!closing) {
      try {
        if (!free.tryAcquire(IDLE.toMillis(), TimeUnit.MILLISECONDS)) {
          continue;
        }
        List<WorkQueue.Claim> claims = queue.claim(1);
        if (claims.isEmpty()) {
          free.release();
          sleeper.sleep(IDLE);
          continue;
        }
        WorkQueue.Claim claim = claims.getFirst();
        running.put(claim.token(), claim);
        Thread.ofVirtual().name("pass-" + claim.mailbox()).start(() -> work(claim, turn));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        free.release();
        if (!closing) {
          LOG.error("The work queue cannot be reached; it is tried again: {}", FaultPlaces.of(e));
          sleeper.sleep(QUEUE_UNREACHABLE);
        }
      }
    }
  }

  private void work(WorkQueue.Claim claim, Consumer<WorkQueue.Claim> turn) {
    try {
      turn.accept(claim);
    } catch (RuntimeException e) {
      LOG.error("A pass over {} failed: {}", claim.mailbox(), FaultPlaces.of(e));
      again(claim, times.backOff(claim.attempt()));
    } finally {
      running.remove(claim.token());
      free.release();
    }
  }

  /** The turn ended well; the next one is due then. */
  void done(WorkQueue.Claim claim, Instant due) {
    end(claim, () -> queue.done(current(claim), due));
  }

  /** The turn did not come to its end; it is tried again. */
  void again(WorkQueue.Claim claim, Duration wait) {
    end(claim, () -> queue.retry(current(claim), wait));
  }

  /** The mailbox has no turns any more. */
  void forget(WorkQueue.Claim claim) {
    end(claim, () -> queue.forget(List.of(claim.mailbox())));
  }

  private static void end(WorkQueue.Claim claim, Runnable end) {
    try {
      end.run();
    } catch (RuntimeException e) {
      LOG.warn(
          "The turn of {} could not be given back and lapses by itself: {}",
          claim.mailbox(),
          FaultPlaces.of(e));
    }
  }

  private WorkQueue.Claim current(WorkQueue.Claim claim) {
    return running.getOrDefault(claim.token(), claim);
  }

  /** A pass may take longer than a claim holds. */
  void keepClaims() {
    running.forEach(
        (token, claim) ->
            queue.extend(claim, CLAIM).ifPresent(longer -> running.replace(token, longer)));
  }

  /** The mailboxes under way in this process. */
  Set<MailboxId> running() {
    return running.values().stream().map(WorkQueue.Claim::mailbox).collect(Collectors.toSet());
  }

  /** Lets running passes end; those that do not are taken up again by whoever claims them next. */
  void close() {
    closing = true;
    Thread dispatching = thread;
    if (dispatching != null) {
      dispatching.interrupt();
    }
    boolean idle;
    try {
      idle = free.tryAcquire(threads, 20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      idle = false;
    }
    if (!idle) {
      LOG.warn("Some passes did not end in time; they are taken up again at the next start");
    }
  }
}

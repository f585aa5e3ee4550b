package io.lockstep.sandbox.itip;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries meetings and replies from one service to another, a while later and in the order in which
 * they were sent. Whatever no service hosts goes to the outside world and is gone.
 */
public final class PostOffice implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PostOffice.class);

  private final List<MailService> services = new CopyOnWriteArrayList<>();
  private final ScheduledThreadPoolExecutor carrier =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            Thread thread = new Thread(task, "post");
            thread.setDaemon(true);
            return thread;
          });

  public void join(MailService service) {
    services.add(service);
  }

  /**
   * @param after how long the mail is under way, in real time
   */
  public void send(Meeting meeting, String address, Duration after) {
    later(after, address, service -> service.receive(meeting, address));
  }

  public void send(Reply reply, Duration after) {
    later(after, reply.organizer(), service -> service.receive(reply));
  }

  private void later(
      Duration after, String address, java.util.function.Consumer<MailService> delivery) {
    if (carrier.isShutdown()) {
      return;
    }
    ScheduledFuture<?> unused =
        carrier.schedule(
            () -> {
              for (MailService service : services) {
                if (service.hosts(address)) {
                  deliver(service, delivery);
                }
              }
            },
            after.toNanos(),
            TimeUnit.NANOSECONDS);
  }

  /** Waits until nothing is under way any more, answers to what arrives included. */
  public void settle() {
    try {
      while (!carrier.isShutdown()) {
        carrier.submit(() -> {}).get();
        if (carrier.getQueue().isEmpty()) {
          return;
        }
        Thread.sleep(1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("nothing to be done failed", e);
    }
  }

  private static void deliver(
      MailService service, java.util.function.Consumer<MailService> delivery) {
    try {
      delivery.accept(service);
    } catch (RuntimeException e) {
      // One mail that cannot be put into a calendar must not stop those behind it.
      log.error("a meeting could not be delivered", e);
    }
  }

  @Override
  public void close() {
    carrier.shutdownNow();
  }
}

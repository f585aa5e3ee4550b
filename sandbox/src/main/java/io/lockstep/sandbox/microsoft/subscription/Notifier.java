package io.lockstep.sandbox.microsoft.subscription;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.frame.SandboxClock;
import io.lockstep.sandbox.microsoft.GraphJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls receivers back: notifications for one address are gathered for a moment and share a call;
 * what is not taken with a 2xx is tried again with growing pauses, for hours.
 */
final class Notifier implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Notifier.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
  private static final Duration DELAYED = Duration.ofMinutes(10);

  /** Makes the body of one notification when it is sent; null where it is due no more. */
  interface Draft extends Supplier<@Nullable ObjectNode> {}

  private final SubscriptionSettings settings;
  private final SandboxClock clock;
  private final RandomGenerator random;
  private final HttpClient http;
  private final Endpoints endpoints = new Endpoints();
  private final Map<URI, List<Draft>> waiting = new HashMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "graph-notifications");
            thread.setDaemon(true);
            return thread;
          });

  Notifier(
      SubscriptionSettings settings, SandboxClock clock, RandomGenerator random, HttpClient http) {
    this.settings = settings;
    this.clock = clock;
    this.random = random;
    this.http = http;
  }

  /** Sends a notification a short while later. */
  void later(URI url, Draft draft) {
    boolean alone;
    synchronized (waiting) {
      List<Draft> queue = waiting.computeIfAbsent(url, u -> new ArrayList<>());
      alone = queue.isEmpty();
      queue.add(draft);
    }
    if (alone) {
      long most = Math.max(1, settings.notificationDelayMost.toMillis());
      Duration delay = Duration.ofMillis(random.nextLong(most / 10, most + 1));
      Endpoints.State state = endpoints.state(url.getAuthority(), clock.now());
      after(state == Endpoints.State.slow ? DELAYED : delay, () -> flush(url));
    }
  }

  private void after(Duration delay, Runnable work) {
    if (!timer.isShutdown()) {
      ScheduledFuture<?> unused =
          timer.schedule(
              () -> {
                Thread.ofVirtual().start(work);
              },
              clock.scaled(delay).toNanos(),
              TimeUnit.NANOSECONDS);
    }
  }

  private void flush(URI url) {
    List<Draft> due;
    synchronized (waiting) {
      List<Draft> queue = waiting.remove(url);
      due = queue == null ? List.of() : queue;
    }
    if (endpoints.state(url.getAuthority(), clock.now()) == Endpoints.State.dropped) {
      log.warn("notifications are dropped: the receiver was slow too often");
      return;
    }
    ArrayNode value = GraphJson.array();
    for (Draft draft : due) {
      ObjectNode one = draft.get();
      if (one != null) {
        value.add(one);
      }
      if (value.size() >= settings.notificationsPerCall) {
        send(url, value, clock.now(), 1);
        value = GraphJson.array();
      }
    }
    if (!value.isEmpty()) {
      send(url, value, clock.now(), 1);
    }
  }

  private void send(URI url, ArrayNode value, Instant first, int attempt) {
    ObjectNode body = GraphJson.object();
    body.set("value", value);
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofString(GraphJson.write(body)))
            .build();
    Instant began = clock.realNow();
    boolean taken = false;
    try {
      taken = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() / 100 == 2;
    } catch (IOException e) {
      log.debug("a notification could not be delivered", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    boolean slow = Duration.between(began, clock.realNow()).compareTo(settings.slowAnswer) > 0;
    endpoints.answered(url.getAuthority(), clock.now(), slow);
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempt, 12));
    Instant last = first.plus(clock.scaled(settings.notificationRetry));
    if (!taken && clock.now().plus(clock.scaled(pause)).isBefore(last)) {
      after(pause, () -> send(url, value, first, attempt + 1));
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}

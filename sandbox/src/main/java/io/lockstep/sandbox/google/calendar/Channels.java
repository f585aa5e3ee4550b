package io.lockstep.sandbox.google.calendar;

import io.lockstep.sandbox.frame.SandboxClock;
import io.lockstep.sandbox.google.GoogleSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Push channels. Each change of a watched calendar is told by a POST without a body, a short while
 * later; 500, 502, 503 and 504 are tried again with growing pauses, every other answer is final.
 */
final class Channels implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Channels.class);
  private static final Set<Integer> RETRIED = Set.of(500, 502, 503, 504);
  private static final int TRIES = 6;
  private static final DateTimeFormatter RFC1123 =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /** A watch on one calendar's events. */
  record Channel(
      String id,
      @Nullable String token,
      URI address,
      String resourceId,
      String resourceUri,
      String calendarId,
      String user,
      String client,
      Instant expires,
      AtomicLong messages) {}

  private final GoogleSettings settings;
  private final SandboxClock clock;
  private final RandomGenerator random;
  private final Map<String, Channel> channels = new ConcurrentHashMap<>();
  private final Set<String> used = ConcurrentHashMap.newKeySet();
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "google-push");
            thread.setDaemon(true);
            return thread;
          });

  Channels(GoogleSettings settings, SandboxClock clock, RandomGenerator random) {
    this.settings = settings;
    this.clock = clock;
    this.random = random;
  }

  /** Opens a channel and sends its {@code sync} message; false where the id was used before. */
  boolean open(Channel channel) {
    if (!used.add(channel.id())) {
      return false;
    }
    channels.put(channel.id(), channel);
    send(channel, "sync", channel.messages().incrementAndGet(), Duration.ZERO, 1);
    return true;
  }

  /** Ends a channel of this user and client; false where there is none of that id and resource. */
  boolean stop(String id, String resourceId, String user, String client) {
    Channel channel = channels.get(id);
    if (channel == null
        || !channel.resourceId().equals(resourceId)
        || !channel.user().equals(user)
        || !channel.client().equals(client)) {
      return false;
    }
    channels.remove(id);
    return true;
  }

  List<Channel> open() {
    channels.values().removeIf(c -> !c.expires().isAfter(clock.now()));
    return List.copyOf(channels.values());
  }

  /** Tells all channels of a calendar that something changed there. */
  void changed(String calendarId) {
    for (Channel channel : open()) {
      if (channel.calendarId().equals(calendarId)) {
        notifyLater(channel);
      }
    }
  }

  private void notifyLater(Channel channel) {
    // Numbers grow but are not consecutive.
    long number = channel.messages().addAndGet(1 + random.nextInt(3));
    if (random.nextDouble() < settings.pushDrop) {
      return;
    }
    long most = Math.max(1, settings.pushDelayMax.toMillis());
    Duration delay = Duration.ofMillis(random.nextLong(most / 10, most + 1));
    if (random.nextDouble() < settings.pushReorder) {
      delay = delay.plus(settings.pushDelayMax.multipliedBy(2));
    }
    send(channel, "exists", number, delay, 1);
    if (random.nextDouble() < settings.pushDuplicate) {
      send(channel, "exists", number, delay.multipliedBy(2), 1);
    }
  }

  private void send(Channel channel, String state, long number, Duration delay, int attempt) {
    if (timer.isShutdown()) {
      return;
    }
    ScheduledFuture<?> unused =
        timer.schedule(
            () -> {
              Thread.ofVirtual().start(() -> post(channel, state, number, attempt));
            },
            clock.scaled(delay).toNanos(),
            TimeUnit.NANOSECONDS);
  }

  private void post(Channel channel, String state, long number, int attempt) {
    if (!channels.containsKey(channel.id()) || !channel.expires().isAfter(clock.now())) {
      return;
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(channel.address())
            .timeout(Duration.ofSeconds(10))
            .header(
                "User-Agent",
                "APIs-Google; (+https://developers.google.com/webmasters/APIs-Google)")
            .header("X-Goog-Channel-ID", channel.id())
            .header("X-Goog-Channel-Expiration", RFC1123.format(channel.expires()))
            .header("X-Goog-Resource-ID", channel.resourceId())
            .header("X-Goog-Resource-URI", channel.resourceUri())
            .header("X-Goog-Resource-State", state)
            .header("X-Goog-Message-Number", Long.toString(number))
            .POST(HttpRequest.BodyPublishers.noBody());
    if (channel.token() != null) {
      request.header("X-Goog-Channel-Token", channel.token());
    }
    try {
      int status = http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
      if (RETRIED.contains(status) && attempt < TRIES) {
        Duration pause = Duration.ofSeconds(1L << attempt);
        send(channel, state, number, pause, attempt + 1);
      }
    } catch (IOException e) {
      // As with the real service, a receiver that cannot be reached loses the notification.
      log.debug("a notification for channel {} was lost", channel.id(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    http.shutdownNow();
  }
}

package io.lockstep.google;

import com.google.api.services.calendar.Calendar;
import com.google.api.services.calendar.model.Channel;
import io.lockstep.call.CallFailed;
import io.lockstep.call.Failure;
import io.lockstep.call.FailureKind;
import io.lockstep.call.Result;
import io.lockstep.call.Sleeper;
import io.lockstep.port.PortException;
import io.lockstep.push.ChannelSecret;
import io.lockstep.push.ChannelStore;
import io.lockstep.push.WatchChannel;
import io.lockstep.state.MailboxId;
import io.lockstep.sync.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Push channels of Google Calendar: started, renewed before they end and stopped; and the check of
 * what arrives on them. Contacts have no push. Losing a notification is harmless, a poll finds what
 * it would have said.
 */
public final class GoogleWatch {
  /** Google's longest. */
  private static final Duration LIFE = Duration.ofDays(7);

  /** "Look at this mailbox." */
  public record Hint(MailboxId mailbox, Kind kind) {}

  private final ChannelStore channels;
  private final URI receiver;
  private final Duration renewBefore;
  private final SecureRandom random;
  private final InstantSource clock;
  private final Sleeper sleeper;

  /**
   * @param receiver where Google sends notifications: https, a certificate Google trusts
   * @param renewBefore how long before its end a channel is replaced
   */
  public GoogleWatch(
      ChannelStore channels,
      URI receiver,
      Duration renewBefore,
      SecureRandom random,
      InstantSource clock,
      Sleeper sleeper) {
    this.channels = channels;
    this.receiver = receiver;
    this.renewBefore = renewBefore;
    this.random = random;
    this.clock = clock;
    this.sleeper = sleeper;
  }

  /**
   * Watches the primary calendar.
   *
   * @throws PortException where Google refused; {@code AccessLost} with code {@code
   *     push.webhookUrlUnauthorized} or {@code push.webhookUrlNotHttps} where it does not accept
   *     the receiver
   */
  public WatchChannel start(GoogleConnection connection, String address, MailboxId mailbox) {
    String id = ChannelSecret.fresh(random, 24);
    String token = ChannelSecret.fresh(random, 32);
    Instant wanted = clock.instant().plus(LIFE);
    WatchChannel channel =
        new WatchChannel(id, mailbox, address, "", ChannelSecret.hash(token), wanted);
    // Before the call: its first notification may overtake its answer.
    channels.save(channel);
    try {
      Channel answer =
          calls(connection).once(request(connection.calendar(address), id, token, wanted));
      Instant expires =
          answer.getExpiration() == null ? wanted : Instant.ofEpochMilli(answer.getExpiration());
      WatchChannel started =
          new WatchChannel(
              id,
              mailbox,
              address,
              answer.getResourceId() == null ? "" : answer.getResourceId(),
              channel.tokenHash(),
              expires);
      channels.save(started);
      return started;
    } catch (CallFailed e) {
      if (e.failure().nothingDone()) {
        channels.remove(id);
      }
      // Otherwise it may be running: its notifications are welcome until it ends.
      throw refused(e.failure());
    }
  }

  private static PortException refused(Failure failure) {
    // Google answers some of these with 401, though no sign-in mends them.
    if (failure.code().startsWith("push.")) {
      return new PortException.AccessLost(
          failure.code(),
          PortException.AccessLost.Mender.OPERATOR,
          "Google does not accept the address for notifications. It must be https with a"
              + " certificate of a public authority. Until then the calendar is polled.",
          failure.cause());
    }
    return failure.asException();
  }

  private Calendar.Events.Watch request(
      Calendar calendar, String id, String token, Instant wanted) {
    try {
      return calendar
          .events()
          .watch(
              GoogleEvents.PRIMARY,
              new Channel()
                  .setId(id)
                  .setType("web_hook")
                  .setAddress(receiver.toString())
                  .setToken(token)
                  .setExpiration(wanted.toEpochMilli()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a channel should be replaced now. */
  public boolean isDue(WatchChannel channel) {
    return !clock.instant().isBefore(channel.expires().minus(renewBefore));
  }

  /**
   * Sees to it that one channel with some life left watches the mailbox. The new one is running
   * before an old one stops, so notifications overlap rather than fail.
   */
  public WatchChannel renew(GoogleConnection connection, String address, MailboxId mailbox) {
    List<WatchChannel> before = channels.of(mailbox);
    Optional<WatchChannel> fresh =
        before.stream()
            .filter(c -> !c.resourceId().isEmpty() && c.address().equals(address) && !isDue(c))
            .findFirst();
    WatchChannel kept = fresh.orElseGet(() -> start(connection, address, mailbox));
    for (WatchChannel old : before) {
      if (!old.id().equals(kept.id())) {
        stop(connection, old);
      }
    }
    return kept;
  }

  /**
   * Stops a channel; one that has ended or is unknown to Google counts as stopped.
   *
   * @throws PortException where it is not known; the channel stays remembered
   */
  public void stop(GoogleConnection connection, WatchChannel channel) {
    boolean running = clock.instant().isBefore(channel.expires());
    if (running && channel.resourceId().isEmpty()) {
      // Its start was never answered: Google names no resource, so it cannot be stopped. It ends.
      return;
    }
    if (running) {
      try {
        Result<Void> result =
            calls(connection)
                .attempt(
                    connection
                        .calendar(channel.address())
                        .channels()
                        .stop(
                            new Channel().setId(channel.id()).setResourceId(channel.resourceId())));
        if (result instanceof Result.Failed<Void>(Failure failure)
            && !failure.is(FailureKind.ABSENT)) {
          throw failure.asException();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    channels.remove(channel.id());
  }

  /**
   * What a notification says, if it is one: channel, secret, resource and life are checked. Empty
   * for a forged or outdated one, and for the {@code sync} message that only opens a channel.
   *
   * @param headers by lower-case name
   */
  public Optional<Hint> hint(Map<String, String> headers) {
    Optional<WatchChannel> found = channels.byId(headers.getOrDefault("x-goog-channel-id", ""));
    String token = headers.getOrDefault("x-goog-channel-token", "");
    // Compared whether or not there is such a channel, so that time tells nothing.
    boolean secretHolds =
        ChannelSecret.matches(token, found.map(WatchChannel::tokenHash).orElse(""));
    if (found.isEmpty() || !secretHolds) {
      return Optional.empty();
    }
    WatchChannel channel = found.get();
    String resource = headers.getOrDefault("x-goog-resource-id", "");
    boolean sameResource = channel.resourceId().isEmpty() || channel.resourceId().equals(resource);
    boolean alive = clock.instant().isBefore(channel.expires());
    boolean change = isChange(headers.get("x-goog-resource-state"));
    return sameResource && alive && change
        ? Optional.of(new Hint(channel.mailbox(), Kind.EVENT))
        : Optional.empty();
  }

  private static boolean isChange(@Nullable String state) {
    return "exists".equals(state) || "not_exists".equals(state);
  }

  private GoogleCalls calls(GoogleConnection connection) {
    return new GoogleCalls(new FailureReader(connection.grantKind(), random), sleeper, random);
  }
}

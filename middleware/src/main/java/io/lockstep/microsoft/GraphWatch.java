package io.lockstep.microsoft;

import com.microsoft.graph.models.Subscription;
import com.microsoft.kiota.RequestInformation;
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
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Subscriptions of Graph to a mailbox's events and contacts: made, renewed in good time, made anew
 * where Graph dropped them; and the check of what arrives on them. Losing a notification is
 * harmless, a poll finds what it would have said.
 */
public final class GraphWatch {
  /** Graph's longest is seven days; asked for a little less, as clocks differ. */
  private static final Duration LIFE = Duration.ofDays(7).minusMinutes(15);

  /** What some clouds still hold to. */
  private static final Duration SHORTER_LIFE = Duration.ofMinutes(4_230 - 15);

  /** So that even the shorter life is not extended at every look. */
  private static final Duration RENEWED_BEFORE = SHORTER_LIFE.dividedBy(2);

  /** Graph raises anything shorter. */
  private static final Duration SOON = Duration.ofMinutes(45);

  private final ChannelStore channels;
  private final URI receiver;
  private final SecureRandom random;
  private final InstantSource clock;
  private final Sleeper sleeper;

  /**
   * @param receiver where Graph sends notifications: https, a certificate of a public authority; it
   *     must answer while a subscription is being made
   */
  public GraphWatch(
      ChannelStore channels,
      URI receiver,
      SecureRandom random,
      InstantSource clock,
      Sleeper sleeper) {
    this.channels = channels;
    this.receiver = receiver;
    this.random = random;
    this.clock = clock;
    this.sleeper = sleeper;
  }

  /**
   * Sees to it that both kinds are watched with some life left.
   *
   * @throws PortException where Graph refused
   */
  public void renew(
      GraphConnection connection, String address, MailboxId mailbox, Set<Kind> kinds) {
    GraphCalls calls = connection.calls(address, sleeper, random);
    List<WatchChannel> before = channels.of(mailbox);
    try {
      for (Kind kind : kinds) {
        renew(connection, calls, address, mailbox, kind, before);
      }
    } catch (CallFailed e) {
      throw refused(e.failure());
    }
  }

  private void renew(
      GraphConnection connection,
      GraphCalls calls,
      String address,
      MailboxId mailbox,
      Kind kind,
      List<WatchChannel> before) {
    Optional<WatchChannel> standing =
        before.stream()
            .filter(c -> c.id().startsWith(prefix(kind)) && c.address().equals(address))
            .filter(c -> !c.resourceId().isEmpty())
            .findFirst();
    if (standing.isPresent() && !isDue(standing.get())) {
      return;
    }
    if (standing.isPresent() && extended(connection, calls, standing.get())) {
      return;
    }
    start(connection, calls, address, mailbox, kind);
    for (WatchChannel old : before) {
      if (old.id().startsWith(prefix(kind))) {
        stop(connection, calls, old);
      }
    }
  }

  /** Whether less than a day and a half of its life is left. */
  public boolean isDue(WatchChannel channel) {
    return !clock.instant().isBefore(channel.expires().minus(RENEWED_BEFORE));
  }

  private static String prefix(Kind kind) {
    return "graph-" + (kind == Kind.EVENT ? "events" : "contacts") + "-";
  }

  /** Also what a subscription asks for that must be authorized again. False where it is gone. */
  private boolean extended(GraphConnection connection, GraphCalls calls, WatchChannel channel) {
    Result<Subscription> result = extension(connection, calls, channel, LIFE);
    if (isRefused(result)) {
      result = extension(connection, calls, channel, SHORTER_LIFE);
    }
    return switch (result) {
      case Result.Done<Subscription>(Subscription answer) -> {
        channels.save(
            new WatchChannel(
                channel.id(),
                channel.mailbox(),
                channel.address(),
                channel.resourceId(),
                channel.tokenHash(),
                expires(answer)));
        yield true;
      }
      case Result.Failed<Subscription>(Failure failure)
          when failure.is(FailureKind.ABSENT)
              || failure.is(FailureKind.REFUSED)
              || failure.code().equalsIgnoreCase("ResourceNotFound") ->
          false;
      case Result.Failed<Subscription>(Failure failure) -> throw new CallFailed(failure);
    };
  }

  private Result<Subscription> extension(
      GraphConnection connection, GraphCalls calls, WatchChannel channel, Duration life) {
    return calls.attempt(
        () -> {
          Subscription change = new Subscription();
          change.setExpirationDateTime(clock.instant().plus(life).atOffset(ZoneOffset.UTC));
          return connection
              .client()
              .subscriptions()
              .bySubscriptionId(channel.resourceId())
              .toPatchRequestInformation(change);
        },
        Subscription::createFromDiscriminatorValue);
  }

  private static boolean isRefused(Result<Subscription> result) {
    return result instanceof Result.Failed<Subscription>(Failure failure)
        && failure.is(FailureKind.REFUSED);
  }

  private void start(
      GraphConnection connection, GraphCalls calls, String address, MailboxId mailbox, Kind kind) {
    String id = prefix(kind) + ChannelSecret.fresh(random, 12);
    String secret = ChannelSecret.fresh(random, 32);
    WatchChannel channel =
        new WatchChannel(
            id, mailbox, address, "", ChannelSecret.hash(secret), clock.instant().plus(LIFE));
    // Before the call: its first notification may overtake its answer.
    channels.save(channel);
    Result<Subscription> result = creation(connection, calls, channel, kind, secret, LIFE);
    if (isRefused(result)) {
      result = creation(connection, calls, channel, kind, secret, SHORTER_LIFE);
    }
    switch (result) {
      case Result.Done<Subscription>(Subscription answer) ->
          channels.save(
              new WatchChannel(
                  id,
                  mailbox,
                  address,
                  answer == null || answer.getId() == null ? "" : answer.getId(),
                  channel.tokenHash(),
                  expires(answer)));
      case Result.Failed<Subscription>(Failure failure) -> {
        if (failure.nothingDone()) {
          channels.remove(id);
        }
        // Otherwise it may stand: its notifications are welcome until it ends.
        throw new CallFailed(failure);
      }
    }
  }

  private Result<Subscription> creation(
      GraphConnection connection,
      GraphCalls calls,
      WatchChannel channel,
      Kind kind,
      String secret,
      Duration life) {
    return calls.attempt(
        () -> {
          Subscription wanted = new Subscription();
          wanted.setChangeType("created,updated,deleted");
          wanted.setNotificationUrl(receiver.toString());
          wanted.setLifecycleNotificationUrl(receiver.toString());
          wanted.setResource(
              connection.path(channel.address()) + (kind == Kind.EVENT ? "/events" : "/contacts"));
          wanted.setExpirationDateTime(clock.instant().plus(life).atOffset(ZoneOffset.UTC));
          wanted.setClientState(channel.id() + "." + secret);
          wanted.setLatestSupportedTlsVersion("v1_2");
          RequestInformation request =
              connection.client().subscriptions().toPostRequestInformation(wanted);
          return Preferences.on(request);
        },
        Subscription::createFromDiscriminatorValue);
  }

  private Instant expires(@Nullable Subscription answer) {
    return answer == null || answer.getExpirationDateTime() == null
        ? clock.instant().plus(SOON)
        : answer.getExpirationDateTime().toInstant();
  }

  /** One that has ended or is unknown to Graph counts as stopped. */
  private void stop(GraphConnection connection, GraphCalls calls, WatchChannel channel) {
    if (!channel.resourceId().isEmpty() && clock.instant().isBefore(channel.expires())) {
      Result<Subscription> result =
          calls.attempt(
              () ->
                  connection
                      .client()
                      .subscriptions()
                      .bySubscriptionId(channel.resourceId())
                      .toDeleteRequestInformation(),
              null);
      if (result instanceof Result.Failed<Subscription>(Failure failure)
          && !failure.nothingDone()) {
        return; // not known: it stays remembered and is stopped the next time
      }
    }
    channels.remove(channel.id());
  }

  private static PortException refused(Failure failure) {
    if (failure.is(FailureKind.REFUSED) || failure.is(FailureKind.DUPLICATE)) {
      return new PortException.AccessLost(
          failure.code(),
          PortException.AccessLost.Mender.OPERATOR,
          "Microsoft 365 does not accept the address for notifications. It must be https with a"
              + " certificate of a public authority, and answer Microsoft within ten seconds. Until"
              + " then the mailbox is polled.",
          failure.cause());
    }
    return failure.asException();
  }

  /**
   * The mailboxes to look at, after a request of Graph: each notification's secret is checked, and
   * what Graph says of a subscription's life is taken to heart. Forged ones say nothing.
   */
  public List<MailboxId> hints(String body) {
    Set<MailboxId> mailboxes = new LinkedHashSet<>();
    for (Notification one : Notification.all(body)) {
      known(one)
          .ifPresent(
              channel -> {
                heed(one, channel);
                mailboxes.add(channel.mailbox());
              });
    }
    return new ArrayList<>(mailboxes);
  }

  private Optional<WatchChannel> known(Notification one) {
    int dot = one.clientState().lastIndexOf('.');
    String id = dot < 0 ? "" : one.clientState().substring(0, dot);
    String secret = one.clientState().substring(dot + 1);
    Optional<WatchChannel> found = id.isEmpty() ? Optional.empty() : channels.byId(id);
    // Compared whether or not there is such a channel, so that time tells nothing.
    boolean holds = ChannelSecret.matches(secret, found.map(WatchChannel::tokenHash).orElse(""));
    return holds ? found : Optional.empty();
  }

  private void heed(Notification one, WatchChannel channel) {
    switch (one.lifecycleEvent()) {
      // The pass that follows makes a new one.
      case "subscriptionRemoved" -> channels.remove(channel.id());
      // The pass that follows extends it, which also authorizes it.
      case "reauthorizationRequired" ->
          channels.save(
              new WatchChannel(
                  channel.id(),
                  channel.mailbox(),
                  channel.address(),
                  channel.resourceId(),
                  channel.tokenHash(),
                  clock.instant().plus(SOON)));
      // Notifications were missed, or an ordinary change: the pass that follows reads the feed.
      default -> {}
    }
  }
}

package io.lockstep.sandbox.microsoft.subscription;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.frame.SandboxClock;
import io.lockstep.sandbox.microsoft.ChangeLog;
import io.lockstep.sandbox.microsoft.GraphError;
import io.lockstep.sandbox.microsoft.GraphJson;
import io.lockstep.sandbox.microsoft.GraphMailbox;
import io.lockstep.sandbox.microsoft.GraphSession;
import io.lockstep.sandbox.microsoft.GraphUser;
import io.lockstep.sandbox.microsoft.SimulatedMicrosoft;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The subscriptions of all applications, and what is told to them. May be used from any thread. */
public final class Subscriptions implements AutoCloseable {
  /** Events about a subscription itself. */
  public enum Lifecycle {
    reauthorizationRequired,
    subscriptionRemoved,
    missed
  }

  final SubscriptionSettings settings;
  final SimulatedMicrosoft microsoft;
  final SandboxClock clock;
  final Handshake handshake;
  final SubscriptionAccess access;

  private final Items events;
  private final Items contacts;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final Notifier notifier;
  private final Map<String, Subscription> all = new ConcurrentHashMap<>();
  private final Set<GraphMailbox> heard = ConcurrentHashMap.newKeySet();

  public Subscriptions(
      SimulatedMicrosoft microsoft, SubscriptionSettings settings, Items events, Items contacts) {
    this.microsoft = microsoft;
    this.settings = settings;
    this.clock = microsoft.clock();
    this.events = events;
    this.contacts = contacts;
    this.access = new SubscriptionAccess(microsoft);
    this.handshake = new Handshake(http, settings);
    this.notifier = new Notifier(settings, clock, microsoft.random(), http);
  }

  public SubscriptionSettings settings() {
    return settings;
  }

  /** Living subscriptions, those whose consent was withdrawn taken off first. */
  List<Subscription> living() {
    Instant now = clock.now();
    all.values().removeIf(s -> !s.expires().isAfter(now));
    for (Subscription s : all.values()) {
      if (withdrawn(s) && all.remove(s.id(), s)) {
        tell(s, Lifecycle.subscriptionRemoved);
      }
    }
    return List.copyOf(all.values());
  }

  /** Whether the grant under which it was made is gone. */
  private boolean withdrawn(Subscription s) {
    return s.userId() == null
        ? !access.applies(s.appId(), s.watched().area(), s.mailbox().user())
        : microsoft.grants().consents().isDisabled(s.userId());
  }

  /**
   * Adds one that was validated.
   *
   * @throws GraphError 409 where the application has the same already, 403 where the mailbox has
   *     too many
   */
  synchronized void add(Subscription s) {
    check(s);
    if (heard.add(s.mailbox())) {
      s.mailbox().listen(this::changed);
    }
    all.put(s.id(), s);
  }

  /** Refuses what could not be added, before anybody is called back. */
  synchronized void check(Subscription s) {
    List<Subscription> there = living().stream().filter(o -> o.mailbox() == s.mailbox()).toList();
    boolean same =
        there.stream()
            .anyMatch(
                o ->
                    o.appId().equals(s.appId())
                        && java.util.Objects.equals(o.userId(), s.userId())
                        && o.watched().equals(s.watched())
                        && o.changeTypes().equals(s.changeTypes()));
    if (same) {
      throw new GraphError(
          409, "Conflict", "A subscription for this resource and change type exists already.");
    }
    if (there.size() >= settings.subscriptionsPerMailbox) {
      throw new GraphError(
          403,
          "ExtensionError",
          "Operation: Create; Exception: [Status Code: Forbidden; Reason: The maximum number of"
              + " active subscriptions per mailbox has been reached.]");
    }
  }

  /** The caller's own; null where there is none of this id. */
  @Nullable Subscription find(String id, GraphSession session) {
    return own(session).stream().filter(s -> s.id().equals(id)).findFirst().orElse(null);
  }

  List<Subscription> own(GraphSession session) {
    GraphUser user = session.user();
    String userId = user == null ? null : user.id();
    return living().stream()
        .filter(s -> s.appId().equals(session.appId()))
        .filter(s -> java.util.Objects.equals(s.userId(), userId))
        .toList();
  }

  void replace(Subscription s) {
    all.replace(s.id(), s);
  }

  void remove(Subscription s) {
    all.remove(s.id());
  }

  private void changed(GraphMailbox mailbox, String collection, ChangeLog.Change change) {
    if (change.key().isEmpty()) {
      return;
    }
    for (Subscription s : all.values()) {
      boolean due =
          s.mailbox() == mailbox
              && s.watched().covers(collection)
              && s.changeTypes().contains(change.kind().name())
              && !microsoft.chance(settings.notificationDrop);
      if (due) {
        send(s, change.kind(), change.key());
        if (microsoft.chance(settings.notificationRepeat)) {
          send(s, change.kind(), change.key());
        }
        boolean extra =
            change.kind() != ChangeLog.Kind.deleted
                && s.changeTypes().contains("updated")
                && microsoft.chance(settings.notificationExtra);
        if (extra) {
          send(s, ChangeLog.Kind.updated, change.key());
        }
      }
    }
  }

  private void send(Subscription s, ChangeLog.Kind kind, String key) {
    notifier.later(s.url(), () -> notification(s.id(), kind, key));
  }

  private @Nullable ObjectNode notification(String id, ChangeLog.Kind kind, String key) {
    Subscription s = living().stream().filter(o -> o.id().equals(id)).findFirst().orElse(null);
    if (s == null || s.pausedAt(clock.now())) {
      return null;
    }
    Items items = s.watched().kind().equals("Events") ? events : contacts;
    String itemId = items.id(s.mailbox(), key, s.immutableIds());
    String etag = items.etag(s.mailbox(), key);
    String resource = "Users/" + s.mailbox().user().id() + "/" + s.watched().kind() + "/" + itemId;
    ObjectNode out = head(s).put("changeType", kind.name()).put("resource", resource);
    ObjectNode data =
        out.putObject("resourceData")
            .put("@odata.type", "#Microsoft.Graph." + s.watched().type())
            .put("@odata.id", resource);
    if (etag != null) {
      data.put("@odata.etag", etag);
    }
    data.put("id", itemId);
    return out;
  }

  private ObjectNode head(Subscription s) {
    return GraphJson.object()
        .put("subscriptionId", s.id())
        .put("subscriptionExpirationDateTime", s.expires().toString())
        .put("clientState", s.clientState())
        .put("tenantId", microsoft.tenant().id());
  }

  /**
   * Lets a lifecycle event happen to the subscriptions on a mailbox; how many it were.
   *
   * @param user whose mailbox
   */
  public int lifecycle(String user, Lifecycle event) {
    GraphMailbox mailbox = microsoft.mailbox(user);
    int count = 0;
    for (Subscription s : living()) {
      if (s.mailbox() == mailbox) {
        happen(s, event);
        count++;
      }
    }
    return count;
  }

  private void happen(Subscription s, Lifecycle event) {
    if (event == Lifecycle.subscriptionRemoved) {
      all.remove(s.id());
    } else if (event == Lifecycle.reauthorizationRequired) {
      Instant by = clock.now().plus(clock.scaled(settings.reauthorizeWithin));
      replace(s.askedToReauthorizeBy(by));
    }
    tell(s, event);
  }

  private void tell(Subscription s, Lifecycle event) {
    if (s.lifecycleUrl() != null) {
      ObjectNode body = head(s).put("lifecycleEvent", event.name());
      notifier.later(s.lifecycleUrl(), () -> body);
    }
  }

  /** How many subscriptions live now. */
  public int count() {
    return living().size();
  }

  @Override
  public void close() {
    notifier.close();
    http.shutdownNow();
  }
}

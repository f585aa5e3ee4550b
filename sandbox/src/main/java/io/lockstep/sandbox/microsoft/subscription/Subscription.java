package io.lockstep.sandbox.microsoft.subscription;

import io.lockstep.sandbox.microsoft.GraphMailbox;
import java.net.URI;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client's wish to hear of changes.
 *
 * @param resource as the client wrote it
 * @param userId who signed in; null = the application itself
 * @param lifecycleUrl null = lifecycle events are not told
 * @param immutableIds the form of ids in notifications, chosen when it was made
 * @param reauthorizeBy notifications pause after that; null = not asked to
 */
record Subscription(
    String id,
    String resource,
    Watched watched,
    GraphMailbox mailbox,
    String appId,
    @Nullable String userId,
    Set<String> changeTypes,
    String changeType,
    URI url,
    @Nullable URI lifecycleUrl,
    @Nullable String clientState,
    @Nullable String tls,
    boolean immutableIds,
    Instant expires,
    @Nullable Instant reauthorizeBy) {

  Subscription until(Instant end) {
    return with(end, null);
  }

  Subscription authorized() {
    return with(expires, null);
  }

  Subscription askedToReauthorizeBy(Instant by) {
    return with(expires, by);
  }

  private Subscription with(Instant end, @Nullable Instant by) {
    return new Subscription(
        id,
        resource,
        watched,
        mailbox,
        appId,
        userId,
        changeTypes,
        changeType,
        url,
        lifecycleUrl,
        clientState,
        tls,
        immutableIds,
        end,
        by);
  }

  boolean pausedAt(Instant now) {
    return reauthorizeBy != null && reauthorizeBy.isBefore(now);
  }
}

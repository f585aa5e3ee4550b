package io.lockstep.sandbox.microsoft.subscription;

import java.time.Duration;

/** How change notifications behave. Everything can be changed while the service runs. */
public final class SubscriptionSettings {
  /** Longest and shortest life of a subscription; a shorter wish is raised. */
  public volatile Duration subscriptionLife = Duration.ofMinutes(10_080);

  public volatile Duration subscriptionLifeLeast = Duration.ofMinutes(45);

  /** Longest life where the content of items was asked for. */
  public volatile Duration richSubscriptionLife = Duration.ofMinutes(1_440);

  /** Subscriptions on one mailbox, of all applications. */
  public volatile int subscriptionsPerMailbox = 1_000;

  /** Take http addresses on a loopback host; the real service takes https alone. */
  public volatile boolean notifyLoopback = true;

  /** Demand a lifecycleNotificationUrl of subscriptions that live longer than an hour. */
  public volatile boolean lifecycleUrlRequired;

  /** How long the handshake waits for an answer, in real time. */
  public volatile Duration validationTime = Duration.ofSeconds(10);

  /** Delay of a notification after the change, at most and before scaling. */
  public volatile Duration notificationDelayMost = Duration.ofSeconds(3);

  /** Notifications that share one call-back, at most. */
  public volatile int notificationsPerCall = 50;

  /** Probabilities of losing and of repeating a notification. */
  public volatile double notificationDrop;

  public volatile double notificationRepeat = 0.05;

  /** Probability that a second {@code updated} follows a change. */
  public volatile double notificationExtra = 0.1;

  /** A refused call-back is tried again for so long, with growing pauses, before scaling. */
  public volatile Duration notificationRetry = Duration.ofHours(4);

  /** An answer that takes longer is a slow one, in real time. */
  public volatile Duration slowAnswer = Duration.ofSeconds(3);

  /** How long a client has to reauthorize after it was asked to, before scaling. */
  public volatile Duration reauthorizeWithin = Duration.ofHours(1);
}

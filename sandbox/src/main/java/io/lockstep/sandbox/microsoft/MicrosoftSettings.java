package io.lockstep.sandbox.microsoft;

import java.time.Duration;
import java.util.Set;

/**
 * How unpleasant the simulated Microsoft 365 is. Everything can be changed while it runs. The
 * defaults are the real service's published numbers where there are any.
 */
public final class MicrosoftSettings {
  /** Requests of one application to one mailbox in ten minutes. */
  public volatile int requestsPerMailbox = 10_000;

  /** Requests of one application to one mailbox at the same time. */
  public volatile int concurrencyPerMailbox = 4;

  /** How long a call to a mailbox takes in real time, at least. */
  public volatile Duration callTime = Duration.ofMillis(2);

  /** Told in {@code Retry-After}, before scaling; at least a second is told. */
  public volatile Duration retryAfter = Duration.ofSeconds(10);

  /** Probability that a batch's fifth and further item on one mailbox is answered 429. */
  public volatile double batchRefusal = 0.5;

  /** Seconds an access token lives. */
  public volatile int accessTokenSeconds = 3599;

  /**
   * Whether access tokens end at once when their grant ends, with a challenge that names claims,
   * instead of living until they expire.
   */
  public volatile boolean continuousAccessEvaluation;

  /** Whether people may agree for themselves; else only an administrator may. */
  public volatile boolean userConsent = true;

  /**
   * Application access policy: the only mailboxes, by address, that applications reach with
   * permissions of the tenant; empty = no policy, all mailboxes.
   */
  public volatile Set<String> applicationAccessPolicy = Set.of();

  /** RBAC for Applications: what is granted in Exchange beside the tenant's consent. */
  public volatile Set<String> rbacRoles = Set.of();

  /** RBAC for Applications: the mailboxes, by address, that those roles are granted on. */
  public volatile Set<String> rbacMailboxes = Set.of();

  /** People, by address, whose mailbox is still on the company's own server. */
  public volatile Set<String> onPremisesMailboxes = Set.of();

  /** Probability that a delta page is empty although there is more. */
  public volatile double emptyPages = 0.1;

  /** Probability that a delta page repeats something that an earlier one already had. */
  public volatile double replays = 0.1;

  /** Probability that the service itself touches an item right after it was written. */
  public volatile double serviceWrites = 0.05;

  /** How many changes of a collection a delta token may lag behind before it is worthless. */
  public volatile long generationsKept = 20_000;

  /** How old a change is before a late change feed shows it, before scaling. */
  public volatile Duration lateFeed = Duration.ofMinutes(1);

  /** Contacts in one folder, at most. */
  public volatile int contactsPerFolder = 50_000;
}

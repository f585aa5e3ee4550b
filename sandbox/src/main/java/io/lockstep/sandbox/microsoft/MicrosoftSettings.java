package io.lockstep.sandbox.microsoft;

import java.time.Duration;

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

  /** Seconds told in {@code Retry-After}, before scaling. */
  public volatile int retryAfterSeconds = 10;

  /** Probability that a batch's fifth and further item on one mailbox is answered 429. */
  public volatile double batchRefusal = 0.5;

  /** Seconds an access token lives. */
  public volatile int accessTokenSeconds = 3599;

  /** Whether ids must be of the form that the request prefers. */
  public volatile boolean strictIdType;
}

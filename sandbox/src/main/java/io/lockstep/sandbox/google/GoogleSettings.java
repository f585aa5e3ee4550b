package io.lockstep.sandbox.google;

import java.time.Duration;

/**
 * How unpleasant the simulated Google is. Everything can be changed while it runs. The defaults are
 * the real service's published numbers where there are any.
 */
public final class GoogleSettings {
  /** Calendar queries in a minute: of one user, of the project. */
  public volatile int calendarPerUserPerMinute = 600;

  public volatile int calendarPerProjectPerMinute = 10_000;

  /**
   * People reads in a minute of one user, and writes. The real numbers show only in the console.
   */
  public volatile int peopleReadsPerUserPerMinute = 600;

  public volatile int peopleWritesPerUserPerMinute = 300;

  /** First pages of full contact listings in a minute of one user: a fixed quota of their own. */
  public volatile int peopleFullSyncsPerUserPerMinute = 30;

  /** Contacts a user can have, those in the trash included. */
  public volatile int contactLimit = 25_000;

  /** Seconds an access token lives. Java clients refresh when fewer than 225 are left. */
  public volatile int accessTokenSeconds = 3599;

  /** Live refresh tokens of one user for one client; the oldest dies. */
  public volatile int refreshTokenCap = 100;

  /** A consent screen in testing mode: refresh tokens die after seven days of real time. */
  public volatile boolean testingMode;

  /** Refuse PKCE verifiers outside RFC 7636 (43 to 128 characters of its alphabet). */
  public volatile boolean strictPkce = true;

  /** PUT or PATCH on a deleted event: true brings it back, false answers 403. */
  public volatile boolean updateRestoresDeleted = true;

  /** Refuse query parameters Calendar does not know. The real service mostly ignores them. */
  public volatile boolean strictCalendarParameters;

  /** How long a calendar sync token lives; not documented by Google. */
  public volatile Duration calendarSyncTokenLife = Duration.ofDays(28);

  /** How long a People sync token lives after its full sync. */
  public volatile Duration peopleSyncTokenLife = Duration.ofDays(7);

  /** How late a contact's change shows in sync listings, at least and at most, before scaling. */
  public volatile Duration propagationMin = Duration.ofSeconds(30);

  public volatile Duration propagationMax = Duration.ofMinutes(3);

  /** How long a contact write takes in real time; overlapping ones of one user may abort. */
  public volatile Duration contactWriteTime = Duration.ofMillis(10);

  /** Probability that a contact write fails with ABORTED while another of the user is under way. */
  public volatile double abortProbability = 0.5;

  /** Push: delay of a notification after the change, at most and before scaling. */
  public volatile Duration pushDelayMax = Duration.ofSeconds(3);

  /** Push: probabilities of losing, repeating and delaying a notification. */
  public volatile double pushDrop;

  public volatile double pushDuplicate;
  public volatile double pushReorder;

  /** Push: accept http addresses on a loopback host. */
  public volatile boolean pushToLoopback = true;

  /** How late invitations reach another service, before scaling. */
  public volatile Duration postTime = Duration.ofMillis(200);

  /** Longest life of a push channel; a shorter wish is granted. */
  public volatile Duration channelLife = Duration.ofDays(7);
}

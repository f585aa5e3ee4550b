package io.lockstep.sandbox.microsoft.calendar;

import java.time.Duration;

/**
 * How the simulated calendars behave where the real service is not documented, is unreliable, or
 * has been seen to do both. Everything can be changed while it runs.
 */
public final class CalendarSettings {
  /** {@code originalStartTimeZone} as a Windows name, also where an IANA name was written. */
  public volatile boolean originalZoneAsWindows = true;

  /** Take IANA names that are not among those the documentation lists. */
  public volatile boolean undocumentedZones = true;

  /** {@code dayOfMonth: 31} falls on the last day of a shorter month; else it skips the month. */
  public volatile boolean shortMonthsClamp = true;

  /** {@code range} before {@code pattern} in a body cannot be read. */
  public volatile boolean patternMustComeFirst = true;

  /** Changes of what is private to one mailbox (categories, reminder, show-as) send updates too. */
  public volatile boolean personalChangesMail = true;

  /** A guest can change the organizer's fields in the own copy; else that is refused with 403. */
  public volatile boolean guestMayEditCopy;

  /** A repeated {@code transactionId} answers the first event; else 409. */
  public volatile boolean repeatedTransactionAnswersFirst = true;

  /** How long a {@code transactionId} is remembered; not documented by Microsoft. */
  public volatile Duration transactionIdLife = Duration.ofHours(24);

  /** Occurrences and exceptions show {@code originalStart} unasked. */
  public volatile boolean showOriginalStart;

  /** Events show {@code uid}, which v1.0 does not describe. */
  public volatile boolean showUid;

  /** Longest window of a calendar view, in days. */
  public volatile int longestView = 1825;

  /** Probability that a delta round leaves out a series master that it may leave out. */
  public volatile double deltaWithoutMaster = 0.3;

  /** Items of a round come in no order; else in the order of their changes. */
  public volatile boolean deltaShuffled = true;

  /** A token serves only with the form of ids it was given with; else each page chooses anew. */
  public volatile boolean deltaTokenKeepsIdType;

  /** What moves to another calendar and back within one round is only told as removed. */
  public volatile boolean deltaLosesMovedBack;

  /** How long a delta or skip token lives; the real service promises nothing. */
  public volatile Duration deltaTokenLife = Duration.ofDays(14);

  /** Items of a delta page where the client does not say, and at most. */
  public volatile int deltaPageSize = 50;

  public volatile int deltaPageSizeMost = 200;

  /** Whether {@code events/delta} works, which v1.0 does not document. */
  public volatile boolean eventsDelta;

  /** How late invitations reach another service, before scaling. */
  public volatile Duration postTime = Duration.ofMillis(200);
}

package io.lockstep.sandbox.google.calendar;

/** Who is told about a change by mail. */
public enum SendUpdates {
  all,
  /** Only guests who do not use (this simulated) Google Calendar. */
  externalOnly,
  none
}

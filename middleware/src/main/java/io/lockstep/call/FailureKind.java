package io.lockstep.call;

/** What a failure means for the work that met it. */
public enum FailureKind {
  /** Nothing was done; wait. */
  RATE_LIMITED,
  /** The cursor is no longer good. */
  CURSOR_EXPIRED,
  ACCESS_LOST,
  /** It changed since it was read; nothing was done. */
  STALE,
  /** Not there, or deleted. */
  ABSENT,
  /** The id or the name is taken. */
  DUPLICATE,
  /** It met another write; nothing was done. */
  CONFLICT,
  /** No answer, or one that says "later": not known whether it was done. */
  UNAVAILABLE,
  /** Refused for its content or for a missing right. */
  REFUSED
}

package io.lockstep.port;

import io.lockstep.sync.Snapshot;
import org.jspecify.annotations.Nullable;

/** What one write came to. A call that failed as a whole throws {@link PortException} instead. */
public sealed interface Answer {
  /** The item was written and this is what it holds now, by the provider's own answer. */
  record Written(Snapshot now) implements Answer {}

  /**
   * The record was saved. Salesforce does not answer values: they are looked at afterwards.
   *
   * @param created false where an upsert found the key
   */
  record Saved(String id, boolean created) implements Answer {}

  record Deleted() implements Answer {}

  /** It changed since it was read: nothing was written. */
  record Stale() implements Answer {}

  /** It is no longer there: nothing was written. */
  record Missing() implements Answer {}

  /**
   * The create key is taken, by a thing that may be ours. {@code id} is null where the service did
   * not say which.
   */
  record Taken(@Nullable String id) implements Answer {}

  /**
   * Refused for its content or for a missing right; the same write would be refused again.
   *
   * @param code the system's own code
   * @param field the system's name of the field; empty = none named
   * @param detail the system's sentence, shown to the user in Salesforce only; never logged or kept
   *     in the middleware
   */
  record Refused(String code, String field, String detail) implements Answer {}

  /** This one row was not written and may be tried again later (a lock, a per-item throttle). */
  record Again(String code) implements Answer {}

  /** It is not known whether this one row was written (its answer in a batch was lost). */
  record Lost(String code) implements Answer {}
}

package io.lockstep.sandbox.salesforce.org.rules;

import io.lockstep.sandbox.salesforce.org.store.Rec;

/** What the platform itself does around a save of one object. */
public interface ObjectRules {
  /** Checks and derives, before triggers and validation rules; throws {@link RowFailure}. */
  default void before(Save save, Engine engine) {}

  /** Follows up, after the row is saved. */
  default void after(Save save, Rec saved, Engine engine) {}

  /** Takes along or releases what hangs on a row that is being deleted. */
  default void deleted(Rec rec, String userId, Engine engine) {}
}

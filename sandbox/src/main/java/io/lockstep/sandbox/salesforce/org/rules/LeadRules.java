package io.lockstep.sandbox.salesforce.org.rules;

import io.lockstep.sandbox.salesforce.org.store.Rec;

/** Leads: as other persons, and their events go as those of contacts do. */
public final class LeadRules extends PersonRules {
  @Override
  public void deleted(Rec rec, String userId, Engine engine) {
    ContactRules.releaseEvents(rec, userId, engine);
  }
}

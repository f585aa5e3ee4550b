package io.lockstep.sandbox.salesforce.org.rules;

import io.lockstep.sandbox.salesforce.org.store.Rec;
import java.util.List;

/** Accounts: persons among them, and what is deleted with an account. */
public final class AccountRules implements ObjectRules {
  @Override
  public void before(Save save, Engine engine) {
    if (engine.shape().personAccounts()) {
      PersonAccounts.beforeAccount(save);
    }
    if (engine.shape().stateAndCountryPicklists()) {
      StatesAndCountries.settle(save);
    }
  }

  @Override
  public void after(Save save, Rec saved, Engine engine) {
    if (saved.flag("IsPersonAccount") && save.origin() != Save.Origin.PLATFORM) {
      PersonAccounts.accountSaved(saved, engine, save.userId());
    }
  }

  @Override
  public void deleted(Rec rec, String userId, Engine engine) {
    for (String child : List.of("Contact", "Opportunity", "Case")) {
      for (Rec r : engine.rows().where(engine.schema().get(child), "AccountId", rec.id())) {
        if (!r.deleted()) {
          engine.delete(r, userId, rec.id());
        }
      }
    }
    for (Rec e : engine.rows().where(engine.schema().get("Event"), "WhatId", rec.id())) {
      if (!e.deleted() && !e.flag("IsChild")) {
        engine.delete(e, userId, rec.id());
      }
    }
  }
}

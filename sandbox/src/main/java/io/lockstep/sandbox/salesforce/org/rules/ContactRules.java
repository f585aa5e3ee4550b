package io.lockstep.sandbox.salesforce.org.rules;

import io.lockstep.sandbox.salesforce.org.schema.ObjectDef;
import io.lockstep.sandbox.salesforce.org.store.Rec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Contacts: those behind person accounts, and what becomes of their events. */
public final class ContactRules extends PersonRules {
  @Override
  public void before(Save save, Engine engine) {
    boolean behindAccount = save.old() != null && save.old().flag("IsPersonAccount");
    if (behindAccount && save.origin() != Save.Origin.PLATFORM) {
      for (String f : List.of("FirstName", "LastName", "Salutation", "AccountId")) {
        if (save.changed(f)) {
          throw new RowFailure("INVALID_FIELD_FOR_INSERT_UPDATE", Saver.unableToWrite(f), f);
        }
      }
    }
    super.before(save, engine);
  }

  @Override
  public void after(Save save, Rec saved, Engine engine) {
    if (saved.flag("IsPersonAccount") && save.origin() != Save.Origin.PLATFORM) {
      PersonAccounts.contactSaved(saved, engine, save.userId());
    }
  }

  @Override
  public void deleted(Rec rec, String userId, Engine engine) {
    releaseEvents(rec, userId, engine);
  }

  /** Events that hang on this person alone go along; the others lose the relation. */
  static void releaseEvents(Rec person, String userId, Engine engine) {
    ObjectDef event = engine.schema().get("Event");
    for (Rec e : engine.rows().where(event, "WhoId", person.id())) {
      if (e.deleted() || e.flag("IsChild")) {
        continue;
      }
      List<String> others =
          engine.shape().sharedActivities()
              ? SharedActivities.list(e, "EventWhoIds", engine).stream()
                  .filter(id -> !id.equals(person.id()))
                  .toList()
              : List.of();
      boolean alone = others.isEmpty() && e.get("WhatId") == null;
      if (alone && engine.settings().contactTakesEventsAlong()) {
        engine.delete(e, userId, person.id());
      } else {
        Map<String, @Nullable Object> changes = new HashMap<>();
        changes.put("WhoId", others.isEmpty() ? null : others.get(0));
        engine.update(e, changes, userId);
      }
    }
    for (Rec r :
        engine.rows().where(engine.schema().get("EventRelation"), "RelationId", person.id())) {
      if (!r.deleted()) {
        engine.delete(r, userId, person.id());
      }
    }
  }
}

package io.lockstep.sandbox.salesforce.org.rules;

import io.lockstep.sandbox.salesforce.org.store.Rec;
import java.util.Map;

/** Users: as other persons, and each has a UserLogin that tells whether the user is frozen. */
public final class UserRules extends PersonRules {
  @Override
  public void after(Save save, Rec saved, Engine engine) {
    if (save.insert()) {
      engine.insert(engine.schema().get("UserLogin"), Map.of("UserId", saved.id()), save.userId());
    }
  }
}

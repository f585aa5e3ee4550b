package io.lockstep.sandbox.salesforce.org.rules;

import io.lockstep.sandbox.salesforce.org.store.Rec;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Contacts, leads and users: the full name, bounced addresses, states and countries. */
public class PersonRules implements ObjectRules {
  @Override
  public void before(Save save, Engine engine) {
    save.set("Name", fullName(save));
    if (!save.insert() && save.changed("Email") && save.type().has("EmailBouncedDate")) {
      save.set("EmailBouncedDate", null);
      save.set("EmailBouncedReason", null);
      if (save.type().has("IsEmailBounced")) {
        save.set("IsEmailBounced", false);
      }
    } else if (save.sent("EmailBouncedDate") && save.type().has("IsEmailBounced")) {
      save.set("IsEmailBounced", save.get("EmailBouncedDate") != null);
    }
    if (engine.shape().stateAndCountryPicklists()) {
      StatesAndCountries.settle(save);
    }
    if (save.type().name().equals("Lead")) {
      Rec old = save.old();
      boolean platform = save.origin() == Save.Origin.PLATFORM;
      if (old != null && old.flag("IsConverted") && !platform) {
        throw new RowFailure("CANNOT_UPDATE_CONVERTED_LEAD", "cannot reference converted lead");
      }
    }
  }

  static String fullName(Save save) {
    return Stream.of("FirstName", "MiddleName", "LastName", "Suffix")
        .map(save::text)
        .filter(Objects::nonNull)
        .collect(Collectors.joining(" "));
  }
}

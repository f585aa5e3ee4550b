package io.lockstep.sandbox.salesforce.org.rules;

import io.lockstep.sandbox.salesforce.org.Org;
import io.lockstep.sandbox.salesforce.org.rules.OrgSettings.DuplicateRule;
import io.lockstep.sandbox.salesforce.org.store.Rec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Duplicate rules: a block always refuses, an alert unless the caller said to save anyway. */
final class DuplicateCheck {
  private DuplicateCheck() {}

  static void run(Save save, Engine engine) {
    for (DuplicateRule rule : engine.settings().duplicateRules(save.type().name())) {
      boolean asked = save.insert() || rule.fields().stream().anyMatch(save::changed);
      if (!asked || (!rule.block() && save.allowDuplicates())) {
        continue;
      }
      List<String> matches = matches(rule, save, engine);
      if (!matches.isEmpty()) {
        throw RowFailure.duplicate(
            rule.block()
                ? "You're creating a duplicate record. We recommend you use an existing record"
                    + " instead."
                : "Use one of these records?",
            new Org.DuplicateMatch(rule.name(), !rule.block(), save.type().name(), matches));
      }
    }
  }

  private static List<String> matches(DuplicateRule rule, Save save, Engine engine) {
    List<String> matches = new ArrayList<>();
    if (rule.fields().stream().anyMatch(f -> save.get(f) == null)) {
      return matches;
    }
    for (Rec other : engine.rows().all(save.type().name())) {
      boolean same =
          !other.deleted()
              && !other.id().equals(save.id())
              && rule.fields().stream()
                  .allMatch(
                      f ->
                          Objects.requireNonNullElse(save.text(f), "")
                              .equalsIgnoreCase(other.text(f)));
      if (same) {
        matches.add(other.id());
      }
    }
    return matches;
  }
}

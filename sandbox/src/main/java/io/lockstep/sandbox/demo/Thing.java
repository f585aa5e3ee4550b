package io.lockstep.sandbox.demo;

import io.lockstep.sandbox.control.PersonalView.Kind;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A contact or an event as a person sees it on one side, reduced to the facts that both sides must
 * agree on.
 *
 * @param person the handle of the person who sees it
 * @param id of the record, or of the item in the mailbox
 * @param facts by name, in a form in which equal means equal to a person
 * @param shared others are invited to it
 */
record Thing(String person, Kind kind, String id, Map<String, String> facts, boolean shared) {
  Thing {
    facts = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }

  String fact(String name) {
    return facts.getOrDefault(name, "");
  }

  /** What it is called on the screen. */
  String title() {
    String name = kind == Kind.contacts ? fact("name") : fact("subject");
    return name.isEmpty() ? "(without a name)" : name;
  }
}

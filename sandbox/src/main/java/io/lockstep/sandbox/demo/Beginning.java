package io.lockstep.sandbox.demo;

import io.lockstep.sandbox.control.PersonalView.Kind;
import io.lockstep.sandbox.seed.Person;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What both sides held before the first sync, with what people made and deleted since: it says what
 * there must be in the end.
 */
final class Beginning {
  /** The same contact or event, made by people on both sides. */
  private record Twins(Thing record, Thing item) {}

  private final List<Thing> things = new ArrayList<>();
  private final List<Twins> twins = new ArrayList<>();
  private final Set<String> deleted = new HashSet<>();

  static Beginning of(Sides sides) {
    Beginning beginning = new Beginning();
    for (Person person : sides.people()) {
      for (Kind kind : Sides.KINDS) {
        beginning.add(sides.inSalesforce(person, kind), sides.inMailbox(person, kind));
      }
    }
    return beginning;
  }

  private void add(List<Thing> records, List<Thing> items) {
    things.addAll(records);
    things.addAll(items);
    Map<String, List<Thing>> byKey = new HashMap<>();
    for (Thing item : items) {
      byKey.computeIfAbsent(key(item), unused -> new ArrayList<>()).add(item);
    }
    for (Thing record : records) {
      List<Thing> same = byKey.getOrDefault(key(record), List.of());
      if (!key(record).isEmpty() && !same.isEmpty()) {
        twins.add(new Twins(record, same.removeLast()));
      }
    }
  }

  /**
   * Contacts are the same person by their address, if the last names agree but for accents; two
   * scripts of one name are two contacts. Events are the same by subject and time.
   */
  private static String key(Thing thing) {
    if (thing.kind() == Kind.events) {
      return thing.fact("subject") + " " + thing.fact("time");
    }
    String email = thing.fact("e-mail");
    return email.isEmpty() ? "" : email + " " + lastName(thing.fact("name"));
  }

  private static String lastName(String name) {
    return Normalizer.normalize(name.replaceFirst("^\\S+ ", ""), Normalizer.Form.NFD)
        .replaceAll("\\p{M}", "")
        .toLowerCase(Locale.ROOT);
  }

  int size() {
    return things.size();
  }

  int twins() {
    return twins.size();
  }

  void made(Thing thing) {
    things.add(thing);
  }

  void deleted(String id) {
    deleted.add(id);
  }

  /** How many contacts or events there must be, both sides together. */
  long expected(Kind kind, Set<String> setAside) {
    long all = things.stream().filter(t -> t.kind() == kind && !deleted.contains(t.id())).count();
    long same =
        twins.stream()
            .filter(t -> t.record().kind() == kind)
            .filter(t -> !setAside.contains(t.record().id()) && !setAside.contains(t.item().id()))
            .filter(t -> !deleted.contains(t.record().id()) && !deleted.contains(t.item().id()))
            .count();
    return all - same;
  }

  /** What somebody made and nobody deleted, and what is gone nevertheless. */
  List<Thing> lost(Set<String> living) {
    return things.stream()
        .filter(t -> !deleted.contains(t.id()) && !living.contains(t.id()))
        .toList();
  }
}

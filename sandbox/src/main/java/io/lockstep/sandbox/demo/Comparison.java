package io.lockstep.sandbox.demo;

import io.lockstep.sandbox.control.PersonalView.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Both sides against each other.
 *
 * @param pairs equal things, one on each side, of one person
 * @param onlySalesforce records without an equal item
 * @param onlyGoogle items without an equal record
 * @param setAside things on one side that an issue names
 */
record Comparison(
    List<Pair> pairs, List<Thing> onlySalesforce, List<Thing> onlyGoogle, List<Thing> setAside) {
  /** Two things with the same facts. */
  record Pair(Thing record, Thing item) {}

  Comparison {
    pairs = List.copyOf(pairs);
    onlySalesforce = List.copyOf(onlySalesforce);
    onlyGoogle = List.copyOf(onlyGoogle);
    setAside = List.copyOf(setAside);
  }

  boolean equal() {
    return onlySalesforce.isEmpty() && onlyGoogle.isEmpty();
  }

  int toGo() {
    return onlySalesforce.size() + onlyGoogle.size();
  }

  /** How many different contacts or events there are, both sides together. */
  long count(Kind kind) {
    return pairs.stream().filter(p -> p.record().kind() == kind).count()
        + List.of(onlySalesforce, onlyGoogle, setAside).stream()
            .flatMap(List::stream)
            .filter(t -> t.kind() == kind)
            .count();
  }

  /** A line for each thing that is on one side only. */
  List<String> differences() {
    List<String> lines = new ArrayList<>();
    onlySalesforce.forEach(t -> lines.add(line("in Salesforce, not so at Google", t)));
    onlyGoogle.forEach(t -> lines.add(line("at Google, not so in Salesforce", t)));
    return lines;
  }

  private static String line(String where, Thing t) {
    return t.person() + ", " + where + ": " + t.facts() + " [" + t.id() + "]";
  }
}

package io.lockstep.sandbox.demo;

import io.lockstep.sandbox.control.PersonalView.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Both sides against each other.
 *
 * @param pairs equal things, one on each side, of one person
 * @param onlySalesforce records without an equal item
 * @param onlyMailbox items without an equal record
 * @param setAside things on one side that an issue names
 */
record Comparison(
    List<Pair> pairs, List<Thing> onlySalesforce, List<Thing> onlyMailbox, List<Thing> setAside) {
  /** Two things with the same facts. */
  record Pair(Thing record, Thing item) {}

  Comparison {
    pairs = List.copyOf(pairs);
    onlySalesforce = List.copyOf(onlySalesforce);
    onlyMailbox = List.copyOf(onlyMailbox);
    setAside = List.copyOf(setAside);
  }

  boolean equal() {
    return onlySalesforce.isEmpty() && onlyMailbox.isEmpty();
  }

  int toGo() {
    return onlySalesforce.size() + onlyMailbox.size();
  }

  /** How many different contacts or events there are, both sides together. */
  long count(Kind kind) {
    return pairs.stream().filter(p -> p.record().kind() == kind).count()
        + List.of(onlySalesforce, onlyMailbox, setAside).stream()
            .flatMap(List::stream)
            .filter(t -> t.kind() == kind)
            .count();
  }

  /** A line for each thing that is on one side only. */
  List<String> differences() {
    List<String> lines = new ArrayList<>();
    onlySalesforce.forEach(t -> lines.add(line("in Salesforce, not so in the mailbox", t)));
    onlyMailbox.forEach(t -> lines.add(line("in the mailbox, not so in Salesforce", t)));
    return lines;
  }

  private static String line(String where, Thing t) {
    return t.person() + ", " + where + ": " + t.facts() + " [" + t.id() + "]";
  }
}

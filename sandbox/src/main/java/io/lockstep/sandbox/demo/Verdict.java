package io.lockstep.sandbox.demo;

import io.lockstep.sandbox.control.PersonalView.Kind;
import io.lockstep.sandbox.control.Services;
import io.lockstep.sandbox.seed.Person;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Compares both sides in the end and says what holds. */
final class Verdict {
  private static final int SHOWN = 10;

  private final Sides sides;
  private final Beginning beginning;
  private final Traffic traffic;
  private final Services services;
  private final Screen screen;

  Verdict(Sides sides, Beginning beginning, Traffic traffic, Services services, Screen screen) {
    this.sides = sides;
    this.beginning = beginning;
    this.traffic = traffic;
    this.services = services;
    this.screen = screen;
  }

  /**
   * @param failures where a sentence is added for each check that fails
   */
  void tell(List<String> failures) {
    screen.step("7. What has been checked");
    Comparison now = sides.compare();
    check(
        failures,
        now.equal(),
        now.pairs().size() + " contacts and events are equal on both sides",
        now.toGo() + " differences between the two sides");
    now.differences().stream().limit(SHOWN).forEach(screen::plain);
    Set<String> setAside = sides.setAside();
    for (Kind kind : Sides.KINDS) {
      long expected = beginning.expected(kind, setAside);
      long found = now.count(kind);
      check(
          failures,
          found <= expected,
          "0 duplicates among " + found + " " + kind,
          (found - expected) + " duplicates: " + found + " " + kind + ", not " + expected);
    }
    lost(failures);
    List<Object> mails = services.mails();
    check(failures, mails.isEmpty(), "0 mails were sent", mails.size() + " mails: " + mails);
    aside(now);
    screen.line("Calls used, the sandbox's view: %s", traffic.totals());
    screen.plain("Salesforce: " + traffic.byOperation("salesforce"));
    screen.plain("Google: " + traffic.byOperation("google"));
  }

  private void lost(List<String> failures) {
    Set<String> living = new HashSet<>();
    for (Person person : sides.people()) {
      for (Kind kind : Sides.KINDS) {
        sides.inSalesforce(person, kind).forEach(t -> living.add(t.id()));
        sides.atGoogle(person, kind).forEach(t -> living.add(t.id()));
      }
    }
    List<Thing> lost = beginning.lost(living);
    check(failures, lost.isEmpty(), "0 lost", lost.size() + " lost");
    lost.stream().limit(SHOWN).forEach(t -> screen.plain("lost: " + t));
  }

  private void aside(Comparison now) {
    Map<String, Integer> issues = new TreeMap<>();
    sides.issues().forEach(i -> issues.merge(i.kind() + " " + i.code(), 1, Integer::sum));
    screen.line(
        "Set aside: %d on one side only, with an issue; issues: %s", now.setAside().size(), issues);
    sides.outside().forEach((why, count) -> screen.plain(count + " " + why));
  }

  private void check(List<String> failures, boolean holds, String so, String otherwise) {
    screen.line("%s  %s", holds ? "holds " : "FAILED", holds ? so : otherwise);
    if (!holds) {
      failures.add(otherwise);
    }
  }
}

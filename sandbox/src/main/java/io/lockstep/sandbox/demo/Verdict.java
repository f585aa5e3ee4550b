package io.lockstep.sandbox.demo;

import io.lockstep.sandbox.control.PersonalView.Kind;
import io.lockstep.sandbox.seed.Person;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Compares both sides in the end and says what holds. */
final class Verdict {
  private static final int SHOWN = 10;

  private final Stage stage;
  private final Sides sides;
  private final Beginning beginning;
  private final Screen screen;

  Verdict(Stage stage) {
    this.stage = stage;
    this.sides = stage.sides;
    this.beginning = stage.beginning;
    this.screen = stage.screen;
  }

  /** Adds a sentence to the failures of the stage for each check that fails. */
  void tell() {
    Comparison now = sides.compare();
    check(
        now.equal(),
        now.pairs().size() + " contacts and events are equal on both sides",
        now.toGo() + " differences between the two sides");
    now.differences().stream().limit(SHOWN).forEach(screen::plain);
    Set<String> setAside = sides.setAside();
    for (Kind kind : Sides.KINDS) {
      long expected = beginning.expected(kind, setAside);
      long found = now.count(kind);
      check(
          found <= expected,
          "0 duplicates among " + found + " " + kind,
          (found - expected) + " duplicates: " + found + " " + kind + ", not " + expected);
    }
    lost();
    int mails = stage.services.mails().size() - stage.mailsOfPeople();
    check(
        mails == 0,
        "0 unasked mails were sent (" + stage.mailsOfPeople() + " by people themselves)",
        mails + " mails that nobody asked for, among " + stage.services.mails());
    aside(now);
    screen.line("Calls used, the sandbox's view: %s", stage.traffic.totals());
    screen.plain("Salesforce: " + stage.traffic.byOperation("salesforce"));
    for (MailSystem mail : sides.mailSystems()) {
      screen.plain(mail.title() + ": " + stage.traffic.byOperation(mail.service()));
    }
  }

  private void lost() {
    Set<String> living = new HashSet<>();
    for (Person person : sides.people()) {
      for (Kind kind : Sides.KINDS) {
        sides.inSalesforce(person, kind).forEach(t -> living.add(t.id()));
        sides.inMailbox(person, kind).forEach(t -> living.add(t.id()));
      }
    }
    List<Thing> lost = beginning.lost(living);
    check(lost.isEmpty(), "0 lost", lost.size() + " lost");
    lost.stream().limit(SHOWN).forEach(t -> screen.plain("lost: " + t));
  }

  private void aside(Comparison now) {
    Map<String, Integer> issues = new TreeMap<>();
    sides.issues().forEach(i -> issues.merge(i.kind() + " " + i.code(), 1, Integer::sum));
    screen.line(
        "Set aside: %d on one side only, with an issue; issues: %s", now.setAside().size(), issues);
    sides.outside().forEach((why, count) -> screen.plain(count + " " + why));
  }

  private void check(boolean holds, String so, String otherwise) {
    screen.line("%s  %s", holds ? "holds " : "FAILED", holds ? so : otherwise);
    if (!holds) {
      stage.failures().add(otherwise);
    }
  }
}

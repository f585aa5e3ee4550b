package io.lockstep.sandbox.demo;

import io.lockstep.sandbox.control.PersonalView.Kind;
import io.lockstep.sandbox.seed.Person;
import java.util.List;

/** Step 3: one field is edited on both sides at once, in each mail system. */
final class BothAtOnce {
  private static final String HERE = "Named in Salesforce";
  private static final String THERE = "Named in the mailbox";

  private BothAtOnce() {}

  static void show(Stage stage) throws InterruptedException {
    for (MailSystem mail : stage.sides.mailSystems()) {
      List<Comparison.Pair> picked =
          stage.sides.people().stream()
              .filter(person -> person.provider().equals(mail.service()))
              .flatMap(person -> stage.pick(Kind.events, person, Stage::isTimed).stream())
              .limit(1)
              .toList();
      if (picked.isEmpty()) {
        stage.screen.line("left out at %s: no event is on both sides", mail.title());
      }
      for (Comparison.Pair pair : picked) {
        conflict(stage, mail, pair);
      }
    }
  }

  private static void conflict(Stage stage, MailSystem mail, Comparison.Pair pair)
      throws InterruptedException {
    Screen screen = stage.screen;
    Person person = stage.person(pair);
    screen.line(
        "%s renames \"%s\": \"%s\", and at %s \"%s\"",
        person.given(), pair.record().title(), HERE, mail.title(), THERE);
    stage.changeRecord(pair, "Subject", HERE);
    stage.changeItem(pair, mail.renamed(THERE));
    long began = screen.nanos();
    String[] both = {"", ""};
    boolean settled =
        stage.waiting.until(
            Stage.ARRIVAL,
            () -> {
              both[0] = subject(stage.record(pair));
              both[1] = subject(stage.item(pair));
              return both[0].equals(both[1]);
            });
    String loser = both[0].equals(HERE) ? THERE : HERE;
    stage.check(settled, "the conflict was not settled: " + both[0] + " and " + both[1]);
    boolean kept = stage.waiting.until(Stage.ARRIVAL, () -> isKept(stage, pair, loser));
    screen.line(
        "  settled after %.1f s: \"%s\" stands on both sides; the other value %s in SyncIssue__c",
        screen.seconds(began), both[0], kept ? "is kept" : "is NOT kept");
    stage.check(kept, "the losing value of the conflict is not in SyncIssue__c");
  }

  private static boolean isKept(Stage stage, Comparison.Pair pair, String loser) {
    return stage.sides.issues().stream()
        .anyMatch(
            i ->
                i.kind().equals("Conflict")
                    && i.recordId().equals(pair.record().id())
                    && i.losingValue().contains(loser));
  }

  private static String subject(List<Thing> found) {
    return found.isEmpty() ? "" : found.getFirst().fact("subject");
  }
}

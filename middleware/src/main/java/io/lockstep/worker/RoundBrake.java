package io.lockstep.worker;

import io.lockstep.port.IssueReport;
import io.lockstep.state.Commit;
import io.lockstep.state.Commit.Change;
import io.lockstep.state.MailboxFacts;
import io.lockstep.sync.Brake;
import io.lockstep.sync.Decision;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Safeguard;
import java.util.List;

/** Deletions and unlinks wait where there are many within an hour, or while a hold is on. */
final class RoundBrake {
  private final Agenda agenda;
  private final RoundIssues issues;
  private final Pass pass;

  RoundBrake(Agenda agenda, RoundIssues issues) {
    this.agenda = agenda;
    this.issues = issues;
    this.pass = agenda.pass;
  }

  void apply() {
    if (removals().isEmpty() || !pass.safeguards.on(Safeguard.BRAKE)) {
      return;
    }
    MailboxFacts facts = pass.state.facts(pass.mailbox);
    if (!pass.recovery.mayDelete(pass.now) && !MailboxPass.released(facts, pass.now)) {
      agenda.holdBack(
          agenda.decisions().stream().filter(Decision.Delete.class::isInstance).toList());
    }
    List<Decision> removals = removals();
    if (removals.isEmpty()) {
      return;
    }
    String hold = facts.hold();
    if (hold == null && !MailboxPass.released(facts, pass.now)) {
      long links = 0;
      for (Kind each : Kind.values()) {
        links += pass.state.linkCount(pass.mailbox, each);
      }
      hold = Brake.holds(facts.removals(), planned(removals), links, pass.clock.instant());
      if (hold != null) {
        pass.lease.commit(Commit.build().add(new Change.PutHold(hold)).done());
        agenda.issues.add(
            issues.issue(
                "hold." + pass.tokens.get(), IssueReport.Type.HELD, null, "DELETIONS_HELD", hold));
      }
    }
    if (hold != null) {
      agenda.holdBack(removals);
    }
  }

  /** Those that are only tried again are among the ones made. */
  private int planned(List<Decision> removals) {
    WriteJournal journal = new WriteJournal(agenda);
    return (int) removals.stream().filter(d -> !journal.isTriedAgain(agenda.caseOf(d))).count();
  }

  private List<Decision> removals() {
    return agenda.decisions().stream()
        .filter(d -> d instanceof Decision.Delete || d instanceof Decision.Part)
        .toList();
  }
}

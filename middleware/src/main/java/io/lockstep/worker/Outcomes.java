package io.lockstep.worker;

import io.lockstep.port.Answer;
import io.lockstep.port.IssueReport;
import io.lockstep.state.Commit;
import io.lockstep.state.Commit.Change;
import io.lockstep.sync.Decision;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Link;
import io.lockstep.sync.Side;
import io.lockstep.sync.Sighting;

/** What follows from an answer, on whichever side it came. */
final class Outcomes {
  private final Agenda agenda;
  private final RoundIssues issues;
  private final Pass pass;
  private final Kind kind;

  Outcomes(Agenda agenda, RoundIssues issues) {
    this.agenda = agenda;
    this.issues = issues;
    this.pass = agenda.pass;
    this.kind = agenda.kind;
  }

  void removed(Decision decision, Case one, Commit.Builder commit) {
    Side target = decision instanceof Decision.Delete delete ? delete.target() : Side.ITEM;
    commit.add(
        new Change.PutLink(decision.link().withIntent(null).withState(Link.State.BOTH_GONE)));
    pass.report.note(
        kind, target, PassReport.Verb.DELETED, String.valueOf(decision.link().id(target)), "");
    Agenda.done(commit, one);
  }

  /**
   * Nothing was written because the thing changed meanwhile: forget the intent and look again, in
   * this pass.
   */
  void retryAfresh(Decision decision, Case one, Commit.Builder commit) {
    if (decision instanceof Decision.Delete && one.link().state() == Link.State.LIVE) {
      commit.add(new Change.PutLink(one.link().withIntent(null)));
    } else if (one.stored() || decision instanceof Decision.Update) {
      commit.add(new Change.PutLink(decision.link().withIntent(null)));
    }
  }

  void refused(Decision decision, Side side, Answer.Refused refused, Commit.Builder commit) {
    Case one = agenda.caseOf(decision);
    Link held =
        decision
            .link()
            .withIntent(null)
            .withHeld(
                new Link.Held(
                    side,
                    refused.code(),
                    refused.field(),
                    version(one.record()),
                    version(one.item())));
    commit.add(new Change.PutLink(held));
    pass.report.note(
        kind,
        side,
        PassReport.Verb.HELD,
        String.valueOf(decision.link().id(side.other())),
        refused.code());
    agenda.issues.add(
        issues.issue(
            "refused."
                + held.id()
                + "."
                + refused.code()
                + "."
                + version(one.record())
                + "."
                + version(one.item()),
            IssueReport.Type.REFUSED,
            held,
            refused.code(),
            refused.detail()));
    Agenda.done(commit, one);
  }

  static String version(Sighting sighting) {
    return sighting instanceof Sighting.Present present ? present.snapshot().version() : "";
  }
}

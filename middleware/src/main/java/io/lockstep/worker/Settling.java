package io.lockstep.worker;

import io.lockstep.state.Commit;
import io.lockstep.state.Commit.Change;
import io.lockstep.sync.Decision;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Link;
import io.lockstep.sync.Side;
import io.lockstep.sync.Sighting;

/** Notes what was decided and needs no write. */
final class Settling {
  private final Agenda agenda;
  private final Pass pass;
  private final Kind kind;

  Settling(Agenda agenda) {
    this.agenda = agenda;
    this.pass = agenda.pass;
    this.kind = agenda.kind;
  }

  /** What needs no write is noted at once. */
  void note() {
    Commit.Builder commit = Commit.build();
    for (Decision decision : agenda.decisions()) {
      switch (decision) {
        case Decision.Settle settle -> {
          Case one = agenda.caseOf(settle);
          if (!one.stored() || !settle.link().equals(one.link())) {
            commit.add(new Change.PutLink(settle.link()));
          }
          Agenda.done(commit, one);
        }
        case Decision.Part part -> {
          commit.add(new Change.PutLink(part.link()));
          commit.add(new Change.AddRemoval(pass.clock.instant()));
          pass.report.note(
              kind,
              part.survivor(),
              PassReport.Verb.PARTED,
              String.valueOf(part.link().id(part.survivor())),
              "");
          Agenda.done(commit, agenda.caseOf(part));
        }
        case Decision.Wait wait -> {
          if (agenda.caseOf(wait).link().recordId() != null
              && Look.outOfSight(new Sighting.Unknown(wait.code()))) {
            outOfSight(wait, commit);
          } else {
            agenda.postpone(wait);
          }
        }
        case Decision.Create create -> {}
        case Decision.Update update -> {}
        case Decision.Delete delete -> {}
        case Decision.TakeBack back -> {}
      }
    }
    pass.lease.commit(commit.done());
  }

  /**
   * A record that its user does not see now: held until either side shows something else. Without
   * that, the hint that comes when it is seen again would pass for an echo.
   */
  private void outOfSight(Decision.Wait wait, Commit.Builder commit) {
    Case one = agenda.caseOf(wait);
    Link.Held why =
        new Link.Held(
            Side.RECORD,
            wait.code(),
            "",
            Outcomes.version(one.record()),
            Outcomes.version(one.item()));
    commit.add(new Change.PutLink(wait.link().withHeld(why)));
    Agenda.done(commit, one);
  }
}

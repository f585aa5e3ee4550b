package io.lockstep.worker;

import io.lockstep.state.Commit;
import io.lockstep.state.Commit.Change;
import io.lockstep.state.WorkEntry;
import io.lockstep.state.WorkId;
import io.lockstep.sync.Decision;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Link;
import io.lockstep.sync.Reconciler;
import io.lockstep.sync.Side;
import io.lockstep.sync.Sighting;
import java.util.List;
import java.util.Set;

/**
 * One round of a pass over up to a few hundred ids of one kind: look at both sides, pair what has
 * no link, decide, brake, keep what is about to be overwritten, journal, write, and note what came
 * of it.
 */
final class Round {
  private final Pass pass;
  private final Kind kind;
  private final Agenda agenda;
  private final RoundIssues issues;

  Round(Pass pass, Kind kind) {
    this.pass = pass;
    this.kind = kind;
    this.agenda = new Agenda(pass, kind);
    this.issues = new RoundIssues(agenda);
  }

  /** Entries that stay in the work set and must not be tried again in this pass. */
  Set<WorkEntry> run(List<WorkEntry> entries) {
    Look look = new Look(pass, kind);
    look.at(entries);
    agenda.waiting.addAll(look.waiting);
    agenda.settle(look.settled);

    look.gatherFound();
    Pairing pairing = new Pairing(pass, kind, look.cases);
    pairing.pair(look.unlinkedItems, look.unlinkedRecords);
    pairing.lookAgainAt(look.listed);
    Pairs pairs = pairing.pairs();
    agenda.waiting.addAll(pairs.waiting);
    agenda.issues.addAll(pairs.issues);

    Departures departures = new Departures(pass, kind, look.cases);
    look.cases.forEach(one -> decide(one, departures));
    pairs.cases.forEach(one -> decide(one, departures));
    new RoundBrake(agenda, issues).apply();
    issues.ofDecisions();
    agenda.report();
    agenda.settle(pairs.settled); // not before the org holds the issues about them
    new Settling(agenda).note();
    new ItemWrites(agenda, issues).make();
    new RecordWrites(agenda, issues).make();
    agenda.report();
    return agenda.waiting;
  }

  private void decide(Case one, Departures departures) {
    Decision decision = pass.orders.decision(one);
    decision = decision == null ? departures.of(one.link()) : decision;
    if (decision == null) {
      decision =
          new Reconciler(agenda.rules).decide(one.link(), one.record(), one.item(), one.basis());
      decision = followMerge(one, decision);
    }
    agenda.add(one, decision);
  }

  /** A record merged into another one: the link goes over to the survivor of the merge. */
  private Decision followMerge(Case one, Decision decision) {
    if (!(one.record() instanceof Sighting.Gone gone) || gone.mergedInto() == null) {
      return decision;
    }
    boolean paired =
        one.link().state() == Link.State.LIVE || one.link().state() == Link.State.RESTING;
    if (!paired || one.link().itemId() == null) {
      return decision;
    }
    String winner = gone.mergedInto();
    boolean taken = !pass.state.links(pass.mailbox, kind, Side.RECORD, List.of(winner)).isEmpty();
    if (taken) {
      return new Decision.Part(one.link().withState(Link.State.RECORD_GONE), Side.ITEM, false);
    }
    // Named after its item from now on: the record it was named after may be restored one day.
    Link moved =
        one.link()
            .withName(Link.begunBy(Side.ITEM, kind, one.link().itemId()).id())
            .withId(Side.RECORD, winner)
            .withIntent(null);
    Commit again =
        Commit.build()
            .add(new Change.DropLink(one.link()))
            .add(new Change.PutLink(moved))
            .add(new Change.AddWork(new WorkId(kind, Side.RECORD, winner)))
            .done();
    pass.lease.commit(again);
    return new Decision.Settle(moved, List.of());
  }
}

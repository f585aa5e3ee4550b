package io.lockstep.worker;

import io.lockstep.port.Answer;
import io.lockstep.port.IssueReport;
import io.lockstep.state.Commit;
import io.lockstep.state.Commit.Change;
import io.lockstep.state.WorkId;
import io.lockstep.sync.Baseline;
import io.lockstep.sync.Decision;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Link;
import io.lockstep.sync.Mark;
import io.lockstep.sync.Shadow;
import io.lockstep.sync.Side;
import io.lockstep.sync.Sighting;
import io.lockstep.sync.Snapshot;
import java.util.List;

/** What an item turns out to be that was there before we made it. */
final class TakenItems {
  private final Agenda agenda;
  private final RoundIssues issues;
  private final Pass pass;
  private final Kind kind;

  TakenItems(Agenda agenda, RoundIssues issues) {
    this.agenda = agenda;
    this.issues = issues;
    this.pass = agenda.pass;
    this.kind = agenda.kind;
  }

  void taken(Decision decision, Answer.Taken taken, Commit.Builder commit) {
    Case one = agenda.caseOf(decision);
    if (!(decision instanceof Decision.Create create) || taken.id() == null) {
      agenda.waiting.addAll(one.entries());
      return;
    }
    pass.lease.beforeCall();
    Sighting there =
        pass.items
            .read(kind, List.of(taken.id()))
            .getOrDefault(taken.id(), new Sighting.Unknown(""));
    switch (there) {
      case Sighting.Present present -> {
        if (isAnothers(create, present.snapshot())) {
          // Made for this record once, and another one's since: the next generation has its own id.
          Link next = create.link().withIntent(null);
          commit.add(new Change.PutLink(next.withGeneration(next.generation() + 1)));
        } else {
          adopt(create, present.snapshot(), commit);
        }
      }
      case Sighting.Gone gone -> itemWasDeleted(create, commit);
      case Sighting.Unknown unknown -> agenda.waiting.addAll(one.entries());
    }
  }

  boolean isAnothers(Decision.Create create, Snapshot item) {
    boolean linked =
        pass.state.links(pass.mailbox, kind, Side.ITEM, List.of(item.id())).values().stream()
            .anyMatch(link -> !link.id().equals(create.link().id()));
    return linked
        || Mark.parse(item.mark(), agenda.rules.catalogue())
            .filter(mark -> !mark.recordId().equals(create.link().recordId()))
            .isPresent();
  }

  /**
   * The item of this key was made once and deleted since, which nothing remembers: it is not made
   * again without a person's word. The link stays without an item, so that a restored one finds it.
   */
  void itemWasDeleted(Decision.Create create, Commit.Builder commit) {
    Link parted = create.link().withIntent(null).withState(Link.State.ITEM_GONE);
    commit.add(new Change.PutLink(parted));
    agenda.issues.add(
        issues.issue(
            "part." + parted.id() + "." + parted.generation(),
            IssueReport.Type.DELETED_AND_EDITED,
            parted,
            "ITEM_NOT_FOUND",
            "This record was in your mailbox before and was deleted there. Choose Restore to put it"
                + " there again, or Delete here too."));
    Agenda.done(commit, agenda.caseOf(create));
  }

  /** An earlier create of ours turned up: take it, with the baseline it carries. */
  void adopt(Decision.Create create, Snapshot found, Commit.Builder commit) {
    Link link = create.link().withIntent(null).withId(Side.ITEM, found.id());
    Baseline known =
        Mark.parse(found.mark(), agenda.rules.catalogue()).map(Mark::baseline).orElse(null);
    if (known != null) {
      link =
          link.withRevision(known.revision())
              .withShadow(Side.RECORD, new Shadow("", known.record()))
              .withShadow(Side.ITEM, new Shadow("", known.item()));
    }
    commit.add(new Change.PutLink(link));
    commit.add(new Change.AddWork(new WorkId(kind, Side.ITEM, found.id())));
  }
}

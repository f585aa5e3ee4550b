package io.lockstep.worker;

import io.lockstep.state.Commit;
import io.lockstep.state.Commit.Change;
import io.lockstep.sync.Baseline;
import io.lockstep.sync.Brake;
import io.lockstep.sync.Decision;
import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Intent;
import io.lockstep.sync.Link;
import io.lockstep.sync.Mark;
import io.lockstep.sync.Side;
import java.time.Instant;
import java.util.Map;

/**
 * What is noted before a write is made: the intent, and the baseline that the write leaves on the
 * thing.
 */
final class WriteJournal {
  private final Agenda agenda;
  private final Pass pass;

  WriteJournal(Agenda agenda) {
    this.agenda = agenda;
    this.pass = agenda.pass;
  }

  /** The link with the intent of this decision. */
  Link journaled(Decision decision, String stamp) {
    return switch (decision) {
      case Decision.Create create -> {
        FieldValues kept =
            agenda.rules.normal(
                create.target(), create.values().only(agenda.rules.fieldsTo(create.target())));
        String key =
            create.target() == Side.ITEM
                ? OpenCreates.key(pass, create.link())
                : Pass.keyOf(create.source());
        yield create
            .link()
            .withIntent(
                new Intent(
                    Intent.Operation.CREATE,
                    create.target(),
                    key,
                    stamp,
                    agenda.rules.hashes(create.values()),
                    agenda.rules.hashes(kept),
                    null,
                    pass.clock.instant()));
      }
      case Decision.Update update ->
          update
              .link()
              .withIntent(
                  new Intent(
                      Intent.Operation.UPDATE,
                      update.target(),
                      "",
                      stamp,
                      update.sent(),
                      update.held(),
                      update.seen().version(),
                      pass.clock.instant()));
      case Decision.Delete delete ->
          delete
              .link()
              .withIntent(
                  new Intent(
                      Intent.Operation.DELETE,
                      delete.target(),
                      "",
                      "",
                      Map.of(),
                      Map.of(),
                      delete.seen().version(),
                      countedFrom(agenda.caseOf(delete))));
      case Decision.TakeBack back -> back.link();
      case Decision.Settle settle -> settle.link();
      case Decision.Part part -> part.link();
      case Decision.Wait wait -> wait.link();
    };
  }

  /** What both sides hold once a journaled write is done. */
  static Baseline baseline(Link journaled) {
    Intent intent = journaled.intent();
    Map<String, String> held = intent == null ? Map.of() : intent.held();
    Map<String, String> sent = intent == null ? Map.of() : intent.sent();
    boolean toItem = intent == null || intent.target() == Side.ITEM;
    return new Baseline(
        journaled.revision() + 1,
        journaled.record().with(toItem ? sent : held).hashes(),
        journaled.item().with(toItem ? held : sent).hashes());
  }

  String markText(Link link) {
    return new Mark(
            pass.mailbox.orgId(),
            String.valueOf(link.recordId()),
            link.generation(),
            baseline(link))
        .text(agenda.rules.catalogue());
  }

  /**
   * A deletion counts for the brake from its first attempt on: its answer may be lost. One that is
   * only tried again is not counted twice, unless the first attempt is no longer counted.
   */
  void countRemoval(Decision decision, Commit.Builder journal) {
    if (decision instanceof Decision.Delete && !isTriedAgain(agenda.caseOf(decision))) {
      journal.add(new Change.AddRemoval(pass.clock.instant()));
    }
  }

  /** Whether a deletion of this link is among those that the brake counts. */
  boolean isTriedAgain(Case one) {
    Intent intent = one.link().intent();
    return intent != null
        && intent.operation() == Intent.Operation.DELETE
        && intent.at().isAfter(pass.clock.instant().minus(Brake.WINDOW));
  }

  private Instant countedFrom(Case one) {
    Intent intent = one.link().intent();
    return intent != null && isTriedAgain(one) ? intent.at() : pass.clock.instant();
  }

  /** A restored thing begins a link of its own in the place of the old one. */
  void replace(Decision decision, Commit.Builder journal) {
    Case one = agenda.caseOf(decision);
    if (one.stored() && !one.link().id().equals(decision.link().id())) {
      journal.add(new Change.DropLink(one.link()));
    }
  }

  static IllegalStateException notAWrite(Decision decision) {
    return new IllegalStateException("not a write: " + decision.getClass().getSimpleName());
  }
}

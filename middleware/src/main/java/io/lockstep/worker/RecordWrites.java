package io.lockstep.worker;

import io.lockstep.port.Answer;
import io.lockstep.port.Crm;
import io.lockstep.state.Commit;
import io.lockstep.state.Commit.Change;
import io.lockstep.sync.Decision;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Link;
import io.lockstep.sync.Reconciler;
import io.lockstep.sync.Safeguard;
import io.lockstep.sync.Side;
import io.lockstep.sync.Sighting;
import io.lockstep.sync.Stamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The writes of a round to Salesforce, gathered, each with a stamp of its own; afterwards one look
 * shows what became of them.
 */
final class RecordWrites {
  private final Agenda agenda;
  private final WriteJournal journal;
  private final Outcomes outcomes;
  private final SavedRecords savedRecords;
  private final Pass pass;
  private final Kind kind;

  RecordWrites(Agenda agenda, RoundIssues issues) {
    this.agenda = agenda;
    this.journal = new WriteJournal(agenda);
    this.outcomes = new Outcomes(agenda, issues);
    this.savedRecords = new SavedRecords(agenda);
    this.pass = agenda.pass;
    this.kind = agenda.kind;
  }

  void make() {
    List<Decision> writes = stillAsCompared(agenda.writesTo(Side.RECORD));
    if (writes.isEmpty()) {
      return;
    }
    Commit.Builder journaling = Commit.build();
    List<Link> journaled = new ArrayList<>();
    List<Crm.Write> calls = new ArrayList<>();
    for (Decision decision : writes) {
      Link unstamped = journal.journaled(decision, "");
      String stamp =
          new Stamp(
                  Stamp.writer(pass.mailbox.userId()),
                  pass.tokens.get(),
                  WriteJournal.baseline(unstamped))
              .text(agenda.rules.catalogue());
      Link link = journal.journaled(decision, stamp);
      journal.replace(decision, journaling);
      journaling.add(new Change.PutLink(link));
      journal.countRemoval(decision, journaling);
      journaled.add(link);
      calls.add(recordWrite(decision, link, stamp));
    }
    pass.lease.commit(journaling.done());
    pass.lease.beforeCall();
    List<Answer> answers = pass.crm.write(calls);
    Map<String, Sighting> after = lookAfter(writes, answers, journaled);
    Commit.Builder outcome = Commit.build();
    for (int i = 0; i < calls.size(); i++) {
      noteRecord(writes.get(i), journaled.get(i), answers.get(i), after, outcome);
    }
    pass.lease.commit(outcome.done());
  }

  /**
   * A deletion cannot say what it saw: one look right before it leaves out records that somebody
   * saved since they were compared. They stay in the work set and are compared again in this pass;
   * what is saved after this look shows in the one after the deletion.
   */
  private List<Decision> stillAsCompared(List<Decision> writes) {
    Map<String, String> seen = new HashMap<>();
    for (Decision write : writes) {
      if (write instanceof Decision.Delete delete) {
        seen.put(String.valueOf(delete.link().recordId()), Crm.seen(delete.seen()));
      }
    }
    if (seen.isEmpty() || !pass.safeguards.on(Safeguard.DELETION_LOOKED_AT)) {
      return writes;
    }
    pass.lease.beforeCall();
    Map<String, Sighting> now = pass.crm.read(kind, seen.keySet());
    return writes.stream()
        .filter(
            write -> {
              String id = String.valueOf(write.link().recordId());
              return !(write instanceof Decision.Delete)
                  || (now.get(id) instanceof Sighting.Present present
                      && Crm.seen(present.snapshot()).equals(seen.get(id)));
            })
        .toList();
  }

  private Crm.Write recordWrite(Decision decision, Link journaled, String stamp) {
    return switch (decision) {
      case Decision.Create create ->
          new Crm.Write.Upsert(
              kind,
              pass.safeguards.on(Safeguard.CREATE_KEY)
                  ? Pass.keyOf(create.source())
                  : Pass.keyOf(create.source()) + pass.tokens.get(),
              create.values().only(agenda.rules.fieldsTo(create.target())),
              stamp,
              seen(Crm.UNSAVED));
      case Decision.Update update ->
          new Crm.Write.Update(
              kind,
              String.valueOf(journaled.recordId()),
              update.changes(),
              stamp,
              seen(Crm.seen(update.seen())));
      case Decision.Delete delete ->
          new Crm.Write.Delete(kind, String.valueOf(journaled.recordId()));
      case Decision.TakeBack back ->
          new Crm.Write.Undelete(kind, String.valueOf(journaled.recordId()));
      case Decision.Settle settle -> throw WriteJournal.notAWrite(settle);
      case Decision.Part part -> throw WriteJournal.notAWrite(part);
      case Decision.Wait wait -> throw WriteJournal.notAWrite(wait);
    };
  }

  private String seen(String stamp) {
    return pass.safeguards.on(Safeguard.RECORD_STAMP) ? stamp : Crm.ANYTHING;
  }

  /**
   * Salesforce does not answer values: one look as the same user shows what became of the writes.
   */
  private Map<String, Sighting> lookAfter(
      List<Decision> writes, List<Answer> answers, List<Link> journaled) {
    List<String> saved = new ArrayList<>();
    List<String> deleted = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      if (answers.get(i) instanceof Answer.Saved one) {
        saved.add(one.id());
      } else if (answers.get(i) instanceof Answer.Deleted
          && writes.get(i) instanceof Decision.Delete) {
        deleted.add(String.valueOf(journaled.get(i).recordId()));
      }
    }
    Map<String, Sighting> seen = new HashMap<>();
    if (!saved.isEmpty()) {
      pass.lease.beforeCall();
      seen.putAll(pass.crm.read(kind, saved));
    }
    if (!deleted.isEmpty() && pass.safeguards.on(Safeguard.DELETION_LOOKED_AT)) {
      pass.lease.beforeCall();
      seen.putAll(pass.crm.confirmGone(kind, deleted));
    }
    return seen;
  }

  private void noteRecord(
      Decision decision,
      Link journaled,
      Answer answer,
      Map<String, Sighting> after,
      Commit.Builder commit) {
    Case one = agenda.caseOf(decision);
    switch (answer) {
      case Answer.Saved saved -> {
        if (decision instanceof Decision.TakeBack) {
          // Both sides are looked at afresh: the record was edited, its item is gone.
          commit.add(new Change.PutLink(journaled.withIntent(null)));
        } else {
          savedRecords.note(decision, journaled, saved, after, commit);
        }
      }
      case Answer.Deleted deleted -> deletedRecord(decision, one, after, commit);
      case Answer.Missing missing -> outcomes.retryAfresh(decision, one, commit);
      case Answer.Stale stale -> {
        // A create keeps its intent: a record with its key is there, and is found by it.
        if (!(decision instanceof Decision.Create)) {
          outcomes.retryAfresh(decision, one, commit);
        }
      }
      case Answer.Taken taken -> recordTaken(decision, taken, commit);
      case Answer.Refused refused -> outcomes.refused(decision, Side.RECORD, refused, commit);
      case Answer.Again again -> agenda.waiting.addAll(one.entries());
      case Answer.Lost lost -> agenda.waiting.addAll(one.entries());
      case Answer.Written written ->
          throw new IllegalStateException("Salesforce does not answer values");
    }
  }

  /**
   * A deleted record that was edited since it was compared stays in the work set: the next look
   * takes it back.
   */
  private void deletedRecord(
      Decision decision, Case one, Map<String, Sighting> after, Commit.Builder commit) {
    String id = String.valueOf(decision.link().recordId());
    Sighting look = after.getOrDefault(id, Sighting.Gone.PLAIN);
    boolean edited =
        look instanceof Sighting.Gone gone
            && gone.last() != null
            && !new Reconciler(agenda.rules).unchanged(decision.link(), Side.RECORD, gone.last());
    if (!edited) {
      outcomes.removed(decision, one, commit);
    }
  }

  /**
   * A duplicate rule names exactly one record: the two are one thing, unless it has an item
   * already.
   */
  private void recordTaken(Decision decision, Answer.Taken taken, Commit.Builder commit) {
    Case one = agenda.caseOf(decision);
    boolean free =
        taken.id() != null
            && pass.state.links(pass.mailbox, kind, Side.RECORD, List.of(taken.id())).isEmpty();
    if (!(decision instanceof Decision.Create create) || !free) {
      outcomes.refused(
          decision,
          Side.RECORD,
          new Answer.Refused(
              "DUPLICATES_DETECTED",
              "",
              "A duplicate rule of your org does not let this be saved."),
          commit);
      return;
    }
    commit.add(new Change.PutLink(create.link().withIntent(null).withId(Side.RECORD, taken.id())));
    agenda.waiting.removeAll(one.entries());
  }
}

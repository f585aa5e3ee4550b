package io.lockstep.worker;

import io.lockstep.port.Answer;
import io.lockstep.port.Mailbox;
import io.lockstep.state.Commit;
import io.lockstep.state.Commit.Change;
import io.lockstep.state.WorkId;
import io.lockstep.sync.Decision;
import io.lockstep.sync.Intent;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Link;
import io.lockstep.sync.Safeguard;
import io.lockstep.sync.Shadow;
import io.lockstep.sync.Side;
import io.lockstep.sync.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The writes of a round to the mailbox, on condition that nobody else wrote. */
final class ItemWrites {
  private final Agenda agenda;
  private final WriteJournal journal;
  private final Outcomes outcomes;
  private final TakenItems takenItems;
  private final Pass pass;
  private final Kind kind;

  ItemWrites(Agenda agenda, RoundIssues issues) {
    this.agenda = agenda;
    this.journal = new WriteJournal(agenda);
    this.outcomes = new Outcomes(agenda, issues);
    this.takenItems = new TakenItems(agenda, issues);
    this.pass = agenda.pass;
    this.kind = agenda.kind;
  }

  void make() {
    List<Decision> writes = agenda.writesTo(Side.ITEM);
    if (writes.isEmpty()) {
      return;
    }
    List<Decision> sendable = new ArrayList<>();
    List<Mailbox.Write> calls = new ArrayList<>();
    Commit.Builder journaling = Commit.build();
    for (Decision decision : writes) {
      if (decision instanceof Decision.Create create) {
        if (!pass.recovery.mayCreate(pass.now)) {
          agenda.postpone(decision);
          continue;
        }
        if (alreadyMade(create)) {
          continue;
        }
      }
      Link journaled = journal.journaled(decision, "");
      journal.replace(decision, journaling);
      journaling.add(new Change.PutLink(journaled));
      journal.countRemoval(decision, journaling);
      sendable.add(decision);
      calls.add(itemWrite(decision, journaled));
    }
    pass.lease.commit(journaling.done());
    if (calls.isEmpty()) {
      return;
    }
    pass.lease.beforeCall();
    List<Answer> answers = pass.items.write(calls);
    Commit.Builder outcome = Commit.build();
    for (int i = 0; i < calls.size(); i++) {
      noteItem(sendable.get(i), journal.journaled(sendable.get(i), ""), answers.get(i), outcome);
    }
    pass.lease.commit(outcome.done());
  }

  /**
   * Where the provider does not deduplicate creates, a look for the mark before each one: a listing
   * may have left it out.
   */
  private boolean alreadyMade(Decision.Create create) {
    if (pass.items.createVisibleWithin(kind).isZero()
        || !pass.safeguards.on(Safeguard.CREATE_KEY)) {
      return false;
    }
    pass.lease.beforeCall();
    Snapshot found = pass.items.findCreated(kind, OpenCreates.key(pass, create.link()));
    if (found == null || OpenCreates.isLinkedElsewhere(pass, kind, create.link(), found.id())) {
      return false;
    }
    Commit.Builder commit = Commit.build();
    takenItems.adopt(create, found, commit);
    pass.lease.commit(commit.done());
    agenda.waiting.addAll(agenda.caseOf(create).entries());
    return true;
  }

  private Mailbox.Write itemWrite(Decision decision, Link journaled) {
    return switch (decision) {
      case Decision.Create create ->
          new Mailbox.Write.Create(
              kind,
              pass.safeguards.on(Safeguard.CREATE_KEY)
                  ? OpenCreates.key(pass, journaled)
                  : OpenCreates.key(pass, journaled) + pass.tokens.get(),
              create.values().only(agenda.rules.fieldsTo(create.target())),
              journal.markText(journaled));
      case Decision.Update update ->
          new Mailbox.Write.Update(
              kind,
              String.valueOf(journaled.itemId()),
              pass.safeguards.on(Safeguard.CONDITIONAL_WRITE) ? update.seen().version() : "",
              update.changes(),
              journal.markText(journaled));
      case Decision.Delete delete ->
          new Mailbox.Write.Delete(
              kind,
              String.valueOf(journaled.itemId()),
              pass.safeguards.on(Safeguard.CONDITIONAL_WRITE) ? delete.seen().version() : "");
      case Decision.TakeBack back -> throw WriteJournal.notAWrite(back);
      case Decision.Settle settle -> throw WriteJournal.notAWrite(settle);
      case Decision.Part part -> throw WriteJournal.notAWrite(part);
      case Decision.Wait wait -> throw WriteJournal.notAWrite(wait);
    };
  }

  private void noteItem(Decision decision, Link journaled, Answer answer, Commit.Builder commit) {
    Case one = agenda.caseOf(decision);
    switch (answer) {
      case Answer.Written written -> {
        Link settled = settledItem(decision, journaled, written.now());
        commit.add(new Change.PutLink(settled));
        pass.report.note(
            kind,
            Side.ITEM,
            decision instanceof Decision.Create ? PassReport.Verb.CREATED : PassReport.Verb.UPDATED,
            written.now().id(),
            "");
        Agenda.done(commit, one);
        if (decision instanceof Decision.Update update && update.again()) {
          commit.add(new Change.AddWork(new WorkId(kind, Side.ITEM, written.now().id())));
        }
      }
      case Answer.Deleted deleted -> outcomes.removed(decision, one, commit);
      case Answer.Missing missing -> outcomes.retryAfresh(decision, one, commit);
      case Answer.Stale stale -> outcomes.retryAfresh(decision, one, commit);
      case Answer.Taken taken -> takenItems.taken(decision, taken, commit);
      case Answer.Refused refused -> outcomes.refused(decision, Side.ITEM, refused, commit);
      case Answer.Again again -> agenda.waiting.addAll(one.entries());
      case Answer.Lost lost -> agenda.waiting.addAll(one.entries());
      case Answer.Saved saved -> throw new IllegalStateException("a mailbox answers what it holds");
    }
  }

  private Link settledItem(Decision decision, Link journaled, Snapshot now) {
    Intent intent = journaled.intent();
    Map<String, String> sent = intent == null ? Map.of() : intent.sent();
    Shadow record = journaled.record().with(sent);
    Shadow item = journaled.item();
    if (decision instanceof Decision.Create create) {
      item = agenda.rules.shadowOf(now);
      record = Shadow.EMPTY.with(sent).at(create.source().version());
    } else if (decision instanceof Decision.Update update) {
      item = item.with(answered(update, now));
      if (!update.again()) {
        item = item.at(now.version());
        record = record.at(update.source().version());
      }
    }
    return journaled
        .withId(Side.ITEM, now.id())
        .withIntent(null)
        .withRevision(journaled.revision() + 1)
        .withShadow(Side.ITEM, item)
        .withShadow(Side.RECORD, record);
  }

  /**
   * What the write changed, as the provider answered it: our fields, and what it rewrote itself.
   */
  private Map<String, String> answered(Decision.Update update, Snapshot now) {
    Map<String, String> hashes = new TreeMap<>(agenda.rules.hashes(now.fields()));
    Map<String, String> before = agenda.rules.hashes(update.seen().fields());
    hashes
        .entrySet()
        .removeIf(
            e ->
                !update.changes().containsKey(e.getKey())
                    && e.getValue().equals(before.get(e.getKey())));
    return hashes;
  }
}

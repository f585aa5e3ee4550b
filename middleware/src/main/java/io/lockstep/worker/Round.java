package io.lockstep.worker;

import io.lockstep.port.Answer;
import io.lockstep.port.Crm;
import io.lockstep.port.IssueReport;
import io.lockstep.port.Mailbox;
import io.lockstep.state.Commit;
import io.lockstep.state.Commit.Change;
import io.lockstep.state.MailboxFacts;
import io.lockstep.state.WorkEntry;
import io.lockstep.state.WorkId;
import io.lockstep.sync.Baseline;
import io.lockstep.sync.Brake;
import io.lockstep.sync.Conflict;
import io.lockstep.sync.Decision;
import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Intent;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Link;
import io.lockstep.sync.Mark;
import io.lockstep.sync.Reconciler;
import io.lockstep.sync.Rules;
import io.lockstep.sync.Safeguard;
import io.lockstep.sync.Shadow;
import io.lockstep.sync.Side;
import io.lockstep.sync.Sighting;
import io.lockstep.sync.Snapshot;
import io.lockstep.sync.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One round of a pass over up to a few hundred ids of one kind: look at both sides, pair what has
 * no link, decide, brake, keep what is about to be overwritten, journal, write, and note what came
 * of it.
 */
final class Round {
  private final Pass pass;
  private final Kind kind;
  private final Rules rules;
  private final Reconciler reconciler;
  private final Map<String, Case> cases = new HashMap<>();
  private final List<Decision> decisions = new ArrayList<>();
  private final List<IssueReport> issues = new ArrayList<>();
  private final Set<WorkEntry> waiting = new HashSet<>();

  Round(Pass pass, Kind kind) {
    this.pass = pass;
    this.kind = kind;
    this.rules = pass.rules(kind);
    this.reconciler = new Reconciler(rules);
  }

  /** Entries that stay in the work set and must not be tried again in this pass. */
  Set<WorkEntry> run(List<WorkEntry> entries) {
    Look look = new Look(pass, kind);
    look.at(entries);
    waiting.addAll(look.waiting);
    settle(look.settled);

    look.gatherFound();
    Pairing pairing = new Pairing(pass, kind, look.cases);
    pairing.pair(look.unlinkedItems, look.unlinkedRecords);
    pairing.lookAgainAt(look.listed);
    settle(pairing.settled());
    issues.addAll(pairing.issues());

    Departures departures = new Departures(pass, kind, look.cases);
    look.cases.forEach(one -> decide(one, departures));
    pairing.cases().forEach(one -> decide(one, departures));
    brake();
    keepApartIssues();
    report();
    settleDecided();
    writeItems();
    writeRecords();
    report();
    return waiting;
  }

  private void settle(List<WorkEntry> entries) {
    Commit.Builder commit = Commit.build();
    entries.forEach(entry -> commit.add(new Change.DoneWork(entry)));
    pass.lease.commit(commit.done());
  }

  private void decide(Case one, Departures departures) {
    Decision decision = ordered(one);
    decision = decision == null ? departures.of(one.link()) : decision;
    if (decision == null) {
      decision = reconciler.decide(one.link(), one.record(), one.item(), one.basis());
      decision = followMerge(one, decision);
    }
    cases.put(decision.link().id(), one);
    decisions.add(decision);
  }

  /** A person's word to delete what was edited after its other side was deleted. */
  private @Nullable Decision ordered(Case one) {
    Side side = pass.orders.deletes(one.link());
    Sighting.Present seen = side == null ? null : Orders.seen(one, side);
    return side == null || seen == null
        ? null
        : new Decision.Delete(one.link(), side, seen.snapshot());
  }

  /** A record merged into another one: the link goes over to the survivor of the merge. */
  private Decision followMerge(Case one, Decision decision) {
    if (!(one.record() instanceof Sighting.Gone gone) || gone.mergedInto() == null) {
      return decision;
    }
    if (one.link().state() != Link.State.LIVE || one.link().itemId() == null) {
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

  /** Deletions and unlinks wait where there are many within an hour, or while a hold is on. */
  private void brake() {
    if (removals().isEmpty() || !pass.safeguards.on(Safeguard.BRAKE)) {
      return;
    }
    MailboxFacts facts = pass.state.facts(pass.mailbox);
    if (!pass.mayDelete() && !MailboxPass.released(facts, pass.now)) {
      holdBack(decisions.stream().filter(Decision.Delete.class::isInstance).toList());
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
      hold = Brake.holds(facts.removals(), removals.size(), links, pass.now);
      if (hold != null) {
        pass.lease.commit(Commit.build().add(new Change.PutHold(hold)).done());
        issues.add(
            issue(
                "hold." + pass.tokens.get(), IssueReport.Type.HELD, null, "DELETIONS_HELD", hold));
      }
    }
    if (hold != null) {
      holdBack(removals);
    }
  }

  private List<Decision> removals() {
    return decisions.stream()
        .filter(d -> d instanceof Decision.Delete || d instanceof Decision.Part)
        .toList();
  }

  private void holdBack(List<Decision> removals) {
    decisions.removeAll(removals);
    removals.forEach(this::postpone);
    pass.report.braked(removals.size());
  }

  private void postpone(Decision decision) {
    waiting.addAll(caseOf(decision).entries());
  }

  private Case caseOf(Decision decision) {
    Case found = cases.get(decision.link().id());
    if (found == null) {
      throw new IllegalStateException("a decision without its case: " + decision.link().id());
    }
    return found;
  }

  private void keepApartIssues() {
    for (Decision decision : decisions) {
      if (decision instanceof Decision.Settle settle && !settle.keptApart().isEmpty()) {
        issues.add(
            issue(
                "apart." + settle.link().id() + "." + pass.now,
                IssueReport.Type.UNRESOLVED,
                settle.link(),
                "DIFFERS_SINCE_RECOVERY",
                "These fields differ between Salesforce and your mailbox, and it is no longer known which is"
                    + " newer: "
                    + String.join(", ", settle.keptApart())
                    + ". Both values were kept. Edit the field where it is wrong."));
      }
      if (decision instanceof Decision.Part part && part.edited()) {
        String where = part.survivor() == Side.RECORD ? "your mailbox" : "Salesforce";
        issues.add(
            issue(
                "part." + part.link().id() + "." + part.link().revision(),
                IssueReport.Type.DELETED_AND_EDITED,
                part.link(),
                "DELETED_AND_EDITED",
                "It was deleted in "
                    + where
                    + " and edited on the other side, so it was neither deleted nor put back. Choose Restore or"
                    + " Delete here too."));
      }
      if (decision instanceof Decision.Update update
          && pass.safeguards.on(Safeguard.LOSER_KEPT_FIRST)) {
        update.conflicts().forEach(conflict -> issues.add(conflictIssue(update, conflict)));
      }
    }
  }

  private IssueReport conflictIssue(Decision.Update update, Conflict conflict) {
    String lost = rules.fingerprint().of(conflict.field(), conflict.losingValue());
    pass.report.note(
        kind,
        update.target(),
        PassReport.Verb.CONFLICT,
        String.valueOf(update.link().id(update.target())),
        conflict.field());
    return new IssueReport(
        pass.mailbox
            + ".conflict."
            + update.link().id()
            + "."
            + conflict.field()
            + "."
            + lost
            + "."
            + update.link().revision(),
        IssueReport.Type.CONFLICT,
        kind,
        update.link().recordId(),
        update.link().itemId(),
        conflict.field(),
        conflict.losingValue(),
        conflict.winner(),
        "CHANGED_ON_BOTH_SIDES",
        "This field was changed on both sides. The value that was replaced is kept here.");
  }

  private IssueReport issue(
      String key, IssueReport.Type type, @Nullable Link link, String code, String detail) {
    return new IssueReport(
        pass.mailbox + "." + key,
        type,
        kind,
        link == null ? null : link.recordId(),
        link == null ? null : link.itemId(),
        "",
        "",
        null,
        code,
        detail);
  }

  /**
   * Returns once the org has confirmed all issues: what is about to be overwritten is safe then.
   */
  private void report() {
    if (!issues.isEmpty()) {
      pass.lease.beforeCall();
      pass.crm.report(List.copyOf(issues));
      issues.clear();
    }
  }

  /** What needs no write is noted at once. */
  private void settleDecided() {
    Commit.Builder commit = Commit.build();
    for (Decision decision : decisions) {
      switch (decision) {
        case Decision.Settle settle -> {
          Case one = caseOf(settle);
          if (!one.stored() || !settle.link().equals(one.link())) {
            commit.add(new Change.PutLink(settle.link()));
          }
          if (deletedAtLast(one.link(), settle.link())) {
            commit.add(new Change.AddRemoval(pass.now));
          }
          done(commit, one);
        }
        case Decision.Part part -> {
          commit.add(new Change.PutLink(part.link()));
          commit.add(new Change.AddRemoval(pass.now));
          pass.report.note(
              kind,
              part.survivor(),
              PassReport.Verb.PARTED,
              String.valueOf(part.link().id(part.survivor())),
              "");
          done(commit, caseOf(part));
        }
        case Decision.Wait wait -> {
          if (caseOf(wait).link().recordId() != null
              && Look.outOfSight(new Sighting.Unknown(wait.code()))) {
            outOfSight(wait, commit);
          } else {
            postpone(wait);
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
    Case one = caseOf(wait);
    Link.Held why =
        new Link.Held(Side.RECORD, wait.code(), "", version(one.record()), version(one.item()));
    commit.add(new Change.PutLink(wait.link().withHeld(why)));
    done(commit, one);
  }

  /** A deletion of ours whose answer was lost counts for the brake like any other. */
  private static boolean deletedAtLast(Link before, Link after) {
    Intent intent = before.intent();
    return intent != null
        && intent.operation() == Intent.Operation.DELETE
        && after.state() == Link.State.BOTH_GONE;
  }

  private static void done(Commit.Builder commit, Case one) {
    one.entries().forEach(entry -> commit.add(new Change.DoneWork(entry)));
  }

  // ---- writing to the mailbox

  private void writeItems() {
    List<Decision> writes = decisions.stream().filter(d -> targets(d, Side.ITEM)).toList();
    if (writes.isEmpty()) {
      return;
    }
    List<Decision> sendable = new ArrayList<>();
    List<Mailbox.Write> calls = new ArrayList<>();
    Commit.Builder journal = Commit.build();
    for (Decision decision : writes) {
      if (decision instanceof Decision.Create create) {
        if (!pass.mayCreateItem(kind)) {
          postpone(decision);
          continue;
        }
        if (alreadyMade(create)) {
          continue;
        }
      }
      Link journaled = journaled(decision, "");
      replace(decision, journal);
      journal.add(new Change.PutLink(journaled));
      sendable.add(decision);
      calls.add(itemWrite(decision, journaled));
    }
    commitJournal(journal);
    if (calls.isEmpty()) {
      return;
    }
    pass.lease.beforeCall();
    List<Answer> answers = pass.items.write(calls);
    Commit.Builder outcome = Commit.build();
    for (int i = 0; i < calls.size(); i++) {
      noteItem(sendable.get(i), journaled(sendable.get(i), ""), answers.get(i), outcome);
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
    Snapshot found = pass.items.findCreated(kind, Look.createKey(pass, create.link()));
    if (found == null) {
      return false;
    }
    Commit.Builder commit = Commit.build();
    adoptItem(create, found, commit);
    pass.lease.commit(commit.done());
    waiting.addAll(caseOf(create).entries());
    return true;
  }

  private static boolean targets(Decision decision, Side side) {
    return switch (decision) {
      case Decision.Create create -> create.target() == side;
      case Decision.Update update -> update.target() == side;
      case Decision.Delete delete -> delete.target() == side;
      case Decision.Settle settle -> false;
      case Decision.TakeBack back -> side == Side.RECORD;
      case Decision.Part part -> false;
      case Decision.Wait wait -> false;
    };
  }

  /** A restored thing begins a link of its own in the place of the old one. */
  private void replace(Decision decision, Commit.Builder journal) {
    Case one = caseOf(decision);
    if (one.stored() && !one.link().id().equals(decision.link().id())) {
      journal.add(new Change.DropLink(one.link()));
    }
  }

  private void commitJournal(Commit.Builder journal) {
    pass.lease.commit(journal.done());
  }

  /** The link with the intent of this decision. */
  private Link journaled(Decision decision, String stamp) {
    return switch (decision) {
      case Decision.Create create -> {
        FieldValues kept =
            rules.normal(create.target(), create.values().only(rules.fieldsTo(create.target())));
        String key =
            create.target() == Side.ITEM
                ? Look.createKey(pass, create.link())
                : Pass.keyOf(create.source());
        yield create
            .link()
            .withIntent(
                new Intent(
                    Intent.Operation.CREATE,
                    create.target(),
                    key,
                    stamp,
                    rules.hashes(create.values()),
                    rules.hashes(kept),
                    null,
                    pass.now));
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
                      pass.now));
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
                      pass.now));
      case Decision.TakeBack back -> back.link();
      case Decision.Settle settle -> settle.link();
      case Decision.Part part -> part.link();
      case Decision.Wait wait -> wait.link();
    };
  }

  /** What both sides hold once a journaled write is done. */
  private static Baseline baseline(Link journaled) {
    Intent intent = journaled.intent();
    Map<String, String> held = intent == null ? Map.of() : intent.held();
    Map<String, String> sent = intent == null ? Map.of() : intent.sent();
    boolean toItem = intent == null || intent.target() == Side.ITEM;
    return new Baseline(
        journaled.revision() + 1,
        journaled.record().with(toItem ? sent : held).hashes(),
        journaled.item().with(toItem ? held : sent).hashes());
  }

  private Mailbox.Write itemWrite(Decision decision, Link journaled) {
    return switch (decision) {
      case Decision.Create create ->
          new Mailbox.Write.Create(
              kind,
              pass.safeguards.on(Safeguard.CREATE_KEY)
                  ? Look.createKey(pass, journaled)
                  : Look.createKey(pass, journaled) + pass.tokens.get(),
              create.values().only(rules.fieldsTo(create.target())),
              markText(journaled));
      case Decision.Update update ->
          new Mailbox.Write.Update(
              kind,
              String.valueOf(journaled.itemId()),
              pass.safeguards.on(Safeguard.CONDITIONAL_WRITE) ? update.seen().version() : "",
              update.changes(),
              markText(journaled));
      case Decision.Delete delete ->
          new Mailbox.Write.Delete(
              kind,
              String.valueOf(journaled.itemId()),
              pass.safeguards.on(Safeguard.CONDITIONAL_WRITE) ? delete.seen().version() : "");
      case Decision.TakeBack back -> throw notAWrite(back);
      case Decision.Settle settle -> throw notAWrite(settle);
      case Decision.Part part -> throw notAWrite(part);
      case Decision.Wait wait -> throw notAWrite(wait);
    };
  }

  private static IllegalStateException notAWrite(Decision decision) {
    return new IllegalStateException("not a write: " + decision.getClass().getSimpleName());
  }

  private String markText(Link link) {
    return new Mark(
            pass.mailbox.orgId(),
            String.valueOf(link.recordId()),
            link.generation(),
            baseline(link))
        .text(rules.catalogue());
  }

  private void noteItem(Decision decision, Link journaled, Answer answer, Commit.Builder commit) {
    Case one = caseOf(decision);
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
        done(commit, one);
        if (decision instanceof Decision.Update update && update.again()) {
          commit.add(new Change.AddWork(new WorkId(kind, Side.ITEM, written.now().id())));
        }
      }
      case Answer.Deleted deleted -> removed(decision, one, commit);
      case Answer.Missing missing -> retryAfresh(decision, one, commit);
      case Answer.Stale stale -> retryAfresh(decision, one, commit);
      case Answer.Taken taken -> itemTaken(decision, taken, commit);
      case Answer.Refused refused -> refused(decision, Side.ITEM, refused, commit);
      case Answer.Again again -> waiting.addAll(one.entries());
      case Answer.Lost lost -> waiting.addAll(one.entries());
      case Answer.Saved saved -> throw new IllegalStateException("a mailbox answers what it holds");
    }
  }

  private Link settledItem(Decision decision, Link journaled, Snapshot now) {
    Intent intent = journaled.intent();
    Map<String, String> sent = intent == null ? Map.of() : intent.sent();
    Shadow record = journaled.record().with(sent);
    Shadow item = journaled.item();
    if (decision instanceof Decision.Create create) {
      item = rules.shadowOf(now);
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
    Map<String, String> hashes = new TreeMap<>(rules.hashes(now.fields()));
    Map<String, String> before = rules.hashes(update.seen().fields());
    hashes
        .entrySet()
        .removeIf(
            e ->
                !update.changes().containsKey(e.getKey())
                    && e.getValue().equals(before.get(e.getKey())));
    return hashes;
  }

  private void removed(Decision decision, Case one, Commit.Builder commit) {
    Side target = decision instanceof Decision.Delete delete ? delete.target() : Side.ITEM;
    commit.add(
        new Change.PutLink(decision.link().withIntent(null).withState(Link.State.BOTH_GONE)));
    commit.add(new Change.AddRemoval(pass.now));
    pass.report.note(
        kind, target, PassReport.Verb.DELETED, String.valueOf(decision.link().id(target)), "");
    done(commit, one);
  }

  /**
   * Nothing was written because the thing changed meanwhile: forget the intent and look again, in
   * this pass.
   */
  private void retryAfresh(Decision decision, Case one, Commit.Builder commit) {
    if (decision instanceof Decision.Delete && one.link().state() == Link.State.LIVE) {
      commit.add(new Change.PutLink(one.link().withIntent(null)));
    } else if (one.stored() || decision instanceof Decision.Update) {
      commit.add(new Change.PutLink(decision.link().withIntent(null)));
    }
  }

  private void itemTaken(Decision decision, Answer.Taken taken, Commit.Builder commit) {
    Case one = caseOf(decision);
    if (!(decision instanceof Decision.Create create) || taken.id() == null) {
      waiting.addAll(one.entries());
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
          adoptItem(create, present.snapshot(), commit);
        }
      }
      case Sighting.Gone gone -> itemWasDeleted(create, commit);
      case Sighting.Unknown unknown -> waiting.addAll(one.entries());
    }
  }

  private boolean isAnothers(Decision.Create create, Snapshot item) {
    boolean linked =
        pass.state.links(pass.mailbox, kind, Side.ITEM, List.of(item.id())).values().stream()
            .anyMatch(link -> !link.id().equals(create.link().id()));
    return linked
        || Mark.parse(item.mark(), rules.catalogue())
            .filter(mark -> !mark.recordId().equals(create.link().recordId()))
            .isPresent();
  }

  /**
   * The item of this key was made once and deleted since, which nothing remembers: it is not made
   * again without a person's word. The link stays without an item, so that a restored one finds it.
   */
  private void itemWasDeleted(Decision.Create create, Commit.Builder commit) {
    Link parted = create.link().withIntent(null).withState(Link.State.ITEM_GONE);
    commit.add(new Change.PutLink(parted));
    issues.add(
        issue(
            "part." + parted.id() + "." + parted.generation(),
            IssueReport.Type.DELETED_AND_EDITED,
            parted,
            "ITEM_NOT_FOUND",
            "This record was in your mailbox before and was deleted there. Choose Restore to put it there"
                + " again, or Delete here too."));
    done(commit, caseOf(create));
  }

  /** An earlier create of ours turned up: take it, with the baseline it carries. */
  private void adoptItem(Decision.Create create, Snapshot found, Commit.Builder commit) {
    Link link = create.link().withIntent(null).withId(Side.ITEM, found.id());
    Baseline known = Mark.parse(found.mark(), rules.catalogue()).map(Mark::baseline).orElse(null);
    if (known != null) {
      link =
          link.withRevision(known.revision())
              .withShadow(Side.RECORD, new Shadow("", known.record()))
              .withShadow(Side.ITEM, new Shadow("", known.item()));
    }
    commit.add(new Change.PutLink(link));
    commit.add(new Change.AddWork(new WorkId(kind, Side.ITEM, found.id())));
  }

  private void refused(
      Decision decision, Side side, Answer.Refused refused, Commit.Builder commit) {
    Case one = caseOf(decision);
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
    issues.add(
        issue(
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
    done(commit, one);
  }

  private static String version(Sighting sighting) {
    return sighting instanceof Sighting.Present present ? present.snapshot().version() : "";
  }

  // ---- writing to Salesforce

  private void writeRecords() {
    List<Decision> writes = decisions.stream().filter(d -> targets(d, Side.RECORD)).toList();
    if (writes.isEmpty()) {
      return;
    }
    Commit.Builder journal = Commit.build();
    List<Link> journaled = new ArrayList<>();
    List<Crm.Write> calls = new ArrayList<>();
    for (Decision decision : writes) {
      Link unstamped = journaled(decision, "");
      String stamp = new Stamp(pass.tokens.get(), baseline(unstamped)).text(rules.catalogue());
      Link link = journaled(decision, stamp);
      replace(decision, journal);
      journal.add(new Change.PutLink(link));
      journaled.add(link);
      calls.add(recordWrite(decision, link, stamp));
    }
    commitJournal(journal);
    pass.lease.beforeCall();
    List<Answer> answers = pass.crm.write(calls);
    Map<String, Sighting> after = lookAfter(writes, answers, journaled);
    Commit.Builder outcome = Commit.build();
    for (int i = 0; i < calls.size(); i++) {
      noteRecord(writes.get(i), journaled.get(i), answers.get(i), after, outcome);
    }
    pass.lease.commit(outcome.done());
  }

  private Crm.Write recordWrite(Decision decision, Link journaled, String stamp) {
    return switch (decision) {
      case Decision.Create create ->
          new Crm.Write.Upsert(
              kind,
              pass.safeguards.on(Safeguard.CREATE_KEY)
                  ? Pass.keyOf(create.source())
                  : Pass.keyOf(create.source()) + pass.tokens.get(),
              create.values().only(rules.fieldsTo(create.target())),
              stamp);
      case Decision.Update update ->
          new Crm.Write.Update(kind, String.valueOf(journaled.recordId()), update.changes(), stamp);
      case Decision.Delete delete ->
          new Crm.Write.Delete(kind, String.valueOf(journaled.recordId()));
      case Decision.TakeBack back ->
          new Crm.Write.Undelete(kind, String.valueOf(journaled.recordId()));
      case Decision.Settle settle -> throw notAWrite(settle);
      case Decision.Part part -> throw notAWrite(part);
      case Decision.Wait wait -> throw notAWrite(wait);
    };
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
    Case one = caseOf(decision);
    switch (answer) {
      case Answer.Saved saved -> {
        if (decision instanceof Decision.TakeBack) {
          // Both sides are looked at afresh: the record was edited, its item is gone.
          commit.add(new Change.PutLink(journaled.withIntent(null)));
        } else {
          savedRecord(decision, journaled, saved, after, commit);
        }
      }
      case Answer.Deleted deleted -> deletedRecord(decision, one, after, commit);
      case Answer.Missing missing -> retryAfresh(decision, one, commit);
      case Answer.Stale stale -> retryAfresh(decision, one, commit);
      case Answer.Taken taken -> recordTaken(decision, taken, commit);
      case Answer.Refused refused -> refused(decision, Side.RECORD, refused, commit);
      case Answer.Again again -> waiting.addAll(one.entries());
      case Answer.Lost lost -> waiting.addAll(one.entries());
      case Answer.Written written ->
          throw new IllegalStateException("Salesforce does not answer values");
    }
  }

  private void savedRecord(
      Decision decision,
      Link journaled,
      Answer.Saved saved,
      Map<String, Sighting> after,
      Commit.Builder commit) {
    Intent intent = journaled.intent();
    if (intent == null) {
      throw new IllegalStateException("a write without its intent: " + journaled.id());
    }
    Shadow before = decision instanceof Decision.Create ? Shadow.EMPTY : journaled.record();
    Sighting look = after.getOrDefault(saved.id(), new Sighting.Unknown("NOT_READ"));
    boolean ours =
        look instanceof Sighting.Present present
            && (intent.stamp().equals(present.snapshot().mark())
                || !pass.safeguards.on(Safeguard.STAMP_CHECK));
    Shadow record;
    if (ours && look instanceof Sighting.Present present) {
      record = keptAsWritten(decision, intent, before, present.snapshot(), commit);
    } else {
      // Somebody else wrote too, or it cannot be seen: what we sent is the shadow, and the record
      // is looked at again.
      record = before.with(predicted(intent, before, look));
      commit.add(new Change.AddWork(new WorkId(kind, Side.RECORD, saved.id())));
    }
    Shadow item = decision instanceof Decision.Create ? Shadow.EMPTY : journaled.item();
    Link settled =
        journaled
            .withId(Side.RECORD, saved.id())
            .withIntent(null)
            .withRevision(journaled.revision() + 1)
            .withShadow(Side.RECORD, record)
            .withShadow(Side.ITEM, withSource(decision, item.with(intent.sent())));
    commit.add(new Change.PutLink(settled));
    pass.report.note(
        kind,
        Side.RECORD,
        decision instanceof Decision.Create ? PassReport.Verb.CREATED : PassReport.Verb.UPDATED,
        saved.id(),
        "");
    done(commit, caseOf(decision));
  }

  /**
   * Our stamp is still there: the fields we wrote hold what they show, as the org's flows left
   * them. A field that we did not write and that differs from what was known was edited in between:
   * it keeps its old shadow, and is looked at again.
   */
  private Shadow keptAsWritten(
      Decision decision, Intent intent, Shadow before, Snapshot now, Commit.Builder commit) {
    Map<String, String> hashes = rules.hashes(now.fields());
    if (decision instanceof Decision.Create) {
      return new Shadow(now.version(), Map.of()).with(hashes);
    }
    Map<String, String> written = new TreeMap<>(hashes);
    written.keySet().retainAll(intent.held().keySet());
    Shadow shadow = before.with(written).at(now.version());
    boolean edited =
        rules.fields().stream().anyMatch(f -> !shadow.holds(f, hashes.getOrDefault(f, "")));
    if (edited) {
      commit.add(new Change.AddWork(new WorkId(kind, Side.RECORD, now.id())));
    }
    return shadow;
  }

  /**
   * A looked-up field that shows what it showed before was not kept: that is no edit of somebody
   * else.
   */
  private Map<String, String> predicted(Intent intent, Shadow before, Sighting look) {
    Map<String, String> held = new TreeMap<>(intent.held());
    if (look instanceof Sighting.Present present) {
      for (String field : pass.crm.lookedUp(kind)) {
        String now = rules.fingerprint().of(field, present.snapshot().fields().get(field));
        if (held.containsKey(field) && before.holds(field, now)) {
          held.put(field, now);
        }
      }
    }
    return held;
  }

  private static Shadow withSource(Decision decision, Shadow item) {
    return switch (decision) {
      case Decision.Create create -> item.at(create.source().version());
      case Decision.Update update -> item.at(update.source().version());
      case Decision.Delete delete -> item;
      case Decision.TakeBack back -> item;
      case Decision.Settle settle -> item;
      case Decision.Part part -> item;
      case Decision.Wait wait -> item;
    };
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
            && !reconciler.unchanged(decision.link(), Side.RECORD, gone.last());
    if (!edited) {
      removed(decision, one, commit);
    }
  }

  /**
   * A duplicate rule names exactly one record: the two are one thing, unless it has an item
   * already.
   */
  private void recordTaken(Decision decision, Answer.Taken taken, Commit.Builder commit) {
    Case one = caseOf(decision);
    boolean free =
        taken.id() != null
            && pass.state.links(pass.mailbox, kind, Side.RECORD, List.of(taken.id())).isEmpty();
    if (!(decision instanceof Decision.Create create) || !free) {
      refused(
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
    waiting.removeAll(one.entries());
  }

  /** How long a pass waits before it looks again at what it had to leave. */
  static final Duration RETRY = Duration.ofSeconds(60);
}

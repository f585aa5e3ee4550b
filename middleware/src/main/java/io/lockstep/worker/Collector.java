package io.lockstep.worker;

import io.lockstep.port.Crm;
import io.lockstep.port.IssueReport;
import io.lockstep.port.Mailbox;
import io.lockstep.port.PortException;
import io.lockstep.state.Commit;
import io.lockstep.state.Commit.Change;
import io.lockstep.state.MailboxFacts;
import io.lockstep.state.MailboxState;
import io.lockstep.state.WorkId;
import io.lockstep.sync.Brake;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Link;
import io.lockstep.sync.Mark;
import io.lockstep.sync.Reconciler;
import io.lockstep.sync.Safeguard;
import io.lockstep.sync.Side;
import io.lockstep.sync.Snapshot;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The second step of a pass: reads each side's changes page by page and puts the ids into the work
 * set. A cursor moves only in the transaction that notes the work it stands for. Nothing is ever
 * deleted here: what a listing leaves out is looked at by id later.
 */
final class Collector {
  private final Pass pass;

  Collector(Pass pass) {
    this.pass = pass;
  }

  /** The cursor of one side's feed of a kind, among the mailbox's facts. */
  static String cursorName(Side side, Kind kind) {
    return (side == Side.ITEM ? "item." : "record.") + kind;
  }

  /**
   * @param sweep list everything, whatever the cursors say
   */
  void collect(Kind kind, MailboxFacts facts, boolean sweep) {
    collectItems(kind, facts, sweep);
    collectRecords(kind, facts, sweep);
  }

  private void collectItems(Kind kind, MailboxFacts facts, boolean sweep) {
    String name = cursorName(Side.ITEM, kind);
    String cursor = sweep && pass.safeguards.on(Safeguard.SWEEP) ? null : facts.cursors().get(name);
    try {
      readItems(kind, name, cursor);
    } catch (PortException.CursorExpired expired) {
      pass.lease.commit(Commit.build().add(new Change.PutCursor(name, null)).done());
      readItems(kind, name, null);
    }
  }

  private void readItems(Kind kind, String name, @Nullable String cursor) {
    String page = null;
    Set<String> listed = new HashSet<>();
    if (cursor == null) {
      addLinked(kind, Side.ITEM);
    }
    do {
      pass.lease.beforeCall();
      Mailbox.Page read = pass.items.changes(kind, cursor, page);
      read.seen().forEach(item -> listed.add(item.id()));
      Commit.Builder commit = Commit.build();
      boolean last = read.nextPage() == null;
      if (last && !pass.safeguards.on(Safeguard.CURSOR_WITH_WORK)) {
        pass.lease.commit(Commit.build().add(new Change.PutCursor(name, read.cursor())).done());
        pass.lease.beforeCall();
        pass.items.read(
            kind, List.of()); // the moment between the two in which a crash would lose work
      }
      new Renaming(pass, kind).follow(read.renamed());
      noteItems(kind, read, commit);
      if (last) {
        commit.add(new Change.PutCursor(name, read.cursor()));
      }
      pass.lease.commit(commit.done());
      page = read.nextPage();
    } while (page != null);
    if (cursor == null) {
      distrustEmptyListing(kind, listed.size());
      believeListing(kind, listed);
    }
  }

  /**
   * Puts what was seen into the work set, except what stands outside the sync and our own echoes.
   */
  private void noteItems(Kind kind, Mailbox.Page read, Commit.Builder commit) {
    Map<String, Link> links =
        pass.state.links(
            pass.mailbox, kind, Side.ITEM, read.seen().stream().map(Snapshot::id).toList());
    for (Snapshot item : read.seen()) {
      Mark.parse(item.mark(), pass.rules(kind).catalogue())
          .filter(mark -> mark.orgId().equals(pass.mailbox.orgId()))
          .ifPresent(mark -> pass.noteMarked(kind, mark.recordId(), item.id()));
      Link link = links.get(item.id());
      boolean begins = pass.eligible(item) && (!read.complete() || pass.inWindow(item));
      if (link == null && !begins && item.mark() == null) {
        if (pass.inWindow(item) && !isCarriedByAnother(item)) {
          pass.leftAlone.saw(item);
        }
        continue;
      }
      if (link == null) {
        pass.noteNew(new WorkId(kind, Side.ITEM, item.id()));
        pass.remember(item);
      } else if (link.intent() == null && item.version().equals(link.item().version())) {
        continue; // the version our own write left, or one that was compared already
      }
      commit.add(new Change.AddWork(new WorkId(kind, Side.ITEM, item.id())));
    }
    for (String gone : read.gone()) {
      commit.add(new Change.AddWork(new WorkId(kind, Side.ITEM, gone)));
    }
  }

  /** A colleague's mailbox brings it into Salesforce. */
  private boolean isCarriedByAnother(Snapshot item) {
    String carrier = pass.directory.carrierOf(item);
    return carrier != null && !carrier.equals(pass.mailbox.userId());
  }

  /**
   * What must never be done: to take what a listing leaves out for deleted. Only to prove that it
   * must not.
   */
  private void believeListing(Kind kind, Set<String> listed) {
    if (pass.safeguards.on(Safeguard.ABSENCE_IS_NOT_DELETION)) {
      return;
    }
    Set<String> missing = new HashSet<>();
    pass.state
        .allLinks(pass.mailbox, kind, null)
        .links()
        .forEach(
            link -> {
              if (link.itemId() != null && !listed.contains(link.itemId())) {
                missing.add(link.itemId());
              }
            });
    pass.assumeGone(kind, missing);
  }

  /** All linked ids of a side, so that each one that a listing leaves out is looked at by id. */
  private void addLinked(Kind kind, Side side) {
    if (!pass.safeguards.on(Safeguard.SWEEP)) {
      return;
    }
    String page = null;
    do {
      MailboxState.LinkPage links = pass.state.allLinks(pass.mailbox, kind, page);
      Commit.Builder commit = Commit.build();
      for (Link link : links.links()) {
        String id = link.id(side);
        if (id != null && link.state() != Link.State.FOLLOWER) {
          commit.add(new Change.AddWork(new WorkId(kind, side, id)));
        }
      }
      pass.lease.commit(commit.done());
      page = links.next();
    } while (page != null);
  }

  private void distrustEmptyListing(Kind kind, int listed) {
    String reason = Brake.holdsEmptyListing(listed, pass.state.linkCount(pass.mailbox, kind));
    boolean released = MailboxPass.released(pass.state.facts(pass.mailbox), pass.now);
    if (reason == null || released || !pass.safeguards.on(Safeguard.BRAKE)) {
      return;
    }
    hold(kind, reason);
  }

  private void hold(Kind kind, String reason) {
    pass.lease.beforeCall();
    pass.crm.report(
        List.of(
            new IssueReport(
                "hold." + pass.mailbox + "." + pass.tokens.get(),
                IssueReport.Type.HELD,
                kind,
                null,
                null,
                "",
                "",
                null,
                "DELETIONS_HELD",
                reason)));
    pass.lease.commit(Commit.build().add(new Change.PutHold(reason)).done());
  }

  /**
   * The user's own query is asked at the first pass, in a sweep, and when the configuration
   * changed; else the org's feed hints.
   */
  private void collectRecords(Kind kind, MailboxFacts facts, boolean sweep) {
    String name = cursorName(Side.RECORD, kind);
    boolean first = facts.cursors().get(name) == null;
    if (!first && !(sweep && pass.safeguards.on(Safeguard.SWEEP))) {
      return;
    }
    addLinked(kind, Side.RECORD);
    String page = null;
    do {
      pass.lease.beforeCall();
      Crm.Page read = pass.crm.candidates(kind, pass.scope(kind), page);
      Commit.Builder commit = Commit.build();
      Map<String, Link> links =
          pass.state.links(
              pass.mailbox, kind, Side.RECORD, read.seen().stream().map(Snapshot::id).toList());
      for (Snapshot record : read.seen()) {
        Link link = links.get(record.id());
        boolean same =
            link != null
                && link.intent() == null
                && link.state() == Link.State.LIVE
                && new Reconciler(pass.rules(kind)).unchanged(link, Side.RECORD, record);
        if (!same && (link != null || (pass.eligible(record) && pass.inWindow(record)))) {
          commit.add(new Change.AddWork(new WorkId(kind, Side.RECORD, record.id())));
          if (link == null) {
            pass.noteNew(new WorkId(kind, Side.RECORD, record.id()));
          }
        }
      }
      page = read.next();
      if (page == null) {
        commit.add(new Change.PutCursor(name, pass.now.toString()));
      }
      pass.lease.commit(commit.done());
    } while (page != null);
  }
}

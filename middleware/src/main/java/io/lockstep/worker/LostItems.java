package io.lockstep.worker;

import io.lockstep.port.IssueReport;
import io.lockstep.state.MailboxId;
import io.lockstep.state.MailboxState;
import io.lockstep.state.WorkEntry;
import io.lockstep.sync.Intent;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Link;
import io.lockstep.sync.Merge;
import io.lockstep.sync.Safeguard;
import io.lockstep.sync.Side;
import io.lockstep.sync.Sighting;
import io.lockstep.sync.Snapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Records that were made for an item of this mailbox which is not there: never made again without a
 * person's word.
 */
final class LostItems {
  private final Pairs pairs;
  private final Pass pass;
  private final Kind kind;

  LostItems(Pass pass, Kind kind, Pairs pairs) {
    this.pairs = pairs;
    this.pass = pass;
    this.kind = kind;
  }

  void part(Map<WorkEntry, Snapshot> records) {
    List<WorkEntry> lost = new ArrayList<>();
    records.forEach(
        (entry, record) -> {
          if (record.key() != null && pass.safeguards.on(Safeguard.ADOPT_MARKED)) {
            lost.add(entry);
          }
        });
    lost.removeAll(madeForOthers(records, lost));
    Set<String> underWay = lost.isEmpty() ? Set.of() : keysUnderWay();
    for (WorkEntry entry : lost) {
      Snapshot record = records.remove(entry);
      if (record == null) {
        continue;
      }
      if (underWay.contains(record.key())) {
        pairs.settled.add(entry); // its item's own entry takes it up
        continue;
      }
      Link link = Link.begunBy(Side.RECORD, kind, record.id()).withState(Link.State.ITEM_GONE);
      pairs.issues.add(
          pairs.issue(
              IssueReport.Type.DELETED_AND_EDITED,
              record.id(),
              null,
              "ITEM_NOT_FOUND",
              "This record came from your mailbox, where it is no longer found. Choose Restore to"
                  + " put it there again, or Delete here too."));
      pairs.cases.add(
          new Case(
              link,
              new Sighting.Present(record),
              Sighting.Gone.PLAIN,
              Merge.Basis.SHADOWS,
              List.of(entry),
              false));
    }
  }

  /**
   * Records that came from other mailboxes of the org: those that another one is linked to, or
   * whose owner is another user. A key alone does not say whose it is.
   */
  private Set<WorkEntry> madeForOthers(Map<WorkEntry, Snapshot> records, List<WorkEntry> keyed) {
    if (keyed.isEmpty()) {
      return Set.of();
    }
    List<String> ids = keyed.stream().map(entry -> entry.id().id()).toList();
    Map<String, List<MailboxId>> linked = pass.state.mailboxesOf(pass.mailbox.orgId(), kind, ids);
    // Soon after a loss a link elsewhere may be younger than the record, and tells nothing.
    boolean toldByLinks = pass.recovery.mayDelete(pass.now);
    Set<WorkEntry> others = new HashSet<>();
    for (WorkEntry entry : keyed) {
      Snapshot record = records.get(entry);
      String owner = record == null ? null : record.traits().owner();
      boolean elsewhere =
          toldByLinks
              && linked.getOrDefault(entry.id().id(), List.of()).stream()
                  .anyMatch(mailbox -> !mailbox.equals(pass.mailbox));
      if (elsewhere || (owner != null && !owner.equals(pass.mailbox.userId()))) {
        others.add(entry);
      }
    }
    return others;
  }

  /** Keys of records whose create is not answered yet. */
  private Set<String> keysUnderWay() {
    Set<String> keys = new HashSet<>();
    String page = null;
    do {
      MailboxState.LinkPage links = pass.state.allLinks(pass.mailbox, kind, page);
      for (Link link : links.links()) {
        Intent intent = link.intent();
        if (intent != null
            && intent.operation() == Intent.Operation.CREATE
            && intent.target() == Side.RECORD) {
          keys.add(intent.key());
        }
      }
      page = links.next();
    } while (page != null);
    return keys;
  }
}

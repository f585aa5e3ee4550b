package io.lockstep.worker;

import io.lockstep.state.WorkEntry;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Safeguard;
import io.lockstep.sync.Side;
import io.lockstep.sync.Sighting;
import io.lockstep.sync.Snapshot;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the counterpart of things that have no link yet: by our mark, by the record's key, by
 * natural key, in this order. What has no counterpart becomes a link with one side, to be created
 * on the other; what nobody can decide becomes an issue.
 */
final class Pairing {
  private final Pass pass;
  private final Kind kind;
  private final Pairs pairs;

  /**
   * @param linked the cases of the round that have a link already: what they hold is not free
   */
  Pairing(Pass pass, Kind kind, List<Case> linked) {
    this.pass = pass;
    this.kind = kind;
    this.pairs = new Pairs(pass, kind, linked);
  }

  Pairs pairs() {
    return pairs;
  }

  /** Items first: they find the records that were made for them, and both sides' twins. */
  void pair(Map<WorkEntry, Snapshot> unlinkedItems, Map<WorkEntry, Snapshot> unlinkedRecords) {
    PairingScope scope = new PairingScope(pass, kind, pairs);
    NaturalPairs natural = new NaturalPairs(pass, kind, pairs);

    Map<WorkEntry, Snapshot> items = new LinkedHashMap<>(unlinkedItems);
    if (pass.safeguards.on(Safeguard.ADOPT_MARKED)) {
      new MarkedPairs(pass, kind, pairs).pair(items);
    }
    scope.leaveOut(items);
    scope.followCarriers(items);
    waitForMarks(items);
    natural.ofItems(items);
    items.forEach((entry, item) -> pairs.begin(entry, Side.ITEM, item));

    Map<WorkEntry, Snapshot> records = new LinkedHashMap<>(unlinkedRecords);
    unlinkedRecords.forEach(
        (entry, record) -> {
          if (pairs.claimedRecords.contains(record.id())) {
            records.remove(entry);
            pairs.joinEntry(entry, record.id());
          }
        });
    scope.leaveOut(records);
    waitForMarks(records);
    new LostItems(pass, kind, pairs).part(records);
    natural.ofRecords(records);
    records.forEach((entry, record) -> pairs.begin(entry, Side.RECORD, record));
  }

  /**
   * After a loss of state one listing may leave out the very item that carries a mark: what has no
   * counterpart by then waits until everything was listed once more.
   */
  private void waitForMarks(Map<WorkEntry, Snapshot> things) {
    if (!pass.recovery.marksAreKnown(pass.now)) {
      pairs.waiting.addAll(things.keySet());
      things.clear();
    }
  }

  /**
   * A listing may show what an item held minutes ago. That is enough to make its record, since the
   * rest then shows as a change, but not to compare it with a record that exists.
   */
  void lookAgainAt(Set<String> listed) {
    Set<String> stale = new HashSet<>();
    for (Case one : pairs.cases) {
      String itemId = one.link().itemId();
      if (itemId != null && one.link().recordId() != null && listed.contains(itemId)) {
        stale.add(itemId);
      }
    }
    if (stale.isEmpty()) {
      return;
    }
    pass.lease.beforeCall();
    Map<String, Sighting> seen = pass.items.read(kind, stale);
    pairs.cases.replaceAll(
        one -> {
          Sighting now = seen.get(String.valueOf(one.link().itemId()));
          return now == null ? one : one.withItem(now);
        });
  }
}

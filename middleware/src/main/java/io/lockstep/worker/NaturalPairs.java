package io.lockstep.worker;

import io.lockstep.state.WorkEntry;
import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Link;
import io.lockstep.sync.Mark;
import io.lockstep.sync.Side;
import io.lockstep.sync.Snapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pairs unlinked things by natural key, where there is no doubt. */
final class NaturalPairs {
  private final Pairs pairs;
  private final Pass pass;
  private final Kind kind;

  NaturalPairs(Pass pass, Kind kind, Pairs pairs) {
    this.pairs = pairs;
    this.pass = pass;
    this.kind = kind;
  }

  void ofItems(Map<WorkEntry, Snapshot> items) {
    if (items.isEmpty() || pass.settings(kind).direction() == io.lockstep.sync.Direction.OFF) {
      return;
    }
    pass.lease.beforeCall();
    List<Snapshot> found = pass.crm.find(kind, values(items));
    List<Snapshot> candidates = new ArrayList<>(unlinked(Side.RECORD, found));
    candidates.removeIf(
        r ->
            r.key() != null
                || pairs.claimedRecords.contains(r.id())
                || r.traits().excluded() != null);
    if (candidates.isEmpty()) {
      return;
    }
    Map<WorkEntry, Snapshot> promising = new LinkedHashMap<>(items);
    promising.values().removeIf(i -> candidates.stream().noneMatch(r -> matches(i, r)));
    if (promising.isEmpty()) {
      return;
    }
    List<Snapshot> twins = unlinkedItemsLike(values(promising));
    promising.forEach(
        (entry, item) -> {
          List<Snapshot> fitting =
              candidates.stream()
                  .filter(r -> !pairs.claimedRecords.contains(r.id()) && matches(item, r))
                  .toList();
          if (fitting.isEmpty()) {
            return;
          }
          Snapshot record = fitting.getFirst();
          boolean onlyOne =
              twins.stream().noneMatch(t -> !t.id().equals(item.id()) && matches(t, record));
          items.remove(entry);
          if (onlyOne) {
            pairs.join(entry, record, item);
          } else {
            // Not claimed: its twins meet the same record, and none of them may be made anew.
            pairs.unresolved(entry, record.id(), List.of(item.id()));
          }
        });
  }

  void ofRecords(Map<WorkEntry, Snapshot> records) {
    if (records.isEmpty() || pass.settings(kind).direction() == io.lockstep.sync.Direction.OFF) {
      return;
    }
    List<Snapshot> candidates = unlinkedItemsLike(values(records));
    if (candidates.isEmpty()) {
      return;
    }
    Map<WorkEntry, Snapshot> all = new LinkedHashMap<>(records);
    all.forEach(
        (entry, record) -> {
          List<Snapshot> fitting =
              candidates.stream()
                  .filter(i -> !pairs.claimedItems.contains(i.id()) && matches(i, record))
                  .toList();
          if (fitting.isEmpty()) {
            return;
          }
          records.remove(entry);
          if (fitting.size() == 1) {
            pairs.joinRecord(entry, record, fitting.getFirst());
          } else {
            pairs.unresolved(entry, record.id(), fitting.stream().map(Snapshot::id).toList());
          }
        });
  }

  private List<Snapshot> unlinkedItemsLike(List<FieldValues> values) {
    pass.lease.beforeCall();
    List<Snapshot> found = new ArrayList<>(unlinked(Side.ITEM, pass.items.find(kind, values)));
    found.removeIf(
        i ->
            !pass.eligible(i)
                || pairs.claimedItems.contains(i.id())
                || Mark.parse(i.mark(), pass.rules(kind).catalogue()).isPresent());
    return found;
  }

  private List<Snapshot> unlinked(Side side, List<Snapshot> things) {
    Map<String, Link> links =
        pass.state.links(pass.mailbox, kind, side, things.stream().map(Snapshot::id).toList());
    return things.stream().filter(t -> !links.containsKey(t.id())).toList();
  }

  private boolean matches(Snapshot item, Snapshot record) {
    List<String> mine = pass.matching(kind).naturalKeys(item.fields());
    return pass.matching(kind).naturalKeys(record.fields()).stream().anyMatch(mine::contains)
        && pass.matching(kind).compatible(item.fields(), record.fields());
  }

  private static List<FieldValues> values(Map<WorkEntry, Snapshot> things) {
    return things.values().stream().map(Snapshot::fields).toList();
  }
}

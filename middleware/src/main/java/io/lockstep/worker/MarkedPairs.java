package io.lockstep.worker;

import io.lockstep.port.Crm;
import io.lockstep.state.Commit;
import io.lockstep.state.WorkEntry;
import io.lockstep.state.WorkId;
import io.lockstep.sync.Baseline;
import io.lockstep.sync.Intent;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Link;
import io.lockstep.sync.Mark;
import io.lockstep.sync.Merge;
import io.lockstep.sync.Shadow;
import io.lockstep.sync.Side;
import io.lockstep.sync.Sighting;
import io.lockstep.sync.Snapshot;
import io.lockstep.sync.Stamp;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Pairs what our writes left a mark or a key on. */
final class MarkedPairs {
  private final Pairs pairs;
  private final Pass pass;
  private final Kind kind;
  private final List<String> catalogue;

  MarkedPairs(Pass pass, Kind kind, Pairs pairs) {
    this.pairs = pairs;
    this.pass = pass;
    this.kind = kind;
    this.catalogue = pass.rules(kind).catalogue();
  }

  /** Takes the items that find their record off the given ones. */
  void pair(Map<WorkEntry, Snapshot> items) {
    Map<String, Crm.KeyMatch> matches = findByKey(items);
    // A record made for this very item is its own, whatever mark a copy brought along.
    byKey(items, matches, true);
    byMark(items);
    byKey(items, matches, false);
  }

  /** Items that carry our mark belong to the record it names, unless another item does. */
  private void byMark(Map<WorkEntry, Snapshot> items) {
    Map<String, WorkEntry> byRecord = new LinkedHashMap<>();
    Map<WorkEntry, Mark> marks = new HashMap<>();
    items.forEach(
        (entry, item) ->
            Mark.parse(item.mark(), catalogue)
                .filter(mark -> mark.orgId().equals(pass.mailbox.orgId()))
                .ifPresent(
                    mark -> {
                      marks.put(entry, mark);
                      byRecord.merge(mark.recordId(), entry, (a, b) -> older(items, a, b));
                    }));
    if (byRecord.isEmpty()) {
      return;
    }
    Map<String, Link> links = pass.state.links(pass.mailbox, kind, Side.RECORD, byRecord.keySet());
    Set<String> free = new HashSet<>(byRecord.keySet());
    free.removeAll(pairs.claimedRecords);
    Map<String, Sighting> records = new RecordSight(pass, kind).of(free);
    byRecord.forEach(
        (recordId, entry) -> {
          Snapshot item = items.get(entry);
          Mark mark = marks.get(entry);
          if (item == null || mark == null) {
            return;
          }
          Sighting record = records.getOrDefault(recordId, new Sighting.Unknown("NOT_READ"));
          if (adopt(
              entry,
              item,
              mark.generation(),
              links.get(recordId),
              recordId,
              record,
              mark.baseline())) {
            items.remove(entry);
          }
        });
  }

  private static WorkEntry older(Map<WorkEntry, Snapshot> items, WorkEntry a, WorkEntry b) {
    Comparator<WorkEntry> byAge =
        Comparator.comparing(
            entry -> {
              Snapshot item = items.get(entry);
              return item == null || item.editedAt() == null ? Instant.MAX : item.editedAt();
            });
    return byAge.thenComparing(entry -> entry.id().id()).compare(a, b) <= 0 ? a : b;
  }

  /** The records that were made for these items, by key; a live one before a deleted one. */
  private Map<String, Crm.KeyMatch> findByKey(Map<WorkEntry, Snapshot> items) {
    Set<String> keys = new HashSet<>();
    items.values().forEach(item -> Pairs.claim(keys, item.key()));
    if (keys.isEmpty()) {
      return Map.of();
    }
    pass.lease.beforeCall();
    Map<String, Crm.KeyMatch> best = new LinkedHashMap<>();
    for (Crm.KeyMatch match : pass.crm.findByKey(kind, keys)) {
      best.merge(match.key(), match, (a, b) -> a.sighting() instanceof Sighting.Present ? a : b);
    }
    return best;
  }

  /** Items whose record was made for them find it by its key. */
  private void byKey(
      Map<WorkEntry, Snapshot> items, Map<String, Crm.KeyMatch> matches, boolean live) {
    Map<String, WorkEntry> byKey = new LinkedHashMap<>();
    items.forEach(
        (entry, item) -> {
          if (item.key() != null) {
            byKey.putIfAbsent(item.key(), entry);
          }
        });
    Map<String, Crm.KeyMatch> best = new LinkedHashMap<>(matches);
    best.keySet().retainAll(byKey.keySet());
    best.values().removeIf(m -> live != (m.sighting() instanceof Sighting.Present));
    if (best.isEmpty()) {
      return;
    }
    Map<String, Link> links =
        pass.state.links(
            pass.mailbox, kind, Side.RECORD, best.values().stream().map(Crm.KeyMatch::id).toList());
    best.forEach(
        (key, match) -> {
          WorkEntry entry = byKey.get(key);
          Snapshot item = entry == null ? null : items.get(entry);
          if (entry == null || item == null) {
            return;
          }
          if (kind == Kind.EVENT && !isOurs(match.sighting())) {
            pairs.follow(entry, item);
            items.remove(entry);
            return;
          }
          items.remove(entry);
          Baseline marked = markedFor(item, match.id());
          if (!adopt(entry, item, 0, links.get(match.id()), match.id(), match.sighting(), marked)) {
            pairs.unresolved(entry, match.id(), List.of(item.id()));
          }
        });
  }

  /** The baseline of an item's mark, where it names this record; a copy brings another's along. */
  private @Nullable Baseline markedFor(Snapshot item, String recordId) {
    return Mark.parse(item.mark(), catalogue)
        .filter(mark -> mark.recordId().equals(recordId))
        .map(Mark::baseline)
        .orElse(null);
  }

  /** A shared event is carried by the mailbox of the user who owns its record. */
  private boolean isOurs(Sighting record) {
    return switch (record) {
      case Sighting.Present present ->
          pass.mailbox.userId().equals(present.snapshot().traits().owner());
      case Sighting.Gone gone ->
          gone.last() == null || pass.mailbox.userId().equals(gone.last().traits().owner());
      case Sighting.Unknown unknown -> false;
    };
  }

  /**
   * Joins an item to its record.
   *
   * @return false where the record already has another item: this one is a copy, and new
   */
  private boolean adopt(
      WorkEntry entry,
      Snapshot item,
      int generation,
      @Nullable Link known,
      String recordId,
      Sighting record,
      @Nullable Baseline baseline) {
    boolean taken = known != null && known.itemId() != null && !known.itemId().equals(item.id());
    if (taken || pairs.claimedRecords.contains(recordId)) {
      return isRenamed(entry, item, taken ? known : null);
    }
    if (record instanceof Sighting.Unknown) {
      pairs.settled.add(
          entry); // its record is out of the user's sight: neither ours to write nor to make again
      return true;
    }
    pairs.claimedRecords.add(recordId);
    pairs.claimedItems.add(item.id());
    Link link =
        known != null
            ? resumed(known, record, item)
            : Link.begunBy(Side.RECORD, kind, recordId).withGeneration(generation);
    link = link.withId(Side.ITEM, item.id());
    Merge.Basis basis = Merge.Basis.SHADOWS;
    if (link.unsettled()) {
      Baseline newest = newest(baseline, record);
      if (newest == null || isOfAnOlderTime(item, baseline, newest)) {
        basis = Merge.Basis.LOST;
      } else {
        basis = Merge.Basis.MARKS;
        link =
            link.withRevision(newest.revision())
                .withShadow(Side.RECORD, new Shadow("", newest.record()))
                .withShadow(Side.ITEM, new Shadow("", newest.item()));
      }
    }
    pairs.cases.add(
        new Case(link, record, new Sighting.Present(item), basis, List.of(entry), known != null));
    return true;
  }

  /**
   * An item whose record has another one is a copy, unless it is that other one under its new or
   * its old id: then it is taken up under the new one.
   *
   * @param known the record's link, where it has another item; else null
   */
  private boolean isRenamed(WorkEntry entry, Snapshot item, @Nullable Link known) {
    String other = known == null ? null : known.itemId();
    pass.lease.beforeCall();
    Map<String, Sighting> seen =
        pass.items.read(kind, other == null ? List.of(item.id()) : List.of(item.id(), other));
    Sighting self = seen.get(item.id());
    if (self instanceof Sighting.Present present && !present.snapshot().id().equals(item.id())) {
      takeUp(new WorkId(kind, Side.ITEM, present.snapshot().id()));
      pairs.settled.add(entry);
      return true;
    }
    if (other != null
        && seen.get(other) instanceof Sighting.Present present
        && present.snapshot().id().equals(item.id())) {
      takeUp(new WorkId(kind, Side.ITEM, other));
      takeUp(new WorkId(kind, Side.ITEM, item.id()));
      pairs.settled.add(entry);
      return true;
    }
    return false;
  }

  private void takeUp(WorkId id) {
    pass.lease.commit(Commit.build().add(new Commit.Change.AddWork(id)).done());
  }

  /**
   * A link whose create was under way, or which had lost its item: what was sent is what both sides
   * held.
   */
  private Link resumed(Link known, Sighting record, Snapshot item) {
    Link link = known.state() == Link.State.ITEM_GONE ? known.withState(Link.State.LIVE) : known;
    Intent intent = link.intent();
    Sighting made =
        intent != null && intent.target() == Side.RECORD ? record : new Sighting.Present(item);
    return Intents.created(pass, link, made);
  }

  /**
   * Whether an item holds in some field what its own mark says, while a later write left word of
   * something else: a copy of an older time, or put back by a person. Nobody can tell which, so
   * both values stay.
   */
  private boolean isOfAnOlderTime(Snapshot item, @Nullable Baseline own, Baseline newest) {
    if (own == null || own.revision() >= newest.revision()) {
      return false;
    }
    Map<String, String> holds = pass.rules(kind).hashes(item.fields());
    Shadow byItsMark = new Shadow("", own.item());
    Shadow byTheNewest = new Shadow("", newest.item());
    return holds.entrySet().stream()
        .anyMatch(
            e ->
                byItsMark.holds(e.getKey(), e.getValue())
                    && !byTheNewest.holds(e.getKey(), e.getValue()));
  }

  private @Nullable Baseline newest(@Nullable Baseline ofItem, Sighting record) {
    Optional<Baseline> ofRecord =
        record instanceof Sighting.Present present
            ? Stamp.left(present.snapshot().mark(), pass.mailbox.userId(), catalogue)
            : Optional.empty();
    if (ofItem == null) {
      return ofRecord.orElse(null);
    }
    return ofRecord.filter(b -> b.revision() > ofItem.revision()).orElse(ofItem);
  }
}

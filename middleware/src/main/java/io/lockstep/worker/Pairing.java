package io.lockstep.worker;

import io.lockstep.port.Crm;
import io.lockstep.port.IssueReport;
import io.lockstep.state.Commit;
import io.lockstep.state.MailboxId;
import io.lockstep.state.MailboxState;
import io.lockstep.state.WorkEntry;
import io.lockstep.state.WorkId;
import io.lockstep.sync.Baseline;
import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Intent;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Link;
import io.lockstep.sync.Mark;
import io.lockstep.sync.Merge;
import io.lockstep.sync.Safeguard;
import io.lockstep.sync.Shadow;
import io.lockstep.sync.Side;
import io.lockstep.sync.Sighting;
import io.lockstep.sync.Snapshot;
import io.lockstep.sync.Stamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the counterpart of things that have no link yet: by our mark, by the record's key, by
 * natural key, in this order. What has no counterpart becomes a link with one side, to be created
 * on the other; what nobody can decide becomes an issue.
 */
final class Pairing {
  private final Pass pass;
  private final Kind kind;
  private final List<String> catalogue;
  private final List<Case> cases = new ArrayList<>();
  private final List<WorkEntry> settled = new ArrayList<>();
  private final List<IssueReport> issues = new ArrayList<>();
  private final Set<String> claimedRecords = new HashSet<>();
  private final Set<String> claimedItems = new HashSet<>();

  /**
   * @param linked the cases of the round that have a link already: what they hold is not free
   */
  Pairing(Pass pass, Kind kind, List<Case> linked) {
    this.pass = pass;
    this.kind = kind;
    this.catalogue = pass.rules(kind).catalogue();
    for (Case one : linked) {
      claim(claimedRecords, one.link().recordId());
      claim(claimedItems, one.link().itemId());
    }
  }

  private static void claim(Set<String> claimed, @Nullable String id) {
    if (id != null) {
      claimed.add(id);
    }
  }

  /** Links found or begun. */
  List<Case> cases() {
    return cases;
  }

  /** Entries of things that need nothing: outside the sync, or waiting for a person. */
  List<WorkEntry> settled() {
    return settled;
  }

  List<IssueReport> issues() {
    return issues;
  }

  /** Items first: they find the records that were made for them, and both sides' twins. */
  void pair(Map<WorkEntry, Snapshot> unlinkedItems, Map<WorkEntry, Snapshot> unlinkedRecords) {
    Map<WorkEntry, Snapshot> items = new LinkedHashMap<>(unlinkedItems);
    if (pass.safeguards.on(Safeguard.ADOPT_MARKED)) {
      Map<String, Crm.KeyMatch> matches = findByKey(items);
      // A record made for this very item is its own, whatever mark a copy brought along.
      byKey(items, matches, true);
      byMark(items);
      byKey(items, matches, false);
    }
    leaveOut(items);
    followCarriers(items);
    byNaturalKeyOfItems(items);
    items.forEach((entry, item) -> begin(entry, Side.ITEM, item));

    Map<WorkEntry, Snapshot> records = new LinkedHashMap<>(unlinkedRecords);
    unlinkedRecords.forEach(
        (entry, record) -> {
          if (claimedRecords.contains(record.id())) {
            records.remove(entry);
            joinEntry(entry, record.id());
          }
        });
    leaveOut(records);
    partFromLostItems(records);
    byNaturalKeyOfRecords(records);
    records.forEach((entry, record) -> begin(entry, Side.RECORD, record));
  }

  /**
   * A listing may show what an item held minutes ago. That is enough to make its record, since the
   * rest then shows as a change, but not to compare it with a record that exists.
   */
  void lookAgainAt(Set<String> listed) {
    Set<String> stale = new HashSet<>();
    for (Case one : cases) {
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
    cases.replaceAll(
        one -> {
          Sighting now = seen.get(String.valueOf(one.link().itemId()));
          return now == null ? one : one.withItem(now);
        });
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
    free.removeAll(claimedRecords);
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
    items.values().forEach(item -> claim(keys, item.key()));
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
            follow(entry, item);
            items.remove(entry);
            return;
          }
          items.remove(entry);
          Baseline marked = markedFor(item, match.id());
          if (!adopt(entry, item, 0, links.get(match.id()), match.id(), match.sighting(), marked)) {
            unresolved(entry, match.id(), item.id());
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
    if (taken || claimedRecords.contains(recordId)) {
      return isRenamed(entry, item, taken ? known : null);
    }
    if (record instanceof Sighting.Unknown) {
      settled.add(
          entry); // its record is out of the user's sight: neither ours to write nor to make again
      return true;
    }
    claimedRecords.add(recordId);
    claimedItems.add(item.id());
    Link link =
        known != null
            ? resumed(known, record, item)
            : Link.begunBy(Side.RECORD, kind, recordId).withGeneration(generation);
    link = link.withId(Side.ITEM, item.id());
    Merge.Basis basis = Merge.Basis.SHADOWS;
    if (link.unsettled()) {
      Baseline newest = newest(baseline, record);
      if (newest == null) {
        basis = Merge.Basis.LOST;
      } else {
        basis = Merge.Basis.MARKS;
        link =
            link.withRevision(newest.revision())
                .withShadow(Side.RECORD, new Shadow("", newest.record()))
                .withShadow(Side.ITEM, new Shadow("", newest.item()));
      }
    }
    cases.add(
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
      lookAgainAt(new WorkId(kind, Side.ITEM, present.snapshot().id()));
      settled.add(entry);
      return true;
    }
    if (other != null
        && seen.get(other) instanceof Sighting.Present present
        && present.snapshot().id().equals(item.id())) {
      lookAgainAt(new WorkId(kind, Side.ITEM, other));
      lookAgainAt(new WorkId(kind, Side.ITEM, item.id()));
      settled.add(entry);
      return true;
    }
    return false;
  }

  private void lookAgainAt(WorkId id) {
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

  private void leaveOut(Map<WorkEntry, Snapshot> things) {
    Map<WorkEntry, Snapshot> outside = new LinkedHashMap<>(things);
    outside.values().removeIf(pass::eligible);
    things.keySet().removeAll(outside.keySet());
    settled.addAll(outside.keySet());
    leaveOutOfScope(things);
  }

  /** Records outside the user's outbound scope. */
  private void leaveOutOfScope(Map<WorkEntry, Snapshot> things) {
    KindSettings settings = pass.settings(kind);
    Set<WorkEntry> outside = new HashSet<>();
    List<String> asked = new ArrayList<>();
    things.forEach(
        (entry, thing) -> {
          if (entry.id().side() != Side.RECORD) {
            return;
          }
          boolean owned = pass.mailbox.userId().equals(thing.traits().owner());
          if (!owned && !settings.allVisible()) {
            outside.add(entry);
          } else {
            asked.add(thing.id());
          }
        });
    if (settings.filter() != null && !asked.isEmpty()) {
      pass.lease.beforeCall();
      Set<String> inside = pass.crm.inScope(kind, pass.scope(kind), asked);
      things.forEach(
          (entry, thing) -> {
            if (entry.id().side() == Side.RECORD && !inside.contains(thing.id())) {
              outside.add(entry);
            }
          });
    }
    things.keySet().removeAll(outside);
    settled.addAll(outside);
  }

  private void followCarriers(Map<WorkEntry, Snapshot> items) {
    if (kind != Kind.EVENT) {
      return;
    }
    List<WorkEntry> others = new ArrayList<>();
    items.forEach(
        (entry, item) -> {
          String carrier = pass.directory.carrierOf(item);
          if (carrier != null && !carrier.equals(pass.mailbox.userId())) {
            others.add(entry);
          }
        });
    for (WorkEntry entry : others) {
      Snapshot item = items.remove(entry);
      if (item != null) {
        follow(entry, item);
      }
    }
  }

  private void follow(WorkEntry entry, Snapshot item) {
    Link link = Link.begunBy(Side.ITEM, kind, item.id()).withState(Link.State.FOLLOWER);
    cases.add(
        new Case(
            link,
            new Sighting.Unknown("CARRIED_BY_ANOTHER"),
            new Sighting.Present(item),
            Merge.Basis.SHADOWS,
            List.of(entry),
            false));
  }

  /**
   * A record that was made for an item of this mailbox which is not there: never made again without
   * a person's word.
   */
  private void partFromLostItems(Map<WorkEntry, Snapshot> records) {
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
        settled.add(entry); // its item's own entry takes it up
        continue;
      }
      Link link = Link.begunBy(Side.RECORD, kind, record.id()).withState(Link.State.ITEM_GONE);
      issues.add(
          issue(
              IssueReport.Type.DELETED_AND_EDITED,
              record.id(),
              null,
              "ITEM_NOT_FOUND",
              "This record came from your mailbox, where it is no longer found. Choose Restore to"
                  + " put it there again, or Delete here too."));
      cases.add(
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
    Set<WorkEntry> others = new HashSet<>();
    for (WorkEntry entry : keyed) {
      Snapshot record = records.get(entry);
      String owner = record == null ? null : record.traits().owner();
      boolean elsewhere =
          linked.getOrDefault(entry.id().id(), List.of()).stream()
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

  private void byNaturalKeyOfItems(Map<WorkEntry, Snapshot> items) {
    if (items.isEmpty() || pass.settings(kind).direction() == io.lockstep.sync.Direction.OFF) {
      return;
    }
    pass.lease.beforeCall();
    List<Snapshot> found = pass.crm.find(kind, values(items));
    List<Snapshot> candidates = new ArrayList<>(unlinked(Side.RECORD, found));
    candidates.removeIf(
        r -> r.key() != null || claimedRecords.contains(r.id()) || r.traits().excluded() != null);
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
                  .filter(r -> !claimedRecords.contains(r.id()) && matches(item, r))
                  .toList();
          if (fitting.isEmpty()) {
            return;
          }
          Snapshot record = fitting.getFirst();
          boolean onlyOne =
              twins.stream().noneMatch(t -> !t.id().equals(item.id()) && matches(t, record));
          items.remove(entry);
          if (onlyOne) {
            join(entry, record, item);
          } else {
            claimedRecords.add(record.id());
            unresolved(entry, record.id(), item.id());
          }
        });
  }

  private void byNaturalKeyOfRecords(Map<WorkEntry, Snapshot> records) {
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
                  .filter(i -> !claimedItems.contains(i.id()) && matches(i, record))
                  .toList();
          if (fitting.isEmpty()) {
            return;
          }
          records.remove(entry);
          if (fitting.size() == 1) {
            joinRecord(entry, record, fitting.getFirst());
          } else {
            unresolved(entry, record.id(), null);
          }
        });
  }

  private List<Snapshot> unlinkedItemsLike(List<FieldValues> values) {
    pass.lease.beforeCall();
    List<Snapshot> found = new ArrayList<>(unlinked(Side.ITEM, pass.items.find(kind, values)));
    found.removeIf(
        i ->
            !pass.eligible(i)
                || claimedItems.contains(i.id())
                || Mark.parse(i.mark(), catalogue).isPresent());
    return found;
  }

  private List<Snapshot> unlinked(Side side, List<Snapshot> things) {
    Map<String, Link> links =
        pass.state.links(pass.mailbox, kind, side, things.stream().map(Snapshot::id).toList());
    return things.stream().filter(t -> !links.containsKey(t.id())).toList();
  }

  /** The entry of a record that an item found: it is done when the case of the two is. */
  private void joinEntry(WorkEntry entry, String recordId) {
    for (int i = 0; i < cases.size(); i++) {
      Case one = cases.get(i);
      if (recordId.equals(one.link().recordId())) {
        List<WorkEntry> entries = new ArrayList<>(one.entries());
        entries.add(entry);
        cases.set(i, one.withEntries(entries));
        return;
      }
    }
    settled.add(entry);
  }

  /**
   * An item that was about to be made anew, because its record did not show yet a moment ago, is
   * joined instead.
   */
  private void joinRecord(WorkEntry entry, Snapshot record, Snapshot item) {
    List<WorkEntry> entries = new ArrayList<>(List.of(entry));
    for (Case begun : List.copyOf(cases)) {
      if (begun.link().id().equals(Link.begunBy(Side.ITEM, kind, item.id()).id())) {
        entries.addAll(begun.entries());
        cases.remove(begun);
      }
    }
    join(entry, record, item);
    cases.set(cases.size() - 1, cases.getLast().withEntries(entries));
  }

  private void join(WorkEntry entry, Snapshot record, Snapshot item) {
    claimedRecords.add(record.id());
    claimedItems.add(item.id());
    Link link = Link.begunBy(Side.RECORD, kind, record.id()).withId(Side.ITEM, item.id());
    pass.report.note(kind, Side.ITEM, PassReport.Verb.LINKED, item.id(), "");
    cases.add(
        new Case(
            link,
            new Sighting.Present(record),
            new Sighting.Present(item),
            Merge.Basis.FIRST_MATCH,
            List.of(entry),
            false));
  }

  private void unresolved(WorkEntry entry, String recordId, @Nullable String itemId) {
    settled.add(entry);
    pass.report.note(
        kind, entry.id().side(), PassReport.Verb.UNRESOLVED, entry.id().id(), "SEVERAL_MATCHES");
    issues.add(
        issue(
            IssueReport.Type.UNRESOLVED,
            recordId,
            itemId,
            "SEVERAL_MATCHES",
            "More than one thing in your mailbox fits this record, so none was linked. Delete or"
                + " rename the duplicates, or choose one."));
  }

  private IssueReport issue(
      IssueReport.Type type, String recordId, @Nullable String itemId, String code, String detail) {
    String key = pass.mailbox + "." + code + "." + recordId + "." + (itemId == null ? "" : itemId);
    return new IssueReport(key, type, kind, recordId, itemId, "", "", null, code, detail);
  }

  private void begin(WorkEntry entry, Side side, Snapshot thing) {
    if (!pass.settings(kind).direction().writes(side.other())) {
      settled.add(entry);
      return;
    }
    Sighting seen = new Sighting.Present(thing);
    Sighting none = new Sighting.Unknown("NOT_MADE");
    cases.add(
        new Case(
            Link.begunBy(side, kind, thing.id()),
            side == Side.RECORD ? seen : none,
            side == Side.ITEM ? seen : none,
            Merge.Basis.SHADOWS,
            List.of(entry),
            false));
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

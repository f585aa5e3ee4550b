package io.lockstep.worker;

import io.lockstep.state.Commit;
import io.lockstep.state.WorkEntry;
import io.lockstep.state.WorkId;
import io.lockstep.sync.Intent;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Link;
import io.lockstep.sync.Merge;
import io.lockstep.sync.Reconciler;
import io.lockstep.sync.Side;
import io.lockstep.sync.Sighting;
import io.lockstep.sync.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks at both sides of everything a round is about, in as few calls as possible. */
final class Look {
  private final Pass pass;
  private final Kind kind;
  private final RecordSight sight;
  private final OpenCreates creates;
  private final Map<String, Link> links = new LinkedHashMap<>();
  private final Map<String, List<WorkEntry>> entriesOf = new HashMap<>();
  private final Map<String, Sighting> records = new HashMap<>();
  private final Map<String, Sighting> items = new HashMap<>();

  final List<Case> cases = new ArrayList<>();
  final Map<WorkEntry, Snapshot> unlinkedItems = new LinkedHashMap<>();
  final Map<WorkEntry, Snapshot> unlinkedRecords = new LinkedHashMap<>();

  /** Items known from a listing only, which may show what they held minutes ago. */
  final Set<String> listed = new HashSet<>();

  /** Entries that need nothing more: our own echoes, things gone before they were linked. */
  final List<WorkEntry> settled = new ArrayList<>();

  /** Entries that must be looked at again later. */
  final List<WorkEntry> waiting = new ArrayList<>();

  Look(Pass pass, Kind kind) {
    this.pass = pass;
    this.kind = kind;
    this.sight = new RecordSight(pass, kind);
    this.creates = new OpenCreates(pass, kind);
  }

  void at(List<WorkEntry> entries) {
    List<WorkEntry> ofItems = entries.stream().filter(e -> e.id().side() == Side.ITEM).toList();
    List<WorkEntry> ofRecords = entries.stream().filter(e -> e.id().side() == Side.RECORD).toList();
    Map<String, Link> linkedItems = linksOf(Side.ITEM, ofItems);
    Map<String, Link> linkedRecords = linksOf(Side.RECORD, ofRecords);

    recallUnlinked(ofItems, linkedItems);
    readItems(missing(ids(ofItems), items));
    records.putAll(sight.read(ids(ofRecords)));
    sort(ofItems, linkedItems, items, unlinkedItems);
    sort(ofRecords, linkedRecords, records, unlinkedRecords);

    readItems(missing(idsOfLinks(Side.ITEM), items));
    records.putAll(sight.read(missing(idsOfLinks(Side.RECORD), records)));
    records.putAll(sight.confirm(records, idsOfLinks(Side.RECORD)));
    creates.findRecords(links.values());
    links.values().forEach(this::addCase);
  }

  private Map<String, Link> linksOf(Side side, List<WorkEntry> entries) {
    return entries.isEmpty() ? Map.of() : pass.state.links(pass.mailbox, kind, side, ids(entries));
  }

  /**
   * Only of items: a record is read anew in few calls, and an old sight of it could be mistaken for
   * one that was deleted or handed on since.
   */
  private void recallUnlinked(List<WorkEntry> entries, Map<String, Link> linked) {
    for (WorkEntry entry : entries) {
      String id = entry.id().id();
      Snapshot known = linked.containsKey(id) ? null : pass.recall(kind, id);
      if (known != null) {
        items.put(id, new Sighting.Present(known));
        listed.add(id);
      }
    }
  }

  /** Parts the entries into linked things, unlinked things, and what needs nothing. */
  private void sort(
      List<WorkEntry> entries,
      Map<String, Link> linked,
      Map<String, Sighting> seen,
      Map<WorkEntry, Snapshot> unlinked) {
    for (WorkEntry entry : entries) {
      Link link = linked.get(entry.id().id());
      Sighting sighting = seen.getOrDefault(entry.id().id(), new Sighting.Unknown("NOT_READ"));
      if (link == null) {
        sortUnlinked(entry, sighting, unlinked);
      } else if (isEcho(link, entry.id().side(), sighting)) {
        settled.add(entry);
      } else {
        links.put(link.id(), link);
        entriesOf.computeIfAbsent(link.id(), l -> new ArrayList<>()).add(entry);
      }
    }
  }

  private void sortUnlinked(WorkEntry entry, Sighting sighting, Map<WorkEntry, Snapshot> unlinked) {
    switch (sighting) {
      case Sighting.Present present -> {
        if (present.snapshot().id().equals(entry.id().id())) {
          unlinked.put(entry, present.snapshot());
        } else {
          anew(entry, present.snapshot().id());
        }
      }
      case Sighting.Gone gone -> settled.add(entry);
      case Sighting.Unknown unknown -> (outOfSight(unknown) ? settled : waiting).add(entry);
    }
  }

  /** It has another id now: looked at under that one, so that it is not taken for two things. */
  private void anew(WorkEntry entry, String newId) {
    pass.lease.commit(
        Commit.build().add(new Commit.Change.AddWork(new WorkId(kind, Side.ITEM, newId))).done());
    settled.add(entry);
  }

  /**
   * Out of the acting user's sight: there is nothing to wait for, a change of access hints anew.
   * Whatever else is unknown may be known later.
   */
  static boolean outOfSight(Sighting.Unknown unknown) {
    return unknown.code().equals("NO_ACCESS");
  }

  /**
   * Holds what was known of it, and nothing is open: no need to look at the other side. Judged by
   * content: a record's version has whole seconds, so that two edits may share one.
   */
  private boolean isEcho(Link link, Side side, Sighting sighting) {
    return link.state() == Link.State.LIVE
        && link.intent() == null
        && link.recordId() != null
        && link.itemId() != null
        && !(side == Side.ITEM && Renaming.isRenamed(link, sighting))
        && sighting instanceof Sighting.Present present
        && !(side == Side.ITEM && present.snapshot().traits().unselected())
        && new Reconciler(pass.rules(kind)).unchanged(link, side, present.snapshot())
        && !(side == Side.RECORD && Departures.maySee(pass, kind, present.snapshot()));
  }

  private void addCase(Link link) {
    List<WorkEntry> entries = entriesOf.getOrDefault(link.id(), List.of());
    Sighting record = sightingOf(records, link.recordId());
    Sighting item = sightingOf(items, link.itemId());
    Link whole = renamed(link, item);
    Intent intent = link.intent();
    if (intent != null && OpenCreates.isOpen(link)) {
      switch (creates.find(link, intent)) {
        case OpenCreates.Created.Early early -> {
          waiting.addAll(entries);
          return;
        }
        case OpenCreates.Created.Never never -> {}
        case OpenCreates.Created.Thing thing -> {
          whole =
              Intents.created(pass, whole, thing.sighting()).withId(intent.target(), thing.id());
          if (intent.target() == Side.RECORD) {
            record = thing.sighting();
          } else {
            item = thing.sighting();
          }
        }
      }
    }
    Merge.Basis basis = Merge.Basis.SHADOWS;
    if (whole.unsettled()) {
      // A tombstone without shadows is a pair of old that was parted after a loss of state.
      basis =
          whole.state() == Link.State.LIVE || whole.state() == Link.State.HELD
              ? Merge.Basis.FIRST_MATCH
              : Merge.Basis.LOST;
    }
    cases.add(new Case(whole, record, item, basis, entries, true));
  }

  private Link renamed(Link link, Sighting item) {
    return Renaming.isRenamed(link, item) && item instanceof Sighting.Present present
        ? new Renaming(pass, kind).follow(link, present.snapshot().id())
        : link;
  }

  /**
   * Things without a link that turned out to be what an open create made: they belong to its case.
   */
  void gatherFound() {
    for (int i = 0; i < cases.size(); i++) {
      Case one = cases.get(i);
      List<WorkEntry> entries = new ArrayList<>(one.entries());
      take(unlinkedItems, one.link().itemId(), entries);
      take(unlinkedRecords, one.link().recordId(), entries);
      cases.set(
          i, new Case(one.link(), one.record(), one.item(), one.basis(), entries, one.stored()));
    }
  }

  private static void take(
      Map<WorkEntry, Snapshot> unlinked,
      @org.jspecify.annotations.Nullable String id,
      List<WorkEntry> into) {
    List<WorkEntry> found =
        unlinked.entrySet().stream()
            .filter(e -> e.getValue().id().equals(id))
            .map(Map.Entry::getKey)
            .toList();
    into.addAll(found);
    found.forEach(unlinked::remove);
  }

  private static Sighting sightingOf(
      Map<String, Sighting> seen, @org.jspecify.annotations.Nullable String id) {
    return id == null
        ? new Sighting.Unknown("NOT_MADE")
        : seen.getOrDefault(id, new Sighting.Unknown("NOT_READ"));
  }

  private void readItems(Set<String> ids) {
    Set<String> asked = new LinkedHashSet<>();
    for (String id : ids) {
      if (pass.isAssumedGone(kind, id)) {
        items.put(id, Sighting.Gone.PLAIN);
      } else {
        asked.add(id);
      }
    }
    if (!asked.isEmpty()) {
      pass.lease.beforeCall();
      items.putAll(pass.items.read(kind, asked));
    }
  }

  private Set<String> idsOfLinks(Side side) {
    Set<String> ids = new LinkedHashSet<>();
    links
        .values()
        .forEach(
            link -> {
              String id = link.id(side);
              if (id != null) {
                ids.add(id);
              }
            });
    return ids;
  }

  private static Set<String> ids(List<WorkEntry> entries) {
    Set<String> ids = new LinkedHashSet<>();
    entries.forEach(entry -> ids.add(entry.id().id()));
    return ids;
  }

  private static Set<String> missing(Set<String> ids, Map<String, Sighting> seen) {
    Set<String> rest = new LinkedHashSet<>(ids);
    rest.removeAll(seen.keySet());
    return rest;
  }
}

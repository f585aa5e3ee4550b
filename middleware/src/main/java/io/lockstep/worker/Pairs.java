package io.lockstep.worker;

import io.lockstep.port.IssueReport;
import io.lockstep.state.WorkEntry;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Link;
import io.lockstep.sync.Merge;
import io.lockstep.sync.Side;
import io.lockstep.sync.Sighting;
import io.lockstep.sync.Snapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a round's pairing came to so far: links found or begun, and what is taken already. */
final class Pairs {
  final List<Case> cases = new ArrayList<>();

  /** Entries of things that need nothing: outside the sync, or waiting for a person. */
  final List<WorkEntry> settled = new ArrayList<>();

  /** Entries that must be looked at again later. */
  final List<WorkEntry> waiting = new ArrayList<>();

  final List<IssueReport> issues = new ArrayList<>();
  final Set<String> claimedRecords = new HashSet<>();
  final Set<String> claimedItems = new HashSet<>();
  private final Pass pass;
  private final Kind kind;

  /**
   * @param linked the cases of the round that have a link already: what they hold is not free
   */
  Pairs(Pass pass, Kind kind, List<Case> linked) {
    this.pass = pass;
    this.kind = kind;
    for (Case one : linked) {
      claim(claimedRecords, one.link().recordId());
      claim(claimedItems, one.link().itemId());
    }
  }

  static void claim(Set<String> claimed, @Nullable String id) {
    if (id != null) {
      claimed.add(id);
    }
  }

  /** The entry of a record that an item found: it is done when the case of the two is. */
  void joinEntry(WorkEntry entry, String recordId) {
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
  void joinRecord(WorkEntry entry, Snapshot record, Snapshot item) {
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

  void join(WorkEntry entry, Snapshot record, Snapshot item) {
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

  void follow(WorkEntry entry, Snapshot item) {
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

  void begin(WorkEntry entry, Side side, Snapshot thing) {
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

  /**
   * One issue for each item that fits the record, whichever of them came first: a person links one
   * and has the others made as records of their own, or deletes them.
   */
  void unresolved(WorkEntry entry, String recordId, Collection<String> itemIds) {
    settled.add(entry);
    pass.report.note(
        kind, entry.id().side(), PassReport.Verb.UNRESOLVED, entry.id().id(), "SEVERAL_MATCHES");
    for (String itemId : itemIds) {
      issues.add(
          issue(
              IssueReport.Type.UNRESOLVED,
              recordId,
              itemId,
              "SEVERAL_MATCHES",
              "More than one thing in your mailbox fits this record, so none was linked. Choose Link"
                  + " for the one that belongs to it and Create for the others, or delete the"
                  + " duplicates."));
    }
  }

  IssueReport issue(
      IssueReport.Type type, String recordId, @Nullable String itemId, String code, String detail) {
    String key = pass.mailbox + "." + code + "." + recordId + "." + (itemId == null ? "" : itemId);
    return new IssueReport(key, type, kind, recordId, itemId, "", "", null, code, detail);
  }
}

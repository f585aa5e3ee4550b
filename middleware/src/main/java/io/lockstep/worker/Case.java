package io.lockstep.worker;

import io.lockstep.state.WorkEntry;
import io.lockstep.sync.Link;
import io.lockstep.sync.Merge;
import io.lockstep.sync.Sighting;
import java.util.List;

/**
 * One link in a round, with what both sides were seen to be.
 *
 * @param entries the work entries that led here; taken off once the case is settled
 * @param stored whether the link is in the state already
 */
record Case(
    Link link,
    Sighting record,
    Sighting item,
    Merge.Basis basis,
    List<WorkEntry> entries,
    boolean stored) {

  Case {
    entries = List.copyOf(entries);
  }

  Case withItem(Sighting seen) {
    return new Case(link, record, seen, basis, entries, stored);
  }

  Case withEntries(List<WorkEntry> newEntries) {
    return new Case(link, record, item, basis, newEntries, stored);
  }
}

package io.lockstep.simulation;

import io.lockstep.sync.Kind;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Nothing that the sync made stands for a thing it made, and no thing has two. */
final class DuplicatesVerdict {
  private final Evidence evidence;

  DuplicatesVerdict(Evidence evidence) {
    this.evidence = evidence;
  }

  void check() {
    items();
    records();
  }

  private void items() {
    Map<String, Integer> made = new HashMap<>();
    for (Item item : evidence.items()) {
      if (item.deleted || item.madeFor == null) {
        continue;
      }
      Row source = evidence.row(item.madeFor.split(":", -1)[1]);
      if (source != null && madeForThisMailbox(source, item) && !source.everDeleted) {
        evidence.bad("an item for a record that was made for an item: " + item.id);
      }
      boolean cameBack = item.everDeleted || (source != null && source.everDeleted);
      String place = item.mailbox.name + item.madeFor.split(":", -1)[1];
      if (!cameBack && made.merge(place, 1, Integer::sum) > 1) {
        evidence.bad("two items for one record: " + place);
      }
    }
  }

  /**
   * A record that stands for an item of this mailbox needs no other. What was deleted once may get
   * another partner: a person restored one side, and the old partner may come back later, too.
   */
  private boolean madeForThisMailbox(Row source, Item item) {
    if (source.madeFor == null || source.deleted) {
      return false;
    }
    Item first = evidence.itemOfKey(source.madeFor);
    return first != null && first.mailbox == item.mailbox && !first.everDeleted;
  }

  private void records() {
    Map<String, Integer> made = new HashMap<>();
    for (Row row : evidence.life.org.rows.values()) {
      if (row.deleted || row.madeFor == null) {
        continue;
      }
      Item source = evidence.itemOfKey(row.madeFor);
      if (source != null && source.madeFor != null && !source.deleted) {
        Row first = evidence.row(source.madeFor.split(":", -1)[1]);
        boolean known = evidence.isExcused(seatOf(source), row.id);
        if (first != null
            && !first.everDeleted
            && !source.everDeleted
            && !known
            && !takenByACopy(first.id)) {
          evidence.bad("a record for an item that was made for a record: " + row.id);
        }
      }
      falseAlarm(row, source);
      boolean cameBack = row.everDeleted || (source != null && source.everDeleted);
      String thing = source == null ? row.madeFor : source.id;
      if (!cameBack
          && !renamedWhileStateWasLost(row, source)
          && made.merge(thing, 1, Integer::sum) > 1) {
        evidence.bad("two records for item " + thing);
      }
    }
  }

  private Seat seatOf(Item item) {
    return evidence.life.seats.stream()
        .filter(seat -> seat.mailbox == item.mailbox)
        .findFirst()
        .orElseThrow();
  }

  /** Only the mailbox that a record was made for can miss its item. */
  private void falseAlarm(Row row, @Nullable Item source) {
    for (SimulatedOrg.Kept kept : evidence.life.org.issues.values()) {
      if (source != null
          && kept.issue().code().equals("ITEM_NOT_FOUND")
          && row.id.equals(kept.issue().recordId())
          && row.kind == Kind.CONTACT
          && !kept.userId().equals(source.mailbox.userId)) {
        evidence.bad("an item of another mailbox was missed: " + row.id);
      }
    }
  }

  /**
   * A contact that got another id and that never carried our mark is a new one after a loss of all
   * state; the record that stood for it is reported, or a copy took it.
   */
  private boolean renamedWhileStateWasLost(Row row, @Nullable Item source) {
    return source != null
        && !source.key().equals(row.madeFor)
        && (takenByACopy(row.id)
            || evidence.life.seats.stream().anyMatch(seat -> evidence.isExcused(seat, row.id)));
  }

  /**
   * After a loss of all state nothing tells a copy that carries our mark from the thing it was
   * copied from: the record may go to the one, and the other counts as new.
   */
  private boolean takenByACopy(String recordId) {
    return evidence.life.state.everPartners(recordId).stream()
        .map(evidence::item)
        .anyMatch(item -> item != null && item.copy);
  }
}

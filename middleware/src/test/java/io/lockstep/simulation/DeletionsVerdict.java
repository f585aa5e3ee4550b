package io.lockstep.simulation;

import io.lockstep.sync.Brake;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the sync deleted was deleted by a person elsewhere, and never many at once unasked. */
final class DeletionsVerdict {
  private final Evidence evidence;

  DeletionsVerdict(Evidence evidence) {
    this.evidence = evidence;
  }

  void check() {
    for (Row row : evidence.life.org.rows.values()) {
      if (row.deleted && row.deletedByUs && !askedByItem(row.id)) {
        evidence.bad("unasked deletion of record " + row.id);
      }
    }
    for (Item item : evidence.items()) {
      if (item.deleted && item.deletedByUs && !askedByRecord(item.id)) {
        evidence.bad("unasked deletion of item " + item.id);
      }
    }
    evidence.life.seats.forEach(this::brake);
    for (Seat seat : evidence.life.seats) {
      seat.mailbox.writtenUnselected.forEach(
          id -> evidence.bad("written though it was not selected: " + id));
    }
  }

  /** Some item that the record had was deleted by a person. */
  private boolean askedByItem(String rowId) {
    return evidence.life.state.everPartners(rowId).stream()
        .map(evidence::item)
        .anyMatch(item -> item != null && item.deletedByAPerson);
  }

  /** A record that the item had was deleted by a person, or for an item that a person deleted. */
  private boolean askedByRecord(String itemId) {
    for (String partner : evidence.life.state.everPartners(itemId)) {
      Item item = evidence.item(partner);
      Row row = evidence.row(partner);
      if (item != null && askedByFormerSelf(item)) {
        return true;
      }
      if (row != null && (row.deletedByAPerson || (row.everDeleted && askedByItem(row.id)))) {
        return true;
      }
    }
    return false;
  }

  /** An item that had another id when it was linked. */
  private boolean askedByFormerSelf(Item item) {
    return item.formerIds.stream()
        .flatMap(id -> evidence.life.state.everPartners(id).stream())
        .map(evidence::row)
        .anyMatch(row -> row != null && (row.deletedByAPerson || row.everDeleted));
  }

  /** While no administrator released it, the brake lets no more through than it says. */
  private void brake(Seat seat) {
    List<Instant> all =
        new ArrayList<>(evidence.life.org.removals.getOrDefault(seat.mailbox.userId, List.of()));
    all.addAll(seat.mailbox.removals);
    all.removeIf(at -> seat.releasedAt != null && at.isAfter(seat.releasedAt));
    for (Instant end : all) {
      long within =
          all.stream()
              .filter(at -> !at.isAfter(end) && at.isAfter(end.minus(Brake.WINDOW)))
              .count();
      if (within >= 10) {
        evidence.bad("the brake let " + within + " deletions through");
        return;
      }
    }
  }
}

package io.lockstep.simulation;

import io.lockstep.sync.Link;

/**
 * Every live thing is linked to a live one that holds the same, unless an issue or a tombstone says
 * why not.
 */
final class PairsVerdict {
  private final Evidence evidence;

  PairsVerdict(Evidence evidence) {
    this.evidence = evidence;
  }

  void check() {
    for (Seat seat : evidence.life.seats) {
      if (!seat.troubled) {
        evidence.life.org.rows.values().forEach(row -> record(seat, row));
        seat.mailbox.items.values().forEach(item -> item(seat, item));
      }
    }
  }

  private void record(Seat seat, Row row) {
    Link link = evidence.linkOf(seat, row);
    if (row.deleted || evidence.isExcused(seat, row.id)) {
      return;
    }
    if (link == null) {
      if (seat.covers(row)) {
        evidence.bad("record without link " + row.id + " for " + seat.mailbox.name);
      }
    } else if (link.state() == Link.State.LIVE) {
      Item item = seat.mailbox.item(String.valueOf(link.itemId()));
      if (item == null || item.deleted) {
        evidence.bad("record linked to nothing " + row.id + " " + link.itemId());
      } else if (!item.id.equals(link.itemId())) {
        evidence.bad("link under an old id " + link.itemId() + " of " + item.id);
      } else if (!evidence.isExcused(seat, item.id)) {
        equal(row, item);
      }
    }
  }

  private void item(Seat seat, Item item) {
    if (!item.deleted && !evidence.isExcused(seat, item.id) && evidence.linkOf(item) == null) {
      evidence.bad("item without link " + item.id);
    }
  }

  private void equal(Row row, Item item) {
    for (String field : item.mailbox.provider.fields(row.kind)) {
      boolean madeUp =
          field.equals("lastName")
              && item.fields.get(field).isEmpty()
              && row.fields.get(field).contains("@");
      if (!madeUp && !Forms.equal(field, row, item)) {
        evidence.bad(
            "differ in "
                + field
                + ": "
                + row.id
                + " "
                + row.fields.get(field)
                + " / "
                + item.id
                + " "
                + item.fields.get(field));
      }
    }
  }
}

package io.lockstep.simulation;

import io.lockstep.port.IssueReport;
import io.lockstep.state.MailboxId;
import io.lockstep.sync.Brake;
import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Link;
import io.lockstep.sync.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Judges the end of a simulated life by what people did, not by what the sync believes. */
final class Verdict {
  private static final MailboxId MAILBOX = new MailboxId(SimulatedOrg.ORG, SimulatedOrg.USER);

  private final Simulation life;
  private final List<Link> links = new ArrayList<>();
  private final Map<String, Link> byRecord = new HashMap<>();
  private final Map<String, Link> byItem = new HashMap<>();
  private final Set<String> excused = new HashSet<>();

  Verdict(Simulation life) {
    this.life = life;
    for (Kind kind : Kind.values()) {
      links.addAll(life.memory.allLinks(MAILBOX, kind, null).links());
    }
    for (Link link : links) {
      if (link.recordId() != null) {
        byRecord.put(link.recordId(), link);
      }
      if (link.itemId() != null) {
        byItem.put(link.itemId(), link);
      }
    }
    for (IssueReport issue : life.org.issues.values()) {
      if (issue.type() != IssueReport.Type.CONFLICT) {
        if (issue.recordId() != null) {
          excused.add(issue.recordId());
        }
        if (issue.itemId() != null) {
          excused.add(issue.itemId());
        }
      }
    }
  }

  void check() {
    pairs();
    duplicates();
    values();
    deletions();
    brake();
    conflicts();
  }

  private void bad(String what) {
    life.violations.add(what);
  }

  /**
   * Every live thing is linked to a live one that holds the same, unless an issue or a tombstone
   * says why not.
   */
  private void pairs() {
    for (SimulatedOrg.Row row : life.org.rows.values()) {
      Link link = byRecord.get(row.id);
      if (row.deleted || excused.contains(row.id)) {
        continue;
      }
      if (link == null) {
        bad("record without link " + row.id);
      } else if (link.state() == Link.State.LIVE) {
        SimulatedMailbox.Item item = life.mailbox.items.get(String.valueOf(link.itemId()));
        if (item == null || item.deleted) {
          bad("record linked to nothing " + row.id);
        } else if (!excused.contains(item.id)) {
          equal(row, item);
        }
      }
    }
    for (SimulatedMailbox.Item item : life.mailbox.items.values()) {
      Link link = byItem.get(item.id);
      if (!item.deleted && !excused.contains(item.id) && link == null) {
        bad("item without link " + item.id);
      }
    }
  }

  private void equal(SimulatedOrg.Row row, SimulatedMailbox.Item item) {
    for (String field : Fields.of(row.kind)) {
      boolean madeUp =
          field.equals("lastName")
              && item.fields.get(field).isEmpty()
              && row.fields.get(field).contains("@");
      if (!madeUp && !same(row.kind, field, row.fields, item.fields)) {
        bad(
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

  /** The same as far as each side can hold the other's, counting what the org's flows rewrite. */
  private static boolean same(Kind kind, String field, FieldValues record, FieldValues item) {
    FieldValues asItem = Fields.normalItem(record);
    FieldValues asRecord = kept(Fields.normalRecord(item));
    return eq(field, asItem.get(field), item.get(field))
        || eq(field, asRecord.get(field), record.get(field))
        || eq(field, Fields.normalItem(asRecord).get(field), Fields.normalItem(record).get(field));
  }

  private static FieldValues kept(FieldValues values) {
    return Fields.flowAfter(Fields.flowBefore(values));
  }

  private static boolean eq(String field, String one, String other) {
    return Fields.key(field, one).equals(Fields.key(field, other));
  }

  /** Nothing that the sync made stands for a thing it made, and no thing has two. */
  private void duplicates() {
    Map<String, Integer> madeItems = new HashMap<>();
    for (SimulatedMailbox.Item item : life.mailbox.items.values()) {
      if (item.deleted || item.madeFor == null) {
        continue;
      }
      String recordId = item.madeFor.split(":", -1)[1];
      SimulatedOrg.Row source = life.org.rows.get(recordId);
      if (source != null
          && source.madeFor != null
          && !source.deleted
          && !source.everDeleted
          && !wasDeleted(source.madeFor)) {
        bad("an item for a record that was made for an item: " + item.id);
      }
      boolean cameBack = item.everDeleted || (source != null && source.everDeleted);
      if (!cameBack && madeItems.merge(recordId, 1, Integer::sum) > 1) {
        bad("two items for record " + recordId);
      }
    }
    Map<String, Integer> madeRecords = new HashMap<>();
    for (SimulatedOrg.Row row : life.org.rows.values()) {
      if (row.deleted || row.madeFor == null) {
        continue;
      }
      String itemId = row.madeFor.replaceFirst("^k\\.", "").replaceFirst("t\\d+$", "");
      SimulatedMailbox.Item source = life.mailbox.items.get(itemId);
      if (source != null && source.madeFor != null && !source.deleted) {
        String from = source.madeFor.split(":", -1)[1];
        SimulatedOrg.Row first = life.org.rows.get(from);
        if (first != null && !first.everDeleted && !source.everDeleted && !takenByACopy(first.id)) {
          bad("a record for an item that was made for a record: " + row.id);
        }
      }
      boolean cameBack = row.everDeleted || (source != null && source.everDeleted);
      if (!cameBack && madeRecords.merge(itemId, 1, Integer::sum) > 1) {
        bad("two records for item " + itemId);
      }
    }
  }

  /**
   * After a loss of all state nothing tells a copy that carries our mark from the thing it was
   * copied from: the record may go to the one, and the other counts as new.
   */
  private boolean takenByACopy(String recordId) {
    return life.state.everPartners(recordId).stream()
        .map(life.mailbox.items::get)
        .anyMatch(item -> item != null && item.copy);
  }

  /**
   * What was deleted once may get another partner: a person restored one side, and the old partner
   * may come back later, too.
   */
  private boolean wasDeleted(String key) {
    SimulatedMailbox.Item item =
        life.mailbox.items.get(key.replaceFirst("^k\\.", "").replaceFirst("t\\d+$", ""));
    return item == null || item.everDeleted;
  }

  /**
   * What a person typed last stands, was overtaken by what a person typed later, or is kept in an
   * issue.
   */
  private void values() {
    Map<String, World.Said> last = new HashMap<>();
    for (World.Said said : life.world.said) {
      last.put(said.side() + said.id() + "/" + said.field(), said);
    }
    for (World.Said said : last.values()) {
      Link link = said.side() == Side.RECORD ? byRecord.get(said.id()) : byItem.get(said.id());
      FieldValues here = present(said.side(), said.id());
      if (here == null) {
        deletedUnder(said, link);
        continue;
      }
      boolean blankBeforeTheMatch = said.value().isEmpty() && link != null && foundEachOther(link);
      if (blankBeforeTheMatch || life.org.unseeable.contains(said)) {
        continue;
      }
      if (holds(said, said.side(), here) || overtaken(said) || keptInIssue(said)) {
        continue;
      }
      bad(
          "lost "
              + said.side()
              + " "
              + said.id()
              + " "
              + said.field()
              + "="
              + said.value()
              + " now "
              + here.get(said.field()));
    }
  }

  /** Both sides were made by people and matched: an empty field is filled then. */
  private boolean foundEachOther(Link link) {
    SimulatedOrg.Row row = life.org.rows.get(String.valueOf(link.recordId()));
    SimulatedMailbox.Item item = life.mailbox.items.get(String.valueOf(link.itemId()));
    return row != null && item != null && row.madeFor == null && item.madeFor == null;
  }

  private @org.jspecify.annotations.Nullable FieldValues present(Side side, String id) {
    if (side == Side.RECORD) {
      SimulatedOrg.Row row = life.org.rows.get(id);
      return row == null || row.deleted ? null : row.fields;
    }
    SimulatedMailbox.Item item = life.mailbox.items.get(id);
    return item == null || item.deleted ? null : item.fields;
  }

  private static boolean holds(World.Said said, Side side, FieldValues there) {
    FieldValues typed = FieldValues.NONE.with(said.field(), said.value());
    String value = there.get(said.field());
    return eq(said.field(), value, said.value())
        || eq(said.field(), value, kept(Fields.normalRecord(typed)).get(said.field()))
        || (side == Side.ITEM
            && eq(said.field(), value, Fields.normalItem(kept(typed)).get(said.field())));
  }

  private boolean overtaken(World.Said said) {
    Set<String> ofPair = life.state.everLinked(said.id());
    FieldValues here = present(said.side(), said.id());
    return here != null
        && life.world.said.stream()
            .filter(later -> later.order() > said.order() && ofPair.contains(later.id()))
            .filter(later -> later.field().equals(said.field()))
            .anyMatch(later -> holds(later, said.side(), here));
  }

  private boolean keptInIssue(World.Said said) {
    Set<String> ofPair = life.state.everLinked(said.id());
    return life.org.issues.values().stream()
        .filter(i -> i.type() == IssueReport.Type.CONFLICT && i.field().equals(said.field()))
        .filter(
            i ->
                ofPair.contains(String.valueOf(i.recordId()))
                    || ofPair.contains(String.valueOf(i.itemId())))
        .anyMatch(
            i -> holds(said, said.side(), FieldValues.NONE.with(said.field(), i.losingValue())));
  }

  /** The sync deleted a thing under an edit that the other side never showed. */
  private void deletedUnder(World.Said said, @org.jspecify.annotations.Nullable Link link) {
    boolean byUs =
        said.side() == Side.RECORD
            ? life.org.rows.get(said.id()) != null && life.org.rows.get(said.id()).deletedByUs
            : life.mailbox.items.get(said.id()) != null
                && life.mailbox.items.get(said.id()).deletedByUs;
    if (life.org.unseeable.contains(said)) {
      return; // overwritten before anybody could see it, and deleted later
    }
    boolean madeUpName = said.field().equals("lastName") && said.value().isEmpty();
    boolean blankBeforeTheMatch = said.value().isEmpty() && link != null && foundEachOther(link);
    if (!byUs || link == null || madeUpName || blankBeforeTheMatch) {
      return;
    }
    FieldValues other = everHeld(said.side().other(), String.valueOf(link.id(said.side().other())));
    FieldValues typed = FieldValues.NONE.with(said.field(), said.value());
    boolean shown =
        other != null
            && (holds(said, said.side().other(), other)
                || eq(
                    said.field(),
                    Fields.normalItem(typed).get(said.field()),
                    other.get(said.field()))
                || eq(said.field(), Fields.normalRecord(other).get(said.field()), said.value())
                || eq(
                    said.field(),
                    Fields.normalItem(kept(Fields.normalRecord(typed))).get(said.field()),
                    Fields.normalItem(other).get(said.field())));
    if (!shown && !laterSaid(said) && !keptInIssue(said)) {
      bad("deleted under an edit: " + said);
    }
  }

  /** What a thing holds, or held when it was deleted. */
  private @org.jspecify.annotations.Nullable FieldValues everHeld(Side side, String id) {
    if (side == Side.RECORD) {
      SimulatedOrg.Row row = life.org.rows.get(id);
      return row == null ? null : row.fields;
    }
    SimulatedMailbox.Item item = life.mailbox.items.get(id);
    return item == null ? null : item.fields;
  }

  /** What a person typed afterwards, on whatever side, took its place. */
  private boolean laterSaid(World.Said said) {
    Set<String> ofPair = life.state.everLinked(said.id());
    return life.world.said.stream()
        .anyMatch(
            s ->
                s.order() > said.order()
                    && ofPair.contains(s.id())
                    && s.field().equals(said.field()));
  }

  /** What the sync deleted was deleted by a person on the other side of a link it had. */
  private void deletions() {
    for (SimulatedOrg.Row row : life.org.rows.values()) {
      if (row.deleted && row.deletedByUs && !askedFor(row.id)) {
        bad("unasked deletion of record " + row.id);
      }
    }
    for (SimulatedMailbox.Item item : life.mailbox.items.values()) {
      if (item.deleted && item.deletedByUs && !askedFor(item.id)) {
        bad("unasked deletion of item " + item.id);
      }
    }
  }

  private boolean askedFor(String id) {
    for (String partner : life.state.everPartners(id)) {
      SimulatedOrg.Row row = life.org.rows.get(partner);
      SimulatedMailbox.Item item = life.mailbox.items.get(partner);
      if ((row != null && row.deletedByAPerson) || (item != null && item.deletedByAPerson)) {
        return true;
      }
    }
    return false;
  }

  /** While no administrator released it, the brake lets no more through than it says. */
  private void brake() {
    List<Instant> all = new ArrayList<>(life.org.removals);
    all.addAll(life.mailbox.removals);
    all.removeIf(at -> at.isAfter(life.releasedAt()));
    for (Instant end : all) {
      long within =
          all.stream()
              .filter(at -> !at.isAfter(end) && at.isAfter(end.minus(Brake.WINDOW)))
              .count();
      if (within >= 10) {
        bad("the brake let " + within + " deletions through");
        return;
      }
    }
  }

  /** A conflict names a value that a person typed. */
  private void conflicts() {
    for (IssueReport issue : life.org.issues.values()) {
      if (issue.type() != IssueReport.Type.CONFLICT || issue.losingValue().isEmpty()) {
        continue;
      }
      boolean typed =
          life.world.said.stream()
              .filter(s -> s.field().equals(issue.field()))
              .anyMatch(
                  s ->
                      holds(
                              s,
                              Side.RECORD,
                              FieldValues.NONE.with(issue.field(), issue.losingValue()))
                          || holds(
                              s,
                              Side.ITEM,
                              FieldValues.NONE.with(issue.field(), issue.losingValue()))
                          || eq(
                              issue.field(),
                              Fields.normalItem(FieldValues.NONE.with(s.field(), s.value()))
                                  .get(s.field()),
                              issue.losingValue()));
      if (!typed && !issue.field().equals("lastName")) {
        bad("conflict over a value nobody typed: " + issue.field() + "=" + issue.losingValue());
      }
    }
  }
}

package io.lockstep.simulation;

import io.lockstep.port.IssueReport;
import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Side;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a Salesforce org holds, and what people do in it: flows that rewrite fields, and a trigger
 * that gives each save another stamp. {@link CrmPort} is how the sync meets it as a user.
 */
final class SimulatedOrg {
  static final String ORG = "00D000000000001AAA";

  /** An issue, with the user in whose name it was kept. */
  record Kept(String userId, IssueReport issue) {}

  final World world;
  final Map<String, Row> rows = new LinkedHashMap<>();
  final Map<String, Kept> issues = new LinkedHashMap<>();
  final Map<String, List<Instant>> removals = new HashMap<>();

  /** What the org's clock is off by. */
  final Duration skew;

  int writes;
  private int next;
  private int saves;

  SimulatedOrg(World world) {
    this.world = world;
    this.skew = Duration.ofSeconds(world.random.nextInt(240) - 120);
  }

  // ---- what people do; it never fails

  Row personCreates(Kind kind, String owner, FieldValues typed) {
    Row row = insert(kind, owner, Fields.normalRecord(typed));
    save(row, row.fields, null);
    // A last name that Salesforce demands is made up from the address: nobody typed it.
    List<String> said = new ArrayList<>(Fields.of(kind));
    said.removeIf(field -> field.equals("lastName") && !typed.has(field));
    world.says(Side.RECORD, row.id, row.fields, said);
    return row;
  }

  void personEdits(Row row, String field, String value) {
    String before = row.fields.get(field);
    save(row, Fields.normalRecord(row.fields.with(field, value)), null);
    if (!before.equals(row.fields.get(field))) {
      world.edits(Side.RECORD, row.id, row.fields, field, row.known.values());
    }
  }

  void personDeletes(Row row) {
    world.trace("person deletes " + row.id);
    row.deleted = true;
    row.everDeleted = true;
    row.deletedByAPerson = true;
    touch(row);
  }

  /** A unique value stands on one live row only: else the restore is refused. */
  boolean keyIsFree(Row row) {
    return row.key == null
        || rows.values().stream().noneMatch(r -> !r.deleted && row.key.equals(r.key));
  }

  void personUndeletes(Row row) {
    if (!keyIsFree(row)) {
      return;
    }
    world.trace("person undeletes " + row.id);
    row.deleted = false;
    row.deletedByUs = false;
    touch(row); // no trigger before an update runs for it
  }

  /** A clone inherits neither key nor stamp: the package's trigger blanks them. */
  void personClones(Row row) {
    Row copy = insert(row.kind, row.owner, row.fields);
    save(copy, copy.fields, null);
    world.copies(Side.RECORD, copy.id, copy.fields, Fields.of(row.kind), world.everLinked(row.id));
  }

  // ---- the store

  List<Row> live(Kind kind) {
    return rows.values().stream().filter(r -> r.kind == kind && !r.deleted).toList();
  }

  Instant clock() {
    return world.instant().plus(skew);
  }

  Row insert(Kind kind, String owner, FieldValues fields) {
    next++;
    String id = (kind == Kind.CONTACT ? "003" : "00U") + String.format("%012dAAA", next);
    Row row = new Row(kind, id, owner, fields);
    rows.put(id, row);
    return row;
  }

  void save(Row row, FieldValues fields, @Nullable String stamp) {
    row.fields = Fields.flowBefore(fields);
    row.stamp = stamp == null ? freshStamp() : stamp;
    FieldValues again = Fields.flowAfter(row.fields);
    if (!again.equals(row.fields)) {
      row.fields = again;
      row.stamp = freshStamp();
    }
    touch(row);
  }

  /** The trigger gives one to each save that does not bring its own. */
  private String freshStamp() {
    saves++;
    return "save " + saves;
  }

  void touch(Row row) {
    row.modified = clock().truncatedTo(ChronoUnit.SECONDS);
    row.visible =
        world
            .instant()
            .plusSeconds(world.faults && world.chance(.3) ? world.random.nextInt(120) : 0);
  }
}

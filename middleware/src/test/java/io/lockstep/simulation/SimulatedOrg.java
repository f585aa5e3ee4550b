package io.lockstep.simulation;

import io.lockstep.port.Answer;
import io.lockstep.port.Crm;
import io.lockstep.port.CrmFeed;
import io.lockstep.port.IssueReport;
import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Side;
import io.lockstep.sync.Sighting;
import io.lockstep.sync.Snapshot;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A Salesforce as unhelpful as the real one: no compare-and-set, no answered values, stamps of
 * whole seconds, changes that show late in the feed, flows that rewrite fields, and a trigger that
 * clears our stamp on anybody else's save.
 */
final class SimulatedOrg implements Crm, CrmFeed {
  static final String ORG = "00D000000000001AAA";
  static final String USER = "005000000000001AAA";

  /** A row. */
  static final class Row {
    final Kind kind;
    final String id;
    FieldValues fields;
    @Nullable String key;
    @Nullable String stamp;
    @Nullable String madeFor;
    boolean deleted;
    boolean deletedByUs;
    boolean everDeleted;
    boolean deletedByAPerson;

    /** What people typed since the sync last read the row. */
    final Map<String, World.Said> unread = new HashMap<>();

    Instant modified = Instant.EPOCH;
    Instant visible = Instant.EPOCH;

    Row(Kind kind, String id, FieldValues fields) {
      this.kind = kind;
      this.id = id;
      this.fields = fields;
    }
  }

  private final World world;
  final Map<String, Row> rows = new LinkedHashMap<>();
  final Map<String, IssueReport> issues = new LinkedHashMap<>();
  final List<Instant> removals = new ArrayList<>();

  /**
   * Edits that were made between the sync's read of a row and its write of the same field. The
   * platform offers no compare-and-set, so that these alone may be lost.
   */
  final Set<World.Said> unseeable = new java.util.HashSet<>();

  int writes;
  private int next;

  SimulatedOrg(World world) {
    this.world = world;
  }

  // ---- what people do; it never fails

  Row personCreates(Kind kind, FieldValues typed) {
    Row row = insert(kind, Fields.normalRecord(typed));
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
      world.says(Side.RECORD, row.id, row.fields, List.of(field));
      row.unread.put(field, world.said.getLast());
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
  private boolean keyIsFree(Row row) {
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
    save(row, row.fields, null);
  }

  /** A clone inherits neither key nor stamp: the package's trigger blanks them. */
  void personClones(Row row) {
    Row copy = insert(row.kind, row.fields);
    save(copy, copy.fields, null);
    world.says(Side.RECORD, copy.id, copy.fields, Fields.of(row.kind));
  }

  List<Row> live(Kind kind) {
    return rows.values().stream().filter(r -> r.kind == kind && !r.deleted).toList();
  }

  private Row insert(Kind kind, FieldValues fields) {
    next++;
    String id = (kind == Kind.CONTACT ? "003" : "00U") + String.format("%012dAAA", next);
    Row row = new Row(kind, id, fields);
    rows.put(id, row);
    return row;
  }

  private void save(Row row, FieldValues fields, @Nullable String stamp) {
    row.fields = Fields.flowBefore(fields);
    row.stamp = stamp; // the trigger clears it on a save that does not set it
    FieldValues again = Fields.flowAfter(row.fields);
    if (!again.equals(row.fields)) {
      row.fields = again;
      row.stamp = null;
    }
    touch(row);
  }

  private void touch(Row row) {
    row.modified = world.instant().truncatedTo(ChronoUnit.SECONDS);
    row.visible =
        world
            .instant()
            .plusSeconds(world.faults && world.chance(.3) ? world.random.nextInt(120) : 0);
  }

  // ---- the port

  @Override
  public Set<String> fields(Kind kind) {
    return Fields.set(kind);
  }

  @Override
  public FieldValues normal(Kind kind, FieldValues values) {
    return Fields.normalRecord(values);
  }

  private Snapshot snapshot(Row row) {
    row.unread.clear();
    return new Snapshot(
        row.kind,
        row.id,
        row.modified.toString(),
        row.fields,
        row.stamp,
        row.key,
        row.modified,
        new Snapshot.Traits(null, null, null, USER, List.of(), false));
  }

  @Override
  public Crm.Page candidates(Kind kind, Scope scope, @Nullable String page) {
    world.before("candidates");
    List<Row> rest =
        rows.values().stream()
            .filter(r -> r.kind == kind && !r.deleted && (page == null || r.id.compareTo(page) > 0))
            .toList();
    List<Row> here = rest.subList(0, Math.min(3, rest.size()));
    List<Snapshot> seen = new ArrayList<>();
    for (Row row : here) {
      if (!(world.listingFaults && world.fault(.1))) {
        seen.add(snapshot(row));
      }
    }
    return new Crm.Page(seen, rest.size() > here.size() ? here.getLast().id : null);
  }

  @Override
  public Map<String, Sighting> read(Kind kind, Collection<String> ids) {
    world.before("read");
    Map<String, Sighting> seen = new HashMap<>();
    for (String id : ids) {
      Row row = rows.get(id);
      if (row == null || row.deleted || (world.listingFaults && world.fault(.01))) {
        seen.put(id, new Sighting.Unknown("NO_ACCESS"));
      } else {
        seen.put(id, new Sighting.Present(snapshot(row)));
      }
    }
    return seen;
  }

  @Override
  public Map<String, Sighting> confirmGone(Kind kind, Collection<String> ids) {
    world.before("confirmGone");
    Map<String, Sighting> seen = new HashMap<>();
    for (String id : ids) {
      Row row = rows.get(id);
      seen.put(
          id,
          row != null && row.deleted
              ? new Sighting.Gone(null, snapshot(row))
              : new Sighting.Unknown("NO_ACCESS"));
    }
    return seen;
  }

  @Override
  public List<KeyMatch> findByKey(Kind kind, Collection<String> keys) {
    world.before("findByKey");
    List<KeyMatch> found = new ArrayList<>();
    for (Row row : rows.values()) {
      if (row.kind == kind && row.key != null && keys.contains(row.key)) {
        Sighting seen =
            row.deleted
                ? new Sighting.Gone(null, snapshot(row))
                : new Sighting.Present(snapshot(row));
        found.add(new KeyMatch(row.key, row.id, seen));
      }
    }
    return found;
  }

  @Override
  public List<Snapshot> find(Kind kind, Collection<FieldValues> values) {
    world.before("find");
    var matching = kind == Kind.CONTACT ? Fields.CONTACTS : Fields.EVENTS;
    List<String> keys = values.stream().flatMap(v -> matching.naturalKeys(v).stream()).toList();
    return live(kind).stream()
        .filter(r -> matching.naturalKeys(r.fields).stream().anyMatch(keys::contains))
        .map(this::snapshot)
        .toList();
  }

  @Override
  public Set<String> inScope(Kind kind, Scope scope, Collection<String> ids) {
    return Set.copyOf(ids);
  }

  @Override
  public Set<String> lookedUp(Kind kind) {
    return Set.of();
  }

  @Override
  public List<Answer> write(List<Write> asked) {
    world.before("write");
    List<Answer> answers = new ArrayList<>();
    for (Write write : asked) {
      Answer answer = world.fault(.02) ? new Answer.Again("UNABLE_TO_LOCK_ROW") : one(write);
      world.trace(write + " -> " + answer + " " + valuesOf(write));
      answers.add(answer);
    }
    world.after("write");
    return answers;
  }

  private static Object valuesOf(Write write) {
    return write instanceof Write.Upsert upsert ? upsert.fields().values() : "";
  }

  private Answer one(Write write) {
    return switch (write) {
      case Write.Upsert upsert -> upsert(upsert);
      case Write.Update update -> {
        Row row = rows.get(update.id());
        if (row == null || row.deleted) {
          yield new Answer.Missing();
        }
        writes++;
        update.changes().keySet().stream()
            .filter(row.unread::containsKey)
            .forEach(f -> unseeable.add(row.unread.get(f)));
        save(row, Fields.normalRecord(row.fields.overlaid(update.changes())), update.stamp());
        yield new Answer.Saved(row.id, false);
      }
      case Write.Delete delete -> {
        Row row = rows.get(delete.id());
        if (row == null || row.deleted) {
          yield new Answer.Missing();
        }
        writes++;
        row.deleted = true;
        row.everDeleted = true;
        row.deletedByUs = true;
        removals.add(world.instant());
        yield new Answer.Deleted();
      }
      case Write.Undelete undelete -> {
        Row row = rows.get(undelete.id());
        if (row == null) {
          yield new Answer.Missing();
        }
        if (!keyIsFree(row)) {
          yield new Answer.Refused("DUPLICATE_VALUE", "LockstepKey__c", "The key is in use.");
        }
        writes++;
        row.deleted = false;
        row.deletedByUs = false;
        save(row, row.fields, null);
        yield new Answer.Saved(row.id, false);
      }
    };
  }

  private Answer upsert(Write.Upsert upsert) {
    writes++;
    Row row =
        rows.values().stream()
            .filter(r -> upsert.key().equals(r.key) && !r.deleted)
            .findFirst()
            .orElse(null);
    boolean created = row == null;
    if (row == null) {
      row = insert(upsert.kind(), upsert.fields());
      row.key = upsert.key();
      row.madeFor = upsert.key();
    }
    save(row, Fields.normalRecord(row.fields.overlaid(upsert.fields().values())), upsert.stamp());
    return new Answer.Saved(row.id, created);
  }

  @Override
  public void report(List<IssueReport> reported) {
    world.before("report");
    reported.forEach(issue -> world.trace("issue " + issue + " " + issue.key()));
    reported.forEach(issue -> issues.putIfAbsent(issue.key(), issue));
    world.after("report");
  }

  // ---- the feed

  @Override
  public String start() {
    return world.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  @Override
  public CrmFeed.Page changes(String cursor) {
    world.before("feed");
    Instant from = Instant.parse(cursor).minusSeconds(300);
    List<Change> changes = new ArrayList<>();
    for (Row row : rows.values()) {
      if (!row.modified.isBefore(from) && !row.visible.isAfter(world.instant())) {
        changes.add(new Change(row.kind, row.id, USER, row.deleted));
      }
    }
    java.util.Collections.shuffle(changes, world.random);
    return new CrmFeed.Page(changes, start(), false);
  }
}

package io.lockstep.sandbox.salesforce.org;

import io.lockstep.sandbox.salesforce.org.access.Sharing;
import io.lockstep.sandbox.salesforce.org.rules.RowFailure;
import io.lockstep.sandbox.salesforce.org.rules.RowWriter;
import io.lockstep.sandbox.salesforce.org.rules.Save;
import io.lockstep.sandbox.salesforce.org.rules.Saver;
import io.lockstep.sandbox.salesforce.org.schema.FieldDef;
import io.lockstep.sandbox.salesforce.org.schema.ObjectDef;
import io.lockstep.sandbox.salesforce.org.store.Rec;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes of up to 200 rows: one transaction, each row by itself unless all or none is asked. */
final class Writes {
  private static final int MAX_ROWS = 200;

  private final OrgState org;
  private final List<ChangedId> pending = new ArrayList<>();

  /** The transactions of a unit that is still open; null where each stands for itself. */
  private @Nullable List<Saver> unit;

  Writes(OrgState org) {
    this.org = org;
  }

  /** From here on nothing is committed until the unit ends. */
  void beginUnit() {
    if (unit != null) {
      throw new IllegalStateException("a unit of calls inside another");
    }
    unit = new ArrayList<>();
  }

  /** Commits all that was done since the unit began, or takes it back. */
  void endUnit(boolean keep) {
    List<Saver> done = unit == null ? List.of() : unit;
    unit = null;
    if (keep) {
      done.forEach(this::commit);
    } else {
      org.rows.rollbackTo(0);
    }
  }

  /** What is to be published now that the transaction is committed. */
  List<ChangedId> takeNudges() {
    List<ChangedId> taken = List.copyOf(pending);
    pending.clear();
    return taken;
  }

  List<Org.Saved> create(Org.Call call, List<Org.Row> rows, Save.Origin origin) {
    checkSize(rows.size());
    return run(
        call,
        origin,
        rows,
        w -> {
          w.checkNames(rows);
          return row -> {
            checkRecurringAlone(row, rows.size());
            return new Org.Saved(w.create(row), true, List.of());
          };
        });
  }

  /** Saves a copy with values that were not asked for field by field. */
  String cloneRow(Org.Call call, ObjectDef type, Map<String, @Nullable Object> values) {
    Sharing.Viewer viewer = org.sharing.viewer(org.directory.rights(call.userId()));
    Saver saver = new Saver(org.world, org.transaction(viewer, "WRITE " + call.userId()));
    Saver.Mark start = saver.mark();
    try {
      String id = saver.insert(type, values, call.userId(), Save.Origin.CLONE, true).id();
      commit(saver);
      return id;
    } catch (RowFailure e) {
      saver.rollbackTo(start);
      throw new OrgException(e.error().statusCode(), e.error().message());
    }
  }

  List<Org.Saved> update(Org.Call call, List<Org.Row> rows, Save.Origin origin) {
    checkSize(rows.size());
    return run(
        call,
        origin,
        rows,
        w -> {
          w.checkNames(rows);
          return row -> new Org.Saved(w.update(row), false, List.of());
        });
  }

  /** Recurring events do not go through triggers in bulk: each needs a call of its own. */
  private void checkRecurringAlone(Org.Row row, int rows) {
    boolean recurring =
        "true".equals(String.valueOf(row.fields().get("IsRecurrence")))
            || row.fields().get("Recurrence2PatternText") != null;
    boolean triggers = !org.pkg.triggers().of("Event").afterChange().isEmpty();
    if (rows > 1 && recurring && triggers && row.type().equalsIgnoreCase("Event")) {
      throw new RowFailure(
          "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
          "recurring events cannot be saved in bulk where a trigger on Event exists");
    }
  }

  List<Org.Saved> upsert(Org.Call call, String externalIdField, List<Org.Row> rows) {
    checkSize(rows.size());
    return run(
        call,
        Save.Origin.API,
        rows,
        w -> {
          w.checkNames(rows);
          Map<String, Integer> uses = new HashMap<>();
          for (Org.Row row : rows) {
            uses.merge(keyText(w, row, externalIdField), 1, Integer::sum);
          }
          return row -> {
            FieldDef key = w.externalId(row.type(), externalIdField);
            int times = uses.getOrDefault(keyText(w, row, externalIdField), 0);
            if (times > 1 && w.valueOf(row, key) != null) {
              throw new RowFailure(
                  "DUPLICATE_VALUE",
                  "Duplicate external id specified: " + w.valueOf(row, key),
                  key.name());
            }
            return w.upsert(row, key);
          };
        });
  }

  private static String keyText(RowWriter w, Org.Row row, String field) {
    FieldDef key = w.externalId(row.type(), field);
    String text = String.valueOf(w.valueOf(row, key));
    return row.type()
        + " "
        + (key.field().caseSensitive() ? text : text.toLowerCase(java.util.Locale.ROOT));
  }

  List<Org.Saved> delete(Org.Call call, List<String> ids, Save.Origin origin) {
    checkSize(ids.size());
    return run(call, origin, ids, w -> id -> new Org.Saved(w.delete(id), false, List.of()));
  }

  List<Org.Saved> undelete(Org.Call call, List<String> ids, Save.Origin origin) {
    checkSize(ids.size());
    return run(
        call, origin, ids, w -> id -> new Org.Saved(w.undelete(id, org.now()), false, List.of()));
  }

  private static void checkSize(int rows) {
    if (rows > MAX_ROWS) {
      throw new OrgException(
          "EXCEEDED_ID_LIMIT",
          "record limit reached. cannot submit more than 200 records into this call");
    }
  }

  private <T> List<Org.Saved> run(
      Org.Call call,
      Save.Origin origin,
      List<T> rows,
      Function<RowWriter, Function<T, Org.Saved>> prepare) {
    Sharing.Viewer viewer = org.sharing.viewer(org.directory.rights(call.userId()));
    Saver saver = new Saver(org.world, org.transaction(viewer, "WRITE " + call.userId()));
    Function<T, Org.Saved> one = prepare.apply(new RowWriter(saver, viewer, call, origin));
    Saver.Mark start = saver.mark();
    List<Org.Saved> saved = new ArrayList<>();
    boolean failed = false;
    for (T row : rows) {
      Org.Saved result = attempt(saver, row, one);
      failed |= !result.success();
      saved.add(result);
    }
    if (failed && call.allOrNone()) {
      saver.rollbackTo(start);
      saved.replaceAll(Writes::rolledBack);
    }
    commit(saver);
    return saved;
  }

  private static <T> Org.Saved attempt(Saver saver, T row, Function<T, Org.Saved> one) {
    Saver.Mark mark = saver.mark();
    try {
      return one.apply(row);
    } catch (RowFailure e) {
      saver.rollbackTo(mark);
      return new Org.Saved(null, false, List.of(e.error()));
    } catch (OrgException e) {
      saver.rollbackTo(mark);
      return new Org.Saved(
          null, false, List.of(new Org.RowError(e.code(), message(e), List.of(), null)));
    }
  }

  private static String message(OrgException e) {
    return String.valueOf(e.getMessage());
  }

  private static Org.Saved rolledBack(Org.Saved row) {
    Org.RowError error =
        new Org.RowError(
            "ALL_OR_NONE_OPERATION_ROLLED_BACK",
            "Record rolled back because not all records were valid and the request was using"
                + " AllOrNone header",
            List.of(),
            null);
    return row.success() ? new Org.Saved(null, false, List.of(error)) : row;
  }

  /** Merges contacts or leads: the losers go to the bin and name the winner. */
  void merge(String userId, String winnerId, List<String> loserIds) {
    Sharing.Viewer viewer = org.sharing.viewer(org.directory.rights(userId));
    Saver saver = new Saver(org.world, org.transaction(viewer, "MERGE " + userId));
    Rec winner = living(winnerId);
    for (String loserId : loserIds) {
      Rec loser = living(loserId);
      for (String child : List.of("Event", "Task")) {
        for (Rec r : org.rows.where(org.schema.get(child), "WhoId", loser.id())) {
          if (!r.deleted() && !r.flag("IsChild")) {
            saver.update(r, Map.of("WhoId", winner.id()), userId);
          }
        }
      }
      org.rows.putQuietly(loser.with("MasterRecordId", winner.id()));
      saver.delete(loser, userId, loser.id());
    }
    saver.update(winner, Map.of(), userId);
    commit(saver);
  }

  /**
   * Converts a lead to a contact of a new account; its events follow.
   *
   * @return the contact's id
   */
  String convert(String userId, String leadId) {
    Sharing.Viewer viewer = org.sharing.viewer(org.directory.rights(userId));
    Saver saver = new Saver(org.world, org.transaction(viewer, "CONVERT " + userId));
    Rec lead = living(leadId);
    Object owner = lead.get("OwnerId");
    Rec account =
        saver.insert(
            org.schema.get("Account"),
            Directory.values("Name", lead.get("Company"), "OwnerId", owner),
            userId);
    Map<String, @Nullable Object> person = new HashMap<>();
    for (String f : List.of("FirstName", "LastName", "Salutation", "Title", "Email", "Phone")) {
      person.put(f, lead.get(f));
    }
    person.put("AccountId", account.id());
    person.put("OwnerId", owner);
    Rec contact = saver.insert(org.schema.get("Contact"), person, userId);
    for (String child : List.of("Event", "Task")) {
      for (Rec r : org.rows.where(org.schema.get(child), "WhoId", lead.id())) {
        if (!r.deleted() && !r.flag("IsChild")) {
          saver.update(r, Map.of("WhoId", contact.id()), userId);
        }
      }
    }
    saver.update(
        lead,
        Map.of(
            "IsConverted",
            true,
            "ConvertedDate",
            saver.stamp().atOffset(ZoneOffset.UTC).toLocalDate(),
            "ConvertedAccountId",
            account.id(),
            "ConvertedContactId",
            contact.id(),
            "Status",
            "Closed - Converted"),
        userId);
    commit(saver);
    return contact.id();
  }

  private Rec living(String id) {
    Rec rec = org.find(id);
    if (rec == null || rec.deleted()) {
      throw new OrgException("ENTITY_IS_DELETED", "entity is deleted: " + id);
    }
    return rec;
  }

  /** Takes rows out of the recycle bin for good; only the delete log still knows them. */
  void hardDelete(List<String> ids) {
    for (String id : ids) {
      Rec rec = org.find(id);
      if (rec != null && rec.deleted()) {
        org.rows.remove(rec.type(), rec.id());
      }
    }
    org.rows.commit();
  }

  private void commit(Saver saver) {
    if (unit != null) {
      unit.add(saver);
      return;
    }
    org.rows.commit();
    for (Rec r : saver.deletions()) {
      org.deleteLog.add(r.type().name(), r.id(), saver.stamp(), saver.feedFrom());
    }
    saver.restorations().forEach(r -> org.deleteLog.remove(r.id()));
    pending.addAll(saver.nudges());
  }

  /** One row's outcome as an exception where it failed, for callers that write a single row. */
  static String idOf(List<Org.Saved> saved) {
    Org.Saved one = saved.get(0);
    @Nullable String id = one.id();
    if (!one.success() || id == null) {
      Org.RowError e = one.errors().get(0);
      throw new OrgException(e.statusCode(), e.message());
    }
    return id;
  }
}

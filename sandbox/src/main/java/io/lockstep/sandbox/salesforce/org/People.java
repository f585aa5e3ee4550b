package io.lockstep.sandbox.salesforce.org;

import io.lockstep.sandbox.salesforce.org.access.Sharing;
import io.lockstep.sandbox.salesforce.org.rules.Save;
import io.lockstep.sandbox.salesforce.org.schema.FieldDef;
import io.lockstep.sandbox.salesforce.org.schema.ObjectDef;
import io.lockstep.sandbox.salesforce.org.store.Rec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What people do at the screen, with their own rights. A refusal is an {@link OrgException}. Line
 * ends typed into a form are CRLF, which the API shows as they are.
 */
public final class People {
  private final SimulatedOrg org;
  private final OrgState state;
  private final Writes writes;

  People(SimulatedOrg org, OrgState state, Writes writes) {
    this.org = org;
    this.state = state;
    this.writes = writes;
  }

  /** Null empties a field. */
  public void edits(String userId, String id, Map<String, @Nullable Object> values) {
    org.locked(
        () -> {
          Rec rec = Objects.requireNonNull(state.find(id), () -> "no row " + id);
          Map<String, @Nullable Object> sent = typed(rec.type(), values);
          List<String> emptied = new ArrayList<>();
          sent.forEach(
              (k, v) -> {
                if (v == null) {
                  emptied.add(k);
                }
              });
          sent.put("Id", rec.id());
          Org.Row row = new Org.Row(rec.type().name(), sent, emptied);
          return Writes.idOf(writes.update(call(userId), List.of(row), Save.Origin.SCREEN));
        });
  }

  public String creates(String userId, String object, Map<String, @Nullable Object> values) {
    return org.locked(
        () -> {
          ObjectDef type = state.schema.get(object);
          Org.Row row = new Org.Row(type.name(), typed(type, values), List.of());
          return Writes.idOf(writes.create(call(userId), List.of(row), Save.Origin.SCREEN));
        });
  }

  public void deletes(String userId, String id) {
    org.locked(() -> Writes.idOf(writes.delete(call(userId), List.of(id), Save.Origin.SCREEN)));
  }

  public void undeletes(String userId, String id) {
    org.locked(() -> Writes.idOf(writes.undelete(call(userId), List.of(id), Save.Origin.SCREEN)));
  }

  /**
   * The "Clone" button: a new row with all values the person can see and write, which the package's
   * trigger then relieves of its marks.
   *
   * @return the new row's id
   */
  public String clones(String userId, String id) {
    return org.locked(
        () -> {
          Rec rec = Objects.requireNonNull(state.find(id), () -> "no row " + id);
          Sharing.Viewer viewer = state.sharing.viewer(state.directory.rights(userId));
          Map<String, @Nullable Object> values = new LinkedHashMap<>();
          for (FieldDef f : rec.type().fields()) {
            boolean copied =
                f.field().createable()
                    && viewer.rights().editable(rec.type(), f)
                    && !f.type().equals("JunctionIdList")
                    && !f.name().equals("EventSubtype");
            // A value that the screen does not show is copied all the same.
            boolean mark = f.field().custom() && f.field().createable();
            if ((copied || mark) && rec.get(f.name()) != null) {
              values.put(f.name(), rec.get(f.name()));
            }
          }
          values.put("OwnerId", userId);
          return writes.cloneRow(call(userId), rec.type(), values);
        });
  }

  public void mergesContacts(String userId, String winnerId, List<String> loserIds) {
    org.locked(
        () -> {
          writes.merge(userId, winnerId, loserIds);
          return true;
        });
  }

  /** The new contact's id; the lead can no longer be changed. */
  public String convertsLead(String userId, String leadId) {
    return org.locked(() -> writes.convert(userId, leadId));
  }

  /** The rows of an object that the user sees, with the values the user sees. */
  public List<Org.Row> sees(String userId, String object) {
    return org.locked(
        () -> {
          Sharing.Viewer viewer = state.sharing.viewer(state.directory.rights(userId));
          ReadView view = new ReadView(state, viewer, null, "SEES " + object);
          ObjectDef type = state.schema.get(object);
          List<Org.Row> rows = new ArrayList<>();
          for (Rec rec : state.rows.all(type.name())) {
            if (viewer.rights().on(type, 'r') && view.visible(rec, false)) {
              Map<String, @Nullable Object> values = new LinkedHashMap<>();
              for (FieldDef f : type.fields()) {
                if (viewer.rights().readable(type, f)) {
                  values.put(f.name(), view.value(rec, f));
                }
              }
              rows.add(new Org.Row(type.name(), values, List.of()));
            }
          }
          return rows;
        });
  }

  private static Org.Call call(String userId) {
    return Org.Call.as(userId);
  }

  private static Map<String, @Nullable Object> typed(
      ObjectDef type, Map<String, @Nullable Object> values) {
    Map<String, @Nullable Object> typed = new LinkedHashMap<>();
    values.forEach(
        (name, v) -> {
          FieldDef f = type.field(name);
          boolean area = f != null && f.type().equals("textarea") && v instanceof String;
          typed.put(name, area ? v.toString().replaceAll("\\r?\\n", "\r\n") : v);
        });
    return typed;
  }
}

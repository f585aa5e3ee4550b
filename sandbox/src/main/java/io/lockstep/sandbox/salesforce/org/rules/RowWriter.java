package io.lockstep.sandbox.salesforce.org.rules;

import io.lockstep.sandbox.salesforce.org.Org;
import io.lockstep.sandbox.salesforce.org.OrgException;
import io.lockstep.sandbox.salesforce.org.access.Rights;
import io.lockstep.sandbox.salesforce.org.access.Sharing;
import io.lockstep.sandbox.salesforce.org.schema.FieldDef;
import io.lockstep.sandbox.salesforce.org.schema.ObjectDef;
import io.lockstep.sandbox.salesforce.org.schema.Schema;
import io.lockstep.sandbox.salesforce.org.store.Ids;
import io.lockstep.sandbox.salesforce.org.store.Rec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes single rows as one user: rights and sharing first, then the save. */
public final class RowWriter {
  private static final Duration BIN = Duration.ofDays(15);

  private final Saver saver;
  private final Sharing.Viewer viewer;
  private final Org.Call call;
  private final Save.Origin origin;
  private final Incoming incoming;

  public RowWriter(Saver saver, Sharing.Viewer viewer, Org.Call call, Save.Origin origin) {
    this.saver = saver;
    this.viewer = viewer;
    this.call = call;
    this.origin = origin;
    this.incoming = new Incoming(saver, viewer.rights(), call);
  }

  /** Fails the whole call for a type or a field that does not exist for this user. */
  public void checkNames(List<Org.Row> rows) {
    for (Org.Row row : rows) {
      incoming.checkNames(type(row.type()), row);
    }
  }

  private ObjectDef type(String name) {
    ObjectDef type = saver.schema().find(name, call.defaultNamespace());
    Rights rights = viewer.rights();
    if (type == null || !(rights.on(type, 'r') || rights.on(type, 'c'))) {
      throw new OrgException("INVALID_TYPE", Schema.noType(name));
    }
    return type;
  }

  public String create(Org.Row row) {
    ObjectDef type = type(row.type());
    if (row.id() != null) {
      throw new RowFailure(
          "INVALID_FIELD_FOR_INSERT_UPDATE", "cannot specify Id in an insert call", "Id");
    }
    if (!type.can().contains("create") || !viewer.rights().on(type, 'c')) {
      throw new RowFailure(
          "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
          "entity type cannot be inserted: " + type.label());
    }
    Map<String, @Nullable Object> values = incoming.read(type, row, true);
    return saver.insert(type, values, call.userId(), origin, call.allowDuplicates()).id();
  }

  public String update(Org.Row row) {
    ObjectDef type = type(row.type());
    String given = row.id();
    if (given == null || given.isBlank()) {
      throw new RowFailure("MISSING_ARGUMENT", "Id not specified in an update call", "Id");
    }
    Rec old = existing(given, type);
    if (!type.can().contains("update") || !viewer.rights().on(type, 'u') || !viewer.canEdit(old)) {
      throw noAccess();
    }
    Map<String, @Nullable Object> values = incoming.read(type, row, false);
    return saver.update(old, values, call.userId(), origin, call.allowDuplicates()).id();
  }

  private static RowFailure noAccess() {
    return new RowFailure(
        "INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id");
  }

  /** The row, if the user may know that it exists. */
  private Rec existing(String given, @Nullable ObjectDef type) {
    String id = Ids.normal(given);
    ObjectDef byId = id == null ? null : saver.schema().byId(id);
    if (id == null || byId == null || (type != null && byId != type)) {
      throw new RowFailure("MALFORMED_ID", "bad id " + given, "Id");
    }
    Rec rec = saver.rows().find(byId.name(), id);
    if (rec == null || !viewer.rights().on(byId, 'r') || !viewer.canRead(rec)) {
      throw new RowFailure("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id");
    }
    if (rec.deleted()) {
      throw new RowFailure("ENTITY_IS_DELETED", "entity is deleted");
    }
    return rec;
  }

  /** The field that an upsert matches by. */
  public FieldDef externalId(String object, String field) {
    ObjectDef type = type(object);
    FieldDef key = saver.schema().field(type, field, call.defaultNamespace());
    if (key == null || !viewer.rights().readable(type, key)) {
      throw new OrgException("INVALID_FIELD", Schema.noColumn(field, type.name()));
    }
    if (!key.field().externalId() && !key.name().equals("Id")) {
      throw new OrgException(
          "INVALID_FIELD",
          "Field name provided, "
              + field
              + " is not an External ID or indexed field for "
              + type.name());
    }
    return key;
  }

  /** What an upsert does with a row: {@code created} tells which it was. */
  public Org.Saved upsert(Org.Row row, FieldDef key) {
    ObjectDef type = type(row.type());
    if (key.name().equals("Id")) {
      return row.id() == null
          ? new Org.Saved(create(row), true, List.of())
          : new Org.Saved(update(row), false, List.of());
    }
    Object sent = valueOf(row, key);
    Object value = sent == null ? null : Values.coerce(key, sent, false);
    if (value == null) {
      throw new RowFailure("MISSING_ARGUMENT", key.name() + " not specified", key.name());
    }
    if (row.id() != null) {
      throw new RowFailure(
          "INVALID_FIELD_FOR_INSERT_UPDATE", "cannot specify Id in an upsert by external id", "Id");
    }
    List<Rec> found = new ArrayList<>();
    for (Rec r : saver.rows().where(type, key.name(), value)) {
      // Without View All Data a key that need not be unique matches only what the user sees.
      if (!r.deleted() && (key.field().unique() || viewer.canRead(r))) {
        found.add(r);
      }
    }
    if (found.size() > 1) {
      throw new RowFailure(
          "DUPLICATE_EXTERNAL_ID",
          key.name()
              + ": more than one record found for external id field: "
              + found.stream().map(Rec::id).toList(),
          key.name());
    }
    if (found.isEmpty()) {
      return new Org.Saved(create(row), true, List.of());
    }
    Rec old = found.get(0);
    if (!viewer.rights().on(type, 'u') || !viewer.canEdit(old)) {
      throw noAccess();
    }
    Map<String, @Nullable Object> values = incoming.read(type, row, false);
    saver.update(old, values, call.userId(), origin, call.allowDuplicates());
    return new Org.Saved(old.id(), false, List.of());
  }

  /** The value a row sends for a field, whatever the case or prefix of its name. */
  public @Nullable Object valueOf(Org.Row row, FieldDef key) {
    String ns = call.defaultNamespace();
    for (Map.Entry<String, @Nullable Object> e : row.fields().entrySet()) {
      boolean same =
          e.getKey().equalsIgnoreCase(key.name())
              || (ns != null && (ns + "__" + e.getKey()).equalsIgnoreCase(key.name()));
      if (same) {
        return e.getValue();
      }
    }
    return null;
  }

  public String delete(String id) {
    Rec rec = existing(id, null);
    boolean can =
        rec.type().can().contains("delete")
            && viewer.rights().on(rec.type(), 'd')
            && viewer.canDelete(rec);
    boolean relation = rec.type().name().equals("EventRelation") && viewer.canEdit(rec);
    if (!can && !relation) {
      throw new RowFailure(
          "INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id");
    }
    saver.delete(rec, call.userId(), rec.id());
    return rec.id();
  }

  public String undelete(String given, Instant now) {
    String id = Ids.normal(given);
    ObjectDef type = id == null ? null : saver.schema().byId(id);
    if (id == null || type == null) {
      throw new RowFailure("MALFORMED_ID", "bad id " + given, "Id");
    }
    Rec rec = saver.rows().find(type.name(), id);
    if (rec == null || !viewer.canRead(rec)) {
      throw new RowFailure("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id");
    }
    boolean gone = rec.get("$deletedAt") instanceof Instant at && at.isBefore(now.minus(BIN));
    if (!rec.deleted() || gone || !type.can().contains("undelete")) {
      throw new RowFailure("UNDELETE_FAILED", "Entity is not in the recycle bin");
    }
    if (!viewer.rights().on(type, 'd') || !viewer.canDelete(rec)) {
      throw noAccess();
    }
    saver.undelete(rec, call.userId());
    return id;
  }
}

package io.lockstep.sandbox.salesforce.org.rules;

import io.lockstep.sandbox.salesforce.org.Org;
import io.lockstep.sandbox.salesforce.org.OrgException;
import io.lockstep.sandbox.salesforce.org.access.Rights;
import io.lockstep.sandbox.salesforce.org.schema.FieldDef;
import io.lockstep.sandbox.salesforce.org.schema.ObjectDef;
import io.lockstep.sandbox.salesforce.org.schema.Schema;
import io.lockstep.sandbox.salesforce.org.store.Rec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a row as it was sent: names to fields, values to their types, rights on the fields. An
 * unknown name fails the whole call, a bad value only its row.
 */
final class Incoming {
  private final Engine engine;
  private final Rights rights;
  private final Org.Call call;

  Incoming(Engine engine, Rights rights, Org.Call call) {
    this.engine = engine;
    this.rights = rights;
    this.call = call;
  }

  /** Before any row is saved: does every name exist? */
  void checkNames(ObjectDef type, Org.Row row) {
    row.fields()
        .forEach(
            (name, value) -> {
              if (value != null) {
                target(type, name, value);
              }
            });
    row.fieldsToNull().forEach(name -> field(type, name));
  }

  /** Field name to value, null where the field is to be emptied. */
  Map<String, @Nullable Object> read(ObjectDef type, Org.Row row, boolean insert) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    List<String> readOnly = new ArrayList<>();
    row.fields()
        .forEach(
            (name, value) -> {
              if (value == null || name.equalsIgnoreCase("Id")) {
                return;
              }
              FieldDef f = target(type, name, value);
              if (!writable(type, f, insert)) {
                readOnly.add(f.name());
              } else if (value instanceof Org.Row parent) {
                values.put(f.name(), byExternalId(f, parent));
              } else {
                values.put(f.name(), Values.coerce(f, value, call.allowTruncation()));
              }
            });
    for (String name : row.fieldsToNull()) {
      FieldDef f = field(type, name);
      if (values.containsKey(f.name())) {
        throw new RowFailure(
            "INVALID_FIELD",
            "the field " + f.name() + " is given a value and listed in fieldsToNull",
            f.name());
      }
      if (!writable(type, f, insert)) {
        readOnly.add(f.name());
      } else {
        values.put(f.name(), f.type().equals("boolean") ? Boolean.FALSE : null);
      }
    }
    if (!readOnly.isEmpty()) {
      String names = String.join(", ", readOnly);
      throw new RowFailure(
          new Org.RowError(
              "INVALID_FIELD_FOR_INSERT_UPDATE", Saver.unableToWrite(names), readOnly, null));
    }
    return values;
  }

  private boolean writable(ObjectDef type, FieldDef f, boolean insert) {
    boolean tolerated =
        f.name().equals("IsRecurrence2") && insert && engine.settings().acceptsIsRecurrence2();
    boolean allowed = insert ? f.field().createable() : f.field().updateable();
    return (allowed && rights.editable(type, f)) || tolerated;
  }

  private FieldDef field(ObjectDef type, String name) {
    FieldDef f = engine.schema().field(type, name, call.defaultNamespace());
    if (f == null || !rights.readable(type, f)) {
      throw new OrgException("INVALID_FIELD", Schema.noColumn(name, type.name()));
    }
    return f;
  }

  /** The field a name means; with a nested row it is the reference behind the relationship. */
  private FieldDef target(ObjectDef type, String name, Object value) {
    if (!(value instanceof Org.Row)) {
      return field(type, name);
    }
    FieldDef f = type.relationship(name);
    String ns = call.defaultNamespace();
    f = f == null && ns != null ? type.relationship(ns + "__" + name) : f;
    if (f == null || !rights.readable(type, f)) {
      throw new OrgException("INVALID_FIELD", Schema.noColumn(name, type.name()));
    }
    return f;
  }

  private String byExternalId(FieldDef reference, Org.Row parent) {
    ObjectDef type = engine.schema().find(parent.type(), call.defaultNamespace());
    if (type == null && !reference.isPolymorphic()) {
      type = engine.schema().get(reference.field().referenceTo().get(0));
    }
    if (type == null) {
      throw new OrgException("INVALID_TYPE", Schema.noType(parent.type()));
    }
    for (Map.Entry<String, @Nullable Object> e : parent.fields().entrySet()) {
      Object value = e.getValue();
      if (value == null || e.getKey().equalsIgnoreCase("type")) {
        continue;
      }
      FieldDef key = field(type, e.getKey());
      if (key.name().equals("Id")) {
        return String.valueOf(Values.coerce(reference, value, false));
      }
      if (!key.field().externalId()) {
        throw new RowFailure(
            "INVALID_FIELD", key.name() + " is not an external id of " + type.name(), key.name());
      }
      List<Rec> found =
          engine.rows().where(type, key.name(), value).stream().filter(r -> !r.deleted()).toList();
      if (found.size() == 1) {
        return found.get(0).id();
      }
      throw new RowFailure(
          found.isEmpty() ? "INVALID_FIELD" : "DUPLICATE_EXTERNAL_ID",
          (found.isEmpty() ? "Foreign key external ID: " : "more than one record for external ID: ")
              + value
              + (found.isEmpty() ? " not found for field " : " in field ")
              + key.name()
              + " in entity "
              + type.name());
    }
    throw new RowFailure("INVALID_FIELD", "a reference by external id names no external id field");
  }
}

package io.lockstep.sandbox.salesforce.org.soql;

import io.lockstep.sandbox.salesforce.org.OrgException;
import io.lockstep.sandbox.salesforce.org.schema.FieldDef;
import io.lockstep.sandbox.salesforce.org.schema.ObjectDef;
import io.lockstep.sandbox.salesforce.org.schema.Schema;
import io.lockstep.sandbox.salesforce.org.soql.Query.Operand;
import io.lockstep.sandbox.salesforce.org.soql.Query.Path;
import io.lockstep.sandbox.salesforce.org.store.Rec;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds what the names of a query mean for the user who asks. Fields without a right do not exist.
 */
final class Resolver {
  /** A field at the end of a chain of parent relationships. */
  record Resolved(List<FieldDef> hops, List<String> hopNames, FieldDef field, String name) {}

  private final RowSource source;
  private final String soql;

  Resolver(RowSource source, String soql) {
    this.source = source;
    this.soql = soql;
  }

  OrgException error(String code, int column, String message) {
    return Positioned.error(code, soql, column, message);
  }

  ObjectDef object(String name, int column) {
    ObjectDef def = source.schema().find(name, source.defaultNamespace());
    if (def == null
        || def.isEvent()
        || def.name().equals("Name")
        || !source.rights().on(def, 'r')) {
      throw error("INVALID_TYPE", column, Schema.noType(name));
    }
    return def;
  }

  Resolved resolve(ObjectDef root, @Nullable String alias, Path path) {
    List<String> parts = new ArrayList<>(path.parts());
    if (parts.size() > 1
        && (parts.get(0).equalsIgnoreCase(alias) || parts.get(0).equalsIgnoreCase(root.name()))
        && root.relationship(parts.get(0)) == null) {
      parts.remove(0);
    }
    List<FieldDef> hops = new ArrayList<>();
    List<String> names = new ArrayList<>();
    ObjectDef at = root;
    while (parts.size() > 1) {
      String name = parts.remove(0);
      FieldDef hop = at.relationship(name);
      String ns = source.defaultNamespace();
      if (hop == null && ns != null) {
        hop = at.relationship(ns + "__" + name);
      }
      if (hop == null || !source.rights().readable(at, hop)) {
        throw error(
            "INVALID_FIELD",
            path.column(),
            "Didn't understand relationship '"
                + name
                + "' in field path. If you are attempting to use a custom relationship, be sure to"
                + " append the '__r' after the custom relationship name. Please reference your WSDL"
                + " or the describe call for the appropriate names.");
      }
      hops.add(hop);
      names.add(outputName(hop.field().relationshipName(), name));
      at = target(hop);
    }
    String name = parts.get(0);
    FieldDef field = source.schema().field(at, name, source.defaultNamespace());
    if (field == null || !source.rights().readable(at, field)) {
      throw error("INVALID_FIELD", path.column(), Schema.noColumn(name, at.name()));
    }
    return new Resolved(hops, names, field, outputName(field.name(), name));
  }

  /** Within the default namespace a field answers under the bare name it was asked for. */
  private static String outputName(@Nullable String apiName, String asked) {
    if (apiName == null) {
      return asked;
    }
    return apiName.equalsIgnoreCase(asked)
        ? apiName
        : apiName.substring(apiName.length() - asked.length());
  }

  ObjectDef target(FieldDef hop) {
    return hop.isPolymorphic()
        ? source.schema().get("Name")
        : source.schema().get(hop.field().referenceTo().get(0));
  }

  @Nullable Rec follow(Rec rec, List<FieldDef> hops) {
    Rec at = rec;
    for (FieldDef hop : hops) {
      Object id = source.value(at, hop);
      if (id == null) {
        return null;
      }
      Rec next = source.target(id.toString());
      if (next == null || !(next.type().name().equals("Account") || source.visible(next, true))) {
        return null;
      }
      at = next;
    }
    return at;
  }

  /** Reads a field of the row at the end of the hops, which may be of any of several objects. */
  @Nullable Object read(Rec rec, Resolved r) {
    Rec at = follow(rec, r.hops());
    if (at == null) {
      return null;
    }
    FieldDef field = r.field();
    FieldDef own = at.type().field(field.name());
    boolean viaName = !r.hops().isEmpty() && r.hops().get(r.hops().size() - 1).isPolymorphic();
    if (viaName && field.name().equals("Type")) {
      return at.type().name();
    }
    if (viaName && field.name().equals("Name") && own == null) {
      return at.get("Subject");
    }
    return own == null ? null : source.value(at, own);
  }

  Extractor<Rec> extractor(ObjectDef root, @Nullable String alias, Operand operand) {
    Path path = operand.path();
    if (path == null) {
      throw error("MALFORMED_QUERY", 0, "the function " + operand.function() + " needs a field");
    }
    Resolved r = resolve(root, alias, path);
    Extractor<Rec> plain =
        new Extractor<>(r.name(), r.field().type(), r.field(), rec -> read(rec, r));
    if (operand.function() == null) {
      return plain;
    }
    return DateFunctions.apply(
        operand.function(), plain, ZoneId.of(source.rights().timeZone()), this, path.column());
  }
}

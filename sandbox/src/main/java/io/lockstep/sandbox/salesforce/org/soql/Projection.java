package io.lockstep.sandbox.salesforce.org.soql;

import io.lockstep.sandbox.salesforce.org.Org;
import io.lockstep.sandbox.salesforce.org.schema.FieldDef;
import io.lockstep.sandbox.salesforce.org.schema.ObjectDef;
import io.lockstep.sandbox.salesforce.org.soql.Query.Select;
import io.lockstep.sandbox.salesforce.org.store.Rec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The select list: turns a stored row into the row that is answered. */
final class Projection {
  /** One thing of the select list, put into the answer. */
  private interface Column {
    void put(Rec rec, Map<String, @Nullable Object> into);
  }

  private final Resolver resolver;
  private final RowSource source;
  private final ObjectDef type;
  private final List<Column> columns = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();

  Projection(Resolver resolver, RowSource source, ObjectDef type, Query query, QueryRunner runner) {
    this.resolver = resolver;
    this.source = source;
    this.type = type;
    for (Select s : query.select()) {
      switch (s) {
        case Select.Value v -> add(v, query.alias());
        case Select.Fields f -> addFields(f, query);
        case Select.Children c -> addChildren(c.query(), runner);
        case Select.TypeOf t -> addTypeOf(t);
      }
    }
  }

  Org.Row row(Rec rec) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    columns.forEach(c -> c.put(rec, values));
    return new Org.Row(type.name(), values, List.of(), place(rec));
  }

  /** Where the row is found, whatever the relationship calls its type. */
  private static String place(Rec rec) {
    return rec.type().name() + "/" + rec.id();
  }

  private void add(Select.Value v, @Nullable String alias) {
    Query.Path path = v.operand().path();
    if (v.operand().function() != null || path == null) {
      Extractor<Rec> e = resolver.extractor(type, alias, v.operand());
      String name = v.alias() == null ? e.name() : v.alias();
      columns.add((rec, into) -> into.put(name, e.get().apply(rec)));
      return;
    }
    if (v.alias() != null) {
      throw resolver.error(
          "MALFORMED_QUERY", path.column(), "only aggregate expressions use field aliasing");
    }
    Resolver.Resolved r = resolver.resolve(type, alias, path);
    String full = String.join(".", r.hopNames()) + "." + r.name();
    if (!seen.add(full.toLowerCase(Locale.ROOT))) {
      throw resolver.error(
          "INVALID_FIELD", path.column(), "duplicate field selected: " + path.text());
    }
    columns.add((rec, into) -> put(rec, r, into));
  }

  private void put(Rec rec, Resolver.Resolved r, Map<String, @Nullable Object> into) {
    Map<String, @Nullable Object> at = into;
    for (int i = 0; i < r.hops().size(); i++) {
      String name = r.hopNames().get(i);
      Object nested = at.get(name);
      if (nested == null) {
        Rec target = resolver.follow(rec, r.hops().subList(0, i + 1));
        if (target == null) {
          at.put(name, null);
          return;
        }
        nested =
            new Org.Row(
                resolver.target(r.hops().get(i)).name(),
                new LinkedHashMap<String, @Nullable Object>(),
                List.of(),
                place(target));
        at.put(name, nested);
      }
      at = ((Org.Row) nested).fields();
    }
    at.put(r.name(), resolver.read(rec, r));
  }

  private void addFields(Select.Fields f, Query query) {
    Integer limit = query.limit();
    if (!f.which().equals("STANDARD") && (limit == null || limit > 200)) {
      throw resolver.error(
          "MALFORMED_QUERY",
          f.column(),
          "The SOQL FIELDS function must have a LIMIT of at most 200");
    }
    for (FieldDef field : type.fields()) {
      boolean custom = field.field().custom();
      boolean wanted = f.which().equals("ALL") || (f.which().equals("CUSTOM") ? custom : !custom);
      if (wanted && source.rights().readable(type, field)) {
        columns.add((rec, into) -> into.put(field.name(), source.value(rec, field)));
      }
    }
  }

  private void addChildren(Query query, QueryRunner runner) {
    String ns = source.defaultNamespace();
    for (Org.ChildRelationship child : source.schema().childrenOf(type.name())) {
      String name = child.relationshipName();
      boolean match =
          query.from().equalsIgnoreCase(name)
              || (ns != null && (ns + "__" + query.from()).equalsIgnoreCase(name));
      if (match && name != null) {
        ObjectDef childType = resolver.object(child.childSObject(), query.fromColumn());
        QueryRunner.Prepared prepared = runner.prepareChildren(query, childType);
        columns.add(
            (rec, into) -> {
              List<Org.Row> rows = prepared.rowsBelow(child.field(), rec.id());
              into.put(
                  query.from().equalsIgnoreCase(name) ? name : query.from(),
                  rows.isEmpty() ? null : new Org.Page(rows, rows.size(), true, null));
            });
        return;
      }
    }
    throw resolver.error(
        "INVALID_TYPE",
        query.fromColumn(),
        "Didn't understand relationship '"
            + query.from()
            + "' in FROM part of query call. If you are attempting to use a custom relationship, be"
            + " sure to append the '__r' after the custom relationship name. Please reference your"
            + " WSDL or the describe call for the appropriate names.");
  }

  private void addTypeOf(Select.TypeOf t) {
    String name = t.relationship().last();
    FieldDef hop = type.relationship(name);
    if (hop == null || !hop.isPolymorphic()) {
      throw resolver.error(
          "INVALID_FIELD",
          t.relationship().column(),
          "TYPEOF needs a polymorphic relationship, '" + name + "' is none");
    }
    columns.add(
        (rec, into) -> {
          Rec target = resolver.follow(rec, List.of(hop));
          if (target == null) {
            into.put(name, null);
            return;
          }
          List<Query.Path> fields = t.otherwise();
          for (Select.When when : t.whens()) {
            if (when.type().equalsIgnoreCase(target.type().name())) {
              fields = when.fields();
            }
          }
          Map<String, @Nullable Object> values = new LinkedHashMap<>();
          for (Query.Path p : fields) {
            Resolver.Resolved r = resolver.resolve(target.type(), null, p);
            values.put(r.name(), resolver.read(target, r));
          }
          into.put(name, new Org.Row(target.type().name(), values, List.of(), place(target)));
        });
  }
}

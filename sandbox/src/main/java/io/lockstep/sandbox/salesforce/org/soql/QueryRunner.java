package io.lockstep.sandbox.salesforce.org.soql;

import io.lockstep.sandbox.salesforce.org.Org;
import io.lockstep.sandbox.salesforce.org.OrgException;
import io.lockstep.sandbox.salesforce.org.schema.FieldDef;
import io.lockstep.sandbox.salesforce.org.schema.ObjectDef;
import io.lockstep.sandbox.salesforce.org.soql.Query.Condition;
import io.lockstep.sandbox.salesforce.org.soql.Query.Literal;
import io.lockstep.sandbox.salesforce.org.soql.Query.Operand;
import io.lockstep.sandbox.salesforce.org.soql.Query.Operator;
import io.lockstep.sandbox.salesforce.org.soql.Query.Select;
import io.lockstep.sandbox.salesforce.org.store.Ids;
import io.lockstep.sandbox.salesforce.org.store.Rec;
import io.lockstep.sandbox.salesforce.org.store.Rows;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Runs one query for one user. */
public final class QueryRunner {
  private static final int MAX_OFFSET = 2000;

  private final RowSource source;
  private final Resolver resolver;
  private final boolean all;
  private final ZoneId zone;

  /**
   * @param all show deleted and archived rows
   */
  public QueryRunner(RowSource source, String soql, boolean all) {
    this.source = source;
    this.resolver = new Resolver(source, soql);
    this.all = all;
    this.zone = ZoneId.of(source.rights().timeZone());
  }

  /** All rows of the answer, each turned into its final form only when asked for. */
  public record Result(List<Rec> matching, List<Org.Row> rows, Function<Rec, Org.Row> projection) {
    public int size() {
      return matching.isEmpty() ? rows.size() : matching.size();
    }

    public List<Org.Row> page(int from, int to) {
      return matching.isEmpty()
          ? rows.subList(from, to)
          : matching.subList(from, to).stream().map(projection).toList();
    }
  }

  /** A child query, ready to be asked for each parent. */
  final class Prepared {
    private final Query query;
    private final ObjectDef type;
    private final Predicate<Rec> where;
    private final Projection projection;

    private Prepared(Query query, ObjectDef type) {
      this.query = query;
      this.type = type;
      this.where = where(query, type);
      this.projection = new Projection(resolver, source, type, query, QueryRunner.this);
    }

    List<Org.Row> rowsBelow(String field, String parentId) {
      List<Rec> rows =
          new ArrayList<>(
              source.where(type, field, parentId).stream()
                  .filter(r -> source.visible(r, all))
                  .filter(where)
                  .toList());
      sort(rows, query, type);
      return cut(rows, query).stream().map(projection::row).toList();
    }
  }

  Prepared prepareChildren(Query query, ObjectDef type) {
    return new Prepared(query, type);
  }

  /** {@code SELECT COUNT() FROM …}: no rows, only a number. */
  public static boolean isCount(Query query) {
    return query.select().size() == 1
        && query.select().get(0) instanceof Select.Value v
        && "COUNT".equals(v.operand().function())
        && v.operand().path() == null;
  }

  public int count(Query query) {
    ObjectDef type = resolver.object(query.from(), query.fromColumn());
    return cut(matching(query, type), query).size();
  }

  public Result run(Query query) {
    if (query.offset() > MAX_OFFSET) {
      throw new OrgException(
          "NUMBER_OUTSIDE_VALID_RANGE", "Maximum SOQL offset allowed is " + MAX_OFFSET);
    }
    if (query.allRows()) {
      throw new OrgException("MALFORMED_QUERY", "unexpected token: 'ALL'");
    }
    ObjectDef type = resolver.object(query.from(), query.fromColumn());
    if (Aggregation.needed(query)) {
      List<Org.Row> rows =
          new Aggregation(resolver, type, query)
              .rows(
                  matching(query, type),
                  e -> new Conditions<>(resolver, e, this::semiJoin, zone, source.now()));
      return new Result(
          List.of(), cut(rows, query), r -> new Org.Row("", new TreeMap<>(), List.of()));
    }
    Projection projection = new Projection(resolver, source, type, query, this);
    List<Rec> rows = matching(query, type);
    sort(rows, query, type);
    return new Result(source.listing(type, cut(rows, query)), List.of(), projection::row);
  }

  private List<Rec> matching(Query query, ObjectDef type) {
    Predicate<Rec> where = where(query, type);
    Predicate<Rec> scope = scope(query);
    boolean feed = readsFeed(query);
    Collection<Rec> candidates = feed ? null : indexed(query.where(), type);
    if (candidates == null) {
      candidates = source.scan(type, feed, query);
    }
    List<Rec> matching = new ArrayList<>();
    for (Rec r : candidates) {
      // deletion first, then the cheap condition, sharing last
      if ((all || !r.deleted()) && where.test(r) && scope.test(r) && source.visible(r, all)) {
        matching.add(r);
      }
    }
    return matching;
  }

  private Predicate<Rec> scope(Query query) {
    String scope = query.scope();
    if (scope == null || scope.equalsIgnoreCase("everything")) {
      return r -> true;
    }
    if (scope.equalsIgnoreCase("mine")) {
      return r -> source.rights().userId().equals(r.text("OwnerId"));
    }
    throw resolver.error("MALFORMED_QUERY", 0, "USING SCOPE " + scope + " is not supported here");
  }

  /** Whoever asks by time of change reads the feed, where late commits show late. */
  private static boolean readsFeed(Query query) {
    boolean ordered = query.orderBy().stream().anyMatch(o -> isStamp(o.operand()));
    return ordered || (query.where() != null && mentionsStamp(query.where()));
  }

  private static boolean mentionsStamp(Condition c) {
    return switch (c) {
      case Condition.And and -> and.parts().stream().anyMatch(QueryRunner::mentionsStamp);
      case Condition.Or or -> or.parts().stream().anyMatch(QueryRunner::mentionsStamp);
      case Condition.Not not -> mentionsStamp(not.part());
      case Condition.Compare compare -> isStamp(compare.operand());
    };
  }

  private static boolean isStamp(Operand o) {
    Query.Path path = o.path();
    return path != null
        && (path.last().equalsIgnoreCase("SystemModstamp")
            || path.last().equalsIgnoreCase("LastModifiedDate"));
  }

  /** Rows by a condition on an id or an indexed field that every match must meet; null if none. */
  private @Nullable Collection<Rec> indexed(@Nullable Condition where, ObjectDef type) {
    List<Condition> parts =
        where instanceof Condition.And and
            ? and.parts()
            : where == null ? List.of() : List.of(where);
    for (Condition part : parts) {
      if (!(part instanceof Condition.Compare c)
          || c.operand().function() != null
          || c.operand().path() == null
          || c.operand().path().parts().size() != 1) {
        continue;
      }
      List<Literal> values =
          c.operator() == Operator.IN && c.value() instanceof Literal.Many many
              ? many.values()
              : c.operator() == Operator.EQ ? List.of(c.value()) : List.of();
      FieldDef field =
          source.schema().field(type, c.operand().path().last(), source.defaultNamespace());
      boolean id = field != null && field.name().equals("Id");
      boolean texts =
          !values.isEmpty()
              && values.stream().allMatch(v -> v instanceof Literal.Text t && !t.value().isEmpty());
      if (field != null
          && texts
          && (id || Rows.indexed(field))
          && !type.name().equals("UserRecordAccess")) {
        TreeMap<String, Rec> found = new TreeMap<>();
        for (Literal value : values) {
          lookUp(type, field, id, ((Literal.Text) value).value(), found);
        }
        return found.values();
      }
    }
    return null;
  }

  private void lookUp(
      ObjectDef type, FieldDef field, boolean id, String text, TreeMap<String, Rec> found) {
    String key = id || field.isReference() ? Ids.normal(text) : text;
    if (key == null) {
      return;
    }
    if (id) {
      Rec r = source.target(key);
      if (r != null && r.type().name().equals(type.name())) {
        found.put(r.id(), r);
      }
    } else {
      source.where(type, field.name(), key).forEach(r -> found.put(r.id(), r));
    }
  }

  private Predicate<Rec> where(Query query, ObjectDef type) {
    return query.where() == null
        ? r -> true
        : new Conditions<Rec>(
                resolver,
                o -> resolver.extractor(type, query.alias(), o),
                this::semiJoin,
                zone,
                source.now())
            .compile(query.where());
  }

  private Set<Object> semiJoin(Query query) {
    ObjectDef type = resolver.object(query.from(), query.fromColumn());
    if (query.select().size() != 1 || !(query.select().get(0) instanceof Select.Value v)) {
      throw resolver.error(
          "MALFORMED_QUERY", query.fromColumn(), "a semi-join needs exactly one field");
    }
    Extractor<Rec> field = resolver.extractor(type, query.alias(), v.operand());
    if (!field.isId()) {
      throw resolver.error(
          "MALFORMED_QUERY",
          query.fromColumn(),
          "Semi join sub-selects can only query id fields, cannot use: '" + field.name() + "'");
    }
    Set<Object> ids = new HashSet<>();
    for (Rec r : matching(query, type)) {
      Object id = field.get().apply(r);
      if (id != null) {
        ids.add(id);
      }
    }
    return ids;
  }

  private void sort(List<Rec> rows, Query query, ObjectDef type) {
    List<Extractor<Rec>> keys = new ArrayList<>();
    for (Query.Order o : query.orderBy()) {
      Extractor<Rec> key = resolver.extractor(type, query.alias(), o.operand());
      FieldDef field = key.field();
      Query.Path path = o.operand().path();
      if (field != null && !field.field().sortable()) {
        throw resolver.error(
            "MALFORMED_QUERY",
            path == null ? 0 : path.column(),
            "field '" + key.name() + "' can not be sorted in a query call");
      }
      keys.add(key);
    }
    rows.sort(Order.by(keys, query.orderBy()));
  }

  private static <T> List<T> cut(List<T> rows, Query query) {
    int from = Math.min(query.offset(), rows.size());
    int limit = query.limit() == null ? rows.size() : query.limit();
    return rows.subList(from, Math.min(rows.size(), from + limit));
  }
}

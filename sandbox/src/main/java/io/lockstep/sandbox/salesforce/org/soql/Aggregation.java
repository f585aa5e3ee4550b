package io.lockstep.sandbox.salesforce.org.soql;

import io.lockstep.sandbox.salesforce.org.Org;
import io.lockstep.sandbox.salesforce.org.schema.ObjectDef;
import io.lockstep.sandbox.salesforce.org.soql.Query.Operand;
import io.lockstep.sandbox.salesforce.org.soql.Query.Select;
import io.lockstep.sandbox.salesforce.org.store.Rec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** GROUP BY and aggregate functions; the answer's rows are of type {@code AggregateResult}. */
final class Aggregation {
  private final Resolver resolver;
  private final ObjectDef type;
  private final Query query;

  Aggregation(Resolver resolver, ObjectDef type, Query query) {
    this.resolver = resolver;
    this.type = type;
    this.query = query;
  }

  static boolean needed(Query query) {
    return !query.groupBy().isEmpty()
        || query.select().stream()
            .anyMatch(s -> s instanceof Select.Value v && v.operand().isAggregate());
  }

  List<Org.Row> rows(
      List<Rec> matching,
      Function<Function<Operand, Extractor<List<Rec>>>, Conditions<List<Rec>>> conditions) {
    Map<List<@Nullable Object>, List<Rec>> groups = new LinkedHashMap<>();
    List<Extractor<Rec>> keys =
        query.groupBy().stream().map(o -> resolver.extractor(type, query.alias(), o)).toList();
    for (Rec r : matching) {
      List<@Nullable Object> key = new ArrayList<>();
      for (Extractor<Rec> k : keys) {
        key.add(k.get().apply(r));
      }
      groups.computeIfAbsent(key, x -> new ArrayList<>()).add(r);
    }
    if (keys.isEmpty() && groups.isEmpty()) {
      groups.put(List.of(), new ArrayList<>());
    }
    Predicate<List<Rec>> having =
        query.having() == null
            ? g -> true
            : conditions.apply(this::ofGroup).compile(query.having());
    List<List<Rec>> kept = new ArrayList<>(groups.values().stream().filter(having).toList());
    kept.sort(
        Order.by(
            query.orderBy().stream().map(o -> ofGroup(o.operand())).toList(), query.orderBy()));
    Map<String, Extractor<List<Rec>>> columns = columns();
    List<Org.Row> rows = new ArrayList<>();
    for (List<Rec> group : kept) {
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      columns.forEach((name, e) -> values.put(name, e.get().apply(group)));
      rows.add(new Org.Row("AggregateResult", values, List.of()));
    }
    return rows;
  }

  private Map<String, Extractor<List<Rec>>> columns() {
    Map<String, Extractor<List<Rec>>> columns = new LinkedHashMap<>();
    int unnamed = 0;
    for (Select s : query.select()) {
      if (!(s instanceof Select.Value v)) {
        throw resolver.error(
            "MALFORMED_QUERY", 0, "a grouped query can only select fields and aggregates");
      }
      Extractor<List<Rec>> e = ofGroup(v.operand());
      String alias = v.alias();
      if (alias == null) {
        alias = v.operand().function() == null ? e.name() : "expr" + unnamed++;
      }
      columns.put(alias, e);
    }
    return columns;
  }

  private Extractor<List<Rec>> ofGroup(Operand o) {
    Query.Path path = o.path();
    if (!o.isAggregate()) {
      boolean grouped = query.groupBy().stream().anyMatch(g -> text(g).equals(text(o)));
      if (!grouped) {
        throw resolver.error(
            "MALFORMED_QUERY",
            path == null ? 0 : path.column(),
            "Field must be grouped or aggregated: " + (path == null ? "" : path.text()));
      }
      Extractor<Rec> e = resolver.extractor(type, query.alias(), o);
      return new Extractor<>(
          e.name(), e.type(), e.field(), g -> g.isEmpty() ? null : e.get().apply(g.get(0)));
    }
    if (path == null) {
      return new Extractor<>("expr", "int", null, List::size);
    }
    Extractor<Rec> of = resolver.extractor(type, query.alias(), new Operand(null, path));
    String function = Objects.requireNonNull(o.function());
    boolean number = List.of("int", "double", "currency", "percent").contains(of.type());
    if ((function.equals("SUM") || function.equals("AVG")) && !number) {
      throw resolver.error(
          "MALFORMED_QUERY",
          path.column(),
          "field " + of.name() + " does not support aggregate operator " + function);
    }
    return switch (function) {
      case "COUNT" -> new Extractor<>("expr", "int", null, g -> (int) present(g, of).count());
      case "COUNT_DISTINCT" ->
          new Extractor<>("expr", "int", null, g -> (int) present(g, of).distinct().count());
      case "MIN" ->
          new Extractor<>(
              "expr", of.type(), null, g -> present(g, of).min(Order::compare).orElse(null));
      case "MAX" ->
          new Extractor<>(
              "expr", of.type(), null, g -> present(g, of).max(Order::compare).orElse(null));
      case "SUM" ->
          new Extractor<>(
              "expr", "double", null, g -> numbers(g, of).reduce(Double::sum).orElse(null));
      default ->
          new Extractor<>(
              "expr",
              "double",
              null,
              g -> {
                List<Double> all = numbers(g, of).toList();
                return all.isEmpty()
                    ? null
                    : (Object) (all.stream().mapToDouble(d -> d).sum() / all.size());
              });
    };
  }

  private static Stream<Object> present(List<Rec> group, Extractor<Rec> of) {
    return group.stream().flatMap(r -> Stream.ofNullable((Object) of.get().apply(r)));
  }

  private static Stream<Double> numbers(List<Rec> group, Extractor<Rec> of) {
    return present(group, of).map(v -> ((Number) v).doubleValue());
  }

  private static String text(Operand o) {
    Query.Path path = o.path();
    return (o.function() + " " + (path == null ? "" : path.last())).toLowerCase(Locale.ROOT);
  }
}

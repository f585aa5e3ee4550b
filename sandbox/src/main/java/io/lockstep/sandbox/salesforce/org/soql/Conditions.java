package io.lockstep.sandbox.salesforce.org.soql;

import io.lockstep.sandbox.salesforce.org.OrgException;
import io.lockstep.sandbox.salesforce.org.soql.Query.Condition;
import io.lockstep.sandbox.salesforce.org.soql.Query.Literal;
import io.lockstep.sandbox.salesforce.org.soql.Query.Operand;
import io.lockstep.sandbox.salesforce.org.soql.Query.Operator;
import io.lockstep.sandbox.salesforce.org.store.Ids;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns conditions into predicates, once per query. A row either matches or does not: NOT of a
 * comparison with null is true.
 *
 * @param <T> a row, or a group of rows for HAVING
 */
final class Conditions<T> {
  private final Resolver errors;
  private final Function<Operand, Extractor<T>> extractors;
  private final Function<Query, Set<Object>> semiJoins;
  private final ZoneId zone;
  private final LocalDate today;

  Conditions(
      Resolver errors,
      Function<Operand, Extractor<T>> extractors,
      Function<Query, Set<Object>> semiJoins,
      ZoneId zone,
      Instant now) {
    this.errors = errors;
    this.extractors = extractors;
    this.semiJoins = semiJoins;
    this.zone = zone;
    this.today = now.atZone(zone).toLocalDate();
  }

  Predicate<T> compile(Condition condition) {
    return switch (condition) {
      case Condition.And and -> {
        List<Predicate<T>> parts = and.parts().stream().map(this::compile).toList();
        yield t -> parts.stream().allMatch(p -> p.test(t));
      }
      case Condition.Or or -> {
        checkNoSemiJoin(or);
        List<Predicate<T>> parts = or.parts().stream().map(this::compile).toList();
        yield t -> parts.stream().anyMatch(p -> p.test(t));
      }
      case Condition.Not not -> compile(not.part()).negate();
      case Condition.Compare c -> compare(c);
    };
  }

  private void checkNoSemiJoin(Condition.Or or) {
    for (Condition part : or.parts()) {
      if (part instanceof Condition.Compare c && c.value() instanceof Literal.SemiJoin) {
        throw errors.error(
            "MALFORMED_QUERY",
            column(c),
            "Semi join sub-selects are not allowed with the 'OR' operator");
      }
    }
  }

  private static int column(Condition.Compare c) {
    Query.Path path = c.operand().path();
    return path == null ? 0 : path.column();
  }

  private Predicate<T> compare(Condition.Compare c) {
    Extractor<T> of = extractors.apply(c.operand());
    Query.Path path = c.operand().path();
    int column = path == null ? 0 : path.column();
    if (of.field() != null && !of.field().field().filterable()) {
      throw errors.error(
          "INVALID_FIELD", column, "field '" + of.name() + "' can not be filtered in a query call");
    }
    Operator op = c.operator();
    boolean list = op == Operator.IN || op == Operator.NOT_IN;
    boolean multi = op == Operator.INCLUDES || op == Operator.EXCLUDES;
    boolean isMulti = of.type().equals("multipicklist");
    if (multi != isMulti && (multi || op == Operator.LIKE || op.compareTo(Operator.NE) > 0)) {
      throw invalidOperator(column, of);
    }
    Predicate<@Nullable Object> test;
    if (c.value() instanceof Literal.SemiJoin join) {
      if (!list) {
        throw invalidOperator(column, of);
      }
      if (!of.isId()) {
        throw errors.error(
            "MALFORMED_QUERY",
            column,
            "The left operand field in the where expression for outer query should be an id field,"
                + " cannot use: '"
                + of.name()
                + "'");
      }
      Set<Object> ids = semiJoins.apply(join.query());
      test = op == Operator.IN ? v -> v != null && ids.contains(v) : v -> !ids.contains(v);
    } else if (c.value() instanceof Literal.Many many) {
      if (!list && !multi) {
        throw errors.error("MALFORMED_QUERY", column, "unexpected token: '('");
      }
      test = multi ? includes(of, many, op, column) : in(of, many, op, column);
    } else if (list || multi) {
      throw errors.error("MALFORMED_QUERY", column, "unexpected token: a list was expected");
    } else {
      test = single(of, op, c.value(), column);
    }
    return t -> test.test(key(of, of.get().apply(t)));
  }

  private Predicate<@Nullable Object> in(
      Extractor<T> of, Literal.Many many, Operator op, int column) {
    Set<@Nullable Object> values = new HashSet<>();
    for (Literal l : many.values()) {
      if (l instanceof Literal.Range) {
        throw errors.error("MALFORMED_QUERY", column, "date literals cannot stand in a list");
      }
      values.add(key(of, value(of, l, column)));
    }
    return op == Operator.IN ? values::contains : v -> !values.contains(v);
  }

  private Predicate<@Nullable Object> includes(
      Extractor<T> of, Literal.Many many, Operator op, int column) {
    List<Set<String>> wanted =
        many.values().stream()
            .map(l -> Set.copyOf(split(String.valueOf(key(of, value(of, l, column))))))
            .toList();
    Predicate<@Nullable Object> any =
        v ->
            v != null
                && wanted.stream().anyMatch(w -> new HashSet<>(split(v.toString())).containsAll(w));
    return op == Operator.INCLUDES ? any : any.negate();
  }

  private static List<String> split(String multi) {
    return Arrays.asList(multi.split(";"));
  }

  private Predicate<@Nullable Object> single(
      Extractor<T> of, Operator op, Literal literal, int column) {
    if (op == Operator.LIKE) {
      boolean isId = of.type().equals("id") || of.type().equals("reference");
      if (isId || !(literal instanceof Literal.Text text)) {
        throw invalidOperator(column, of);
      }
      Pattern like = like(text.value());
      return v -> v != null && like.matcher(v.toString()).matches();
    }
    if (literal instanceof Literal.Range range) {
      return range(of, op, range, column);
    }
    Object wanted = key(of, value(of, literal, column));
    if (op == Operator.EQ) {
      return v -> wanted == null ? v == null : wanted.equals(v);
    }
    if (op == Operator.NE) {
      return v -> wanted == null ? v != null : !wanted.equals(v);
    }
    if (of.type().equals("boolean")) {
      throw invalidOperator(column, of);
    }
    return v -> v != null && wanted != null && ordered(op, Order.compare(v, wanted));
  }

  private static boolean ordered(Operator op, int comparison) {
    return switch (op) {
      case LT -> comparison < 0;
      case LE -> comparison <= 0;
      case GT -> comparison > 0;
      case GE -> comparison >= 0;
      default -> false;
    };
  }

  private Predicate<@Nullable Object> range(
      Extractor<T> of, Operator op, Literal.Range literal, int column) {
    DateRange days = DateRange.of(literal.name(), literal.n(), today);
    boolean date = of.type().equals("date");
    if (days == null || !(date || of.type().equals("datetime"))) {
      throw wrongType(of, column);
    }
    Object start = date ? days.start() : days.start().atStartOfDay(zone).toInstant();
    Object end = date ? days.end() : days.end().atStartOfDay(zone).toInstant();
    return v -> {
      if (v == null) {
        return op == Operator.NE;
      }
      boolean fromStart = Order.compare(v, start) >= 0;
      boolean beforeEnd = Order.compare(v, end) < 0;
      return switch (op) {
        case EQ -> fromStart && beforeEnd;
        case NE -> !(fromStart && beforeEnd);
        case LT -> !fromStart;
        case LE -> beforeEnd;
        case GT -> !beforeEnd;
        case GE -> fromStart;
        default -> false;
      };
    };
  }

  /** The literal as a value of the field's type. */
  private @Nullable Object value(Extractor<T> of, Literal literal, int column) {
    if (literal instanceof Literal.Null) {
      return null;
    }
    String type = of.type();
    try {
      return switch (literal) {
        case Literal.Bool b when type.equals("boolean") -> b.value();
        case Literal.Number n when List.of("int", "double", "currency", "percent").contains(type) ->
            n.value();
        case Literal.Date d when type.equals("date") -> LocalDate.parse(d.text());
        case Literal.DateTime d when type.equals("datetime") ->
            OffsetDateTime.parse(d.text().toUpperCase(Locale.ROOT)).toInstant();
        case Literal.Time t when type.equals("time") ->
            LocalTime.parse(t.text().replaceAll("[zZ]$", ""));
        case Literal.Text t when type.equals("id") || type.equals("reference") -> id(t, column);
        case Literal.Text t when isText(type) -> t.value().isEmpty() ? null : t.value();
        default -> throw wrongType(of, column);
      };
    } catch (DateTimeException e) {
      throw errors.error("MALFORMED_QUERY", column, "not a date or time: " + literal);
    }
  }

  private @Nullable Object id(Literal.Text text, int column) {
    if (text.value().isEmpty()) {
      return null;
    }
    String id = Ids.normal(text.value());
    if (id == null) {
      throw errors.error(
          "INVALID_QUERY_FILTER_OPERATOR", column, "invalid ID field: " + text.value());
    }
    return id;
  }

  private static boolean isText(String type) {
    return switch (type) {
      case "boolean", "int", "double", "currency", "percent", "date", "datetime", "time" -> false;
      default -> true;
    };
  }

  private OrgException wrongType(Extractor<T> of, int column) {
    String type = of.type().equals("datetime") ? "dateTime" : of.type();
    String quotes = isText(of.type()) ? "should be enclosed" : "should not be enclosed";
    return errors.error(
        "INVALID_FIELD",
        column,
        "value of filter criterion for field '"
            + of.name()
            + "' must be of type "
            + (isText(of.type()) ? "string" : type)
            + " and "
            + quotes
            + " in quotes");
  }

  private OrgException invalidOperator(int column, Extractor<T> of) {
    return errors.error(
        "INVALID_QUERY_FILTER_OPERATOR",
        column,
        "invalid operator on " + of.type() + " field: " + of.name());
  }

  /** Values as they compare: numbers as doubles, text without case unless the field minds it. */
  private static <T> @Nullable Object key(Extractor<T> of, @Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Number n -> n.doubleValue();
      case String s -> of.caseSensitive() ? s : s.toLowerCase(Locale.ROOT);
      default -> value;
    };
  }

  private static Pattern like(String pattern) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == SoqlParser.ESCAPED && i + 1 < pattern.length()) {
        regex.append(Pattern.quote(String.valueOf(pattern.charAt(++i))));
      } else if (c == '%') {
        regex.append(".*");
      } else if (c == '_') {
        regex.append('.');
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(
        regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
  }
}

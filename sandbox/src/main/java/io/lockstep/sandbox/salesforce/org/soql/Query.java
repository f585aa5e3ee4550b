package io.lockstep.sandbox.salesforce.org.soql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A SOQL query as plain values, not yet checked against the schema. */
public record Query(
    List<Select> select,
    String from,
    int fromColumn,
    @Nullable String alias,
    @Nullable Condition where,
    List<Operand> groupBy,
    @Nullable Condition having,
    List<Order> orderBy,
    @Nullable Integer limit,
    int offset,
    boolean allRows,
    @Nullable String scope) {

  /** A dotted name and the column it stands in, counted from 0. */
  public record Path(List<String> parts, int column) {
    public String text() {
      return String.join(".", parts);
    }

    public String last() {
      return parts.get(parts.size() - 1);
    }
  }

  /** What a value is taken from: a field, or a function of one. */
  public record Operand(@Nullable String function, @Nullable Path path) {
    public boolean isAggregate() {
      return function != null
          && List.of("COUNT", "COUNT_DISTINCT", "MIN", "MAX", "SUM", "AVG").contains(function);
    }
  }

  /** An entry of the select list. */
  public sealed interface Select {
    record Value(Operand operand, @Nullable String alias) implements Select {}

    /** {@code FIELDS(ALL)}, {@code FIELDS(STANDARD)} or {@code FIELDS(CUSTOM)}. */
    record Fields(String which, int column) implements Select {}

    record Children(Query query) implements Select {}

    record TypeOf(Path relationship, List<When> whens, List<Path> otherwise) implements Select {}

    record When(String type, List<Path> fields) {}
  }

  /** A condition of WHERE or HAVING. */
  public sealed interface Condition {
    record And(List<Condition> parts) implements Condition {}

    record Or(List<Condition> parts) implements Condition {}

    record Not(Condition part) implements Condition {}

    record Compare(Operand operand, Operator operator, Literal value) implements Condition {}
  }

  /** The comparison operators. */
  public enum Operator {
    EQ,
    NE,
    LT,
    LE,
    GT,
    GE,
    LIKE,
    IN,
    NOT_IN,
    INCLUDES,
    EXCLUDES
  }

  /** A value to compare with. */
  public sealed interface Literal {
    record Text(String value) implements Literal {}

    record Number(double value) implements Literal {}

    record Bool(boolean value) implements Literal {}

    record Null() implements Literal {}

    /** {@code 2026-01-01}, {@code 2026-01-01T00:00:00Z}, {@code 10:00:00Z}: as written. */
    record Date(String text) implements Literal {}

    record DateTime(String text) implements Literal {}

    record Time(String text) implements Literal {}

    /** {@code TODAY}, {@code LAST_N_DAYS:3}. */
    record Range(String name, int n) implements Literal {}

    record Many(List<Literal> values) implements Literal {}

    record SemiJoin(Query query) implements Literal {}
  }

  /** One sort key. Nulls come first unless said otherwise. */
  public record Order(Operand operand, boolean descending, boolean nullsLast) {}
}

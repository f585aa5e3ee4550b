package io.lockstep.sandbox.salesforce.org.soql;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The order of values of one field. */
final class Order {
  private Order() {}

  /** Both of one type and not null. */
  @SuppressWarnings({"unchecked", "rawtypes"}) // two values of one field have one type
  static int compare(Object a, Object b) {
    if (a instanceof Number x && b instanceof Number y) {
      return Double.compare(x.doubleValue(), y.doubleValue());
    }
    if (a instanceof Comparable c && a.getClass() == b.getClass()) {
      return c.compareTo(b);
    }
    return a.toString().compareTo(b.toString());
  }

  static <T> Comparator<T> by(List<Extractor<T>> keys, List<Query.Order> orders) {
    return (a, b) -> {
      for (int i = 0; i < keys.size(); i++) {
        int c = compare(value(keys.get(i), a), value(keys.get(i), b), orders.get(i));
        if (c != 0) {
          return c;
        }
      }
      return 0;
    };
  }

  private static int compare(@Nullable Object x, @Nullable Object y, Query.Order order) {
    if (x == null || y == null) {
      int nullsFirst = x == y ? 0 : x == null ? -1 : 1;
      return order.nullsLast() ? -nullsFirst : nullsFirst;
    }
    int c = compare(x, y);
    return order.descending() ? -c : c;
  }

  private static <T> @Nullable Object value(Extractor<T> key, T row) {
    Object v = key.get().apply(row);
    return v instanceof String s && !key.caseSensitive() ? s.toLowerCase(Locale.ROOT) : v;
  }
}

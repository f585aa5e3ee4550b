package io.lockstep.sandbox.microsoft.odata;

import com.fasterxml.jackson.databind.JsonNode;
import io.lockstep.sandbox.microsoft.GraphError;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A {@code $filter} expression over documents. Texts are compared without regard to case. */
public sealed interface Filter {
  /** Whether a document passes. */
  boolean test(JsonNode item);

  /**
   * @throws GraphError 400 where it is no expression, or names what the type does not have
   */
  static Filter parse(String text, Shape shape) {
    return new FilterParser(text, shape).whole();
  }

  /** Both. */
  record And(Filter left, Filter right) implements Filter {
    @Override
    public boolean test(JsonNode item) {
      return left.test(item) && right.test(item);
    }
  }

  /** Either. */
  record Or(Filter left, Filter right) implements Filter {
    @Override
    public boolean test(JsonNode item) {
      return left.test(item) || right.test(item);
    }
  }

  /** The opposite. */
  record Not(Filter of) implements Filter {
    @Override
    public boolean test(JsonNode item) {
      return !of.test(item);
    }
  }

  /** {@code emailAddresses/any(a: a/address eq 'x')}; {@code test} sees each element. */
  record Any(List<String> path, boolean all, Filter element) implements Filter {
    @Override
    public boolean test(JsonNode item) {
      JsonNode many = at(item, path);
      if (many == null || !many.isArray()) {
        return all;
      }
      for (JsonNode one : many) {
        if (element.test(one) != all) {
          return !all;
        }
      }
      return all;
    }
  }

  /** {@code startswith}, {@code endswith} or {@code contains}. */
  record Text(String function, List<String> path, String part) implements Filter {
    @Override
    public boolean test(JsonNode item) {
      JsonNode value = at(item, path);
      if (value == null || !value.isTextual()) {
        return false;
      }
      String text = value.asText().toLowerCase(Locale.ROOT);
      String wanted = part.toLowerCase(Locale.ROOT);
      return switch (function) {
        case "startswith" -> text.startsWith(wanted);
        case "endswith" -> text.endsWith(wanted);
        default -> text.contains(wanted);
      };
    }
  }

  /** A flag that stands alone. */
  record Flag(List<String> path) implements Filter {
    @Override
    public boolean test(JsonNode item) {
      JsonNode value = at(item, path);
      return value != null && value.asBoolean();
    }
  }

  /** {@code path eq literal} and the like; an empty path is the element itself. */
  record Compare(List<String> path, String operator, Literal literal) implements Filter {
    @Override
    public boolean test(JsonNode item) {
      Integer order = literal.compared(at(item, path), path);
      return switch (operator) {
        case "eq" -> order != null && order == 0;
        case "ne" -> order == null || order != 0;
        case "gt" -> order != null && order > 0;
        case "ge" -> order != null && order >= 0;
        case "lt" -> order != null && order < 0;
        default -> order != null && order <= 0;
      };
    }
  }

  /** The value at a path; null where there is none. */
  static @Nullable JsonNode at(JsonNode item, List<String> path) {
    JsonNode value = item;
    for (String name : path) {
      value = value == null ? null : value.get(name);
    }
    return value;
  }
}

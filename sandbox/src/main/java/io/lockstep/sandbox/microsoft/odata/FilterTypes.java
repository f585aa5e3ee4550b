package io.lockstep.sandbox.microsoft.odata;

import io.lockstep.sandbox.microsoft.GraphError;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which constants a property can be compared with. {@code start/dateTime} is a text and is compared
 * with one in quotes, {@code lastModifiedDateTime} is a time and is compared with one without.
 */
final class FilterTypes {
  private static final Map<String, String> OPERATORS =
      Map.of(
          "eq", "Equal",
          "ne", "NotEqual",
          "gt", "GreaterThan",
          "ge", "GreaterThanOrEqual",
          "lt", "LessThan",
          "le", "LessThanOrEqual");

  private FilterTypes() {}

  /**
   * @param property null = the element of a collection of texts
   * @throws GraphError 400 where the two cannot be compared
   */
  static void check(@Nullable Property property, Literal literal, String operator) {
    if (property == null || literal instanceof Literal.Nothing) {
      return;
    }
    String left = property.many() ? "Collection" : edm(property);
    String right = edm(literal);
    boolean dates = left.equals("Edm.Date") && right.equals("Edm.DateTimeOffset");
    boolean numbers = left.equals("Edm.Double") && right.equals("Edm.Int32");
    if (left.equals(right) || dates || numbers) {
      return;
    }
    String kind = OPERATORS.get(operator);
    throw GraphError.badRequest(
        "BadRequest",
        kind == null
            ? "Invalid filter clause: No function signature for the function with name '"
                + operator
                + "' matches the specified arguments."
            : "Invalid filter clause: A binary operator with incompatible types was detected. Found"
                + " operand types '"
                + left
                + "' and '"
                + right
                + "' for operator kind '"
                + kind
                + "'.");
  }

  private static String edm(Property property) {
    return switch (property.type()) {
      case text, choice -> "Edm.String";
      case flag -> "Edm.Boolean";
      case whole -> "Edm.Int32";
      case decimal -> "Edm.Double";
      case time -> "Edm.DateTimeOffset";
      case date -> "Edm.Date";
      case complex, navigation -> "microsoft.graph." + property.name();
    };
  }

  private static String edm(Literal literal) {
    return switch (literal) {
      case Literal.Quoted q -> "Edm.String";
      case Literal.Numeric n -> "Edm.Int32";
      case Literal.Truth t -> "Edm.Boolean";
      case Literal.Nothing n -> "null";
      case Literal.Moment m -> "Edm.DateTimeOffset";
    };
  }
}

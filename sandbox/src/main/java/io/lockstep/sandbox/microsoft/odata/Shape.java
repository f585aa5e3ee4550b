package io.lockstep.sandbox.microsoft.odata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.microsoft.GraphError;
import io.lockstep.sandbox.microsoft.GraphJson;
import io.lockstep.sandbox.microsoft.odata.Property.Edm;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A type of the metadata: which properties there are and of what kind. Bodies are checked against
 * it as Graph does before the mailbox sees them.
 */
public final class Shape {
  /** Types that no other is derived from. */
  private static final Set<String> ITEMS =
      Set.of(
          "microsoft.graph.calendar",
          "microsoft.graph.contact",
          "microsoft.graph.contactFolder",
          "microsoft.graph.event",
          "microsoft.graph.message");

  private final String type;
  private final Map<String, Property> properties = new LinkedHashMap<>();
  private final Set<String> notKept = new HashSet<>();

  /**
   * @param type {@code microsoft.graph.contact}
   */
  public Shape(String type) {
    this.type = type;
  }

  public Shape texts(String... names) {
    return each(Edm.text, false, names);
  }

  /** Collections of texts. */
  public Shape manyTexts(String... names) {
    return each(Edm.text, true, names);
  }

  public Shape flags(String... names) {
    return each(Edm.flag, false, names);
  }

  public Shape wholes(String... names) {
    return each(Edm.whole, false, names);
  }

  public Shape decimals(String... names) {
    return each(Edm.decimal, false, names);
  }

  /** {@code Edm.DateTimeOffset}. */
  public Shape times(String... names) {
    return each(Edm.time, false, names);
  }

  /** {@code Edm.Date}. */
  public Shape dates(String... names) {
    return each(Edm.date, false, names);
  }

  public Shape choice(String name, String... choices) {
    return put(new Property(name, Edm.choice, false, null, List.of(choices), false));
  }

  public Shape manyChoices(String name, String... choices) {
    return put(new Property(name, Edm.choice, true, null, List.of(choices), false));
  }

  public Shape complex(String name, Shape shape) {
    return put(new Property(name, Edm.complex, false, shape, List.of(), false));
  }

  public Shape manyComplex(String name, Shape shape) {
    return put(new Property(name, Edm.complex, true, shape, List.of(), false));
  }

  /** Related things, in answers only when expanded. */
  public Shape navigation(String name, boolean many, Shape shape) {
    return put(new Property(name, Edm.navigation, many, shape, List.of(), false));
  }

  /** Navigation properties that Graph has and the simulated service does not: they are refused. */
  public Shape notKept(String... names) {
    notKept.addAll(List.of(names));
    return this;
  }

  /** Marks declared properties as the service's own. */
  public Shape readOnly(String... names) {
    for (String name : names) {
      Property p = properties.get(name);
      if (p == null) {
        throw new IllegalArgumentException(name + " is not declared");
      }
      put(new Property(name, p.type(), p.many(), p.shape(), p.choices(), true));
    }
    return this;
  }

  private Shape each(Edm edm, boolean many, String... names) {
    for (String name : names) {
      put(new Property(name, edm, many, null, List.of(), false));
    }
    return this;
  }

  private Shape put(Property property) {
    properties.put(property.name(), property);
    return this;
  }

  public String type() {
    return type;
  }

  /**
   * The declared name behind one in any case; null where there is none.
   *
   * @throws GraphError 501 for what is not simulated
   */
  @Nullable Property find(String name) {
    checkKept(name);
    Property exact = properties.get(name);
    if (exact != null) {
      return exact;
    }
    return properties.values().stream()
        .filter(p -> p.name().equalsIgnoreCase(name))
        .findFirst()
        .orElse(null);
  }

  private void checkKept(String name) {
    if (notKept.stream().anyMatch(name::equalsIgnoreCase)) {
      throw new GraphError(
          501,
          "NotImplemented",
          "The simulated service does not keep " + name + " of " + type + ".");
    }
  }

  Collection<Property> properties() {
    return properties.values();
  }

  /**
   * The body with what a client may write: read-only properties and annotations are left out,
   * enumerations are spelt as in answers.
   *
   * @throws GraphError 400 where a property is not declared or a value is of another kind
   */
  public ObjectNode writable(ObjectNode body) {
    ObjectNode out = GraphJson.object();
    body.properties()
        .forEach(
            e -> {
              String name = e.getKey();
              if (name.equals("@odata.type")) {
                checkType(e.getValue());
              }
              if (name.contains("@")) {
                return;
              }
              checkKept(name);
              Property p = properties.get(name);
              if (p == null) {
                throw unreadable(
                    "The property '"
                        + name
                        + "' does not exist on type '"
                        + type
                        + "'. Make sure to only use property names that are defined by the type.");
              }
              JsonNode value = checked(p, e.getValue());
              if (!p.readOnly()) {
                out.set(name, value);
              }
            });
    return out;
  }

  /** A body may name its type; it cannot be that of another. */
  private void checkType(JsonNode value) {
    String named = value.asText().replaceFirst("^#", "");
    if (ITEMS.contains(named) && !named.equals(type)) {
      throw GraphError.badRequest(
          "RequestBodyRead",
          "A type named '" + named + "' is not assignable to the expected type '" + type + "'.");
    }
  }

  private static JsonNode checked(Property p, JsonNode value) {
    if (!p.many()) {
      return value.isNull() ? value : one(p, value);
    }
    if (value.isNull()) {
      throw unreadable(
          "A null value was found for the property named '"
              + p.name()
              + "', which has the expected type 'Collection'. The expected type does not allow null"
              + " values.");
    }
    if (!value.isArray()) {
      throw unreadable(
          "A node of another type was read from the JSON reader when trying to read the contents"
              + " of the property '"
              + p.name()
              + "'; however, a 'StartArray' node was expected.");
    }
    ArrayNode out = GraphJson.array();
    value.forEach(element -> out.add(one(p, element)));
    return out;
  }

  private static JsonNode one(Property p, JsonNode value) {
    switch (p.type()) {
      case complex, navigation -> {
        if (p.shape() != null && value instanceof ObjectNode object) {
          return p.shape().writable(object);
        }
        throw unreadable(
            "A node of another type was read from the JSON reader when trying to read the contents"
                + " of the property '"
                + p.name()
                + "'; however, a 'StartObject' node was expected.");
      }
      case choice -> {
        return p.choices().stream()
            .filter(c -> value.isTextual() && c.equalsIgnoreCase(value.asText()))
            .findFirst()
            .<JsonNode>map(c -> GraphJson.object().textNode(c))
            .orElseThrow(() -> literal(p, value));
      }
      default -> {
        JsonNode read = unquoted(p.type(), value);
        if (!fits(p.type(), read)) {
          throw literal(p, value);
        }
        return read;
      }
    }
  }

  /** Truth values and numbers are also read from texts, as OData's readers do. */
  private static JsonNode unquoted(Edm type, JsonNode value) {
    if (!value.isTextual()) {
      return value;
    }
    String text = value.asText().strip();
    if (type == Edm.flag && text.matches("(?i)true|false")) {
      return BooleanNode.valueOf(text.equalsIgnoreCase("true"));
    }
    return type == Edm.whole && text.matches("-?[0-9]{1,9}")
        ? IntNode.valueOf(Integer.parseInt(text))
        : value;
  }

  private static boolean fits(Edm type, JsonNode value) {
    return switch (type) {
      case text -> value.isTextual();
      case flag -> value.isBoolean();
      case whole -> value.isIntegralNumber();
      case decimal -> value.isNumber();
      case time -> value.isTextual() && isTime(value.asText());
      case date -> value.isTextual() && isDate(value.asText());
      default -> false;
    };
  }

  private static boolean isTime(String text) {
    try {
      OffsetDateTime.parse(text);
      return true;
    } catch (DateTimeException e) {
      // The documentation's own samples write a birthday as a date.
      return isDate(text);
    }
  }

  private static boolean isDate(String text) {
    try {
      LocalDate.parse(text);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static GraphError literal(Property p, JsonNode value) {
    String expected =
        switch (p.type()) {
          case text -> "Edm.String";
          case flag -> "Edm.Boolean";
          case whole -> "Edm.Int32";
          case decimal -> "Edm.Double";
          case time -> "Edm.DateTimeOffset";
          case date -> "Edm.Date";
          default -> "microsoft.graph." + p.name();
        };
    return unreadable(
        "Cannot convert the literal '"
            + (value.isContainerNode() ? "" : value.asText())
            + "' to the expected type '"
            + expected
            + "'.");
  }

  private static GraphError unreadable(String message) {
    return GraphError.badRequest("RequestBodyRead", message);
  }
}

package io.lockstep.sandbox.microsoft.odata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.microsoft.GraphError;
import io.lockstep.sandbox.microsoft.GraphJson;
import io.lockstep.sandbox.microsoft.GraphQuery;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of a document an answer shows: {@code $select} and {@code $expand}. The id and annotations
 * are always there; navigation properties and extended properties only when expanded.
 */
public final class Projection {
  private final Shape shape;
  private final @Nullable Set<String> selected;

  /** Expanded navigation properties, each with a filter over its elements; null = all. */
  private final Map<String, @Nullable Filter> expanded = new LinkedHashMap<>();

  private Projection(Shape shape, @Nullable Set<String> selected) {
    this.shape = shape;
    this.selected = selected;
  }

  /**
   * @throws GraphError 400 for properties that the type does not have
   */
  public static Projection of(GraphQuery query, Shape shape) {
    String select = query.get("$select");
    Set<String> names = null;
    if (select != null && !select.isBlank() && !select.strip().equals("*")) {
      names = new LinkedHashSet<>();
      for (String name : select.split(",", -1)) {
        // A path selects the whole complex value here, as Outlook does.
        names.add(declared(shape, name.strip().split("/", -1)[0]).name());
      }
    }
    Projection out = new Projection(shape, names);
    String expand = query.get("$expand");
    if (expand != null && !expand.isBlank()) {
      parts(expand).forEach(out::expand);
    }
    return out;
  }

  private void expand(String part) {
    int open = part.indexOf('(');
    String name = open < 0 ? part.strip() : part.substring(0, open).strip();
    Property property = declared(shape, name);
    if (property.type() != Property.Edm.navigation) {
      throw GraphError.badRequest(
          "BadRequest",
          "Property '"
              + name
              + "' on type '"
              + shape.type()
              + "' is not a navigation property or complex property. Only navigation properties can"
              + " be expanded.");
    }
    String options = open < 0 || !part.endsWith(")") ? "" : part.substring(open + 1).strip();
    if (open >= 0 && options.isEmpty()) {
      throw GraphError.badRequest("BadRequest", "Invalid expand clause: '" + part + "'.");
    }
    String inner = options.isEmpty() ? "" : options.substring(0, options.length() - 1).strip();
    Filter filter = null;
    if (!inner.isEmpty()) {
      java.util.regex.Matcher m =
          java.util.regex.Pattern.compile("(?i)\\$?filter\\s*=\\s*(.+)").matcher(inner);
      if (m.matches() && property.shape() != null) {
        filter = Filter.parse(m.group(1), property.shape());
      } else if (!inner.matches("(?i)\\$?(select|top|orderby)\\s*=.+")) {
        throw GraphError.badRequest("BadRequest", "Invalid expand clause: '" + part + "'.");
      }
    }
    if (filter == null && property.name().equals(ExtendedProperties.FIELD)) {
      throw GraphError.badRequest(
          "ErrorInvalidParameter",
          "An expand of SingleValueExtendedProperties must have a filter on id.");
    }
    expanded.put(property.name(), filter);
  }

  private static Property declared(Shape shape, String name) {
    Property property = shape.find(name);
    if (property == null) {
      throw GraphError.badRequest(
          "RequestBroker--ParseUri",
          "Could not find a property named '" + name + "' on type '" + shape.type() + "'.");
    }
    return property;
  }

  /** Split at commas outside of parentheses and quotes. */
  private static List<String> parts(String text) {
    List<String> out = new ArrayList<>();
    int depth = 0;
    boolean quoted = false;
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      quoted ^= c == '\'';
      if (!quoted) {
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (c == ',' && depth == 0) {
          out.add(text.substring(from, i).strip());
          from = i + 1;
        }
      }
    }
    out.add(text.substring(from).strip());
    return out;
  }

  /** Whether {@code $select} names the property; also true without {@code $select}. */
  public boolean selects(String name) {
    return selected == null || selected.contains(name);
  }

  /** Whether {@code $select} names the property expressly, for those that are else left out. */
  public boolean selectsExpressly(String name) {
    return selected != null && selected.contains(name);
  }

  public boolean expands(String name) {
    return expanded.containsKey(name);
  }

  /** The shown part of a document that holds everything, extended properties included. */
  public ObjectNode apply(ObjectNode full) {
    ObjectNode out = GraphJson.object();
    full.properties()
        .forEach(
            e -> {
              String name = e.getKey();
              Property property = shape.find(name);
              boolean navigation =
                  property != null && property.type() == Property.Edm.navigation
                      || name.equals(ExtendedProperties.FIELD);
              if (navigation) {
                if (expanded.containsKey(name)) {
                  expandInto(out, name, e.getValue());
                }
              } else if (name.startsWith("@") || name.equals("id") || selects(name)) {
                out.set(name, e.getValue());
              }
            });
    return out;
  }

  private void expandInto(ObjectNode out, String name, JsonNode value) {
    Filter filter = expanded.get(name);
    if (filter == null || !value.isArray()) {
      out.set(name, value);
      return;
    }
    ArrayNode passing = GraphJson.array();
    value.forEach(
        one -> {
          if (filter.test(one)) {
            passing.add(one);
          }
        });
    // An item without the property has no such member at all.
    if (!passing.isEmpty()) {
      out.set(name, passing);
    }
  }
}

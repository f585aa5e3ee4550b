package io.lockstep.sandbox.salesforce.rest;

import io.lockstep.sandbox.salesforce.api.ApiException;
import io.lockstep.sandbox.salesforce.api.Schema;
import io.lockstep.sandbox.salesforce.api.SelectList;
import io.lockstep.sandbox.salesforce.org.Org;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code query?columns=true} answers: the columns instead of the rows. */
final class ColumnMetadata {
  private ColumnMetadata() {}

  static Map<String, @Nullable Object> of(String soql, Schema schema) {
    SelectList select = SelectList.of(soql);
    if (select == null) {
      throw new ApiException(400, "MALFORMED_QUERY", "unexpected token: " + soql);
    }
    List<Map<String, @Nullable Object>> columns = new ArrayList<>();
    for (String item : select.items()) {
      columns.add(column(item, select.object(), schema));
    }
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("columnMetadata", columns);
    out.put("entityName", schema.describe(select.object()).name());
    out.put("groupBy", false);
    out.put("idSelected", select.items().stream().anyMatch("Id"::equalsIgnoreCase));
    out.put("keyPrefix", schema.describe(select.object()).keyPrefix());
    return out;
  }

  private static Map<String, @Nullable Object> column(String item, String object, Schema schema) {
    if (item.startsWith("(")) {
      return subquery(item, schema);
    }
    boolean aggregate = item.contains("(");
    Org.Field field = aggregate ? null : field(item, object, schema);
    List<Object> join = new ArrayList<>();
    if (!aggregate && item.contains(".")) {
      int dot = item.indexOf('.');
      join.add(leaf(item.substring(dot + 1), field, false, List.of()));
      return leaf(item.substring(0, dot), null, false, join);
    }
    return leaf(field == null ? item : field.name(), field, aggregate, join);
  }

  private static Map<String, @Nullable Object> subquery(String item, Schema schema) {
    SelectList inner = SelectList.of(item.substring(1, item.length() - 1));
    if (inner == null) {
      throw new ApiException(400, "MALFORMED_QUERY", "unexpected token: " + item);
    }
    List<Object> join = new ArrayList<>();
    inner.items().forEach(i -> join.add(leaf(i, null, false, List.of())));
    return leaf(inner.object(), null, true, join);
  }

  /** The field at the end of a path; null where a polymorphic step hides its type. */
  private static Org.@Nullable Field field(String path, String object, Schema schema) {
    String type = object;
    String[] steps = path.split("\\.", -1);
    for (int i = 0; i < steps.length - 1; i++) {
      Org.Field parent = schema.parent(type, steps[i]);
      if (parent == null) {
        if (i == 0 && steps[i].equalsIgnoreCase(object)) {
          continue;
        }
        throw invalid(path, type);
      }
      if (parent.referenceTo().size() != 1) {
        return null;
      }
      type = parent.referenceTo().getFirst();
    }
    Org.Field field = schema.field(type, steps[steps.length - 1]);
    if (field == null) {
      throw invalid(path, type);
    }
    return field;
  }

  private static ApiException invalid(String path, String type) {
    return new ApiException(
        400, "INVALID_FIELD", "No such column '" + path + "' on entity '" + type + "'.");
  }

  private static Map<String, @Nullable Object> leaf(
      String name, Org.@Nullable Field field, boolean aggregate, List<Object> join) {
    String soapType = field == null ? "string" : field.soapType().replaceFirst("^.*:", "");
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("aggregate", aggregate);
    out.put("apexType", field == null ? "String" : apexType(soapType, field.type()));
    out.put("booleanType", soapType.equals("boolean"));
    out.put("columnName", name);
    out.put("custom", field != null && field.custom());
    out.put("displayName", name);
    out.put("foreignKeyName", null);
    out.put("insertable", field != null && field.createable());
    out.put("joinColumns", join);
    out.put("numberType", soapType.matches("int|double"));
    out.put("textType", soapType.matches("string|ID"));
    out.put("updatable", field != null && field.updateable());
    return out;
  }

  private static String apexType(String soapType, String type) {
    return switch (soapType) {
      case "ID" -> "Id";
      case "boolean" -> "Boolean";
      case "int" -> "Integer";
      case "double" -> "Double";
      case "date" -> "Date";
      case "dateTime" -> "Datetime";
      case "time" -> "Time";
      default -> type.equals("reference") ? "Id" : "String";
    };
  }
}

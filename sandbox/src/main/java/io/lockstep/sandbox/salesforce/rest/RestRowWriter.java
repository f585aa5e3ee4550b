package io.lockstep.sandbox.salesforce.rest;

import io.lockstep.sandbox.salesforce.api.FieldValues;
import io.lockstep.sandbox.salesforce.org.Org;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes rows as JSON trees with {@code attributes}. */
public final class RestRowWriter {
  private final String root;

  /**
   * @param root {@code /services/data/v65.0}
   */
  public RestRowWriter(String root) {
    this.root = root;
  }

  public Map<String, @Nullable Object> row(Org.Row row) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("type", row.type());
    if (row.place() != null) {
      attributes.put("url", root + "/sobjects/" + row.place());
    }
    out.put("attributes", attributes);
    row.fields().forEach((name, value) -> out.put(name, value(value)));
    return out;
  }

  Map<String, @Nullable Object> page(Org.Page page, String resource) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("totalSize", page.totalSize());
    out.put("done", page.done());
    if (page.locator() != null) {
      out.put("nextRecordsUrl", root + "/" + resource + "/" + page.locator());
    }
    out.put("records", page.rows().stream().map(this::row).toList());
    return out;
  }

  private @Nullable Object value(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Org.Row row -> row(row);
      case Org.Page page -> page(page, "query");
      case List<?> list -> list;
      default -> FieldValues.json(value);
    };
  }
}

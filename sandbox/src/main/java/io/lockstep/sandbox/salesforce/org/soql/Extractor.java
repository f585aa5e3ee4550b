package io.lockstep.sandbox.salesforce.org.soql;

import io.lockstep.sandbox.salesforce.org.schema.FieldDef;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How to take a value out of a row or a group of rows.
 *
 * @param type the API type of the value: {@code string}, {@code datetime}, {@code int} …
 * @param field the field it comes from; null for a function's own result
 */
record Extractor<T>(
    String name, String type, @Nullable FieldDef field, Function<T, @Nullable Object> get) {

  boolean isId() {
    return type.equals("id") || type.equals("reference");
  }

  boolean caseSensitive() {
    return isId() || (field != null && field.field().caseSensitive());
  }
}

package io.lockstep.sandbox.salesforce.org.store;

import io.lockstep.sandbox.salesforce.org.schema.ObjectDef;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One state of a row. Values stand under the fields' exact names; what is not there is null. Names
 * that begin with {@code $} are the engine's own and never shown.
 */
public record Rec(ObjectDef type, String id, Map<String, Object> values) {

  public Rec {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  public @Nullable Object get(String field) {
    return values.get(field);
  }

  public @Nullable String text(String field) {
    Object v = values.get(field);
    return v == null ? null : v.toString();
  }

  public boolean flag(String field) {
    return Boolean.TRUE.equals(values.get(field));
  }

  public @Nullable Instant instant(String field) {
    return values.get(field) instanceof Instant i ? i : null;
  }

  public boolean deleted() {
    return flag("IsDeleted");
  }

  /** This row with some values changed; a null removes one. */
  public Rec with(Map<String, ? extends @Nullable Object> changes) {
    Map<String, Object> all = new LinkedHashMap<>(values);
    for (Map.Entry<String, ? extends @Nullable Object> e : changes.entrySet()) {
      Object v = e.getValue();
      if (v == null) {
        all.remove(e.getKey());
      } else {
        all.put(e.getKey(), v);
      }
    }
    return new Rec(type, id, all);
  }

  public Rec with(String field, @Nullable Object value) {
    Map<String, Object> all = new LinkedHashMap<>(values);
    if (value == null) {
      all.remove(field);
    } else {
      all.put(field, value);
    }
    return new Rec(type, id, all);
  }
}

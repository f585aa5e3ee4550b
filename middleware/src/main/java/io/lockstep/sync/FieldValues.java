package io.lockstep.sync;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The mapped fields of a record or an item as canonical text, by field name. A field that is not
 * there is empty: there is no difference between absent, null and blank. Immutable; ordered by
 * name.
 */
public record FieldValues(Map<String, String> values) {
  public static final FieldValues NONE = new FieldValues(Map.of());

  public FieldValues {
    TreeMap<String, String> kept = new TreeMap<>();
    values.forEach(
        (field, value) -> {
          if (!value.isEmpty()) {
            kept.put(field, value);
          }
        });
    values = Collections.unmodifiableMap(kept);
  }

  /** The value, or the empty text. */
  public String get(String field) {
    return values.getOrDefault(field, "");
  }

  public boolean has(String field) {
    return values.containsKey(field);
  }

  public FieldValues with(String field, String value) {
    TreeMap<String, String> more = new TreeMap<>(values);
    more.put(field, value);
    return new FieldValues(more);
  }

  /** These values with the changes laid over them; a change to the empty text empties the field. */
  public FieldValues overlaid(Map<String, String> changes) {
    TreeMap<String, String> more = new TreeMap<>(values);
    more.putAll(changes);
    return new FieldValues(more);
  }

  public FieldValues only(Set<String> fields) {
    return where(fields::contains);
  }

  private FieldValues where(Predicate<String> wanted) {
    TreeMap<String, String> kept = new TreeMap<>(values);
    kept.keySet().removeIf(wanted.negate());
    return new FieldValues(kept);
  }

  /** Names only: values are personal data and must not reach a log. */
  @Override
  public String toString() {
    return "FieldValues" + values.keySet();
  }
}

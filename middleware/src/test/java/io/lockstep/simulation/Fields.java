package io.lockstep.simulation;

import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Matching;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A small set of fields with the habits of the real ones: each side has its own normal form. */
final class Fields {
  static final List<String> CONTACT = List.of("email", "lastName", "phone", "notes", "fourthEmail");
  static final List<String> EVENT = List.of("subject", "time", "location", "description");

  private Fields() {}

  static List<String> of(Kind kind) {
    return kind == Kind.CONTACT ? CONTACT : EVENT;
  }

  /** Phones are the same by their digits. */
  static String key(String field, String value) {
    return field.equals("phone") ? value.replaceAll("[^0-9]", "") : value.trim();
  }

  /** Salesforce wants a last name, and cuts others. */
  static FieldValues normalRecord(FieldValues values) {
    Map<String, String> kept = new TreeMap<>(values.values());
    kept.replaceAll(
        (field, value) -> field.equals("description") ? cut(value.trim(), 9) : value.trim());
    if (values.has("email") && kept.getOrDefault("lastName", "").isEmpty()) {
      kept.put("lastName", values.get("email").trim());
    }
    return new FieldValues(kept);
  }

  static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length).trim();
  }

  /** A flow of the org that rewrites a field in the same save. */
  static FieldValues flowBefore(FieldValues values) {
    return values.with("location", values.get("location").toUpperCase(Locale.ROOT));
  }

  /** A flow that saves the record once more after somebody's save. */
  static FieldValues flowAfter(FieldValues values) {
    return values.get("notes").startsWith("q")
        ? values.with("notes", "Q" + values.get("notes").substring(1))
        : values;
  }

  static final Matching CONTACTS =
      new Matching() {
        @Override
        public List<String> naturalKeys(FieldValues values) {
          return values.has("email") ? List.of("e:" + values.get("email").trim()) : List.of();
        }

        @Override
        public boolean compatible(FieldValues one, FieldValues other) {
          return true;
        }
      };

  static final Matching EVENTS =
      new Matching() {
        @Override
        public List<String> naturalKeys(FieldValues values) {
          return List.of(values.get("subject").trim() + "|" + values.get("time").trim());
        }

        @Override
        public boolean compatible(FieldValues one, FieldValues other) {
          return true;
        }
      };

  static Set<String> set(Kind kind) {
    return Set.copyOf(of(kind));
  }
}

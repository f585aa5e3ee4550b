package io.lockstep.simulation;

import io.lockstep.sync.FieldValues;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a typed value may look like where it arrives: each side has its own normal form. */
final class Forms {
  private Forms() {}

  /** Whether a place holds what was typed, as far as it can. {@code provider} null = a record. */
  static boolean holds(String field, String typed, @Nullable Provider provider, FieldValues there) {
    String value = there.get(field);
    return of(field, typed, provider).stream().anyMatch(form -> same(field, form, value));
  }

  private static Set<String> of(String field, String typed, @Nullable Provider provider) {
    FieldValues alone = FieldValues.NONE.with(field, typed);
    FieldValues record = kept(Fields.normalRecord(alone));
    Set<String> forms = new LinkedHashSet<>();
    forms.add(typed);
    if (provider == null) {
      forms.add(record.get(field));
    } else {
      forms.add(provider.normal(alone).get(field));
      forms.add(provider.normal(record).get(field));
    }
    return forms;
  }

  /** Whether a typed value is the same as one that some place showed, whichever it was. */
  static boolean shownAs(String field, String typed, String value) {
    FieldValues there = FieldValues.NONE.with(field, value);
    return holds(field, typed, null, there)
        || holds(field, typed, Provider.GOOGLE_LIKE, there)
        || holds(field, typed, Provider.GRAPH_LIKE, there);
  }

  /** Whether a record and an item hold the same, as far as each can hold the other's. */
  static boolean equal(String field, Row row, Item item) {
    Provider provider = item.mailbox.provider;
    FieldValues asItem = provider.normal(row.fields);
    FieldValues asRecord = kept(Fields.normalRecord(item.fields));
    return same(field, asItem.get(field), item.fields.get(field))
        || same(field, asRecord.get(field), row.fields.get(field))
        || same(field, provider.normal(asRecord).get(field), asItem.get(field));
  }

  /** What the org's flows make of values. */
  static FieldValues kept(FieldValues values) {
    return Fields.flowAfter(Fields.flowBefore(values));
  }

  static boolean same(String field, String one, String other) {
    return Fields.key(field, one).equals(Fields.key(field, other));
  }
}

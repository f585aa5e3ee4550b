package io.lockstep.sandbox.salesforce.org.schema;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An object (a table) with its fields; names are found in any case.
 *
 * @param can {@code create}, {@code update}, {@code delete}, {@code undelete}, {@code replicate},
 *     {@code setup} (administration, no sharing), {@code event} (a platform event)
 * @param sharingModel the default for rows of others: {@code Private}, {@code Read}, {@code
 *     ReadWrite} or {@code ControlledByParent}
 */
public record ObjectDef(
    String name,
    String label,
    String plural,
    String prefix,
    boolean custom,
    Set<String> can,
    String sharingModel,
    Map<String, FieldDef> byName) {

  static ObjectDef of(
      String name,
      String label,
      String plural,
      String prefix,
      boolean custom,
      Set<String> can,
      String sharingModel,
      List<FieldDef> fields) {
    Map<String, FieldDef> byName = new LinkedHashMap<>();
    for (FieldDef f : fields) {
      byName.put(f.name().toLowerCase(Locale.ROOT), f);
    }
    return new ObjectDef(
        name, label, plural, prefix, custom, Set.copyOf(can), sharingModel, byName);
  }

  ObjectDef plus(List<FieldDef> more) {
    List<FieldDef> all = new ArrayList<>(fields());
    all.addAll(more);
    return of(name, label, plural, prefix, custom, can, sharingModel, all);
  }

  public Collection<FieldDef> fields() {
    return byName.values();
  }

  public @Nullable FieldDef field(String fieldName) {
    return byName.get(fieldName.toLowerCase(Locale.ROOT));
  }

  public boolean has(String fieldName) {
    return field(fieldName) != null;
  }

  /** The reference behind a relationship name such as {@code Account} or {@code Sync__r}. */
  public @Nullable FieldDef relationship(String relationshipName) {
    for (FieldDef f : fields()) {
      if (relationshipName.equalsIgnoreCase(f.field().relationshipName())) {
        return f;
      }
    }
    return null;
  }

  public boolean isEvent() {
    return can.contains("event");
  }

  public boolean isSetup() {
    return can.contains("setup");
  }

  public boolean isOwned() {
    return has("OwnerId");
  }
}

package io.lockstep.sandbox.salesforce.api;

import io.lockstep.sandbox.salesforce.org.Org;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Describes of one call, looked up once per object, with fields found by name in any case. */
public final class Schema {
  private record Known(
      Org.Describe describe, Map<String, Org.Field> fields, Map<String, Org.Field> parents) {}

  private final Org org;
  private final Org.Call call;
  private final Map<String, Known> known = new HashMap<>();

  public Schema(Org org, Org.Call call) {
    this.org = org;
    this.call = call;
  }

  /**
   * @throws io.lockstep.sandbox.salesforce.org.OrgException {@code INVALID_TYPE} where there is no
   *     such object
   */
  public Org.Describe describe(String object) {
    return known(object).describe();
  }

  /** A field by its name, with or without the caller's default namespace. */
  public Org.@Nullable Field field(String object, String name) {
    Map<String, Org.Field> fields = known(object).fields();
    Org.Field field = fields.get(lower(name));
    return field == null && call.defaultNamespace() != null
        ? fields.get(lower(call.defaultNamespace() + "__" + name))
        : field;
  }

  /** The reference field behind a parent relationship such as {@code Account}. */
  public Org.@Nullable Field parent(String object, String relationship) {
    Map<String, Org.Field> parents = known(object).parents();
    Org.Field field = parents.get(lower(relationship));
    return field == null && call.defaultNamespace() != null
        ? parents.get(lower(call.defaultNamespace() + "__" + relationship))
        : field;
  }

  private Known known(String object) {
    return known.computeIfAbsent(
        lower(object),
        key -> {
          Org.Describe describe = org.describe(call, object);
          Map<String, Org.Field> fields = new HashMap<>();
          Map<String, Org.Field> parents = new HashMap<>();
          for (Org.Field field : describe.fields()) {
            fields.put(lower(field.name()), field);
            if (field.relationshipName() != null) {
              parents.put(lower(field.relationshipName()), field);
            }
          }
          return new Known(describe, fields, parents);
        });
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}

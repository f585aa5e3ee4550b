package io.lockstep.sandbox.salesforce.org.schema;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an installed package brings: objects, fields on standard objects, permission sets, what its
 * triggers do, and how its callouts say who calls.
 *
 * @param fields by the standard object's folder name, {@code Activity} for events and tasks
 */
public record Package(
    List<ObjectDef> objects,
    Map<String, List<FieldDef>> fields,
    List<PermissionSetDef> permissionSets,
    TriggerContract triggers,
    List<JwtCredential> credentials) {

  /** An org without the package. */
  public static Package none() {
    return new Package(List.of(), Map.of(), List.of(), TriggerContract.none(), List.of());
  }

  List<FieldDef> fieldsOf(String object) {
    return fields.getOrDefault(object, List.of());
  }

  /** A custom name gets the namespace; a standard one stays. */
  static String prefixed(String name, @Nullable String namespace) {
    String lower = name.toLowerCase(Locale.ROOT);
    boolean custom = lower.endsWith("__c") || lower.endsWith("__e") || lower.endsWith("__r");
    boolean already = custom && name.substring(0, name.length() - 3).contains("__");
    return custom && !already && namespace != null ? namespace + "__" + name : name;
  }
}

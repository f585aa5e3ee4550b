package io.lockstep.sandbox.salesforce.org.access;

import io.lockstep.sandbox.salesforce.org.schema.ObjectDef;
import io.lockstep.sandbox.salesforce.org.schema.PermissionSetDef;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What one profile or permission set gives: rights on objects as letters {@code c r u d V M}, on
 * fields as {@code r} or {@code re}, and system permissions by API name. Permissions only add up.
 */
public final class Grant {
  private final String name;
  private final boolean everything;
  private final boolean standardFields;
  private final Set<String> system = new HashSet<>();
  private final Map<String, String> objects = new HashMap<>();
  private final Map<String, String> fields = new HashMap<>();

  private Grant(String name, boolean everything, boolean standardFields) {
    this.name = name;
    this.everything = everything;
    this.standardFields = standardFields;
  }

  /** "System Administrator": all objects, all fields, all data. */
  public static Grant administrator() {
    Grant g = new Grant("System Administrator", true, true);
    g.system.addAll(
        Set.of("ApiEnabled", "ViewAllData", "ModifyAllData", "ManageUsers", "ViewSetup"));
    return g;
  }

  /** "Standard User": the usual work on the standard objects, nothing of a package. */
  public static Grant standardUser(String name) {
    Grant g = new Grant(name, false, true);
    g.system.add("ApiEnabled");
    for (String o : Set.of("Account", "Contact", "Lead", "Opportunity", "Case", "Event", "Task")) {
      g.objects.put(o.toLowerCase(Locale.ROOT), "crud");
    }
    return g;
  }

  /** "Minimum Access - API Only Integrations": may call the API; the rest comes by assignment. */
  public static Grant minimumAccess(String name) {
    Grant g = new Grant(name, false, false);
    g.system.add("ApiEnabled");
    return g;
  }

  public static Grant empty(String name) {
    return new Grant(name, false, false);
  }

  public static Grant of(PermissionSetDef def) {
    Grant g = new Grant(def.name(), false, false);
    g.system.addAll(def.userPermissions());
    def.objects().forEach(g::object);
    def.fields().forEach(g::field);
    return g;
  }

  public String name() {
    return name;
  }

  public Grant object(String object, String letters) {
    objects.put(object.toLowerCase(Locale.ROOT), letters);
    return this;
  }

  /** {@code path} is {@code Object.Field}; {@code letters} "", "r" or "re". */
  public Grant field(String path, String letters) {
    fields.put(path.toLowerCase(Locale.ROOT), letters);
    return this;
  }

  public Grant system(String permission, boolean on) {
    if (on) {
      system.add(permission);
    } else {
      system.remove(permission);
    }
    return this;
  }

  boolean has(String permission) {
    return system.contains(permission);
  }

  String onObject(ObjectDef object) {
    return lettersByName(object.name());
  }

  String lettersByName(String object) {
    String own = objects.get(object.toLowerCase(Locale.ROOT));
    return own != null ? own : everything ? "crudVM" : "";
  }

  String onField(ObjectDef object, String field, boolean customField) {
    String own = fields.get((object.name() + "." + field).toLowerCase(Locale.ROOT));
    if (own != null) {
      return own;
    }
    boolean implied = everything || (standardFields && !customField && !onObject(object).isEmpty());
    return implied ? "re" : "";
  }
}

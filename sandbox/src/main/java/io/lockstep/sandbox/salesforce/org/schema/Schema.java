package io.lockstep.sandbox.salesforce.org.schema;

import io.lockstep.sandbox.salesforce.org.Org;
import io.lockstep.sandbox.salesforce.org.OrgException;
import io.lockstep.sandbox.salesforce.org.OrgShape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All objects of the org. A bare name also finds what the caller's default namespace prefixes. */
public final class Schema {
  private final Map<String, ObjectDef> byName = new LinkedHashMap<>();
  private final Map<String, ObjectDef> byPrefix = new LinkedHashMap<>();
  private final @Nullable String namespace;

  public Schema(OrgShape shape, Package pkg) {
    this.namespace = shape.namespace();
    for (ObjectDef standard : StandardTables.read(shape)) {
      List<FieldDef> custom = new ArrayList<>(pkg.fieldsOf(standard.name()));
      if (standard.name().equals("Event") || standard.name().equals("Task")) {
        custom.addAll(pkg.fieldsOf("Activity"));
      }
      add(standard.plus(custom));
    }
    pkg.objects().forEach(this::add);
  }

  private void add(ObjectDef def) {
    byName.put(def.name().toLowerCase(Locale.ROOT), def);
    byPrefix.put(def.prefix(), def);
  }

  public Collection<ObjectDef> objects() {
    return byName.values();
  }

  /** By exact API name, any case; null if there is none. */
  public @Nullable ObjectDef find(String name) {
    return byName.get(name.toLowerCase(Locale.ROOT));
  }

  public @Nullable ObjectDef find(String name, @Nullable String defaultNamespace) {
    ObjectDef exact = find(name);
    return exact != null || defaultNamespace == null ? exact : find(defaultNamespace + "__" + name);
  }

  /** Of a name that the engine itself uses. */
  public ObjectDef get(String name) {
    ObjectDef def = find(name);
    if (def == null) {
      throw new OrgException("INVALID_TYPE", noType(name));
    }
    return def;
  }

  public static String noType(String name) {
    return "sObject type '"
        + name
        + "' is not supported. If you are attempting to use a custom object, be sure to append the"
        + " '__c' after the entity name. Please reference your WSDL or the describe call for the"
        + " appropriate names.";
  }

  public static String noColumn(String field, String object) {
    return "No such column '"
        + field
        + "' on entity '"
        + object
        + "'. If you are attempting to use a custom field, be sure to append the '__c' after the"
        + " custom field name. Please reference your WSDL or the describe call for the appropriate"
        + " names.";
  }

  public @Nullable ObjectDef byId(String id) {
    return id.length() < 3 ? null : byPrefix.get(id.substring(0, 3));
  }

  /** A field by its API name, or by its bare name within the caller's default namespace. */
  public @Nullable FieldDef field(
      ObjectDef object, String name, @Nullable String defaultNamespace) {
    FieldDef exact = object.field(name);
    return exact != null || defaultNamespace == null
        ? exact
        : object.field(defaultNamespace + "__" + name);
  }

  /** The API name of something of the package: with the org's namespace, where it has one. */
  public String packaged(String bareName) {
    return Package.prefixed(bareName, namespace);
  }

  public List<Org.ChildRelationship> childrenOf(String parent) {
    List<Org.ChildRelationship> children = new ArrayList<>();
    for (ObjectDef child : objects()) {
      for (FieldDef f : child.fields()) {
        if (f.isReference() && f.field().referenceTo().contains(parent)) {
          children.add(new Org.ChildRelationship(child.name(), f.name(), f.childRelationship()));
        }
      }
    }
    return children;
  }
}

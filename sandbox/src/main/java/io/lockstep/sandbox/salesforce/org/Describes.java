package io.lockstep.sandbox.salesforce.org;

import io.lockstep.sandbox.salesforce.org.access.Rights;
import io.lockstep.sandbox.salesforce.org.schema.FieldDef;
import io.lockstep.sandbox.salesforce.org.schema.ObjectDef;
import io.lockstep.sandbox.salesforce.org.schema.Schema;
import java.util.ArrayList;
import java.util.List;

/** Describe as one user gets it: without what field security hides. */
final class Describes {
  private final OrgState org;

  Describes(OrgState org) {
    this.org = org;
  }

  List<Org.Describe> global(Org.Call call) {
    Rights rights = org.directory.rights(call.userId());
    return org.schema.objects().stream()
        .filter(o -> visible(o, rights))
        .map(o -> describe(o, rights))
        .toList();
  }

  Org.Describe describe(Org.Call call, String object) {
    Rights rights = org.directory.rights(call.userId());
    ObjectDef def = org.schema.find(object, call.defaultNamespace());
    if (def == null || !visible(def, rights)) {
      throw new OrgException("INVALID_TYPE", Schema.noType(object));
    }
    return describe(def, rights);
  }

  private static boolean visible(ObjectDef o, Rights rights) {
    return rights.on(o, 'r') || rights.on(o, 'c');
  }

  private Org.Describe describe(ObjectDef o, Rights rights) {
    List<Org.Field> fields = new ArrayList<>();
    for (FieldDef f : o.fields()) {
      if (rights.readable(o, f)) {
        fields.add(forUser(f, rights.editable(o, f)));
      }
    }
    return new Org.Describe(
        o.name(),
        o.label(),
        o.plural(),
        o.prefix(),
        o.custom(),
        o.can().contains("create") && rights.on(o, 'c'),
        o.can().contains("update") && rights.on(o, 'u'),
        o.can().contains("delete") && rights.on(o, 'd'),
        o.can().contains("undelete"),
        !o.isEvent(),
        o.can().contains("replicate"),
        fields,
        org.schema.childrenOf(o.name()));
  }

  private Org.Field forUser(FieldDef def, boolean editable) {
    Org.Field f = def.field();
    List<String> targets = f.referenceTo();
    if (def.pointsToAnything()) {
      targets = new ArrayList<>(targets.stream().filter(t -> !t.equals("*")).toList());
      for (ObjectDef o : org.schema.objects()) {
        if (o.custom() && !o.isEvent()) {
          targets.add(o.name());
        }
      }
    }
    return new Org.Field(
        f.name(),
        f.label(),
        f.type(),
        f.soapType(),
        f.length(),
        f.precision(),
        f.scale(),
        f.createable() && editable,
        f.updateable() && editable,
        f.nillable(),
        f.filterable(),
        f.sortable(),
        f.custom(),
        f.unique(),
        f.caseSensitive(),
        f.externalId(),
        f.calculated(),
        f.defaultedOnCreate(),
        f.restrictedPicklist(),
        f.relationshipName(),
        targets,
        f.picklist());
  }
}

package io.lockstep.sandbox.salesforce.org.rules;

import io.lockstep.sandbox.salesforce.org.Org;
import io.lockstep.sandbox.salesforce.org.access.Sharing;
import io.lockstep.sandbox.salesforce.org.schema.FieldDef;
import io.lockstep.sandbox.salesforce.org.schema.ObjectDef;
import io.lockstep.sandbox.salesforce.org.store.Rec;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What holds for every field of every object before it is stored. */
final class FieldChecks {
  /** Stricter than the RFC, as the platform is: one @, a dotted domain, no blanks or brackets. */
  private static final Pattern EMAIL =
      Pattern.compile(
          "[A-Za-z0-9!#$%&'*/=?^_+\\-`{|}~]+(\\.[A-Za-z0-9!#$%&'*/=?^_+\\-`{|}~]+)*"
              + "@([A-Za-z0-9]([A-Za-z0-9\\-]*[A-Za-z0-9])?\\.)+[A-Za-z]{2,}");

  private FieldChecks() {}

  static void check(Save save, Engine engine, Sharing.Viewer viewer) {
    List<String> missing = new ArrayList<>();
    for (FieldDef f : save.type().fields()) {
      Object value = save.get(f.name());
      if (value == null) {
        if (required(f)) {
          missing.add(f.name());
        }
      } else if (save.changed(f.name())) {
        checkValue(f, value, save, engine, viewer);
      }
    }
    if (!missing.isEmpty()) {
      throw RowFailure.required(missing);
    }
  }

  private static boolean required(FieldDef f) {
    return f.field().createable()
        && !f.field().nillable()
        && !f.type().equals("boolean")
        && !f.field().defaultedOnCreate();
  }

  private static void checkValue(
      FieldDef f, Object value, Save save, Engine engine, Sharing.Viewer viewer) {
    switch (f.type()) {
      case "email" -> {
        if (!EMAIL.matcher(value.toString()).matches()) {
          throw new RowFailure(
              "INVALID_EMAIL_ADDRESS",
              f.field().label() + ": invalid email address: " + value,
              f.name());
        }
      }
      case "picklist" -> {
        if (f.field().restrictedPicklist()) {
          checkPicklist(f, List.of(value.toString()));
        }
      }
      case "multipicklist" -> {
        if (f.field().restrictedPicklist()) {
          checkPicklist(f, List.of(value.toString().split(";")));
        }
      }
      case "reference" -> {
        if (save.origin() != Save.Origin.PLATFORM) {
          checkReference(f, value.toString(), save, engine, viewer);
        }
      }
      default -> {}
    }
    if (f.field().unique()) {
      checkUnique(f, value, save, engine);
    }
  }

  private static void checkPicklist(FieldDef f, List<String> values) {
    List<Org.Picklist> known = f.field().picklist();
    for (String v : values) {
      boolean ok =
          known.isEmpty() || known.stream().anyMatch(p -> p.active() && p.value().equals(v));
      if (!ok) {
        throw new RowFailure(
            "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
            f.field().label() + ": bad value for restricted picklist field: " + v,
            f.name());
      }
    }
  }

  private static void checkReference(
      FieldDef f, String id, Save save, Engine engine, Sharing.Viewer viewer) {
    ObjectDef type = engine.schema().byId(id);
    boolean right =
        type != null
            && (f.field().referenceTo().contains(type.name())
                || (f.pointsToAnything() && type.custom()));
    if (!right || type == null) {
      throw Values.malformed(f, id);
    }
    Rec target = engine.rows().find(type.name(), id);
    if (target == null) {
      throw new RowFailure("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", f.name());
    }
    if (target.deleted()) {
      throw new RowFailure("ENTITY_IS_DELETED", "entity is deleted", f.name());
    }
    if (!viewer.canRead(target)) {
      throw new RowFailure(
          "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
          "insufficient access rights on cross-reference id: " + id.substring(0, 15),
          f.name());
    }
    boolean owner = f.name().equals("OwnerId") && type.name().equals("User");
    if (owner && !target.flag("IsActive") && !save.type().name().equals("Event")) {
      throw new RowFailure(
          "INACTIVE_OWNER_OR_USER",
          "operation performed with inactive user ["
              + id.substring(0, 15)
              + "] as owner of "
              + save.type().name());
    }
  }

  private static void checkUnique(FieldDef f, Object value, Save save, Engine engine) {
    for (Rec other : engine.rows().where(save.type(), f.name(), value)) {
      if (!other.deleted() && !other.id().equals(save.id())) {
        boolean username = save.type().name().equals("User");
        throw new RowFailure(
            username ? "DUPLICATE_USERNAME" : "DUPLICATE_VALUE",
            "duplicate value found: "
                + f.name()
                + " duplicates value on record with id: "
                + other.id().substring(0, 15),
            f.name());
      }
    }
  }
}

package io.lockstep.sandbox.salesforce.org.schema;

import io.lockstep.sandbox.salesforce.org.Org;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A field with what describe does not tell.
 *
 * @param alwaysVisible no field security can hide or lock it
 * @param defaultValue as text; null = none (a boolean is then false)
 * @param childRelationship the name under which the parent lists its children; null = none
 * @param masterDetail the row dies with the row it points to
 */
public record FieldDef(
    Org.Field field,
    boolean alwaysVisible,
    @Nullable String defaultValue,
    @Nullable String childRelationship,
    boolean masterDetail) {

  public String name() {
    return field.name();
  }

  public String type() {
    return field.type();
  }

  public boolean isReference() {
    return type().equals("reference");
  }

  public boolean isText() {
    return switch (type()) {
      case "string", "textarea", "picklist", "multipicklist", "combobox", "email", "phone", "url" ->
          true;
      default -> false;
    };
  }

  /** A reference that may point to more than one kind of object. */
  public boolean isPolymorphic() {
    return isReference() && (field.referenceTo().size() > 1 || pointsToAnything());
  }

  /** A reference that also takes every custom object. */
  public boolean pointsToAnything() {
    return field.referenceTo().contains("*");
  }

  /** Builds the describe entry from the few facts a table line or a metadata file gives. */
  static Org.Field describe(
      String name,
      String label,
      String type,
      int length,
      int precision,
      int scale,
      FieldFlags flags,
      @Nullable String relationshipName,
      List<String> referenceTo,
      List<Org.Picklist> picklist) {
    boolean sortable = flags.filterable() && !type.equals("textarea") && !type.equals("address");
    return new Org.Field(
        name,
        label,
        type,
        soapType(type),
        type.equals("id") || type.equals("reference") ? 18 : length,
        precision,
        scale,
        flags.createable(),
        flags.updateable(),
        flags.nillable(),
        flags.filterable(),
        sortable,
        flags.custom(),
        flags.unique(),
        flags.caseSensitive(),
        flags.externalId(),
        flags.calculated(),
        flags.defaulted(),
        flags.restricted(),
        relationshipName,
        referenceTo,
        picklist);
  }

  private static String soapType(String type) {
    return switch (type) {
      case "id", "reference" -> "tns:ID";
      case "boolean" -> "xsd:boolean";
      case "int" -> "xsd:int";
      case "double", "currency", "percent" -> "xsd:double";
      case "date" -> "xsd:date";
      case "datetime" -> "xsd:dateTime";
      case "time" -> "xsd:time";
      case "address" -> "urn:address";
      case "JunctionIdList" -> "urn:JunctionIdListNames";
      default -> "xsd:string";
    };
  }
}

package io.lockstep.sandbox.salesforce.api;

import io.lockstep.sandbox.salesforce.org.Org;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Describe results as trees of names and plain values, in the element order of the Partner WSDL,
 * from which both SOAP and REST are written. Null is {@code xsi:nil} or JSON null; {@link #ABSENT}
 * is left out of XML and null in JSON.
 */
public final class Describes {
  /** An optional element without a value. */
  public static final Object ABSENT =
      new Object() {
        @Override
        public String toString() {
          return "absent";
        }
      };

  private static final Set<String> NAME_FIELDS = Set.of("Name", "Subject", "CaseNumber");

  private static final Set<String> WITHOUT_TRIGGERS =
      Set.of("EventRelation", "Name", "Organization", "Profile", "UserRecordAccess", "UserRole");
  private static final Set<String> PARTS_OF_NAME =
      Set.of("Salutation", "FirstName", "MiddleName", "LastName", "Suffix");
  private static final Pattern PART_OF_ADDRESS =
      Pattern.compile(
          "(|Mailing|Other|Billing|Shipping|Person\\w+)"
              + "(Street|City|State|PostalCode|Country|StateCode|CountryCode)");

  private Describes() {}

  public static Map<String, @Nullable Object> object(Org.Describe d) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("activateable", false);
    out.put("associateEntityType", null);
    out.put("associateParentEntity", null);
    out.put("childRelationships", d.children().stream().map(Describes::child).toList());
    out.put("compactLayoutable", true);
    out.put("createable", d.createable());
    out.put("custom", d.custom());
    out.put("customSetting", false);
    out.put("deepCloneable", false);
    out.put("defaultImplementation", null);
    out.put("deletable", d.deletable());
    out.put("deprecatedAndHidden", false);
    out.put("feedEnabled", true);
    out.put("fields", d.fields().stream().map(f -> field(d, f)).toList());
    out.put("hasSubtypes", false);
    out.put("idEnabled", true);
    out.put("implementedBy", null);
    out.put("implementsInterfaces", null);
    out.put("isInterface", false);
    out.put("isSubtype", false);
    out.put("keyPrefix", d.keyPrefix());
    out.put("label", d.label());
    out.put("labelPlural", d.labelPlural());
    out.put("layoutable", true);
    out.put("mergeable", Set.of("Account", "Contact", "Lead").contains(d.name()));
    out.put("mruEnabled", true);
    out.put("name", d.name());
    out.put("namedLayoutInfos", List.of());
    out.put("networkScopeFieldName", null);
    out.put("queryable", d.queryable());
    out.put("recordTypeInfos", List.of(masterRecordType()));
    out.put("replicateable", d.replicateable());
    out.put("retrieveable", d.queryable());
    out.put("searchLayoutable", true);
    out.put("searchable", true);
    out.put("supportedScopes", List.of(scope("All", "everything"), scope("My", "mine")));
    out.put("triggerable", !WITHOUT_TRIGGERS.contains(d.name()));
    out.put("undeletable", d.undeletable());
    out.put("updateable", d.updateable());
    return out;
  }

  /**
   * The form of SOAP, which names the pages of the user interface and has a name of its own for the
   * type of addresses.
   *
   * @param base what clients call the service, without a slash at the end
   */
  public static Map<String, @Nullable Object> forSoap(Org.Describe d, String base) {
    Map<String, @Nullable Object> out = object(d);
    List<Map<String, @Nullable Object>> fields = d.fields().stream().map(f -> field(d, f)).toList();
    fields.forEach(f -> f.replace("soapType", "urn:address", "tns:address"));
    out.put("fields", fields);
    out.put("urlDetail", base + "/{ID}");
    out.put("urlEdit", d.updateable() ? base + "/{ID}/e" : null);
    out.put("urlNew", d.createable() ? base + "/" + d.keyPrefix() + "/e" : null);
    return out;
  }

  /** The short form of describeGlobal. */
  public static Map<String, @Nullable Object> brief(Org.Describe d) {
    Map<String, @Nullable Object> whole = object(d);
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    for (String name :
        List.of(
            "activateable",
            "associateEntityType",
            "associateParentEntity",
            "createable",
            "custom",
            "customSetting",
            "deepCloneable",
            "deletable",
            "deprecatedAndHidden",
            "feedEnabled",
            "hasSubtypes",
            "idEnabled",
            "isInterface",
            "isSubtype",
            "keyPrefix",
            "label",
            "labelPlural",
            "layoutable",
            "mergeable",
            "mruEnabled",
            "name",
            "queryable",
            "replicateable",
            "retrieveable",
            "searchable",
            "triggerable",
            "undeletable",
            "updateable")) {
      out.put(name, whole.get(name));
    }
    return out;
  }

  private static Map<String, @Nullable Object> field(Org.Describe owner, Org.Field f) {
    boolean nameField =
        !owner.custom() && NAME_FIELDS.contains(f.name()) || f.name().equals("Name");
    boolean text = f.soapType().equals("xsd:string");
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("aggregatable", f.filterable());
    out.put("aiPredictionField", false);
    out.put("autoNumber", false);
    out.put("byteLength", text ? f.length() * 3 : f.type().matches("id|reference") ? 18 : 0);
    out.put("calculated", f.calculated());
    out.put("calculatedFormula", ABSENT);
    out.put("cascadeDelete", false);
    out.put("caseSensitive", f.caseSensitive());
    out.put("compoundFieldName", orAbsent(compound(owner, f.name())));
    out.put("controllerName", orAbsent(controller(owner, f.name())));
    out.put("createable", f.createable());
    out.put("custom", f.custom());
    out.put("defaultValue", f.type().equals("boolean") ? Boolean.FALSE : ABSENT);
    out.put("defaultValueFormula", ABSENT);
    out.put("defaultedOnCreate", f.defaultedOnCreate());
    out.put("dependentPicklist", controller(owner, f.name()) != null);
    out.put("deprecatedAndHidden", false);
    out.put("digits", f.type().equals("int") ? Math.max(f.precision(), 8) : 0);
    out.put("displayLocationInDecimal", false);
    out.put("encrypted", false);
    out.put("externalId", f.externalId());
    out.put("extraTypeInfo", f.type().equals("textarea") ? "plaintextarea" : ABSENT);
    out.put("filterable", f.filterable());
    out.put("filteredLookupInfo", ABSENT);
    out.put("formulaTreatNullNumberAsZero", false);
    out.put("groupable", f.sortable() && !f.type().matches("double|currency|percent|datetime"));
    out.put("highScaleNumber", false);
    out.put("htmlFormatted", false);
    out.put("idLookup", f.type().equals("id") || f.externalId() || f.type().equals("email"));
    out.put("inlineHelpText", ABSENT);
    out.put("label", f.label());
    out.put("length", f.length());
    out.put("mask", ABSENT);
    out.put("maskType", ABSENT);
    out.put("name", f.name());
    out.put("nameField", nameField);
    out.put("namePointing", f.referenceTo().size() > 1);
    out.put("nillable", f.nillable());
    out.put("permissionable", f.nillable() && (f.createable() || f.updateable() || f.custom()));
    out.put("picklistValues", f.picklist().stream().map(Describes::entry).toList());
    out.put("polymorphicForeignKey", f.referenceTo().size() > 1);
    out.put("precision", f.precision());
    out.put("queryByDistance", false);
    out.put("referenceTargetField", ABSENT);
    out.put("referenceTo", new ArrayList<>(f.referenceTo()));
    out.put("relationshipName", f.relationshipName() == null ? ABSENT : f.relationshipName());
    out.put("relationshipOrder", ABSENT);
    out.put("restrictedDelete", false);
    out.put("restrictedPicklist", f.restrictedPicklist());
    out.put("scale", f.scale());
    out.put("searchPrefilterable", false);
    out.put("soapType", f.soapType());
    out.put("sortable", f.sortable());
    out.put("type", f.type().equals("JunctionIdList") ? "complexvalue" : f.type());
    out.put("unique", f.unique());
    out.put("updateable", f.updateable());
    out.put("writeRequiresMasterRead", false);
    return out;
  }

  /** The field that shows this one together with others: a name or an address. */
  private static @Nullable String compound(Org.Describe owner, String field) {
    if (PARTS_OF_NAME.contains(field)) {
      return owner.fields().stream().anyMatch(f -> f.name().equals("LastName")) ? "Name" : null;
    }
    Matcher part = PART_OF_ADDRESS.matcher(field);
    return part.matches() ? existing(owner, part.group(1) + "Address") : null;
  }

  /** The picklist that decides which entries of this one can be chosen: a state's country. */
  private static @Nullable String controller(Org.Describe owner, String field) {
    return field.endsWith("StateCode")
        ? existing(owner, field.replaceFirst("StateCode$", "CountryCode"))
        : null;
  }

  private static @Nullable String existing(Org.Describe owner, String field) {
    return owner.fields().stream().anyMatch(f -> f.name().equals(field)) ? field : null;
  }

  private static Object orAbsent(@Nullable String value) {
    return value == null ? ABSENT : value;
  }

  private static Map<String, @Nullable Object> child(Org.ChildRelationship c) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("cascadeDelete", false);
    out.put("childSObject", c.childSObject());
    out.put("deprecatedAndHidden", false);
    out.put("field", c.field());
    out.put("junctionIdListNames", List.of());
    out.put("junctionReferenceTo", List.of());
    out.put("relationshipName", c.relationshipName() == null ? ABSENT : c.relationshipName());
    out.put("restrictedDelete", false);
    return out;
  }

  private static Map<String, @Nullable Object> entry(Org.Picklist p) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("active", p.active());
    out.put("defaultValue", p.isDefault());
    out.put("label", p.label());
    out.put("validFor", orAbsent(p.validFor()));
    out.put("value", p.value());
    return out;
  }

  private static Map<String, @Nullable Object> masterRecordType() {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("active", true);
    out.put("available", true);
    out.put("defaultRecordTypeMapping", true);
    out.put("developerName", "Master");
    out.put("master", true);
    out.put("name", "Master");
    out.put("recordTypeId", "012000000000000AAA");
    return out;
  }

  private static Map<String, @Nullable Object> scope(String label, String name) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("label", label);
    out.put("name", name);
    return out;
  }
}

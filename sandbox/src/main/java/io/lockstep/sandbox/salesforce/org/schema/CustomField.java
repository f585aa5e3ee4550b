package io.lockstep.sandbox.salesforce.org.schema;

import io.lockstep.sandbox.salesforce.org.Org;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** Turns a {@code field-meta.xml} into a field. */
final class CustomField {
  private CustomField() {}

  static FieldDef read(Element xml, @Nullable String namespace) {
    String bareName = MetadataXml.text(xml, "fullName", "");
    String metadataType = MetadataXml.text(xml, "type", "Text");
    String type = apiType(metadataType, MetadataXml.number(xml, "scale", 0));
    boolean reference = type.equals("reference");
    boolean masterDetail = metadataType.equals("MasterDetail");
    boolean computed = MetadataXml.child(xml, "formula") != null || metadataType.equals("Summary");
    boolean required = masterDetail || MetadataXml.flag(xml, "required");
    boolean longText = metadataType.equals("LongTextArea") || metadataType.equals("Html");
    List<Org.Picklist> picklist = picklist(xml);
    String defaultValue = defaultValue(xml, picklist);
    FieldFlags flags =
        new FieldFlags(
            !computed && !metadataType.equals("AutoNumber"),
            !computed && !metadataType.equals("AutoNumber") && !fixedMaster(xml, masterDetail),
            !required && !type.equals("boolean"),
            !longText,
            true,
            MetadataXml.flag(xml, "unique"),
            MetadataXml.flag(xml, "caseSensitive"),
            MetadataXml.flag(xml, "externalId"),
            computed,
            type.equals("boolean") || defaultValue != null,
            restricted(xml));
    String relationship =
        reference
            ? Package.prefixed(bareName.substring(0, bareName.length() - 1) + "r", namespace)
            : null;
    Org.Field field =
        FieldDef.describe(
            Package.prefixed(bareName, namespace),
            MetadataXml.text(xml, "label", bareName),
            type,
            length(xml, metadataType),
            MetadataXml.number(xml, "precision", 0),
            MetadataXml.number(xml, "scale", 0),
            flags,
            relationship,
            reference
                ? List.of(Package.prefixed(MetadataXml.text(xml, "referenceTo", ""), namespace))
                : List.of(),
            picklist);
    String children = MetadataXml.text(xml, "relationshipName", "");
    return new FieldDef(
        field,
        required,
        defaultValue,
        children.isEmpty() ? null : Package.prefixed(children + "__r", namespace),
        masterDetail);
  }

  private static boolean fixedMaster(Element xml, boolean masterDetail) {
    return masterDetail && !MetadataXml.flag(xml, "reparentableMasterDetail");
  }

  private static String apiType(String metadataType, int scale) {
    return switch (metadataType) {
      case "Text", "AutoNumber", "EncryptedText" -> "string";
      case "TextArea", "LongTextArea", "Html" -> "textarea";
      case "Checkbox" -> "boolean";
      case "Number", "Summary" -> "double";
      case "Currency" -> "currency";
      case "Percent" -> "percent";
      case "Date" -> "date";
      case "DateTime" -> "datetime";
      case "Time" -> "time";
      case "Email" -> "email";
      case "Phone" -> "phone";
      case "Url" -> "url";
      case "Picklist" -> "picklist";
      case "MultiselectPicklist" -> "multipicklist";
      case "Lookup", "MasterDetail", "Hierarchy" -> "reference";
      default ->
          throw new IllegalArgumentException(
              "field type " + metadataType + " (scale " + scale + ") is not known here");
    };
  }

  private static int length(Element xml, String metadataType) {
    int otherwise =
        switch (metadataType) {
          case "TextArea", "Url", "Picklist" -> 255;
          case "Email" -> 80;
          case "Phone" -> 40;
          case "AutoNumber" -> 30;
          case "MultiselectPicklist" -> 4099;
          default -> 0;
        };
    return MetadataXml.number(xml, "length", otherwise);
  }

  private static List<Org.Picklist> picklist(Element xml) {
    List<Org.Picklist> values = new ArrayList<>();
    Element set = MetadataXml.child(xml, "valueSet");
    Element definition = set == null ? null : MetadataXml.child(set, "valueSetDefinition");
    if (definition != null) {
      for (Element v : MetadataXml.children(definition, "value")) {
        String name = MetadataXml.text(v, "fullName", "");
        values.add(
            new Org.Picklist(
                name,
                MetadataXml.text(v, "label", name),
                MetadataXml.flag(v, "default"),
                MetadataXml.text(v, "isActive", "true").equals("true")));
      }
    }
    return values;
  }

  private static boolean restricted(Element xml) {
    Element set = MetadataXml.child(xml, "valueSet");
    return set != null && MetadataXml.flag(set, "restricted");
  }

  private static @Nullable String defaultValue(Element xml, List<Org.Picklist> picklist) {
    for (Org.Picklist p : picklist) {
      if (p.isDefault()) {
        return p.value();
      }
    }
    String text = MetadataXml.text(xml, "defaultValue", "");
    if (text.isEmpty()) {
      return null;
    }
    boolean quoted = text.length() >= 2 && (text.startsWith("'") || text.startsWith("\""));
    return quoted ? text.substring(1, text.length() - 1) : text;
  }
}

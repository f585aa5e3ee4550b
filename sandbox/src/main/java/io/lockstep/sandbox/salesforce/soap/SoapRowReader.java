package io.lockstep.sandbox.salesforce.soap;

import io.lockstep.sandbox.salesforce.api.ApiException;
import io.lockstep.sandbox.salesforce.api.FieldValues;
import io.lockstep.sandbox.salesforce.api.FieldValues.BadValue;
import io.lockstep.sandbox.salesforce.api.SafeXml;
import io.lockstep.sandbox.salesforce.api.Schema;
import io.lockstep.sandbox.salesforce.org.Org;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** Reads {@code sObjects} elements. A nil element counts as not sent, as the platform has it. */
final class SoapRowReader {
  private final Schema schema;

  SoapRowReader(Schema schema) {
    this.schema = schema;
  }

  List<Org.Row> read(List<Element> elements) {
    return elements.stream().map(this::row).toList();
  }

  private Org.Row row(Element element) {
    String type = null;
    List<String> toNull = new ArrayList<>();
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (Element child : SafeXml.children(element)) {
      String name = child.getLocalName();
      if (SafeXml.isNil(child)) {
        continue;
      }
      if (name.equals("type") && type == null) {
        type = child.getTextContent().trim();
      } else if (type == null) {
        throw new ApiException(500, "INVALID_TYPE", "Must send a concrete entity type.");
      } else if (name.equals("fieldsToNull")) {
        toNull.add(child.getTextContent().trim());
      } else if (name.equals("Id")) {
        fields.put("Id", child.getTextContent().trim());
      } else {
        fields.put(name, value(type, name, child));
      }
    }
    if (type == null || type.isEmpty()) {
      throw new ApiException(500, "INVALID_TYPE", "Must send a concrete entity type.");
    }
    return new Org.Row(type, fields, toNull);
  }

  private Object value(String type, String name, Element element) {
    List<Element> parts = SafeXml.children(element);
    if (parts.stream().anyMatch(p -> p.getLocalName().equals("type"))) {
      return row(element);
    }
    if (!parts.isEmpty()) {
      // A list of ids, such as Event.EventWhoIds.
      return parts.stream().map(Element::getTextContent).toList();
    }
    try {
      return FieldValues.parse(schema.field(type, name), element.getTextContent());
    } catch (BadValue e) {
      throw new SoapProtocolException(
          "'" + e.text() + "' is not a valid value for the type xsd:" + e.type());
    }
  }
}

package io.lockstep.sandbox.salesforce.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import io.lockstep.sandbox.salesforce.api.ApiException;
import io.lockstep.sandbox.salesforce.api.FieldValues;
import io.lockstep.sandbox.salesforce.api.FieldValues.BadValue;
import io.lockstep.sandbox.salesforce.api.Json;
import io.lockstep.sandbox.salesforce.api.SafeXml;
import io.lockstep.sandbox.salesforce.api.Schema;
import io.lockstep.sandbox.salesforce.org.Org;
import io.lockstep.sandbox.salesforce.rest.RestRowReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** Reads the rows of a batch of Bulk API 1, in the job's format. */
final class V1RowReader {
  private final Schema schema;
  private final String object;

  V1RowReader(Schema schema, String object) {
    this.schema = schema;
    this.object = object;
  }

  /**
   * @throws BulkException {@code InvalidBatch}
   */
  List<BulkRow> read(byte[] upload, V1Job.Format format) {
    return switch (format) {
      case CSV ->
          new CsvRowReader(schema, object)
              .read(new String(upload, StandardCharsets.UTF_8), ',')
              .rows();
      case JSON -> json(new String(upload, StandardCharsets.UTF_8));
      case XML -> xml(upload);
    };
  }

  private List<BulkRow> json(String text) {
    JsonNode array;
    try {
      array = Json.read(text);
    } catch (ApiException e) {
      throw new BulkException("InvalidBatch", "Failed to parse JSON: " + e.getMessage());
    }
    if (!array.isArray()) {
      throw new BulkException("InvalidBatch", "The batch must be a list of records");
    }
    RestRowReader reader = new RestRowReader(schema);
    List<BulkRow> rows = new ArrayList<>();
    for (JsonNode one : array) {
      try {
        rows.add(new BulkRow(List.of(), reader.row(object, one), null));
      } catch (ApiException e) {
        rows.add(unreadable(String.valueOf(e.getMessage()), List.of()));
      }
    }
    return rows;
  }

  private List<BulkRow> xml(byte[] upload) {
    Element root;
    try {
      root = SafeXml.document(upload);
    } catch (SAXException e) {
      throw new BulkException("InvalidBatch", "Failed to parse XML: " + e.getMessage());
    }
    if (!root.getLocalName().equals("sObjects")) {
      throw new BulkException("InvalidBatch", "The root element must be sObjects");
    }
    List<BulkRow> rows = new ArrayList<>();
    for (Element element : SafeXml.children(root)) {
      try {
        rows.add(new BulkRow(List.of(), row(object, element), null));
      } catch (BadValue e) {
        rows.add(unreadable("value not of required type: " + e.text(), List.of()));
      }
    }
    return rows;
  }

  private Org.Row row(String type, Element element) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    List<String> toNull = new ArrayList<>();
    for (Element child : SafeXml.children(element)) {
      String name = child.getLocalName();
      List<Element> inner = SafeXml.children(child);
      if (SafeXml.isNil(child)) {
        toNull.add(name);
      } else if (!inner.isEmpty()) {
        fields.put(name, parent(type, name, inner.getFirst()));
      } else if (!name.equals("type") && !child.getTextContent().isEmpty()) {
        fields.put(name, FieldValues.parse(schema.field(type, name), child.getTextContent()));
      }
    }
    return new Org.Row(type, fields, toNull);
  }

  private Org.Row parent(String type, String relationship, Element element) {
    String parentType = null;
    for (Element child : SafeXml.children(element)) {
      if (child.getLocalName().equals("type")) {
        parentType = child.getTextContent();
      }
    }
    Org.Field reference = schema.parent(type, relationship);
    if (reference == null) {
      throw new BulkException("InvalidBatch", "Field name not found : " + relationship);
    }
    return row(parentType == null ? reference.referenceTo().getFirst() : parentType, element);
  }

  private static BulkRow unreadable(String message, List<String> fields) {
    return new BulkRow(
        List.of(),
        null,
        new Org.RowError("INVALID_TYPE_ON_FIELD_IN_RECORD", message, fields, null));
  }
}

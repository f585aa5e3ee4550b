package io.lockstep.sandbox.salesforce.bulk;

import io.lockstep.sandbox.salesforce.api.FieldValues;
import io.lockstep.sandbox.salesforce.api.Json;
import io.lockstep.sandbox.salesforce.org.Org;
import io.lockstep.sandbox.salesforce.rest.RestRowWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/** Writes the answers of Bulk API 1 as XML, JSON or CSV. */
final class V1Formats {
  static final String NAMESPACE = "http://www.force.com/2009/06/asyncapi/dataload";
  private static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";
  private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();

  private V1Formats() {}

  static String xml(String root, Map<String, @Nullable Object> tree) {
    return document(
        root,
        xml -> {
          for (Map.Entry<String, @Nullable Object> entry : tree.entrySet()) {
            element(xml, entry.getKey(), entry.getValue());
          }
        });
  }

  static String json(Map<String, @Nullable Object> tree) {
    return Json.write(plain(tree));
  }

  private static @Nullable Object plain(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        map.forEach((k, v) -> out.put(String.valueOf(k), plain(v)));
        yield out;
      }
      case List<?> list -> list.stream().map(V1Formats::plain).toList();
      default -> FieldValues.json(value);
    };
  }

  static String results(List<BulkOutcome> outcomes, V1Job.Format format) {
    return switch (format) {
      case CSV ->
          CsvText.write(
              List.of("Id", "Success", "Created", "Error"),
              outcomes.stream()
                  .map(
                      o ->
                          List.of(
                              o.saved().id() == null ? "" : o.saved().id(),
                              String.valueOf(o.saved().success()),
                              String.valueOf(o.saved().created()),
                              o.error()))
                  .toList(),
              ',',
              "\n");
      case JSON -> Json.write(outcomes.stream().map(V1Formats::result).toList());
      case XML ->
          document(
              "results",
              xml -> {
                for (BulkOutcome outcome : outcomes) {
                  element(xml, "result", result(outcome));
                }
              });
    };
  }

  private static Map<String, @Nullable Object> result(BulkOutcome outcome) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put(
        "errors",
        outcome.saved().errors().stream()
            .map(
                e -> {
                  Map<String, @Nullable Object> error = new LinkedHashMap<>();
                  error.put("fields", e.fields());
                  error.put("message", e.message());
                  error.put("statusCode", e.statusCode());
                  return error;
                })
            .toList());
    out.put("id", outcome.saved().id());
    out.put("success", outcome.saved().success());
    out.put("created", outcome.saved().created());
    return out;
  }

  static String rows(
      List<Org.Row> rows, List<String> columns, V1Job.Format format, double version) {
    return switch (format) {
      case CSV ->
          rows.isEmpty()
              ? "Records not found for this query"
              : CsvText.write(
                  columns, rows.stream().map(r -> CsvText.cells(r, columns)).toList(), ',', "\n");
      case JSON -> {
        RestRowWriter writer = new RestRowWriter("/services/data/v" + version);
        yield Json.write(rows.stream().map(writer::row).toList());
      }
      case XML ->
          document(
              "queryResult",
              xml -> {
                for (Org.Row row : rows) {
                  row(xml, "records", row);
                }
              });
    };
  }

  private static void row(XMLStreamWriter xml, String name, Org.Row row) throws XMLStreamException {
    xml.writeStartElement(name);
    xml.writeAttribute("xsi:type", "sObject");
    element(xml, "type", row.type());
    element(xml, "Id", row.id());
    for (Map.Entry<String, @Nullable Object> field : row.fields().entrySet()) {
      if (field.getValue() instanceof Org.Row parent) {
        row(xml, field.getKey(), parent);
      } else {
        element(xml, field.getKey(), field.getValue());
      }
    }
    xml.writeEndElement();
  }

  /** What goes inside a root element. */
  private interface Content {
    void write(XMLStreamWriter xml) throws XMLStreamException;
  }

  private static String document(String root, Content content) {
    StringWriter out = new StringWriter();
    try {
      XMLStreamWriter xml = FACTORY.createXMLStreamWriter(out);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement(root);
      xml.writeAttribute("xmlns", NAMESPACE);
      xml.writeAttribute("xmlns:xsi", XSI);
      content.write(xml);
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("an answer cannot be written as XML", e);
    }
    return out.toString();
  }

  private static void element(XMLStreamWriter xml, String name, @Nullable Object value)
      throws XMLStreamException {
    switch (value) {
      case null -> {
        xml.writeEmptyElement(name);
        xml.writeAttribute("xsi:nil", "true");
      }
      case List<?> list -> {
        for (Object item : list) {
          element(xml, name, item);
        }
      }
      case Map<?, ?> map -> {
        xml.writeStartElement(name);
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          element(xml, String.valueOf(entry.getKey()), entry.getValue());
        }
        xml.writeEndElement();
      }
      default -> {
        xml.writeStartElement(name);
        xml.writeCharacters(FieldValues.text(value));
        xml.writeEndElement();
      }
    }
  }
}

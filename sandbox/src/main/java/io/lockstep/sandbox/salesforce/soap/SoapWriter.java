package io.lockstep.sandbox.salesforce.soap;

import io.lockstep.sandbox.salesforce.api.Describes;
import io.lockstep.sandbox.salesforce.api.FieldValues;
import io.lockstep.sandbox.salesforce.org.Org;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes one answer. Trees of names and values become elements of the Partner namespace, in their
 * order; rows become sObjects: {@code type}, {@code Id} (nil unless selected), then all fields as
 * selected, {@code Id} among them once more.
 */
final class SoapWriter {
  private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();
  private static final Pattern NOT_XML =
      Pattern.compile("[^\\x09\\x0A\\x0D\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final XMLStreamWriter xml;

  private SoapWriter() throws XMLStreamException {
    xml = FACTORY.createXMLStreamWriter(bytes, "UTF-8");
  }

  /**
   * @param results one {@code result} element each; an empty list for an operation that answers
   *     nothing
   * @param used calls of the last 24 hours; negative = no LimitInfoHeader
   */
  static byte[] answer(
      String operation, List<? extends @Nullable Object> results, int used, int limit) {
    try {
      SoapWriter writer = new SoapWriter();
      writer.open(SoapRequest.SOBJECT);
      if (used >= 0) {
        writer.xml.writeStartElement("soapenv:Header");
        writer.limitInfo(used, limit);
        writer.xml.writeEndElement();
      }
      writer.xml.writeStartElement("soapenv:Body");
      writer.xml.writeStartElement(operation + "Response");
      for (Object result : results) {
        writer.value("result", result);
      }
      return writer.finish();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("an answer cannot be written as XML", e);
    }
  }

  static byte[] fault(SoapFault fault) {
    try {
      SoapWriter writer = new SoapWriter();
      writer.open(SoapRequest.FAULT);
      writer.xml.writeStartElement("soapenv:Body");
      writer.xml.writeStartElement("soapenv:Fault");
      String code = fault.code();
      writer.text("faultcode", code == null ? "soapenv:Client" : "sf:" + code);
      writer.text("faultstring", code == null ? fault.message() : code + ": " + fault.message());
      if (code != null) {
        writer.detail(fault, code);
      }
      return writer.finish();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a fault cannot be written as XML", e);
    }
  }

  private void detail(SoapFault fault, String code) throws XMLStreamException {
    xml.writeStartElement("detail");
    xml.writeStartElement("sf:" + fault.element());
    xml.writeAttribute("xsi:type", "sf:" + fault.element());
    text("sf:exceptionCode", code);
    text("sf:exceptionMessage", fault.message());
    if (fault.positioned()) {
      text("sf:row", String.valueOf(fault.row()));
      text("sf:column", String.valueOf(fault.column()));
    }
    xml.writeEndElement();
    xml.writeEndElement();
  }

  private void open(String sf) throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeStartElement("soapenv:Envelope");
    xml.writeAttribute("xmlns:soapenv", SoapRequest.ENVELOPE);
    if (sf.equals(SoapRequest.SOBJECT)) {
      xml.writeAttribute("xmlns", SoapRequest.PARTNER);
    }
    xml.writeAttribute("xmlns:sf", sf);
    xml.writeAttribute("xmlns:xsi", SoapRequest.XSI);
    xml.writeAttribute("xmlns:xsd", "http://www.w3.org/2001/XMLSchema");
  }

  private byte[] finish() throws XMLStreamException {
    xml.writeEndDocument();
    xml.close();
    return bytes.toByteArray();
  }

  private void limitInfo(int used, int limit) throws XMLStreamException {
    xml.writeStartElement("LimitInfoHeader");
    xml.writeStartElement("limitInfo");
    text("current", String.valueOf(used));
    text("limit", String.valueOf(limit));
    text("type", "API REQUESTS");
    xml.writeEndElement();
    xml.writeEndElement();
  }

  private void value(String name, @Nullable Object value) throws XMLStreamException {
    if (value == Describes.ABSENT) {
      return;
    }
    switch (value) {
      case null -> nil(name);
      case List<?> list -> {
        for (Object item : list) {
          value(name, item);
        }
      }
      case Org.Row row -> row(name, row);
      case Org.Page page -> page(name, page);
      case TypedTree typed -> {
        xml.writeStartElement(name);
        xml.writeAttribute("xsi:type", typed.type());
        tree(typed.tree());
        xml.writeEndElement();
      }
      case Map<?, ?> map -> {
        xml.writeStartElement(name);
        tree(map);
        xml.writeEndElement();
      }
      // The schema leaves the type of a field's default value open, so the element must name it.
      case Boolean b when name.equals("defaultValue") -> {
        xml.writeStartElement(name);
        xml.writeAttribute("xsi:type", "xsd:boolean");
        xml.writeCharacters(b.toString());
        xml.writeEndElement();
      }
      default -> text(name, FieldValues.text(value));
    }
  }

  /** A tree whose element names its type, where a subtype stands for the declared one. */
  record TypedTree(String type, Map<String, @Nullable Object> tree) {}

  private void tree(Map<?, ?> tree) throws XMLStreamException {
    for (Map.Entry<?, ?> entry : tree.entrySet()) {
      value(String.valueOf(entry.getKey()), entry.getValue());
    }
  }

  private void page(String name, Org.Page page) throws XMLStreamException {
    xml.writeStartElement(name);
    xml.writeAttribute("xsi:type", "QueryResult");
    text("done", String.valueOf(page.done()));
    value("queryLocator", page.locator());
    for (Org.Row row : page.rows()) {
      row("records", row);
    }
    text("size", String.valueOf(page.totalSize()));
    xml.writeEndElement();
  }

  private void row(String name, Org.Row row) throws XMLStreamException {
    xml.writeStartElement(name);
    xml.writeAttribute("xsi:type", "sf:sObject");
    text("sf:type", row.type());
    value("sf:Id", row.fields().get("Id"));
    for (Map.Entry<String, @Nullable Object> field : row.fields().entrySet()) {
      value("sf:" + field.getKey(), field.getValue());
    }
    xml.writeEndElement();
  }

  private void nil(String name) throws XMLStreamException {
    xml.writeEmptyElement(name);
    xml.writeAttribute("xsi:nil", "true");
  }

  private void text(String name, String text) throws XMLStreamException {
    xml.writeStartElement(name);
    xml.writeCharacters(NOT_XML.matcher(text).replaceAll(""));
    xml.writeEndElement();
  }

  static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}

package io.lockstep.sandbox.salesforce.soap;

import io.lockstep.sandbox.salesforce.api.SafeXml;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * A parsed envelope. Elements are found by namespace and local name, whatever their prefix.
 *
 * @param headers by local name
 * @param operation the element in the body
 */
record SoapRequest(Map<String, Element> headers, Element operation) {
  static final String ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/";
  static final String PARTNER = "urn:partner.soap.sforce.com";
  static final String SOBJECT = "urn:sobject.partner.soap.sforce.com";
  static final String FAULT = "urn:fault.partner.soap.sforce.com";
  static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";

  /**
   * @throws SoapProtocolException where it is not an envelope with one Partner operation
   */
  static SoapRequest parse(byte[] body) {
    Element envelope;
    try {
      envelope = SafeXml.document(body);
    } catch (SAXException e) {
      throw new SoapProtocolException("Content is not well-formed XML: " + e.getMessage());
    }
    if (!ENVELOPE.equals(envelope.getNamespaceURI())
        || !envelope.getLocalName().equals("Envelope")) {
      throw new SoapProtocolException("Content is not a SOAP 1.1 envelope");
    }
    Map<String, Element> headers = new HashMap<>();
    Element operation = null;
    for (Element part : SafeXml.children(envelope)) {
      if (part.getLocalName().equals("Header")) {
        SafeXml.children(part).forEach(h -> headers.put(h.getLocalName(), h));
      } else if (part.getLocalName().equals("Body")) {
        List<Element> operations = SafeXml.children(part);
        if (operations.size() == 1) {
          operation = operations.getFirst();
        }
      }
    }
    if (operation == null) {
      throw new SoapProtocolException("The SOAP body must hold one operation");
    }
    if (!PARTNER.equals(operation.getNamespaceURI())) {
      throw new SoapProtocolException(
          "No operation available for request {"
              + operation.getNamespaceURI()
              + "}"
              + operation.getLocalName());
    }
    return new SoapRequest(headers, operation);
  }

  String name() {
    return operation.getLocalName();
  }

  /** The text of an argument; null where it is missing or nil. */
  @Nullable String argument(String name) {
    List<String> all = arguments(name);
    return all.isEmpty() ? null : all.getFirst();
  }

  String required(String name) {
    String value = argument(name);
    if (value == null) {
      throw new SoapProtocolException("Required element " + name + " is missing");
    }
    return value;
  }

  List<String> arguments(String name) {
    List<String> out = new ArrayList<>();
    for (Element child : SafeXml.children(operation)) {
      if (child.getLocalName().equals(name) && !SafeXml.isNil(child)) {
        out.add(child.getTextContent());
      }
    }
    return out;
  }

  List<Element> elements(String name) {
    return SafeXml.children(operation).stream().filter(e -> e.getLocalName().equals(name)).toList();
  }

  /** A value inside a header; null where either is missing or nil. */
  @Nullable String header(String header, String name) {
    Element element = headers.get(header);
    if (element == null) {
      return null;
    }
    for (Element child : SafeXml.children(element)) {
      if (child.getLocalName().equals(name) && !SafeXml.isNil(child)) {
        return child.getTextContent();
      }
    }
    return null;
  }

  boolean flag(String header, String name) {
    String value = header(header, name);
    return "true".equals(value) || "1".equals(value);
  }
}

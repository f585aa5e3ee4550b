package io.lockstep.sandbox.salesforce.org.schema;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** The few steps needed through a metadata file. */
final class MetadataXml {
  private MetadataXml() {}

  static Element read(Path file) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      return factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement();
    } catch (ParserConfigurationException | SAXException | IOException e) {
      throw new IllegalArgumentException("not a metadata file: " + file, e);
    }
  }

  static List<Element> children(Element parent, String tag) {
    List<Element> found = new ArrayList<>();
    for (Node n = parent.getFirstChild(); n != null; n = n.getNextSibling()) {
      if (n instanceof Element e && e.getTagName().equals(tag)) {
        found.add(e);
      }
    }
    return found;
  }

  static @Nullable Element child(Element parent, String tag) {
    List<Element> found = children(parent, tag);
    return found.isEmpty() ? null : found.get(0);
  }

  static String text(Element parent, String tag, String otherwise) {
    Element e = child(parent, tag);
    return e == null ? otherwise : e.getTextContent().strip();
  }

  static boolean flag(Element parent, String tag) {
    return text(parent, tag, "false").equals("true");
  }

  static int number(Element parent, String tag, int otherwise) {
    return Integer.parseInt(text(parent, tag, String.valueOf(otherwise)));
  }
}

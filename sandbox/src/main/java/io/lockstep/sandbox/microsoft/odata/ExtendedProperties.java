package io.lockstep.sandbox.microsoft.odata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.microsoft.GraphError;
import io.lockstep.sandbox.microsoft.GraphJson;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code singleValueExtendedProperties}: named MAPI properties on an item. They are kept in the
 * item's document under {@link #FIELD} and shown only when expanded (reference/microsoft.md B7).
 */
public final class ExtendedProperties {
  public static final String FIELD = "singleValueExtendedProperties";

  public static final Shape SHAPE =
      new Shape("microsoft.graph.singleValueLegacyExtendedProperty").texts("id", "value");

  private static final String KIND =
      "(?:ApplicationTime|Binary|Boolean|CLSID|Currency|Double|Float|Integer|Long|Short|String|SystemTime)";
  private static final String GUID =
      "\\{?([0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12})\\}?";
  private static final Pattern NAMED =
      Pattern.compile("(" + KIND + ")\\s+" + GUID + "\\s+[Nn]ame\\s+(\\S.{0,254})");
  private static final Pattern NUMBERED =
      Pattern.compile("(" + KIND + ")\\s+" + GUID + "\\s+[Ii]d\\s+0x([0-9A-Fa-f]{1,8})");
  private static final Pattern TAGGED = Pattern.compile("(" + KIND + ")\\s+0x([0-9A-Fa-f]{1,8})");

  private ExtendedProperties() {}

  /**
   * The one spelling of a property's id: GUID in lower case and braces, the name as it is.
   *
   * @throws GraphError 400 where it is none
   */
  public static String id(String text) {
    Matcher named = NAMED.matcher(text.strip());
    if (named.matches()) {
      return named.group(1) + " {" + lower(named.group(2)) + "} Name " + named.group(3);
    }
    Matcher numbered = NUMBERED.matcher(text.strip());
    if (numbered.matches()) {
      return numbered.group(1)
          + " {"
          + lower(numbered.group(2))
          + "} Id 0x"
          + lower(numbered.group(3));
    }
    Matcher tagged = TAGGED.matcher(text.strip());
    if (tagged.matches()) {
      return tagged.group(1) + " 0x" + lower(tagged.group(2));
    }
    throw GraphError.badRequest(
        "ErrorInvalidProperty", "The property Id '" + text + "' is invalid.");
  }

  /**
   * Takes the properties of a body into an item's document: those named replace their like, a null
   * value removes, all others stay.
   *
   * @throws GraphError 400 where an id is none or a value is missing
   */
  public static void merge(ObjectNode item, ObjectNode body) {
    if (!body.has(FIELD)) {
      return;
    }
    ArrayNode kept = GraphJson.array();
    GraphJson.list(item, FIELD).forEach(kept::add);
    for (JsonNode one : GraphJson.list(body, FIELD)) {
      String given = GraphJson.text(one, "id");
      if (given == null || !one.has("value")) {
        throw GraphError.badRequest(
            "ErrorInvalidProperty", "An extended property must have an id and a value.");
      }
      String id = id(given);
      for (int i = kept.size() - 1; i >= 0; i--) {
        if (id.equals(GraphJson.text(kept.get(i), "id"))) {
          kept.remove(i);
        }
      }
      if (!one.path("value").isNull()) {
        kept.addObject().put("id", id).put("value", one.path("value").asText());
      }
    }
    if (kept.isEmpty()) {
      item.remove(FIELD);
    } else {
      item.set(FIELD, kept);
    }
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}

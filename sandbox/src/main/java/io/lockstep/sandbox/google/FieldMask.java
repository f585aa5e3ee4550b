package io.lockstep.sandbox.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The {@code fields} parameter of every method: which parts of an answer the client wants. {@code
 * a,b/c,d(e,f/g)}; a star is every field at its place.
 */
final class FieldMask {
  /** What is wanted of each field; empty = all of it. */
  private record Wanted(Map<String, Wanted> parts) {
    Wanted() {
      this(new LinkedHashMap<>());
    }
  }

  private final String text;
  private int at;

  private FieldMask(String text) {
    this.text = text;
  }

  /**
   * Keeps of an answer what the mask names.
   *
   * @param operation the method that answered
   * @throws GoogleError 400 {@code invalidParameter} where the mask cannot be read or names a field
   *     that there is not
   */
  static JsonNode apply(String mask, JsonNode answer, String operation) {
    FieldMask reader = new FieldMask(mask.replace(" ", ""));
    Wanted wanted = reader.list();
    if (reader.at < reader.text.length()) {
      throw reader.invalid(reader.text);
    }
    reader.check(wanted, operation, true);
    return keep(wanted, answer);
  }

  private void check(Wanted wanted, String operation, boolean top) {
    for (Map.Entry<String, Wanted> part : wanted.parts().entrySet()) {
      if (!FieldNames.isKnown(operation, part.getKey(), top)) {
        throw invalid(part.getKey());
      }
      if (!FieldNames.isMap(part.getKey())) {
        check(part.getValue(), operation, false);
      }
    }
  }

  private Wanted list() {
    Wanted all = new Wanted();
    do {
      item(all);
    } while (next(','));
    return all;
  }

  private void item(Wanted into) {
    int start = at;
    while (at < text.length() && ",/()".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    if (at == start) {
      throw invalid(text);
    }
    Wanted part = into.parts().computeIfAbsent(text.substring(start, at), n -> new Wanted());
    if (next('/')) {
      item(part);
    } else if (next('(')) {
      part.parts().putAll(list().parts());
      if (!next(')')) {
        throw invalid(text);
      }
    }
  }

  private boolean next(char wanted) {
    boolean there = at < text.length() && text.charAt(at) == wanted;
    at += there ? 1 : 0;
    return there;
  }

  private GoogleError invalid(String what) {
    return GoogleError.of(400, "global", "invalidParameter", "Invalid field selection " + what)
        .at("parameter", "fields");
  }

  private static JsonNode keep(Wanted wanted, JsonNode node) {
    if (wanted.parts().isEmpty()) {
      return node;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode out = Json.array();
      array.forEach(one -> out.add(keep(wanted, one)));
      return out;
    }
    ObjectNode out = Json.object();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      Wanted part = wanted.parts().getOrDefault(field.getKey(), wanted.parts().get("*"));
      if (part != null) {
        out.set(field.getKey(), keep(part, field.getValue()));
      }
    }
    return out;
  }
}

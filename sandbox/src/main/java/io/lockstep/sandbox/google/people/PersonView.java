package io.lockstep.sandbox.google.people;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.google.Json;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/**
 * How a contact is shown.
 *
 * @param fields what the mask names
 * @param profiles whether values of a linked account are shown beside the contact's own
 */
record PersonView(Set<String> fields, boolean profiles) {

  ObjectNode show(Contact contact) {
    return show(contact, contact.now(), false);
  }

  /**
   * The contact in one state.
   *
   * @param sync whether the listing is one for sync, which names earlier resource names
   */
  ObjectNode show(Contact contact, Contact.State state, boolean sync) {
    ObjectNode out = Json.object().put("resourceName", state.name()).put("etag", state.etag());
    ObjectNode doc = state.doc();
    if (fields.contains("metadata")) {
      out.set("metadata", metadata(contact, state, sync));
    }
    if (doc == null) {
      return out;
    }
    for (String name : fields) {
      ArrayNode values = Json.array();
      for (JsonNode value : Json.list(doc, name)) {
        values.add(value(value, "CONTACT", contact.sourceId, values.isEmpty()));
      }
      ObjectNode profile = contact.profile;
      if (profiles && profile != null) {
        boolean first = true;
        for (JsonNode value : Json.list(profile, name)) {
          ObjectNode one = value(value, "PROFILE", Json.text(profile, "id", ""), values.isEmpty());
          if (first) {
            ((ObjectNode) one.get("metadata")).put("sourcePrimary", true);
          }
          first = false;
          values.add(one);
        }
      }
      if (!values.isEmpty()) {
        out.set(name, values);
      }
    }
    return out;
  }

  private static ObjectNode value(JsonNode value, String type, String id, boolean first) {
    ObjectNode out = Json.object();
    ObjectNode metadata = out.putObject("metadata");
    if (first) {
      metadata.put("primary", true).put("sourcePrimary", true);
    }
    metadata.putObject("source").put("type", type).put("id", id);
    value.properties().forEach(p -> out.set(p.getKey(), p.getValue().deepCopy()));
    return out;
  }

  private static ObjectNode metadata(Contact contact, Contact.State state, boolean sync) {
    ObjectNode out = Json.object();
    ArrayNode sources = out.putArray("sources");
    if (state.doc() == null) {
      out.put("deleted", true);
    }
    sources
        .addObject()
        .put("type", "CONTACT")
        .put("id", contact.sourceId)
        .put("etag", state.sourceEtag())
        .put("updateTime", state.updated().truncatedTo(ChronoUnit.MICROS).toString());
    ObjectNode profile = contact.profile;
    if (profile != null) {
      ObjectNode source = sources.addObject().put("type", "PROFILE");
      source.put("id", Json.text(profile, "id", "")).put("etag", "#profile");
      source.putObject("profileMetadata").put("objectType", "PERSON");
    }
    out.put("objectType", "PERSON");
    if (sync) {
      ArrayNode names = Json.array();
      contact.previousNames.stream().filter(n -> !n.equals(state.name())).forEach(names::add);
      if (!names.isEmpty()) {
        out.set("previousResourceNames", names);
      }
    }
    return out;
  }

  /** The user's own account. */
  static ObjectNode me(String id, ObjectNode profile, Set<String> fields) {
    ObjectNode out = Json.object().put("resourceName", "people/" + id).put("etag", "%EgUBAi43");
    for (String name : fields) {
      ArrayNode values = Json.array();
      for (JsonNode value : Json.list(profile, name)) {
        values.add(value(value, "PROFILE", id, values.isEmpty()));
      }
      if (!values.isEmpty()) {
        out.set(name, values);
      }
    }
    return out;
  }
}

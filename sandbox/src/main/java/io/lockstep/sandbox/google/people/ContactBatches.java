package io.lockstep.sandbox.google.people;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.frame.Response;
import io.lockstep.sandbox.google.GoogleError;
import io.lockstep.sandbox.google.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Many contacts in one call. A batch of writes is checked as a whole before anything is written:
 * where one contact is refused, none is written.
 */
final class ContactBatches {
  private final PeopleEngine engine;

  ContactBatches(PeopleEngine engine) {
    this.engine = engine;
  }

  Response get(PeopleApi.Call call) {
    List<String> names = call.request().params("resourceNames");
    checkSize(names.size(), 200, "resource_names");
    Set<String> fields =
        PersonFields.readMask(call.request().param("personFields"), "personFields");
    PersonView view = ContactsApi.view(call, fields);
    AddressBook book = engine.book(call.session().user());
    ObjectNode body = Json.object();
    ArrayNode responses = body.putArray("responses");
    for (String name : names) {
      ObjectNode one = responses.addObject().put("requestedResourceName", name);
      Contact contact = book.find(name);
      if (contact == null && ContactsApi.isMe(call, name)) {
        one.put("httpStatusCode", 200).set("status", Json.object());
        one.set("person", ContactsApi.me(call, fields));
      } else if (contact == null) {
        one.put("httpStatusCode", 404);
        one.set("status", status(5, "Requested entity was not found."));
      } else {
        one.put("httpStatusCode", 200).set("status", Json.object());
        one.set("person", view.show(contact));
      }
    }
    return PeopleApi.ok(body);
  }

  Response create(PeopleApi.Call call) {
    ObjectNode request = call.body();
    List<JsonNode> contacts = Json.list(request, "contacts");
    checkSize(contacts.size(), 200, "contacts");
    PersonView view = view(request);
    AddressBook book = engine.book(call.session().user());
    Map<String, GoogleError> errors = new LinkedHashMap<>();
    List<ObjectNode> bodies = new ArrayList<>();
    int index = 0;
    for (JsonNode contact : contacts) {
      PersonRules.checkNames(contact, Set.of("contactPerson"), "contacts[" + index + "]");
      ObjectNode person =
          contact.get("contactPerson") instanceof ObjectNode given ? given : Json.object();
      bodies.add(person);
      try {
        PersonRules.checkBody(person, "contacts[" + index + "].contact_person");
        Set<String> fields = new java.util.LinkedHashSet<>();
        person.fieldNames().forEachRemaining(fields::add);
        fields.retainAll(PersonFields.WRITABLE.keySet());
        if (Json.list(person, "memberships").isEmpty()) {
          fields.remove("memberships");
        }
        PersonRules.take(Json.object(), person, fields, book.region);
      } catch (GoogleError e) {
        errors.put(Integer.toString(index), e);
      }
      index++;
    }
    refuse(errors, "BatchCreateContactsErrorDetails");
    ObjectNode body = Json.object();
    ArrayNode created = body.putArray("createdPeople");
    for (ObjectNode person : bodies) {
      Contact contact = book.create(person);
      created.add(response(contact, contact.resourceName, view));
    }
    return PeopleApi.ok(view.fields().isEmpty() ? Json.object() : body);
  }

  Response update(PeopleApi.Call call) {
    ObjectNode request = call.body();
    JsonNode contacts = request.path("contacts");
    checkSize(contacts.size(), 200, "contacts");
    Set<String> mask = PersonFields.updateMask(Json.text(request, "updateMask"), "updateMask");
    PersonView view = view(request);
    AddressBook book = engine.book(call.session().user());
    Map<String, GoogleError> errors = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> one : contacts.properties()) {
      try {
        ObjectNode person = (ObjectNode) one.getValue();
        PersonRules.checkBody(person, "contacts[" + one.getKey() + "]");
        book.checkUpdate(book.get(one.getKey()), person, mask);
      } catch (GoogleError e) {
        errors.put(one.getKey(), e);
      }
    }
    refuse(errors, "BatchUpdateContactsErrorDetails");
    ObjectNode body = Json.object();
    ObjectNode results = body.putObject("updateResult");
    for (Map.Entry<String, JsonNode> one : contacts.properties()) {
      Contact contact = book.get(one.getKey());
      book.update(contact, (ObjectNode) one.getValue(), mask);
      results.set(one.getKey(), response(contact, one.getKey(), view));
    }
    return PeopleApi.ok(view.fields().isEmpty() ? Json.object() : body);
  }

  Response delete(PeopleApi.Call call) {
    List<String> names = Json.texts(call.body(), "resourceNames");
    checkSize(names.size(), 500, "resource_names");
    AddressBook book = engine.book(call.session().user());
    List<Contact> contacts = names.stream().map(book::get).toList();
    contacts.forEach(book::delete);
    return PeopleApi.ok(Json.object());
  }

  private static ObjectNode response(Contact contact, String requested, PersonView view) {
    ObjectNode out = Json.object().put("httpStatusCode", 200);
    out.put("requestedResourceName", requested);
    out.set("status", Json.object());
    out.set("person", view.show(contact));
    return out;
  }

  private static PersonView view(ObjectNode request) {
    String mask = Json.text(request, "readMask");
    return new PersonView(
        mask == null || mask.isBlank() ? Set.of() : PersonFields.readMask(mask, "readMask"),
        ContactsApi.profiles(Json.texts(request, "sources")));
  }

  private static void checkSize(int size, int most, String what) {
    if (size == 0) {
      throw GoogleError.argument("Request must contain at least one of " + what + ".");
    }
    if (size > most) {
      throw GoogleError.argument("Request must not contain more than " + most + " " + what + ".");
    }
  }

  private static void refuse(Map<String, GoogleError> errors, String type) {
    if (errors.isEmpty()) {
      return;
    }
    GoogleError first = errors.values().iterator().next();
    ArrayNode details = Json.array();
    ObjectNode detail =
        details.addObject().put("@type", "type.googleapis.com/google.people.v1." + type);
    ObjectNode each = detail.putObject("contactErrors");
    errors.forEach((key, e) -> each.set(key, status(code(e), e.message())));
    throw GoogleError.grpc(first.status(), first.grpcStatus(), first.message()).details(details);
  }

  private static ObjectNode status(int code, String message) {
    return Json.object().put("code", code).put("message", message);
  }

  /** The number of a gRPC status. */
  private static int code(GoogleError e) {
    return switch (e.grpcStatus()) {
      case "INVALID_ARGUMENT" -> 3;
      case "NOT_FOUND" -> 5;
      case "FAILED_PRECONDITION" -> 9;
      default -> 2;
    };
  }
}

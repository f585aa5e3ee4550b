package io.lockstep.sandbox.google.people;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.frame.Response;
import io.lockstep.sandbox.frame.SandboxClock;
import io.lockstep.sandbox.google.GoogleError;
import io.lockstep.sandbox.google.GoogleUser;
import io.lockstep.sandbox.google.Json;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Single contacts over the API. */
final class ContactsApi {
  private final PeopleEngine engine;
  private final SandboxClock clock;

  ContactsApi(PeopleEngine engine, SandboxClock clock) {
    this.engine = engine;
    this.clock = clock;
  }

  Response get(PeopleApi.Call call) {
    Set<String> fields =
        PersonFields.readMask(call.request().param("personFields"), "personFields");
    String name = call.resourceName();
    if (isMe(call, name)) {
      return PeopleApi.ok(me(call, fields));
    }
    Contact contact = engine.book(call.session().user()).get(name);
    return PeopleApi.ok(view(call, fields).show(contact));
  }

  /** Whether a resource name means the user's own account. */
  static boolean isMe(PeopleApi.Call call, String name) {
    return name.equals("people/me") || name.equals("people/" + call.session().user().id());
  }

  static ObjectNode me(PeopleApi.Call call, Set<String> fields) {
    GoogleUser user = call.session().user();
    return PersonView.me(user.id(), PeopleEngine.profile(user), fields);
  }

  Response create(PeopleApi.Call call) {
    ObjectNode body = call.body();
    PersonRules.checkBody(body, "person");
    Set<String> fields = answerFields(call, body);
    Contact contact = engine.book(call.session().user()).create(body);
    return PeopleApi.ok(view(call, fields).show(contact));
  }

  Response update(PeopleApi.Call call) {
    ObjectNode body = call.body();
    PersonRules.checkBody(body, "person");
    Set<String> mask =
        PersonFields.updateMask(call.request().param("updatePersonFields"), "updatePersonFields");
    String personFields = call.request().param("personFields");
    Set<String> fields =
        personFields == null ? mask : PersonFields.readMask(personFields, "personFields");
    AddressBook book = engine.book(call.session().user());
    Contact contact = book.get(call.resourceName());
    book.update(contact, body, mask);
    return PeopleApi.ok(view(call, fields).show(contact));
  }

  Response delete(PeopleApi.Call call) {
    AddressBook book = engine.book(call.session().user());
    book.delete(book.get(call.resourceName()));
    return PeopleApi.ok(Json.object());
  }

  /** Finds nothing until an empty query has warmed the search up. */
  Response search(PeopleApi.Call call) {
    Set<String> fields = PersonFields.readMask(call.request().param("readMask"), "readMask");
    String query = call.request().param("query");
    AddressBook book = engine.book(call.session().user());
    if (query == null || query.isBlank()) {
      book.searchWarm = clock.now();
      return PeopleApi.ok(Json.object());
    }
    Instant warm = book.searchWarm;
    ObjectNode body = Json.object();
    if (warm == null) {
      return PeopleApi.ok(body);
    }
    String size = call.request().param("pageSize");
    int most = size == null || size.equals("0") ? 10 : Math.min(30, Integer.parseInt(size));
    ArrayNode results = Json.array();
    for (Contact contact : book.search(query)) {
      // The index knows what was there when it was warmed up.
      if (results.size() < most && !contact.states.getFirst().updated().isAfter(warm)) {
        results.addObject().set("person", view(call, fields).show(contact));
      }
    }
    if (!results.isEmpty()) {
      body.set("results", results);
    }
    return PeopleApi.ok(body);
  }

  private static Set<String> answerFields(PeopleApi.Call call, ObjectNode body) {
    String mask = call.request().param("personFields");
    if (mask != null) {
      return PersonFields.readMask(mask, "personFields");
    }
    // Without a mask the answer shows everything that was written, and the metadata.
    Set<String> fields = new java.util.TreeSet<>(Set.of("metadata", "memberships"));
    body.fieldNames().forEachRemaining(fields::add);
    fields.retainAll(
        PersonFields.readMask(
            String.join(",", PersonFields.WRITABLE.keySet()) + ",metadata", "personFields"));
    return fields;
  }

  static PersonView view(PeopleApi.Call call, Set<String> fields) {
    return new PersonView(fields, profiles(call.request().params("sources")));
  }

  /** Unless sources are named, values of linked accounts are shown too. */
  static boolean profiles(List<String> sources) {
    if (sources.isEmpty()) {
      return true;
    }
    if (!sources.contains("READ_SOURCE_TYPE_CONTACT")
        && !sources.contains("READ_SOURCE_TYPE_PROFILE")
        && !sources.contains("READ_SOURCE_TYPE_OTHER_CONTACT")) {
      throw GoogleError.argument("Invalid sources.");
    }
    return sources.contains("READ_SOURCE_TYPE_PROFILE");
  }
}

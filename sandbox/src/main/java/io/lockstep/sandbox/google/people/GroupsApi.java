package io.lockstep.sandbox.google.people;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.frame.Response;
import io.lockstep.sandbox.google.GoogleError;
import io.lockstep.sandbox.google.Json;
import io.lockstep.sandbox.google.Pages;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Contact groups over the API. */
final class GroupsApi {
  private static final Set<String> FIELDS =
      Set.of("clientData", "groupType", "memberCount", "metadata", "name");

  private final PeopleEngine engine;
  private final Pages pages;

  GroupsApi(PeopleEngine engine, Pages pages) {
    this.engine = engine;
    this.pages = pages;
  }

  Response list(PeopleApi.Call call) {
    AddressBook book = book(call);
    Set<String> fields =
        fields(call.request().param("groupFields"), "metadata,groupType,memberCount,name");
    String size = call.request().param("pageSize");
    int results = size == null || size.equals("0") ? 30 : Math.min(1000, Integer.parseInt(size));
    String syncToken = call.request().param("syncToken");
    long since = syncToken == null ? 0 : since(syncToken, book);
    String signature = "groups|" + call.session().user().email() + "|" + fields + syncToken;
    String pageToken = call.request().param("pageToken");
    Pages.Page page;
    if (pageToken != null) {
      page = pages.next(pageToken, signature, results);
    } else {
      List<ObjectNode> items =
          book.groups.all().stream()
              .filter(g -> syncToken == null ? !g.deleted : g.order > since)
              .map(g -> show(book, g, fields, 0))
              .toList();
      String next = "g" + book.generation + "." + book.groups.newest();
      page = pages.first(signature, items, next, results);
    }
    if (page == null) {
      throw GoogleError.argument("Page token is invalid.");
    }
    ObjectNode body = Json.object();
    if (!page.items().isEmpty()) {
      body.putArray("contactGroups").addAll(page.items());
    }
    body.put("totalItems", page.total());
    if (page.next() != null) {
      body.put("nextPageToken", page.next());
    }
    if (page.syncToken() != null) {
      body.put("nextSyncToken", page.syncToken());
    }
    return PeopleApi.ok(body);
  }

  private static long since(String token, AddressBook book) {
    String prefix = "g" + book.generation + ".";
    if (!token.startsWith(prefix) || !token.substring(prefix.length()).matches("[0-9]{1,18}")) {
      throw ConnectionsList.expired();
    }
    return Long.parseLong(token.substring(prefix.length()));
  }

  Response get(PeopleApi.Call call) {
    AddressBook book = book(call);
    Groups.Group group = book.groups.get(call.resourceName());
    return PeopleApi.ok(
        show(book, group, defaultFields(call.request().param("groupFields")), members(call)));
  }

  Response batchGet(PeopleApi.Call call) {
    AddressBook book = book(call);
    Set<String> fields = defaultFields(call.request().param("groupFields"));
    List<String> names = call.request().params("resourceNames");
    if (names.isEmpty() || names.size() > 200) {
      throw GoogleError.argument("Request must contain 1 to 200 resource names.");
    }
    ObjectNode body = Json.object();
    ArrayNode responses = body.putArray("responses");
    for (String name : names) {
      ObjectNode one = responses.addObject().put("requestedResourceName", name);
      Groups.Group group = book.groups.find(name);
      if (group == null) {
        one.putObject("status").put("code", 5).put("message", "Requested entity was not found.");
      } else {
        one.set("status", Json.object());
        one.set("contactGroup", show(book, group, fields, members(call)));
      }
    }
    return PeopleApi.ok(body);
  }

  Response create(PeopleApi.Call call) {
    ObjectNode body = call.body();
    AddressBook book = book(call);
    JsonNode group = body.path("contactGroup");
    Groups.Group created =
        book.groups.create(Json.text(group, "name", ""), group.get("clientData"));
    return PeopleApi.ok(show(book, created, defaultFields(Json.text(body, "readGroupFields")), 0));
  }

  Response update(PeopleApi.Call call) {
    ObjectNode body = call.body();
    AddressBook book = book(call);
    Groups.Group group = book.groups.get(call.resourceName());
    JsonNode wanted = body.path("contactGroup");
    String etag = Json.text(wanted, "etag");
    if (etag != null && !etag.equals(group.etag())) {
      throw GoogleError.grpc(
          400,
          "FAILED_PRECONDITION",
          "Request contactGroup.etag is different than the current contactGroup.etag.");
    }
    Set<String> mask = fields(Json.text(body, "updateGroupFields"), "name");
    if (mask.contains("clientData")) {
      group.clientData = wanted.get("clientData");
      book.groups.touch(group);
    }
    if (mask.contains("name")) {
      book.groups.rename(group, Json.text(wanted, "name", ""));
    }
    return PeopleApi.ok(show(book, group, defaultFields(Json.text(body, "readGroupFields")), 0));
  }

  Response delete(PeopleApi.Call call) {
    AddressBook book = book(call);
    Groups.Group group = book.groups.get(call.resourceName());
    boolean contactsToo = "true".equals(call.request().param("deleteContacts"));
    List<Contact> members = book.members(group.resourceName);
    book.groups.remove(group);
    for (Contact contact : members) {
      if (contactsToo) {
        book.delete(contact);
      } else {
        relabel(book, contact, group.resourceName, false);
      }
    }
    return PeopleApi.ok(Json.object());
  }

  Response modify(PeopleApi.Call call) {
    AddressBook book = book(call);
    Groups.Group group = book.groups.get(call.resourceName());
    ObjectNode body = call.body();
    List<String> add = Json.texts(body, "resourceNamesToAdd");
    List<String> remove = Json.texts(body, "resourceNamesToRemove");
    if (add.size() + remove.size() > 1000 || add.size() + remove.size() == 0) {
      throw GoogleError.argument("Request must add or remove 1 to 1000 contacts.");
    }
    if (!add.isEmpty()) {
      book.groups.checkAssignable(group.resourceName);
    }
    List<String> missing = new ArrayList<>();
    List<String> last = new ArrayList<>();
    for (String name : add) {
      change(book, name, group, true, missing, last);
    }
    for (String name : remove) {
      change(book, name, group, false, missing, last);
    }
    book.groups.touch(group);
    ObjectNode out = Json.object();
    if (!missing.isEmpty()) {
      missing.forEach(out.putArray("notFoundResourceNames")::add);
    }
    if (!last.isEmpty()) {
      last.forEach(out.putArray("canNotRemoveLastContactGroupResourceNames")::add);
    }
    return PeopleApi.ok(out);
  }

  private static void change(
      AddressBook book,
      String name,
      Groups.Group group,
      boolean add,
      List<String> missing,
      List<String> last) {
    Contact contact = book.find(name);
    if (contact == null) {
      missing.add(name);
      return;
    }
    List<String> groups = PersonRules.groups(AddressBook.doc(contact));
    if (!add && groups.equals(List.of(group.resourceName))) {
      last.add(name);
    } else if (groups.contains(group.resourceName) != add) {
      relabel(book, contact, group.resourceName, add);
    }
  }

  private static void relabel(AddressBook book, Contact contact, String group, boolean add) {
    ObjectNode doc = AddressBook.doc(contact).deepCopy();
    List<String> groups = new ArrayList<>(PersonRules.groups(doc));
    groups.remove(group);
    if (add) {
      groups.add(group);
    }
    PersonRules.setGroups(doc, groups.isEmpty() ? List.of("contactGroups/myContacts") : groups);
    book.change(contact, doc);
  }

  private AddressBook book(PeopleApi.Call call) {
    return engine.book(call.session().user());
  }

  private static int members(PeopleApi.Call call) {
    String most = call.request().param("maxMembers");
    return most == null ? 0 : Integer.parseInt(most);
  }

  private static Set<String> defaultFields(@Nullable String mask) {
    return fields(mask, "metadata,groupType,memberCount,name");
  }

  private static Set<String> fields(@Nullable String mask, String otherwise) {
    Set<String> out = Set.of((mask == null || mask.isBlank() ? otherwise : mask).split(","));
    for (String field : out) {
      if (!FIELDS.contains(field)) {
        throw GoogleError.argument("Invalid groupFields mask path: \"" + field + "\".");
      }
    }
    return out;
  }

  private static ObjectNode show(
      AddressBook book, Groups.Group group, Set<String> fields, int maxMembers) {
    ObjectNode out = Json.object().put("resourceName", group.resourceName);
    out.put("etag", group.etag());
    if (fields.contains("metadata")) {
      ObjectNode metadata = out.putObject("metadata").put("updateTime", group.updated.toString());
      if (group.deleted) {
        metadata.put("deleted", true);
      }
    }
    if (group.deleted) {
      return out;
    }
    if (fields.contains("groupType")) {
      out.put("groupType", group.system ? "SYSTEM_CONTACT_GROUP" : "USER_CONTACT_GROUP");
    }
    if (fields.contains("name")) {
      out.put("name", group.name);
      out.put("formattedName", group.name.equals("myContacts") ? "My Contacts" : group.name);
    }
    JsonNode data = group.clientData;
    if (fields.contains("clientData") && data != null && !data.isEmpty()) {
      out.set("clientData", data);
    }
    List<Contact> members = book.members(group.resourceName);
    if (fields.contains("memberCount") && !members.isEmpty()) {
      out.put("memberCount", members.size());
    }
    if (maxMembers > 0 && !members.isEmpty()) {
      ArrayNode names = out.putArray("memberResourceNames");
      members.stream().limit(maxMembers).forEach(m -> names.add(m.resourceName));
    }
    return out;
  }
}

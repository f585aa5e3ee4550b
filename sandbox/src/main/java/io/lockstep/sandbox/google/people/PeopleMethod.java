package io.lockstep.sandbox.google.people;

import io.lockstep.sandbox.frame.Request;
import io.lockstep.sandbox.google.Parameters;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The methods of People v1 that are simulated: name, parameters, whether they write. */
enum PeopleMethod {
  PEOPLE_GET("people.people.get", Words.GET, false),
  PEOPLE_BATCH_GET("people.people.getBatchGet", Words.GET + " resourceNames*", false),
  CONNECTIONS_LIST(
      "people.people.connections.list",
      Words.GET
          + " pageSize:int0 pageToken requestSyncToken:bool syncToken sortOrder:"
          + "LAST_MODIFIED_ASCENDING|LAST_MODIFIED_DESCENDING|FIRST_NAME_ASCENDING|"
          + "LAST_NAME_ASCENDING",
      false),
  CREATE_CONTACT("people.people.createContact", Words.SHOW, true),
  UPDATE_CONTACT("people.people.updateContact", Words.SHOW + " updatePersonFields", true),
  DELETE_CONTACT("people.people.deleteContact", "", true),
  BATCH_CREATE("people.people.batchCreateContacts", "", true),
  BATCH_UPDATE("people.people.batchUpdateContacts", "", true),
  BATCH_DELETE("people.people.batchDeleteContacts", "", true),
  SEARCH_CONTACTS(
      "people.people.searchContacts", "pageSize:int0 query readMask " + Words.SOURCES, false),
  OTHER_CONTACTS_LIST(
      "people.otherContacts.list",
      "pageSize:int0 pageToken readMask requestSyncToken:bool syncToken " + Words.SOURCES,
      false),
  GROUPS_LIST("people.contactGroups.list", "groupFields pageSize:int0 pageToken syncToken", false),
  GROUPS_GET("people.contactGroups.get", "groupFields maxMembers:int0", false),
  GROUPS_BATCH_GET(
      "people.contactGroups.batchGet", "groupFields maxMembers:int0 resourceNames*", false),
  GROUPS_CREATE("people.contactGroups.create", "", true),
  GROUPS_UPDATE("people.contactGroups.update", "", true),
  GROUPS_DELETE("people.contactGroups.delete", "deleteContacts:bool", true),
  GROUPS_MODIFY("people.contactGroups.members.modify", "", true);

  /** Words that several methods share. */
  private static final class Words {
    static final String SOURCES =
        "sources:READ_SOURCE_TYPE_UNSPECIFIED|READ_SOURCE_TYPE_PROFILE|READ_SOURCE_TYPE_CONTACT|"
            + "READ_SOURCE_TYPE_DOMAIN_CONTACT|READ_SOURCE_TYPE_OTHER_CONTACT*";
    static final String SHOW = "personFields " + SOURCES;
    static final String GET = SHOW + " requestMask.includeField";

    private Words() {}
  }

  private static final Pattern REAL =
      Pattern.compile(
          "GET v1/people:(listDirectoryPeople|searchDirectoryPeople)"
              + "|PATCH v1/people/[^/:]+:updateContactPhoto"
              + "|DELETE v1/people/[^/:]+:deleteContactPhoto"
              + "|GET v1/otherContacts:search"
              + "|POST v1/otherContacts/[^/:]+:copyOtherContactToMyContactsGroup");

  private final String operation;
  private final Parameters parameters;
  private final boolean writes;

  PeopleMethod(String operation, String parameters, boolean writes) {
    this.operation = operation;
    this.parameters = Parameters.of(parameters);
    this.writes = writes;
  }

  /** {@code people.connections.list}: Google's own name without the doubled resource. */
  String operation() {
    return operation.replace("people.people.", "people.");
  }

  Parameters parameters() {
    return parameters;
  }

  boolean writes() {
    return writes;
  }

  /** Whether Google has a method there that is not simulated. */
  static boolean isReal(Request request) {
    return REAL.matcher(request.method() + " " + String.join("/", request.segments())).matches();
  }

  /** The method that a request calls; null where there is none. */
  static @Nullable PeopleMethod of(Request request) {
    String path = String.join("/", request.segments());
    String call = request.method() + " " + path;
    PeopleMethod fixed =
        switch (call) {
          case "GET v1/people:batchGet" -> PEOPLE_BATCH_GET;
          case "POST v1/people:createContact" -> CREATE_CONTACT;
          case "POST v1/people:batchCreateContacts" -> BATCH_CREATE;
          case "POST v1/people:batchUpdateContacts" -> BATCH_UPDATE;
          case "POST v1/people:batchDeleteContacts" -> BATCH_DELETE;
          case "GET v1/people:searchContacts" -> SEARCH_CONTACTS;
          case "GET v1/otherContacts" -> OTHER_CONTACTS_LIST;
          case "GET v1/contactGroups" -> GROUPS_LIST;
          case "POST v1/contactGroups" -> GROUPS_CREATE;
          case "GET v1/contactGroups:batchGet" -> GROUPS_BATCH_GET;
          default -> null;
        };
    return fixed != null ? fixed : byPattern(call);
  }

  private static @Nullable PeopleMethod byPattern(String call) {
    if (call.matches("GET v1/people/[^/:]+/connections")) {
      return CONNECTIONS_LIST;
    }
    if (call.matches("GET v1/people/[^/:]+")) {
      return PEOPLE_GET;
    }
    if (call.matches("PATCH v1/people/[^/:]+:updateContact")) {
      return UPDATE_CONTACT;
    }
    if (call.matches("DELETE v1/people/[^/:]+:deleteContact")) {
      return DELETE_CONTACT;
    }
    if (call.matches("POST v1/contactGroups/[^/:]+/members:modify")) {
      return GROUPS_MODIFY;
    }
    if (call.matches("(GET|PUT|DELETE) v1/contactGroups/[^/:]+")) {
      return switch (call.substring(0, 3)) {
        case "GET" -> GROUPS_GET;
        case "PUT" -> GROUPS_UPDATE;
        default -> GROUPS_DELETE;
      };
    }
    return null;
  }
}

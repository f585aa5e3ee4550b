package io.lockstep.sandbox.google.people;

import static io.lockstep.sandbox.google.GoogleFixture.ANNA;
import static io.lockstep.sandbox.google.GoogleFixture.BEN;
import static io.lockstep.sandbox.google.GoogleFixture.refusal;
import static io.lockstep.sandbox.google.GoogleFixture.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.services.people.v1.PeopleService;
import com.google.api.services.people.v1.model.BatchCreateContactsRequest;
import com.google.api.services.people.v1.model.BatchUpdateContactsRequest;
import com.google.api.services.people.v1.model.ClientData;
import com.google.api.services.people.v1.model.ContactGroup;
import com.google.api.services.people.v1.model.ContactToCreate;
import com.google.api.services.people.v1.model.CreateContactGroupRequest;
import com.google.api.services.people.v1.model.EmailAddress;
import com.google.api.services.people.v1.model.ListConnectionsResponse;
import com.google.api.services.people.v1.model.ModifyContactGroupMembersRequest;
import com.google.api.services.people.v1.model.Name;
import com.google.api.services.people.v1.model.Person;
import com.google.api.services.people.v1.model.PhoneNumber;
import io.lockstep.sandbox.frame.Fault;
import io.lockstep.sandbox.google.GoogleFixture;
import io.lockstep.sandbox.google.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PeopleTest {
  private static final String FIELDS =
      "names,emailAddresses,phoneNumbers,memberships,clientData,metadata";
  private GoogleFixture google;
  private PeopleService anna;

  @BeforeEach
  void start() throws IOException {
    google = new GoogleFixture();
    anna = google.people(ANNA);
  }

  @AfterEach
  void stop() {
    google.close();
  }

  private static Person person(String given, String family) {
    return new Person()
        .setNames(List.of(new Name().setGivenName(given).setFamilyName(family)))
        .setEmailAddresses(List.of(new EmailAddress().setValue(given + "@example.org")));
  }

  private Person create(Person person) throws IOException {
    return anna.people().createContact(person).setPersonFields(FIELDS).execute();
  }

  private ListConnectionsResponse list(@Nullable String syncToken) throws IOException {
    PeopleService.People.Connections.List call =
        anna.people().connections().list("people/me").setPersonFields(FIELDS);
    return (syncToken == null ? call.setRequestSyncToken(true) : call.setSyncToken(syncToken))
        .execute();
  }

  private void minutesPass(int minutes) {
    google.clock.set(google.clock.now().plus(Duration.ofMinutes(minutes)));
  }

  @Test
  void create_thenGet_showsNormalisedContact() throws IOException {
    Person made =
        create(
            person("Ada", "Lovelace")
                .setPhoneNumbers(
                    List.of(new PhoneNumber().setValue(" (650) 253-0000 ").setType("workMobile")))
                .setClientData(List.of(new ClientData().setKey("sf.id").setValue("x"))));
    Person read = anna.people().get(made.getResourceName()).setPersonFields(FIELDS).execute();
    assertThat(read).isEqualTo(made);
    assertThat(read.getNames().get(0).getDisplayName()).isEqualTo("Ada Lovelace");
    assertThat(read.getNames().get(0).getDisplayNameLastFirst()).isEqualTo("Lovelace, Ada");
    PhoneNumber phone = read.getPhoneNumbers().get(0);
    assertThat(phone.getCanonicalForm()).isEqualTo("+16502530000");
    assertThat(phone.getValue()).isEqualTo("(650) 253-0000");
    assertThat(phone.getFormattedType()).isEqualTo("Work Mobile");
    assertThat(phone.getMetadata().getPrimary()).isTrue();
    assertThat(
            read.getMemberships().get(0).getContactGroupMembership().getContactGroupResourceName())
        .isEqualTo("contactGroups/myContacts");
    assertThat(read.getMetadata().getSources().get(0).getType()).isEqualTo("CONTACT");
    assertThat(google.requests.counts())
        .anyMatch(c -> c.operation().equals("people.createContact"));
  }

  @Test
  void update_withoutOrWithStaleEtag_isRefused() throws IOException {
    Person made = create(person("Ada", "L"));
    Person bare = person("Ada", "Byron");
    assertThat(
            status(
                () ->
                    anna.people()
                        .updateContact(made.getResourceName(), bare)
                        .setUpdatePersonFields("names")
                        .execute()))
        .isEqualTo("400 INVALID_ARGUMENT");
    bare.setEtag(made.getEtag());
    Person updated =
        anna.people()
            .updateContact(made.getResourceName(), bare)
            .setUpdatePersonFields("names")
            .execute();
    assertThat(updated.getNames().get(0).getFamilyName()).isEqualTo("Byron");
    assertThat(
            status(
                () ->
                    anna.people()
                        .updateContact(made.getResourceName(), bare)
                        .setUpdatePersonFields("names")
                        .execute()))
        .isEqualTo("400 FAILED_PRECONDITION");
    Person twoNames =
        new Person()
            .setEtag(updated.getEtag())
            .setNames(List.of(new Name().setGivenName("a"), new Name().setGivenName("b")));
    assertThat(
            status(
                () ->
                    anna.people()
                        .updateContact(made.getResourceName(), twoNames)
                        .setUpdatePersonFields("names")
                        .execute()))
        .isEqualTo("400 INVALID_ARGUMENT");
    assertThat(
            status(
                () ->
                    anna.people()
                        .updateContact(made.getResourceName(), updated)
                        .setUpdatePersonFields("memberships")
                        .execute()))
        .isEqualTo("400 INVALID_ARGUMENT");
  }

  @Test
  void update_emptyFieldOfTheMask_isCleared() throws IOException {
    Person made = create(person("Ada", "L"));
    Person change = new Person().setEtag(made.getEtag());
    anna.people()
        .updateContact(made.getResourceName(), change)
        .setUpdatePersonFields("emailAddresses")
        .execute();
    Person read = anna.people().get(made.getResourceName()).setPersonFields(FIELDS).execute();
    assertThat(read.getEmailAddresses()).isNull();
    assertThat(read.getNames()).hasSize(1);
  }

  @Test
  void syncListing_isMinutesBehind_whileGetIsNot() throws IOException {
    ListConnectionsResponse empty = list(null);
    assertThat(empty.getConnections()).isNull();
    Person made = create(person("Ada", "L"));
    assertThat(anna.people().get(made.getResourceName()).setPersonFields("names").execute())
        .isNotNull();
    assertThat(list(empty.getNextSyncToken()).getConnections()).isNull();
    minutesPass(4);
    ListConnectionsResponse delta = list(empty.getNextSyncToken());
    assertThat(delta.getConnections())
        .extracting(Person::getResourceName)
        .containsExactly(made.getResourceName());
    google.google.deleteContact(ANNA, made.getResourceName());
    minutesPass(4);
    Person gone = list(delta.getNextSyncToken()).getConnections().get(0);
    assertThat(gone.getMetadata().getDeleted()).isTrue();
    assertThat(gone.getNames()).isNull();
    assertThat(
            status(
                () -> anna.people().get(made.getResourceName()).setPersonFields("names").execute()))
        .isEqualTo("404 NOT_FOUND");
  }

  @Test
  void syncToken_afterSevenDays_isExpiredHoweverOftenUsed() throws IOException {
    String token = list(null).getNextSyncToken();
    google.clock.set(google.clock.now().plus(Duration.ofDays(5)));
    String next = list(token).getNextSyncToken();
    google.clock.set(google.clock.now().plus(Duration.ofDays(3)));
    var refused = refusal(() -> list(next));
    assertThat(refused.getStatusCode()).isEqualTo(400);
    assertThat(refused.getDetails().get("status")).isEqualTo("FAILED_PRECONDITION");
    assertThat(refused.getDetails().getDetails().get(0).getReason())
        .isEqualTo("EXPIRED_SYNC_TOKEN");
  }

  @Test
  void linkedContact_isRenamedAndFoundByBothNames() throws IOException {
    Person made = create(person("Ben", "B"));
    minutesPass(4);
    String token = list(null).getNextSyncToken();
    String renamed =
        google.google.linkContact(ANNA, made.getResourceName(), BEN).path("resourceName").asText();
    assertThat(renamed).isNotEqualTo(made.getResourceName());
    minutesPass(4);
    Person changed = list(token).getConnections().get(0);
    assertThat(changed.getMetadata().getPreviousResourceNames())
        .containsExactly(made.getResourceName());
    assertThat(changed.getNames()).hasSize(2);
    Person old =
        anna.people()
            .get(made.getResourceName())
            .setPersonFields("names")
            .setSources(List.of("READ_SOURCE_TYPE_CONTACT"))
            .execute();
    assertThat(old.getResourceName()).isEqualTo(renamed);
    assertThat(old.getNames()).hasSize(1);
  }

  @Test
  void masks_parametersAndFields_unknownOnesAreRefused() throws IOException {
    assertThat(status(() -> anna.people().connections().list("people/me").execute()))
        .isEqualTo("400 INVALID_ARGUMENT");
    assertThat(
            status(
                () ->
                    anna.people()
                        .connections()
                        .list("people/me")
                        .setPersonFields("nonsense")
                        .execute()))
        .isEqualTo("400 INVALID_ARGUMENT");
    assertThat(
            status(
                () ->
                    anna.people()
                        .connections()
                        .list("people/me")
                        .setPersonFields("names")
                        .set("bogus", "1")
                        .execute()))
        .isEqualTo("400 INVALID_ARGUMENT");
    Person odd = person("A", "B");
    odd.set("shoeSize", 43);
    assertThat(status(() -> anna.people().createContact(odd).execute()))
        .isEqualTo("400 INVALID_ARGUMENT");
  }

  @Test
  void batchGetOf200Names_arrivesThoughTheQueryIsTooLongForAUrl() throws IOException {
    List<ContactToCreate> contacts = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      contacts.add(new ContactToCreate().setContactPerson(person("P" + i, "Q")));
    }
    List<String> names =
        anna
            .people()
            .batchCreateContacts(
                new BatchCreateContactsRequest().setContacts(contacts).setReadMask("names"))
            .execute()
            .getCreatedPeople()
            .stream()
            .map(r -> r.getPerson().getResourceName())
            .toList();
    assertThat(
            anna.people()
                .getBatchGet()
                .setResourceNames(names)
                .setPersonFields("names")
                .execute()
                .getResponses())
        .hasSize(200)
        .allMatch(r -> r.getHttpStatusCode() == 200);
    assertThat(list(null).getConnections()).isNull();
    minutesPass(4);
    ListConnectionsResponse page =
        anna.people()
            .connections()
            .list("people/me")
            .setPersonFields("names")
            .setPageSize(150)
            .execute();
    assertThat(page.getConnections()).hasSize(150);
    assertThat(page.getTotalItems()).isEqualTo(200);
  }

  @Test
  void batchUpdate_oneStale_refusesAllAndNamesIt() throws IOException {
    Person one = create(person("One", "A"));
    Person two = create(person("Two", "A"));
    Person stale = new Person().setEtag("old").setNames(List.of(new Name().setGivenName("X")));
    Person good =
        new Person().setEtag(one.getEtag()).setNames(List.of(new Name().setGivenName("Y")));
    var refused =
        refusal(
            () ->
                anna.people()
                    .batchUpdateContacts(
                        new BatchUpdateContactsRequest()
                            .setContacts(
                                Map.of(one.getResourceName(), good, two.getResourceName(), stale))
                            .setUpdateMask("names"))
                    .execute());
    assertThat(refused.getContent())
        .contains("BatchUpdateContactsErrorDetails")
        .contains(two.getResourceName());
    assertThat(
            anna.people()
                .get(one.getResourceName())
                .setPersonFields("names")
                .execute()
                .getNames()
                .get(0)
                .getGivenName())
        .isEqualTo("One");
  }

  @Test
  void groups_membersAndTheLastGroup() throws IOException {
    ContactGroup group =
        anna.contactGroups()
            .create(
                new CreateContactGroupRequest()
                    .setContactGroup(new ContactGroup().setName("Salesforce Sync")))
            .execute();
    assertThat(
            status(
                () ->
                    anna.contactGroups()
                        .create(
                            new CreateContactGroupRequest()
                                .setContactGroup(new ContactGroup().setName("salesforce sync")))
                        .execute()))
        .isEqualTo("409 ALREADY_EXISTS");
    Person made = create(person("Ada", "L"));
    var added =
        anna.contactGroups()
            .members()
            .modify(
                group.getResourceName(),
                new ModifyContactGroupMembersRequest()
                    .setResourceNamesToAdd(List.of(made.getResourceName(), "people/c404")))
            .execute();
    assertThat(added.getNotFoundResourceNames()).containsExactly("people/c404");
    assertThat(
            anna.contactGroups()
                .get(group.getResourceName())
                .setMaxMembers(10)
                .execute()
                .getMemberResourceNames())
        .containsExactly(made.getResourceName());
    anna.contactGroups()
        .members()
        .modify(
            "contactGroups/myContacts",
            new ModifyContactGroupMembersRequest()
                .setResourceNamesToRemove(List.of(made.getResourceName())))
        .execute();
    var last =
        anna.contactGroups()
            .members()
            .modify(
                group.getResourceName(),
                new ModifyContactGroupMembersRequest()
                    .setResourceNamesToRemove(List.of(made.getResourceName())))
            .execute();
    assertThat(last.getCanNotRemoveLastContactGroupResourceNames())
        .containsExactly(made.getResourceName());
    anna.contactGroups().delete(group.getResourceName()).execute();
    assertThat(google.google.contacts(ANNA)).hasSize(1);
  }

  @Test
  void search_findsNothingBeforeItIsWarmedUp() throws IOException {
    create(person("Ada", "Lovelace"));
    assertThat(search("love")).isNull();
    assertThat(search("")).isNull();
    assertThat(search("love")).hasSize(1);
    assertThat(search("ovelace")).isNull();
  }

  private List<?> search(String query) throws IOException {
    return anna.people()
        .searchContacts()
        .setQuery(query)
        .setReadMask("names")
        .execute()
        .getResults();
  }

  @Test
  void mergedAndDuplicatedByAPerson_showAsUpdateDeletionAndNewContact() throws IOException {
    Person one =
        create(
            person("Ada", "L").setClientData(List.of(new ClientData().setKey("k").setValue("v"))));
    Person two = create(person("Ada2", "L"));
    google.google.mergeContacts(ANNA, one.getResourceName(), two.getResourceName());
    assertThat(google.google.contacts(ANNA)).hasSize(1);
    assertThat(google.google.contacts(ANNA).get(0).path("emailAddresses")).hasSize(2);
    var copy = google.google.duplicateContact(ANNA, one.getResourceName());
    assertThat(Json.text(copy.path("clientData").path(0), "value")).isEqualTo("v");
  }

  @Test
  void rateLimit_isResourceExhausted() {
    google.faults.add("google", Fault.Kind.rateLimit, 1, 1, "connections");
    var refused = refusal(() -> list(null));
    assertThat(refused.getStatusCode()).isEqualTo(429);
    assertThat(refused.getDetails().getDetails().get(0).getReason())
        .isEqualTo("RATE_LIMIT_EXCEEDED");
  }

  @Test
  void concurrentWrites_ofOneUser_abortEachOther() throws Exception {
    google.google.settings().abortProbability = 1;
    google.google.settings().contactWriteTime = Duration.ofMillis(200);
    List<Integer> codes = new java.util.concurrent.CopyOnWriteArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    var refused = refusal(() -> create(person("X", "Y")));
                    codes.add(refused == null ? 200 : refused.getStatusCode());
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(codes).contains(200, 409);
  }
}

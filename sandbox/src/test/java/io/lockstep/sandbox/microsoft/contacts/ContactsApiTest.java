package io.lockstep.sandbox.microsoft.contacts;

import static io.lockstep.sandbox.microsoft.MicrosoftFixture.ANNA;
import static io.lockstep.sandbox.microsoft.MicrosoftFixture.BEN;
import static io.lockstep.sandbox.microsoft.MicrosoftFixture.IMMUTABLE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lockstep.sandbox.frame.Fault;
import io.lockstep.sandbox.microsoft.MicrosoftFixture;
import io.lockstep.sandbox.microsoft.MicrosoftFixture.Answer;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ContactsApiTest {
  private static final String MARK =
      "String {66f5a359-4659-4830-9070-00047ec6ac6e} Name LockstepMark";
  private MicrosoftFixture m365;
  private String anna;

  @BeforeEach
  void start() throws IOException {
    m365 = new MicrosoftFixture();
    anna = m365.token(ANNA);
  }

  @AfterEach
  void stop() {
    m365.close();
  }

  private Answer create(String body) {
    Answer made = m365.post(anna, "/me/contacts", body);
    assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
    return made;
  }

  private Answer patch(String id, String body, String... headers) {
    return m365.call("PATCH", anna, "/me/contacts/" + id, body, headers);
  }

  @Test
  void create_derivesNamesAndShowsEveryProperty() {
    Answer made = create("{'givenName':'Pavel','surname':'Bansky','businessPhones':['1']}");

    assertThat(made.text("displayName")).isEqualTo("Pavel Bansky");
    assertThat(made.text("fileAs")).isEqualTo("Bansky, Pavel");
    assertThat(made.body().get("middleName").isNull()).isTrue();
    assertThat(made.body().get("homeAddress")).isEmpty();
    assertThat(made.body().get("categories").isArray()).isTrue();
    assertThat(made.text("@odata.etag")).isEqualTo("W/\"" + made.text("changeKey") + "\"");
    assertThat(made.text("@odata.context")).endsWith("/contacts/$entity");
    assertThat(made.header("Location")).contains("/contacts('" + made.text("id") + "')");
    assertThat(made.body().has("singleValueExtendedProperties")).isFalse();
  }

  @Test
  void create_moreThanTheMailboxHolds_is400() {
    assertThat(
            m365.post(anna, "/me/contacts", "{'businessPhones':['1','2','3']}")
                .body()
                .at("/error/message")
                .asText())
        .isEqualTo(
            "The multi value property BusinessPhones has 3 entries, that exceeds the max allowed"
                + " value of 2");
    assertThat(
            m365.post(
                    anna,
                    "/me/contacts",
                    "{'emailAddresses':[{'address':'a@x'},{'address':'b@x'},{'address':'c@x'},{'address':'d@x'}]}")
                .refusal())
        .isEqualTo("400 ErrorPropertyValidationFailure");
    assertThat(m365.post(anna, "/me/contacts", "{'givenName':'" + "x".repeat(256) + "'}").refusal())
        .isEqualTo("400 ErrorPropertyValidationFailure");
    assertThat(m365.get(anna, "/me/contacts").value()).isEmpty();
  }

  @Test
  void create_unknownPropertyOrWrongKind_is400() {
    assertThat(m365.post(anna, "/me/contacts", "{'nonsense':1}").refusal())
        .isEqualTo("400 RequestBodyRead");
    assertThat(m365.post(anna, "/me/contacts", "{'givenName':5}").refusal())
        .isEqualTo("400 RequestBodyRead");
    assertThat(m365.post(anna, "/me/contacts", "{'businessPhones':null}").refusal())
        .isEqualTo("400 RequestBodyRead");
    assertThat(m365.post(anna, "/me/contacts", "not json").refusal()).isEqualTo("400 BadRequest");
  }

  @Test
  void values_comeBackInTheServersForm() {
    Answer made =
        create(
            "{'givenName':'','personalNotes':'one\\ntwo\\u000b','birthday':'1974-07-22T00:00:00Z',"
                + "'categories':['A','a','B'],'emailAddresses':[{'address':'a@x.example'}]}");

    assertThat(made.body().get("givenName").isNull()).isTrue();
    assertThat(made.text("personalNotes")).isEqualTo("one\r\ntwo");
    assertThat(made.text("birthday")).isEqualTo("1974-07-22T11:59:00Z");
    assertThat(made.body().get("categories")).hasSize(2);
    assertThat(made.body().at("/emailAddresses/0/name").asText()).isEqualTo("a@x.example");
    assertThat(made.body().at("/primaryEmailAddress/address").asText()).isEqualTo("a@x.example");
    assertThat(made.body().get("secondaryEmailAddress").isNull()).isTrue();
  }

  @Test
  void patch_changesOnlyWhatItNames_andComplexValuesAsAWhole() {
    String id =
        create(
                "{'givenName':'Ada','surname':'L','homeAddress':{'street':'A','city':'B'},"
                    + "'categories':['X']}")
            .text("id");

    Answer changed = patch(id, "{'surname':'Lovelace','homeAddress':{'city':'C'}}");

    assertThat(changed.text("givenName")).isEqualTo("Ada");
    assertThat(changed.text("surname")).isEqualTo("Lovelace");
    // Not derived anew: the displayed name is a field of its own.
    assertThat(changed.text("displayName")).isEqualTo("Ada L");
    assertThat(changed.body().at("/homeAddress")).hasSize(1);
    assertThat(changed.body().at("/categories/0").asText()).isEqualTo("X");
    assertThat(patch(id, "{'surname':null}").body().get("surname").isNull()).isTrue();
  }

  @Test
  void everyWrite_changesTheChangeKey_andAStaleOneIs412() {
    Answer made = create("{'givenName':'Ada'}");
    String id = made.text("id");
    String first = made.text("@odata.etag");

    Answer second = patch(id, "{'surname':'B'}", "If-Match", first);
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.text("@odata.etag")).isNotEqualTo(first);
    assertThat(patch(id, "{'surname':'C'}", "If-Match", first).refusal())
        .isEqualTo("412 ErrorIrresolvableConflict");
    assertThat(m365.call("DELETE", anna, "/me/contacts/" + id, null, "If-Match", first).refusal())
        .isEqualTo("412 ErrorIrresolvableConflict");

    m365.contacts.touch(m365.microsoft.mailbox(ANNA), id);
    assertThat(patch(id, "{'surname':'D'}", "If-Match", second.text("@odata.etag")).refusal())
        .isEqualTo("412 ErrorIrresolvableConflict");
    assertThat(m365.get(anna, "/me/contacts/" + id).text("surname")).isEqualTo("B");
    assertThat(patch(id, "{'surname':'E'}", "If-Match", "*").status()).isEqualTo(200);
  }

  @Test
  void delete_isGone_andTheSecondTimeNotFound() {
    String id = create("{'givenName':'Ada'}").text("id");

    assertThat(m365.call("DELETE", anna, "/me/contacts/" + id, null).status()).isEqualTo(204);
    assertThat(m365.call("DELETE", anna, "/me/contacts/" + id, null).refusal())
        .isEqualTo("404 ErrorItemNotFound");
    assertThat(m365.get(anna, "/me/contacts/" + id).refusal()).isEqualTo("404 ErrorItemNotFound");
    String other = create("{'givenName':'B'}").text("id");
    assertThat(m365.call("POST", anna, "/me/contacts/" + other + "/permanentDelete", null).status())
        .isEqualTo(204);
  }

  @Test
  void ids_areCaseSensitive_andOfOneMailboxOnly() {
    String id = create("{'givenName':'Ada'}").text("id");

    assertThat(m365.get(anna, "/me/contacts/" + id.toLowerCase(java.util.Locale.ROOT)).status())
        .isBetween(400, 404);
    assertThat(m365.get(anna, "/me/contacts/no-id").refusal())
        .isEqualTo("400 ErrorInvalidIdMalformed");
    assertThat(m365.get(m365.token(BEN), "/me/contacts/" + id).refusal())
        .isEqualTo("404 ErrorItemNotFound");
  }

  @Test
  void move_changesTheRegularId_butNotTheImmutableOne() {
    String regular = create("{'givenName':'Ada'}").text("id");
    String immutable = m365.get(anna, "/me/contacts/" + regular, "Prefer", IMMUTABLE).text("id");
    assertThat(immutable).isNotEqualTo(regular);
    String folder =
        m365.post(anna, "/me/contactFolders", "{'displayName':'Salesforce_Sync'}").text("id");

    Answer moved = patch(immutable, "{'parentFolderId':'" + folder + "'}", "Prefer", IMMUTABLE);

    assertThat(moved.text("id")).isEqualTo(immutable);
    assertThat(moved.text("parentFolderId")).isEqualTo(folder);
    assertThat(moved.header("Preference-Applied")).isEqualTo("IdType=ImmutableId");
    assertThat(m365.get(anna, "/me/contacts/" + regular).refusal())
        .isEqualTo("404 ErrorItemNotFound");
    assertThat(m365.get(anna, "/me/contacts/" + immutable).text("id")).isNotEqualTo(regular);
    assertThat(m365.get(anna, "/me/contacts").value()).isEmpty();
    assertThat(m365.get(anna, "/me/contactFolders/" + folder + "/contacts").value()).hasSize(1);
  }

  @Test
  void translateExchangeIds_knowsBothForms() {
    String regular = create("{'givenName':'Ada'}").text("id");

    Answer answer =
        m365.post(
            anna,
            "/me/translateExchangeIds",
            "{'inputIds':['"
                + regular
                + "','nonsense'],'sourceIdType':'restId','targetIdType':'restImmutableEntryId'}");

    assertThat(answer.body().at("/value/0/targetId").asText())
        .isEqualTo(m365.get(anna, "/me/contacts/" + regular, "Prefer", IMMUTABLE).text("id"));
    assertThat(answer.body().at("/value/1/errorDetails/code").asText()).isNotEmpty();
  }

  @Test
  void extendedProperties_areHiddenUnlessExpandedWithAFilter() {
    String id =
        create(
                "{'givenName':'Ada','singleValueExtendedProperties':[{'id':'"
                    + MARK
                    + "','value':'00Q1:1'}]}")
            .text("id");
    String at = "/me/contacts/" + id;

    assertThat(m365.get(anna, at).body().has("singleValueExtendedProperties")).isFalse();
    assertThat(m365.get(anna, at + "?$expand=singleValueExtendedProperties").status())
        .isEqualTo(400);
    // The name has a case, the GUID has none.
    assertThat(expanded(at, MARK.replace("66f5a359", "66F5A359"))).isEqualTo("00Q1:1");
    assertThat(expanded(at, MARK.replace("LockstepMark", "lockstepmark"))).isEmpty();
    patch(id, "{'surname':'B'}");
    assertThat(expanded(at, MARK)).isEqualTo("00Q1:1");
  }

  private String expanded(String at, String property) {
    return m365.get(
            anna,
            at
                + "?$expand=singleValueExtendedProperties($filter=id%20eq%20'"
                + encoded(property)
                + "')")
        .body()
        .at("/singleValueExtendedProperties/0/value")
        .asText();
  }

  private static String encoded(String text) {
    return text.replace(" ", "%20").replace("{", "%7B").replace("}", "%7D");
  }

  @Test
  void anyFilter_findsAnItemByItsProperty_valueWithoutCase() {
    create("{'givenName':'Other'}");
    create(
        "{'givenName':'Ada','singleValueExtendedProperties':[{'id':'"
            + MARK
            + "','value':'AbC'}]}");
    String filter =
        "/me/contacts?$filter=singleValueExtendedProperties/Any(ep:%20ep/id%20eq%20'"
            + encoded(MARK)
            + "'%20and%20ep/value%20eq%20'";

    assertThat(names(m365.get(anna, filter + "abc')"))).containsExactly("Ada");
    assertThat(m365.get(anna, filter + "x')").value()).isEmpty();
    assertThat(m365.get(anna, "/me/contacts?$filter=id eq 'x'").refusal())
        .isEqualTo("400 ErrorInvalidProperty");
  }

  @Test
  void list_pagesFiltersOrdersAndSelects() {
    for (String name : List.of("Cy", "Ada", "Bo")) {
      create(
          "{'givenName':'" + name + "','emailAddresses':[{'address':'" + name + "@x.example'}]}");
    }

    Answer first = m365.get(anna, "/me/contacts?$top=2&$orderby=givenName&$count=true");
    assertThat(names(first)).containsExactly("Ada", "Bo");
    assertThat(first.body().path("@odata.count").asInt()).isEqualTo(3);
    Answer second = m365.get(anna, first.text("@odata.nextLink"));
    assertThat(names(second)).containsExactly("Cy");
    assertThat(second.body().has("@odata.nextLink")).isFalse();
    assertThat(
            names(
                m365.get(
                    anna,
                    "/me/contacts?%24filter=emailAddresses/any(a:a/address eq 'bo@X.example')")))
        .containsExactly("Bo");
    JsonNode selected = m365.get(anna, "/me/contacts?$select=GivenName").value().getFirst();
    assertThat(selected.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("@odata.etag", "id", "givenName");
    assertThat(m365.get(anna, "/me/contacts?$select=nonsense").refusal())
        .isEqualTo("400 RequestBroker--ParseUri");
    assertThat(m365.get(anna, "/me/contacts?$top=-1").status()).isEqualTo(400);
  }

  private static List<String> names(Answer answer) {
    return answer.value().stream().map(c -> c.path("givenName").asText()).toList();
  }

  @Test
  void folders_theDefaultOneIsNotListed_butHasAWellKnownName() {
    assertThat(m365.get(anna, "/me/contactFolders").value()).isEmpty();
    Answer standard = m365.get(anna, "/me/contactFolders/contacts");
    assertThat(standard.text("displayName")).isEqualTo("Contacts");
    assertThat(create("{'givenName':'Ada'}").text("parentFolderId")).isEqualTo(standard.text("id"));

    Answer folder = m365.post(anna, "/me/contactFolders", "{'displayName':'Friends'}");
    assertThat(folder.status()).isEqualTo(201);
    assertThat(m365.post(anna, "/me/contactFolders", "{'displayName':'friends'}").refusal())
        .isEqualTo("409 ErrorFolderExists");
    Answer child =
        m365.post(
            anna,
            "/me/contactFolders/" + folder.text("id") + "/childFolders",
            "{'displayName':'Old'}");
    assertThat(child.text("parentFolderId")).isEqualTo(folder.text("id"));
    assertThat(m365.get(anna, "/me/contactFolders").value()).hasSize(1);
    assertThat(
            m365.call("DELETE", anna, "/me/contactFolders/" + standard.text("id"), null).refusal())
        .isEqualTo("400 ErrorDeleteDistinguishedFolder");

    String inside =
        m365.post(
                anna,
                "/me/contactFolders/" + folder.text("id") + "/contacts",
                "{'givenName':'Eve'}")
            .text("id");
    assertThat(m365.call("DELETE", anna, "/me/contactFolders/" + folder.text("id"), null).status())
        .isEqualTo(204);
    assertThat(m365.get(anna, "/me/contacts/" + inside).refusal())
        .isEqualTo("404 ErrorItemNotFound");
    assertThat(m365.get(anna, "/me/contactFolders/" + child.text("id")).status()).isEqualTo(404);
  }

  @Test
  void categories_haveAListWithColours() {
    Answer made =
        m365.post(
            anna,
            "/me/outlook/masterCategories",
            "{'displayName':'Salesforce Sync','color':'Preset5'}");
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.text("color")).isEqualTo("preset5");
    assertThat(
            m365.post(anna, "/me/outlook/masterCategories", "{'displayName':'salesforce sync'}")
                .status())
        .isEqualTo(409);
    assertThat(m365.get(anna, "/me/outlook/masterCategories").value()).hasSize(7);
  }

  @Test
  void faults_shortAndEmptyListings() {
    create("{'givenName':'A'}");
    create("{'givenName':'B'}");

    m365.faults.add("microsoft", Fault.Kind.shortListing, 1, 1, "/contacts");
    assertThat(m365.get(anna, "/me/contacts").value()).hasSize(1);
    m365.faults.add("microsoft", Fault.Kind.emptyListing, 1, 1, null);
    assertThat(m365.get(anna, "/me/contacts").value()).isEmpty();
    assertThat(m365.get(anna, "/me/contacts").value()).hasSize(2);
  }
}

package io.lockstep.google;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.lockstep.google.WiredGoogle.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.http.Fault;
import io.lockstep.contact.PersonField;
import io.lockstep.port.Answer;
import io.lockstep.port.Mailbox;
import io.lockstep.port.Mailbox.Page;
import io.lockstep.port.Mailbox.Write;
import io.lockstep.port.PortException;
import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Sighting;
import io.lockstep.sync.Snapshot;
import io.lockstep.sync.Snapshot.Exclusion;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is sent to People, and what is made of its answers, byte by byte. */
class GoogleContactCallsTest {
  private static final String CONNECTIONS = "/v1/people/me/connections";
  private static final String BATCH_GET = "/v1/people:batchGet";
  private static final String CREATE = "/v1/people:batchCreateContacts";
  private static final String UPDATE = "/v1/people:batchUpdateContacts";
  private static final String DELETE = "/v1/people:batchDeleteContacts";
  private static final String LABEL = "/v1/contactGroups/1";

  private final WiredGoogle google = new WiredGoogle();

  @AfterEach
  void close() throws IOException {
    google.close();
  }

  private static String person(String id, String etag, String more) {
    return "{'resourceName':'people/%s','etag':'%%p','metadata':{'sources':[{'type':'CONTACT','id':'s%s','etag':'%s','updateTime':'2026-02-01T00:00:00.123456Z'}]},'memberships':[{'contactGroupMembership':{'contactGroupResourceName':'contactGroups/1'}}]%s}"
        .formatted(id, id, etag, more);
  }

  private static String found(String id, String etag) {
    return "{'requestedResourceName':'people/%s','httpStatusCode':200,'person':%s}"
        .formatted(id, person(id, etag, ""));
  }

  private static String missing(String id) {
    return "{'requestedResourceName':'people/%s','httpStatusCode':404,'status':{'code':5,'message':'Requested entity was not found.'}}"
        .formatted(id);
  }

  private static String error(int code, String status, String message, String details) {
    return "{'error':{'code':%d,'message':'%s','status':'%s','details':[%s]}}"
        .formatted(code, message, status, details);
  }

  private void batchGet(String... responses) {
    google.stub(
        get(urlPathEqualTo(BATCH_GET)),
        json(200, "{'responses':[" + String.join(",", responses) + "]}"));
  }

  private void labelReads() {
    google.stub(
        get(urlPathEqualTo(LABEL)),
        json(200, "{'resourceName':'contactGroups/1','name':'Salesforce Sync'}"));
  }

  private static Write.Create create(String key) {
    return new Write.Create(
        Kind.CONTACT,
        key,
        new FieldValues(Map.of(PersonField.LAST_NAME, "Lovelace", PersonField.EMAIL, "a@x.de")),
        "mark");
  }

  private static Write.Update update(String id, String version) {
    return new Write.Update(
        Kind.CONTACT, "people/" + id, version, Map.of(PersonField.TITLE, "CTO"), "m2");
  }

  private static Write.Delete deletion(String id, String version) {
    return new Write.Delete(Kind.CONTACT, "people/" + id, version);
  }

  // The change feed

  @Test
  void changes_tellItemsDeletionsFormerNamesAndTheCursor() {
    google.stub(
        get(urlPathEqualTo(CONNECTIONS)),
        json(
            200,
            "{'connections':["
                + person("c1", "#1", ",'names':[{'givenName':'Ada'}]")
                + ",{'resourceName':'people/c2','metadata':{'deleted':true}}"
                + ",{'resourceName':'people/c3','metadata':{'previousResourceNames':['people/c0'],'sources':[{'type':'CONTACT','id':'s3','etag':'#3'}]}}"
                + "],'nextSyncToken':'s2'}"));
    Page page = google.mailbox().changes(Kind.CONTACT, "c2:1772366400/-/s1", null);
    assertThat(page.seen()).extracting(Snapshot::id).containsExactly("people/c1", "people/c3");
    assertThat(page.gone()).containsExactly("people/c2");
    assertThat(page.renamed()).containsExactly(Map.entry("people/c0", "people/c3"));
    // It goes back to the same full listing, so it dies with it.
    assertThat(page.cursor()).isEqualTo("c2:1772366400/-/s2");
    Snapshot ada = page.seen().get(0);
    assertThat(ada.version()).isEqualTo("#1");
    assertThat(ada.fields().get(PersonField.FIRST_NAME)).isEqualTo("Ada");
    assertThat(ada.editedAt()).isEqualTo(Instant.parse("2026-02-01T00:00:00.123456Z"));
    assertThat(ada.traits().excluded()).isNull();
    assertThat(page.seen().get(1).traits().excluded()).isEqualTo(Exclusion.NOT_IN_COLLECTION);
    google.server.verify(
        getRequestedFor(urlPathEqualTo(CONNECTIONS))
            .withQueryParam("syncToken", equalTo("s1"))
            .withQueryParam("requestSyncToken", equalTo("true"))
            .withQueryParam("sources", equalTo("READ_SOURCE_TYPE_CONTACT"))
            .withQueryParam("personFields", equalTo(GoogleContacts.FIELDS))
            .withQueryParam("pageSize", equalTo("1000")));
  }

  @Test
  void changes_emptyAddressBook_answersNoListAtAll() {
    labelReads();
    google.stub(get(urlPathEqualTo(CONNECTIONS)), json(200, "{'nextSyncToken':'s1'}"));
    Page page = google.mailbox().changes(Kind.CONTACT, null, null);
    assertThat(page.seen()).isEmpty();
    assertThat(page.complete()).isTrue();
    assertThat(page.cursor()).isEqualTo("c2:" + WiredGoogle.NOW.getEpochSecond() + "/-/s1");
  }

  @Test
  void changes_deadToken_isAnExpiredCursor() {
    google.stub(
        get(urlPathEqualTo(CONNECTIONS)),
        json(
            400,
            error(
                400,
                "FAILED_PRECONDITION",
                "Sync token is expired. Clear local cache and retry call without the sync token.",
                "{'@type':'type.googleapis.com/google.rpc.ErrorInfo','reason':'EXPIRED_SYNC_TOKEN','domain':'people.googleapis.com'}")));
    assertThatThrownBy(() -> google.mailbox().changes(Kind.CONTACT, "c2:1772366400/-/s1", null))
        .isInstanceOf(PortException.CursorExpired.class)
        .hasMessage("EXPIRED_SYNC_TOKEN");
  }

  @Test
  void changes_quotaOfFullListings_isAWait() {
    labelReads();
    google.stub(
        get(urlPathEqualTo(CONNECTIONS)),
        json(429, error(429, "RESOURCE_EXHAUSTED", "Resource has been exhausted", "")));
    assertThatThrownBy(() -> google.mailbox().changes(Kind.CONTACT, null, null))
        .isInstanceOf(PortException.RateLimited.class);
  }

  // Reading

  @Test
  void read_absentContact_isGoneOnlyWhileTheLabelReadsWell() {
    batchGet(found("c1", "#1"), missing("c2"));
    labelReads();
    Map<String, Sighting> seen =
        google.mailbox().read(Kind.CONTACT, List.of("people/c1", "people/c2"));
    assertThat(seen.get("people/c1")).isInstanceOf(Sighting.Present.class);
    assertThat(seen.get("people/c2")).isEqualTo(Sighting.Gone.PLAIN);
    google.stub(get(urlPathEqualTo(LABEL)), json(404, error(404, "NOT_FOUND", "m", "")));
    assertThat(google.mailbox().read(Kind.CONTACT, List.of("people/c2")).get("people/c2"))
        .isEqualTo(new Sighting.Unknown("labelUnreadable"));
  }

  @Test
  void read_contactNotAnswered_isUnknown() {
    batchGet(found("c1", "#1"));
    assertThat(
            google.mailbox().read(Kind.CONTACT, List.of("people/c1", "people/c2")).get("people/c2"))
        .isEqualTo(new Sighting.Unknown("notAnswered"));
  }

  @Test
  void read_formerName_showsTheContactUnderTheNameItHasNow() {
    batchGet("{'requestedResourceName':'people/c0','person':" + person("c1", "#1", "") + "}");
    assertThat(google.mailbox().read(Kind.CONTACT, List.of("people/c0")).get("people/c0"))
        .isInstanceOfSatisfying(
            Sighting.Present.class,
            present -> assertThat(present.snapshot().id()).isEqualTo("people/c1"));
  }

  // Writing

  @Test
  void create_isUnderTheLabelAndCarriesMarkAndKey() {
    labelReads();
    google.stub(
        post(urlPathEqualTo(CREATE)), json(200, "{'createdPeople':[" + found("c1", "#1") + "]}"));
    assertThat(google.mailbox().write(List.of(create("o:r:0"))).get(0))
        .isInstanceOf(Answer.Written.class);
    google.server.verify(
        postRequestedFor(urlPathEqualTo(CREATE))
            .withRequestBody(
                matchingJsonPath(
                    "$.contacts[0].contactPerson",
                    equalToJson(
                        ("{'names':[{'familyName':'Lovelace'}],"
                                + "'emailAddresses':[{'value':'a@x.de','type':'work'}],"
                                + "'memberships':[{'contactGroupMembership':{'contactGroupResourceName':'contactGroups/1'}},"
                                + "{'contactGroupMembership':{'contactGroupResourceName':'contactGroups/myContacts'}}],"
                                + "'clientData':[{'key':'lockstep','value':'mark'},{'key':'lockstepKey','value':'o:r:0'}]}")
                            .replace('\'', '"')))));
  }

  @Test
  void create_refusedOneInABatch_othersAreLostUntilLookedFor() {
    labelReads();
    google.stub(
        post(urlPathEqualTo(CREATE)),
        json(
            400,
            error(
                400,
                "INVALID_ARGUMENT",
                "m",
                "{'@type':'type.googleapis.com/google.people.v1.BatchCreateContactsErrorDetails',"
                    + "'contactErrors':{'1':{'code':3,'message':'Bad phone'}}}")));
    assertThat(google.mailbox().write(List.of(create("a"), create("b"), create("c"))))
        .containsExactly(
            new Answer.Lost("INVALID_ARGUMENT"),
            new Answer.Refused("INVALID_ARGUMENT", "", "Bad phone"),
            new Answer.Lost("INVALID_ARGUMENT"));
  }

  @Test
  void create_resetConnection_isUnavailable_notTriedAgain() {
    labelReads();
    google.stub(
        post(urlPathEqualTo(CREATE)), aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
    assertThatThrownBy(() -> google.mailbox().write(List.of(create("a"), create("b"))))
        .isInstanceOf(PortException.Unavailable.class);
    google.server.verify(1, postRequestedFor(urlPathEqualTo(CREATE)));
  }

  @Test
  void update_carriesTheEtagAndAMaskOfOnlyWhatItTouches() {
    batchGet(found("c1", "#1"));
    google.stub(
        post(urlPathEqualTo(UPDATE)),
        json(200, "{'updateResult':{'people/c1':" + found("c1", "#2") + "}}"));
    Mailbox mailbox = google.mailbox();
    List<Answer> answers = mailbox.write(List.of(update("c1", "#1")));
    assertThat(answers.get(0))
        .isInstanceOfSatisfying(
            Answer.Written.class, w -> assertThat(w.now().version()).isEqualTo("#2"));
    google.server.verify(
        postRequestedFor(urlPathEqualTo(UPDATE))
            .withRequestBody(matchingJsonPath("$.updateMask", equalTo("clientData,organizations")))
            .withRequestBody(
                matchingJsonPath("$.contacts['people/c1'].metadata.sources[0].etag", equalTo("#1")))
            .withRequestBody(
                matchingJsonPath("$.contacts['people/c1'].organizations[0].title", equalTo("CTO")))
            .withRequestBody(containing("lockstepItem")));
    // The answered etag is chained: the next update reads nothing.
    mailbox.write(List.of(update("c1", "#2")));
    google.server.verify(1, getRequestedFor(urlPathEqualTo(BATCH_GET)));
  }

  @Test
  void update_staleEtag_isStaleNotOverwritten() {
    batchGet(found("c1", "#1"), found("c2", "#9"));
    google.stub(
        post(urlPathEqualTo(UPDATE)),
        json(
            400,
            error(
                400,
                "FAILED_PRECONDITION",
                "Request person.etag is different than the current person.etag. Clear local cache"
                    + " and get the latest person.",
                "")));
    assertThat(google.mailbox().write(List.of(update("c1", "#1"), update("c2", "#1"))))
        .containsOnly(new Answer.Stale());
  }

  @Test
  void update_nobodyNamed_isHalvedUntilTheOneIsFound() {
    batchGet(found("c1", "#1"), found("c2", "#1"));
    google.stub(post(urlPathEqualTo(UPDATE)), json(400, error(400, "INVALID_ARGUMENT", "m", "")));
    google.stub(
        post(urlPathEqualTo(UPDATE))
            .withRequestBody(matchingJsonPath("$.contacts.length()", equalTo("1")))
            .withRequestBody(containing("people/c1")),
        json(200, "{'updateResult':{'people/c1':" + found("c1", "#2") + "}}"));
    List<Answer> answers = google.mailbox().write(List.of(update("c1", "#1"), update("c2", "#1")));
    assertThat(answers.get(0)).isInstanceOf(Answer.Written.class);
    assertThat(answers.get(1)).isEqualTo(new Answer.Refused("INVALID_ARGUMENT", "", "m"));
  }

  @Test
  void delete_looksFirst_becausePeopleHasNoConditionForIt() {
    batchGet(found("c1", "#1"), found("c2", "#9"), missing("c3"));
    google.stub(post(urlPathEqualTo(DELETE)), json(200, "{}"));
    assertThat(
            google
                .mailbox()
                .write(List.of(deletion("c1", "#1"), deletion("c2", "#1"), deletion("c3", "#1"))))
        .containsExactly(new Answer.Deleted(), new Answer.Stale(), new Answer.Deleted());
    google.server.verify(
        postRequestedFor(urlPathEqualTo(DELETE))
            .withRequestBody(equalToJson("{\"resourceNames\":[\"people/c1\"]}")));
  }

  @Test
  void limitWhileWriting_nothingDone_isAWaitForTheMailbox() {
    labelReads();
    google.stub(
        post(urlPathEqualTo(CREATE)),
        json(429, error(429, "RESOURCE_EXHAUSTED", "m", "")).withHeader("Retry-After", "40"));
    assertThatThrownBy(() -> google.mailbox().write(List.of(create("a"), create("b"))))
        .isInstanceOfSatisfying(
            PortException.RateLimited.class,
            e -> assertThat(e.retryAfter()).isEqualTo(java.time.Duration.ofSeconds(40)));
  }

  // The label

  @Test
  void label_isMadeWhereThereIsNone_andTold() {
    google.stub(
        any(urlPathEqualTo("/v1/contactGroups")),
        json(200, "{'resourceName':'contactGroups/7','name':'Salesforce Sync'}"));
    google.stub(get(urlPathEqualTo("/v1/contactGroups")), json(200, "{'contactGroups':[]}"));
    google.stub(get(urlPathEqualTo(CONNECTIONS)), json(200, "{'nextSyncToken':'s'}"));
    google
        .connection()
        .forUser(WiredGoogle.ADDRESS, google.context(""))
        .changes(Kind.CONTACT, null, null);
    assertThat(google.labels).containsExactly("contactGroups/7");
  }

  @Test
  void label_nameTakenMeanwhile_isLookedForAgain() {
    google.stub(
        post(urlPathEqualTo("/v1/contactGroups")),
        json(409, error(409, "ALREADY_EXISTS", "m", "")));
    google.stub(
        get(urlPathEqualTo("/v1/contactGroups")).inScenario("l").willSetStateTo("there"),
        json(200, "{}"));
    google.stub(
        get(urlPathEqualTo("/v1/contactGroups")).inScenario("l").whenScenarioStateIs("there"),
        json(
            200,
            "{'contactGroups':[{'resourceName':'contactGroups/8','name':'Renamed','clientData':[{'key':'lockstep','value':'00D000000000001EAA'}]}]}"));
    google.stub(get(urlPathEqualTo(CONNECTIONS)), json(200, "{'nextSyncToken':'s'}"));
    google
        .connection()
        .forUser(WiredGoogle.ADDRESS, google.context(""))
        .changes(Kind.CONTACT, null, null);
    assertThat(google.labels).containsExactly("contactGroups/8");
  }
}

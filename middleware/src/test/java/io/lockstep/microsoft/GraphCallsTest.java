package io.lockstep.microsoft;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.lockstep.microsoft.WiredMicrosoft.TOKEN;
import static io.lockstep.microsoft.WiredMicrosoft.error;
import static io.lockstep.microsoft.WiredMicrosoft.errorObject;
import static io.lockstep.microsoft.WiredMicrosoft.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.lockstep.calendar.EventField;
import io.lockstep.port.Answer;
import io.lockstep.port.Mailbox.Write;
import io.lockstep.port.PortException;
import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Sighting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent to Graph, and what is made of its answers, byte by byte. */
class GraphCallsTest {
  private static final String BATCH = "/v1.0/\\$batch";
  private static final String EVENT = ".*/events/.*";
  private static final String DELTA = ".*/calendar/calendarView/delta.*";

  private final WiredMicrosoft microsoft = new WiredMicrosoft();

  @AfterEach
  void close() {
    microsoft.close();
  }

  private static String event(String id) {
    return ("{'id':'%s','changeKey':'v1','iCalUId':'%s','subject':'S','type':'singleInstance',"
            + "'isOrganizer':true,'start':{'dateTime':'2026-03-02T09:00:00.0000000','timeZone':'UTC'},"
            + "'end':{'dateTime':'2026-03-02T10:00:00.0000000','timeZone':'UTC'}}")
        .formatted(id, id);
  }

  private static String item(int id, int status, String more) {
    return "{'id':'%d','status':%d,%s}".formatted(id, status, more);
  }

  private static String responses(String... items) {
    return "{'responses':[" + String.join(",", items) + "]}";
  }

  private static Write.Create create(int n) {
    return new Write.Create(
        Kind.EVENT,
        "00D000000000001EAA:00U00000000000" + n + "AAA:0",
        new FieldValues(
            Map.of(
                EventField.SUBJECT,
                "S" + n,
                EventField.TIME,
                "2026-03-02T09:00:00Z/2026-03-02T10:00:00Z")),
        "mark" + n);
  }

  @Test
  void batch_everyItemHasItsOwnOutcome_inWhateverOrderTheyCome() {
    microsoft.stub(
        post(urlMatching(BATCH)),
        json(
            200,
            responses(
                item(
                    2,
                    404,
                    "'headers':{},'body':{'error':" + errorObject("ErrorItemNotFound") + "}"),
                item(0, 200, "'headers':{},'body':" + event("a")),
                item(1, 500, "'body':{'error':null}"))));
    microsoft.stub(get(urlPathMatching(".*/calendar")), json(200, "{'id':'cal'}"));

    Map<String, Sighting> seen = microsoft.mailbox().read(Kind.EVENT, List.of("a", "b", "c", "d"));

    assertThat(seen.get("a")).isInstanceOf(Sighting.Present.class);
    assertThat(seen.get("b")).isEqualTo(new Sighting.Unknown("http500"));
    assertThat(seen.get("c")).isEqualTo(Sighting.Gone.PLAIN);
    assertThat(seen.get("d")).isEqualTo(new Sighting.Unknown("notAnswered"));
    microsoft.server.verify(
        postRequestedFor(urlMatching(BATCH))
            .withRequestBody(
                matchingJsonPath(
                    "$.requests[0].headers.prefer", containing("IdType=\"ImmutableId\"")))
            .withRequestBody(
                matchingJsonPath(
                    "$.requests[0].url",
                    containing("/users/ada%40example.com/events/a?$expand=singleValueExtended"))));
  }

  @Test
  void missing_isNotGoneWhileTheCalendarCannotBeRead() {
    microsoft.stub(get(urlPathMatching(EVENT)), error(404, "ErrorItemNotFound"));
    microsoft.stub(get(urlPathMatching(".*/calendar")), error(503, "serviceNotAvailable"));
    assertThat(microsoft.mailbox().read(Kind.EVENT, List.of("a")))
        .containsEntry("a", new Sighting.Unknown("serviceNotAvailable"));
  }

  @Test
  void missingFor_anyOtherReasonThanTheItem_saysNothingOfIt() {
    microsoft.stub(get(urlPathMatching(EVENT)), error(404, "ErrorFolderNotFound"));
    assertThat(microsoft.mailbox().read(Kind.EVENT, List.of("a")))
        .containsEntry("a", new Sighting.Unknown("ErrorFolderNotFound"));
  }

  @Test
  void batch_itemThatMustWait_isSentAgainAlone() {
    microsoft.stub(
        post(urlMatching(BATCH)),
        json(
            200,
            responses(
                item(0, 201, "'body':" + event("a")),
                item(
                    1,
                    429,
                    "'headers':{'Retry-After':'1'},'body':{'error':"
                        + errorObject("ApplicationThrottled")
                        + "}"))));
    microsoft.stub(post(urlPathMatching(".*/calendar/events")), json(201, event("b")));

    assertThat(microsoft.mailbox().write(List.of(create(1), create(2))))
        .allMatch(answer -> answer instanceof Answer.Written);
    assertThat(microsoft.sleeps).hasSize(1);
    microsoft.server.verify(1, postRequestedFor(urlMatching(BATCH)));
    microsoft.server.verify(1, postRequestedFor(urlPathMatching(".*/calendar/events")));
  }

  @Test
  void create_hasTransactionIdAndProperties_eachTimeAnew() {
    microsoft.stub(post(urlPathMatching(".*/calendar/events")), json(201, event("a")));
    for (int i = 0; i < 2; i++) {
      microsoft.mailbox().write(List.of(create(1)));
    }
    microsoft.server.verify(
        2,
        postRequestedFor(urlPathMatching(".*/calendar/events"))
            .withRequestBody(
                matchingJsonPath(
                    "$.transactionId", equalTo(EventWrites.transactionId(create(1).createKey()))))
            .withRequestBody(
                matchingJsonPath("$.singleValueExtendedProperties[0].value", equalTo("mark1")))
            .withRequestBody(matchingJsonPath("$.start.dateTime")));
  }

  @Test
  void lostAnswer_isNeverRepeatedBySomebodyElse() {
    microsoft.stub(
        post(urlPathMatching(".*/calendar/events")),
        aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
    assertThat(microsoft.mailbox().write(List.of(create(1))))
        .containsExactly(new Answer.Lost("noAnswer"));
    microsoft.server.verify(1, postRequestedFor(urlPathMatching(".*/calendar/events")));
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503, 504})
  void failedCreate_isNotRepeatedByTheSdk(int status) {
    microsoft.stub(
        post(urlPathMatching(".*/calendar/events")),
        error(status, "someCode").withHeader("Retry-After", "1"));
    assertThat(microsoft.mailbox().write(List.of(create(1))))
        .containsExactly(new Answer.Lost("someCode"));
    microsoft.server.verify(1, postRequestedFor(urlPathMatching(".*/calendar/events")));
  }

  @Test
  void longWait_isTheWorkers() {
    microsoft.stub(
        post(urlPathMatching(".*/calendar/events")),
        error(429, "TooManyRequests").withHeader("Retry-After", "30"));
    assertThatThrownBy(() -> microsoft.mailbox().write(List.of(create(1))))
        .isInstanceOfSatisfying(
            PortException.RateLimited.class,
            limited ->
                assertThat(limited.retryAfter())
                    .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(31)));
    assertThat(microsoft.sleeps).isEmpty();
    microsoft.server.verify(1, postRequestedFor(urlPathMatching(".*/calendar/events")));
  }

  @Test
  void refusedToken_isReplacedOnce() {
    microsoft.stub(get(urlPathMatching(EVENT)), json(200, event("a")));
    microsoft.server.stubFor(
        get(urlPathMatching(EVENT))
            .inScenario("token")
            .whenScenarioStateIs(Scenario.STARTED)
            .willSetStateTo("again")
            .willReturn(error(401, "InvalidAuthenticationToken")));
    assertThat(microsoft.mailbox().read(Kind.EVENT, List.of("a")).get("a"))
        .isInstanceOf(Sighting.Present.class);
    microsoft.server.verify(2, postRequestedFor(urlPathEqualTo(TOKEN)));
  }

  @Test
  void challengeWithClaims_isAnsweredOnce() {
    microsoft.stub(get(urlPathMatching(EVENT)), json(200, event("a")));
    microsoft.server.stubFor(
        get(urlPathMatching(EVENT))
            .inScenario("claims")
            .whenScenarioStateIs(Scenario.STARTED)
            .willSetStateTo("again")
            .willReturn(
                error(401, "InvalidAuthenticationToken")
                    .withHeader(
                        "WWW-Authenticate",
                        "Bearer realm=\"\", error=\"insufficient_claims\", claims=\"eyJhIjoxfQ==\"")));
    assertThat(microsoft.mailbox().read(Kind.EVENT, List.of("a")).get("a"))
        .isInstanceOf(Sighting.Present.class);
    microsoft.server.verify(
        1,
        postRequestedFor(urlPathEqualTo(TOKEN)).withRequestBody(containing("claims=%7B%22a%22")));
  }

  @Test
  void linkToAnotherHost_getsNoToken() {
    microsoft.stub(
        get(urlPathMatching(DELTA)),
        json(200, "{'value':[],'@odata.nextLink':'http://127.0.0.1:1/v1.0/evil?$skiptoken=x'}"));
    String page = microsoft.mailbox().changes(Kind.EVENT, null, null).nextPage();
    assertThatThrownBy(() -> microsoft.mailbox().changes(Kind.EVENT, null, page))
        .isInstanceOfSatisfying(
            PortException.CursorExpired.class,
            expired -> assertThat(expired.code()).isEqualTo("notGraph"));
  }

  @ParameterizedTest
  @CsvSource({
    "410, SyncStateNotFound",
    "410, resyncRequired",
    "400, syncStateNotFound",
    "400, SyncStateInvalid"
  })
  void expiredFeed_saysSo_alsoInTheMiddle(int status, String code) {
    microsoft.stub(
        get(urlPathMatching(DELTA)),
        json(
            200,
            "{'value':[],'@odata.nextLink':'%s/v1.0/users/u/more?$skiptoken=x'}"
                .formatted(microsoft.server.baseUrl())));
    microsoft.stub(get(urlPathMatching(".*/more")), error(status, code));
    String page = microsoft.mailbox().changes(Kind.EVENT, null, null).nextPage();
    assertThatThrownBy(() -> microsoft.mailbox().changes(Kind.EVENT, null, page))
        .isInstanceOf(PortException.CursorExpired.class);
    microsoft.server.verify(
        getRequestedFor(urlPathMatching(".*/more"))
            .withHeader("Prefer", containing("odata.maxpagesize")));
  }

  @Test
  void answerThatIsNoJson_isNoAnswer() {
    microsoft.stub(
        get(urlPathMatching(EVENT)),
        aResponse()
            .withStatus(502)
            .withHeader("Content-Type", "text/html")
            .withBody("<html>Bad gateway</html>"));
    assertThat(microsoft.mailbox().read(Kind.EVENT, List.of("a")).get("a"))
        .isInstanceOf(Sighting.Unknown.class);
  }

  @ParameterizedTest
  @CsvSource({
    "403, ErrorAccessDenied, ADMINISTRATOR",
    "404, MailboxNotEnabledForRESTAPI, ADMINISTRATOR",
    "404, ErrorInvalidUser, ADMINISTRATOR",
    "401, InvalidAuthenticationToken, ADMINISTRATOR"
  })
  void lostAccess_namesWhoCanMendIt(
      int status, String code, PortException.AccessLost.Mender mender) {
    microsoft.stub(get(urlPathMatching(DELTA)), error(status, code));
    assertThatThrownBy(() -> microsoft.mailbox().changes(Kind.EVENT, null, null))
        .isInstanceOfSatisfying(
            PortException.AccessLost.class,
            lost -> {
              assertThat(lost.mender()).isEqualTo(mender);
              assertThat(lost.getMessage()).doesNotContain("Ada");
              assertThat(lost.getCause()).isNull();
            });
  }

  @ParameterizedTest
  @CsvSource({
    "400, invalid_client, OPERATOR",
    "401, invalid_client, OPERATOR",
    "400, unauthorized_client, ADMINISTRATOR",
    "400, invalid_request, ADMINISTRATOR",
    "400, consent_required, ADMINISTRATOR",
    "400, invalid_grant, ADMINISTRATOR",
    "400, invalid_scope, OPERATOR"
  })
  void refusedSignIn_namesWhoCanMendIt(
      int status, String error, PortException.AccessLost.Mender mender) {
    microsoft.stub(
        post(urlPathEqualTo(TOKEN)),
        json(
            status,
            "{'error':'%s','error_description':'AADSTS1: x','error_codes':[1]}".formatted(error)));
    assertThatThrownBy(() -> microsoft.mailbox().changes(Kind.EVENT, null, null))
        .isInstanceOfSatisfying(
            PortException.AccessLost.class,
            lost -> {
              assertThat(lost.mender()).isEqualTo(mender);
              assertThat(lost.code()).isEqualTo(error);
            });
  }

  @ParameterizedTest
  @CsvSource({"503, temporarily_unavailable", "500, server_error", "400, temporarily_unavailable"})
  void signInThatFailsForNow_isTriedAgain(int status, String error) {
    microsoft.stub(post(urlPathEqualTo(TOKEN)), json(status, "{'error':'%s'}".formatted(error)));
    assertThatThrownBy(() -> microsoft.mailbox().changes(Kind.EVENT, null, null))
        .isInstanceOf(PortException.Unavailable.class);
  }

  @Test
  void proxysPageInPlaceOfTheSignIn_isNotALostGrant() {
    microsoft.stub(
        post(urlPathEqualTo(TOKEN)), aResponse().withStatus(403).withBody("<html>blocked</html>"));
    assertThatThrownBy(() -> microsoft.mailbox().changes(Kind.EVENT, null, null))
        .isInstanceOf(PortException.Unavailable.class);
  }
}

package io.lockstep.google;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.patchRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.lockstep.google.WiredGoogle.batch;
import static io.lockstep.google.WiredGoogle.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.http.Fault;
import io.lockstep.calendar.EventField;
import io.lockstep.port.Answer;
import io.lockstep.port.Mailbox.Page;
import io.lockstep.port.Mailbox.Write;
import io.lockstep.port.PortException;
import io.lockstep.port.PortException.AccessLost.Mender;
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

/** What is sent to Calendar, and what is made of its answers, byte by byte. */
class GoogleEventCallsTest {
  private static final String EVENTS = "/calendar/v3/calendars/primary/events";
  private static final String BATCH = "/batch/calendar/v3";
  private static final String TIMES =
      "'start':{'dateTime':'2026-03-01T10:00:00+01:00','timeZone':'Europe/Berlin'},"
          + "'end':{'dateTime':'2026-03-01T11:00:00+01:00','timeZone':'Europe/Berlin'}";

  private final WiredGoogle google = new WiredGoogle();

  @AfterEach
  void close() throws IOException {
    google.close();
  }

  private static String event(String id, String more) {
    return "{'id':'%s','etag':'\\\"%s-1\\\"','status':'confirmed','iCalUID':'%s@google.com','updated':'2026-02-01T00:00:00.000Z','organizer':{'email':'Ada@Example.com','self':true},'reminders':{'useDefault':false},%s%s}"
        .formatted(id, id, id, TIMES, more);
  }

  private static String error(String domain, String reason, int code) {
    return "{'error':{'errors':[{'domain':'%s','reason':'%s','message':'m'}],'code':%d,'message':'m'}}"
        .formatted(domain, reason, code);
  }

  private void listing(String body) {
    google.stub(get(urlPathEqualTo(EVENTS)), json(200, body));
  }

  // The change feed

  @Test
  void changes_tellItemsTombstonesAndTheCursor() {
    listing(
        "{'defaultReminders':[{'method':'popup','minutes':10}],'nextSyncToken':'s1','items':["
            + event("one", ",'summary':'Plan'")
            + ",{'kind':'calendar#event','etag':'x','id':'two','status':'cancelled'}"
            + ",{'id':'three_1','status':'cancelled','recurringEventId':'three'}]}");
    Page page = google.mailbox().changes(Kind.EVENT, null, null);
    assertThat(page.seen()).extracting(Snapshot::id).containsExactly("one");
    assertThat(page.gone()).containsExactly("two");
    assertThat(page.complete()).isTrue();
    assertThat(page.cursor()).isEqualTo("e1:s1");
    Snapshot one = page.seen().get(0);
    assertThat(one.fields().values())
        .isEqualTo(
            Map.of(
                EventField.SUBJECT, "Plan",
                EventField.SHOW_AS, "busy",
                EventField.TIME, "2026-03-01T09:00:00Z/2026-03-01T10:00:00Z"));
    assertThat(one.version()).isEqualTo("\"one-1\"");
    assertThat(one.editedAt()).isEqualTo(Instant.parse("2026-02-01T00:00:00Z"));
    assertThat(one.traits().owner()).isEqualTo("ada@example.com");
    assertThat(one.traits().start()).isEqualTo(Instant.parse("2026-03-01T09:00:00Z"));
    assertThat(one.key()).matches("e\\.[A-Za-z0-9_-]{32}");
  }

  @Test
  void changes_withACursor_sendTheSameParametersAndTheToken() {
    listing("{'nextSyncToken':'s2'}");
    Page page = google.mailbox().changes(Kind.EVENT, "e1:s1", null);
    assertThat(page.complete()).isFalse();
    assertThat(page.cursor()).isEqualTo("e1:s2");
    google.server.verify(
        getRequestedFor(urlPathEqualTo(EVENTS))
            .withQueryParam("syncToken", equalTo("s1"))
            .withQueryParam("singleEvents", equalTo("false"))
            .withQueryParam("eventTypes", equalTo("default"))
            .withQueryParam("maxResults", equalTo("2500"))
            .withQueryParam("showDeleted", absent())
            .withQueryParam("timeMin", absent())
            .withHeader("Authorization", equalTo("Bearer t1")));
  }

  @Test
  void changes_pageInTheMiddle_hasNoCursor() {
    listing("{'nextPageToken':'p2','items':[]}");
    Page page = google.mailbox().changes(Kind.EVENT, "e1:s1", "p1");
    assertThat(page.nextPage()).isEqualTo("p2");
    assertThat(page.cursor()).isNull();
  }

  @Test
  void changes_deadToken_isAnExpiredCursor() {
    google.stub(get(urlPathEqualTo(EVENTS)), json(410, error("calendar", "fullSyncRequired", 410)));
    assertThatThrownBy(() -> google.mailbox().changes(Kind.EVENT, "e1:s1", null))
        .isInstanceOf(PortException.CursorExpired.class)
        .hasMessage("fullSyncRequired");
  }

  @Test
  void changes_cursorOfOtherParameters_isExpiredWithoutACall() {
    assertThatThrownBy(() -> google.mailbox().changes(Kind.EVENT, "e0:s1", null))
        .isInstanceOf(PortException.CursorExpired.class);
    assertThat(google.calls()).isEmpty();
  }

  @Test
  void exclusions_seriesSpecialForeignAndBroken() {
    listing(
        "{'nextSyncToken':'s','items':["
            + event("a", ",'recurrence':['RRULE:FREQ=DAILY']")
            + ","
            + event("b", ",'recurringEventId':'a'")
            + ","
            + event("c", ",'eventType':'birthday'")
            + ","
            + event("d", "").replace("'self':true", "'self':false")
            + ","
            + event("e", ",'guestsCanModify':true").replace("'self':true", "'self':false")
            + ",{'id':'f','etag':'f','status':'confirmed','start':{'date':'2026-01-01'}}"
            + ","
            + event("g", ",'eventType':'somethingNew'")
            + "]}");
    assertThat(google.mailbox().changes(Kind.EVENT, null, null).seen())
        .extracting(s -> s.traits().excluded())
        .containsExactly(
            Exclusion.SERIES,
            Exclusion.SERIES,
            Exclusion.SPECIAL_EVENT,
            Exclusion.READ_ONLY,
            null,
            Exclusion.INCOMPLETE,
            Exclusion.SPECIAL_EVENT);
  }

  @Test
  void participants_knowThePersonByAllAddresses() {
    listing(
        "{'nextSyncToken':'s','items':["
            + event(
                "a",
                ",'attendees':[{'email':'Bob@Client.com'},{'email':'ada@example.com','self':true}]")
            + "]}");
    assertThat(
            google.mailbox().changes(Kind.EVENT, null, null).seen().get(0).traits().participants())
        .containsExactlyInAnyOrder("bob@client.com", "ada@example.com", "countess@example.com");
  }

  // Reading

  @Test
  void read_manyInOneRequest_goneOnlyWhileTheCalendarReadsWell() {
    google.stub(
        post(urlPathEqualTo(BATCH)),
        batch(
            "200 OK\n" + event("one", ""),
            "404 Not Found\n" + error("global", "notFound", 404),
            "200 OK\n{'id':'three','status':'cancelled'}",
            "503 Service Unavailable\n<html>busy</html>"));
    listing("{'defaultReminders':[]}");
    Map<String, Sighting> seen =
        google.mailbox().read(Kind.EVENT, List.of("one", "two", "three", "four"));
    assertThat(seen.get("one")).isInstanceOf(Sighting.Present.class);
    assertThat(seen.get("two")).isEqualTo(Sighting.Gone.PLAIN);
    assertThat(seen.get("three")).isEqualTo(Sighting.Gone.PLAIN);
    assertThat(seen.get("four")).isEqualTo(new Sighting.Unknown("http503"));
    assertThat(google.calls()).containsExactly("POST /token", "POST " + BATCH, "GET " + EVENTS);
  }

  @Test
  void read_missingWhileTheCalendarDoesNotRead_isUnknown() {
    google.stub(get(urlPathEqualTo(EVENTS + "/one")), json(404, error("global", "notFound", 404)));
    google.stub(get(urlPathEqualTo(EVENTS)), json(404, error("global", "notFound", 404)));
    assertThat(google.mailbox().read(Kind.EVENT, List.of("one")).get("one"))
        .isEqualTo(new Sighting.Unknown("notFound"));
  }

  @Test
  void read_brokenAnswerInABatch_spoilsOnlyItself() {
    google.stub(
        post(urlPathEqualTo(BATCH)),
        batch("200 OK\n" + event("one", ""), "200 OK\n{'id':", "200 OK\n[]"));
    Map<String, Sighting> seen = google.mailbox().read(Kind.EVENT, List.of("one", "two", "three"));
    assertThat(seen.get("one")).isInstanceOf(Sighting.Present.class);
    assertThat(seen.get("two")).isInstanceOf(Sighting.Unknown.class);
    assertThat(seen.get("three")).isInstanceOf(Sighting.Unknown.class);
  }

  // Writing

  private static Write.Create create(String key) {
    return new Write.Create(
        Kind.EVENT,
        key,
        new FieldValues(
            Map.of(
                EventField.SUBJECT, "Plan",
                EventField.TIME, "2026-03-01T09:00:00Z/2026-03-01T10:00:00Z",
                EventField.SHOW_AS, "busy")),
        "mark");
  }

  private static Write.Update update(String id, Map<String, String> changes) {
    return new Write.Update(Kind.EVENT, id, "\"" + id + "-1\"", changes, "mark");
  }

  private static Write.Delete delete(String id, String version) {
    return new Write.Delete(Kind.EVENT, id, version);
  }

  @Test
  void create_choosesItsIdInvitesNobodyAndLeavesTheMark() {
    String id = EventWrites.id("o:r:0");
    google.stub(post(urlPathEqualTo(EVENTS)), json(200, event(id, "")));
    List<Answer> answers = google.mailbox().write(List.of(create("o:r:0")));
    assertThat(answers.get(0)).isInstanceOf(Answer.Written.class);
    google.server.verify(
        postRequestedFor(urlPathEqualTo(EVENTS))
            .withQueryParam("sendUpdates", equalTo("none"))
            .withRequestBody(
                equalToJson(
                    ("{'id':'%s','summary':'Plan','transparency':'opaque',"
                            + "'start':{'dateTime':'2026-03-01T10:00:00.000+01:00','timeZone':'Europe/Berlin'},"
                            + "'end':{'dateTime':'2026-03-01T11:00:00.000+01:00','timeZone':'Europe/Berlin'},"
                            + "'reminders':{'useDefault':false,'overrides':[]},"
                            + "'extendedProperties':{'private':{'lockstep':'mark','lockstepItem':'%s',"
                            + "'lockstepKey':'o:r:0'}}}")
                        .formatted(id, id)
                        .replace('\'', '"'))));
  }

  @Test
  void create_takenId_saysWhich() {
    google.stub(post(urlPathEqualTo(EVENTS)), json(409, error("global", "duplicate", 409)));
    assertThat(google.mailbox().write(List.of(create("o:r:0"))))
        .containsExactly(new Answer.Taken(EventWrites.id("o:r:0")));
  }

  @Test
  void update_isARealPatchWithItsCondition() {
    google.stub(patch(urlPathEqualTo(EVENTS + "/one")), json(200, event("one", "")));
    google.mailbox().write(List.of(update("one", Map.of(EventField.LOCATION, ""))));
    google.server.verify(
        patchRequestedFor(urlPathEqualTo(EVENTS + "/one"))
            .withQueryParam("sendUpdates", equalTo("none"))
            .withHeader("If-Match", equalTo("\"one-1\""))
            .withRequestBody(
                equalToJson(
                    "{'location':null,'extendedProperties':{'private':{'lockstep':'mark','lockstepItem':'one'}}}"
                        .replace('\'', '"'))));
  }

  @Test
  void update_staleEtag_isStaleNotOverwritten() {
    google.stub(
        patch(urlPathEqualTo(EVENTS + "/one")), json(412, error("global", "conditionNotMet", 412)));
    assertThat(google.mailbox().write(List.of(update("one", Map.of(EventField.SUBJECT, "x")))))
        .containsExactly(new Answer.Stale());
  }

  @Test
  void update_ofTheReminder_readsFirstAndKeepsThoseByMail() {
    google.stub(
        get(urlPathEqualTo(EVENTS + "/one")),
        json(
            200,
            event("one", "")
                .replace(
                    "{'useDefault':false}",
                    "{'useDefault':false,'overrides':[{'method':'email','minutes':60}]}")));
    google.stub(patch(urlPathEqualTo(EVENTS + "/one")), json(200, event("one", "")));
    google.mailbox().write(List.of(update("one", Map.of(EventField.REMINDER, "5"))));
    google.server.verify(
        patchRequestedFor(urlPathEqualTo(EVENTS + "/one"))
            .withRequestBody(
                equalToJson(
                    ("{'reminders':{'useDefault':false,'overrides':[{'method':'email','minutes':60},"
                            + "{'method':'popup','minutes':5}]},'extendedProperties':"
                            + "{'private':{'lockstep':'mark','lockstepItem':'one'}}}")
                        .replace('\'', '"'))));
  }

  @Test
  void delete_isConditional_andWhatIsGoneIsDeleted() {
    google.stub(
        com.github.tomakehurst.wiremock.client.WireMock.delete(urlPathEqualTo(EVENTS + "/one")),
        json(410, error("global", "deleted", 410)));
    assertThat(google.mailbox().write(List.of(delete("one", "\"v\""))))
        .containsExactly(new Answer.Deleted());
    google.server.verify(
        deleteRequestedFor(urlPathEqualTo(EVENTS + "/one"))
            .withQueryParam("sendUpdates", equalTo("none"))
            .withHeader("If-Match", equalTo("\"v\"")));
  }

  @Test
  void batch_everyPartHasItsOwnAnswer() {
    google.stub(
        post(urlPathEqualTo(BATCH)),
        batch(
            "200 OK\n" + event("one", ""),
            "412 Precondition Failed\n" + error("global", "conditionNotMet", 412),
            "403 Forbidden\n" + error("usageLimits", "userRateLimitExceeded", 403),
            "403 Forbidden\n" + error("calendar", "forbiddenForNonOrganizer", 403),
            "500 Internal\n<html>oops</html>",
            "404 Not Found\n" + error("global", "notFound", 404),
            "204 No Content"));
    List<Answer> answers =
        google
            .mailbox()
            .write(
                List.of(
                    update("one", Map.of(EventField.SUBJECT, "x")),
                    update("two", Map.of(EventField.SUBJECT, "x")),
                    update("three", Map.of(EventField.SUBJECT, "x")),
                    update("four", Map.of(EventField.SUBJECT, "x")),
                    update("five", Map.of(EventField.SUBJECT, "x")),
                    update("six", Map.of(EventField.SUBJECT, "x")),
                    delete("seven", "v")));
    assertThat(answers.get(0)).isInstanceOf(Answer.Written.class);
    assertThat(answers.subList(1, 7))
        .containsExactly(
            new Answer.Stale(),
            new Answer.Again("userRateLimitExceeded"),
            new Answer.Refused("forbiddenForNonOrganizer", "", "m"),
            new Answer.Lost("http500"),
            new Answer.Missing(),
            new Answer.Deleted());
    assertThat(google.calls()).containsExactly("POST /token", "POST " + BATCH);
  }

  @Test
  void batch_metAnotherWrite_isTriedOnceMoreByItself() {
    google.stub(
        post(urlPathEqualTo(BATCH)),
        batch("200 OK\n" + event("one", ""), "409 Conflict\n" + error("global", "conflict", 409)));
    google.stub(patch(urlPathEqualTo(EVENTS + "/two")), json(200, event("two", "")));
    List<Answer> answers =
        google
            .mailbox()
            .write(
                List.of(
                    update("one", Map.of(EventField.SUBJECT, "x")),
                    update("two", Map.of(EventField.SUBJECT, "x"))));
    assertThat(answers).hasOnlyElementsOfType(Answer.Written.class);
    assertThat(google.sleeps).hasSize(1);
  }

  @Test
  void batch_limitedThroughout_isAWaitForTheMailbox() {
    google.stub(
        post(urlPathEqualTo(BATCH)),
        batch(
            "403 Forbidden\n" + error("usageLimits", "quotaExceeded", 403),
            "403 Forbidden\n" + error("usageLimits", "quotaExceeded", 403)));
    assertThatThrownBy(() -> google.mailbox().write(List.of(create("a"), create("b"))))
        .isInstanceOf(PortException.RateLimited.class)
        .hasMessage("quotaExceeded");
  }

  @Test
  void secondBatchLost_answersOfTheFirstStand() {
    Write[] writes = new Write[60];
    String[] parts = new String[50];
    for (int i = 0; i < 60; i++) {
      writes[i] = create("key" + i);
      if (i < 50) {
        parts[i] = "200 OK\n" + event(EventWrites.id("key" + i), "");
      }
    }
    google.stub(
        post(urlPathEqualTo(BATCH)).inScenario("two").willSetStateTo("second"), batch(parts));
    google.stub(
        post(urlPathEqualTo(BATCH)).inScenario("two").whenScenarioStateIs("second"),
        aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
    List<Answer> answers = google.mailbox().write(List.of(writes));
    assertThat(answers.subList(0, 50)).hasOnlyElementsOfType(Answer.Written.class);
    assertThat(answers.subList(50, 60)).containsOnly(new Answer.Lost("noAnswer"));
  }

  @Test
  void write_resetConnection_isUnavailable() {
    google.stub(
        post(urlPathEqualTo(EVENTS)), aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
    assertThatThrownBy(() -> google.mailbox().write(List.of(create("a"), create("b"))))
        .isInstanceOf(PortException.class);
    assertThat(google.mailbox().write(List.of(create("a"))))
        .containsExactly(new Answer.Lost("noAnswer"));
  }

  // Rights

  @Test
  void refusedToken_isRefreshedOnceThenTheAccessIsLost() {
    google.stub(
        get(urlPathEqualTo(EVENTS)),
        json(401, error("global", "authError", 401))
            .withHeader(
                "WWW-Authenticate",
                "Bearer realm=\"https://accounts.google.com/\", error=\"invalid_token\""));
    assertThatThrownBy(() -> google.mailbox().changes(Kind.EVENT, null, null))
        .isInstanceOfSatisfying(
            PortException.AccessLost.class,
            e -> {
              assertThat(e.code()).isEqualTo("authError");
              assertThat(e.mender()).isEqualTo(Mender.USER);
            });
    assertThat(google.calls())
        .containsExactly("POST /token", "GET " + EVENTS, "POST /token", "GET " + EVENTS);
  }

  @Test
  void refusedTokenInABatch_isRefreshedAndOnlyThosePartsRepeated() {
    String refused = "401 Unauthorized\n" + error("global", "authError", 401);
    google.stub(
        post(urlPathEqualTo(BATCH)).inScenario("b").willSetStateTo("again"),
        batch("200 OK\n" + event("one", ""), refused, refused));
    google.stub(
        post(urlPathEqualTo(BATCH)).inScenario("b").whenScenarioStateIs("again"),
        batch("412 Precondition Failed\n" + error("global", "conditionNotMet", 412), refused));
    List<Answer> answers =
        google
            .mailbox()
            .write(
                List.of(
                    update("one", Map.of(EventField.SUBJECT, "x")),
                    update("two", Map.of(EventField.SUBJECT, "x")),
                    update("three", Map.of(EventField.SUBJECT, "x"))));
    assertThat(answers.get(0)).isInstanceOf(Answer.Written.class);
    assertThat(answers.subList(1, 3))
        .containsExactly(new Answer.Stale(), new Answer.Again("authError"));
  }

  @Test
  void revokedGrant_mustBeMendedByTheUser() {
    google.stub(
        post(urlPathEqualTo("/token")),
        json(
            400,
            "{'error':'invalid_grant','error_description':'Token has been expired or revoked.'}"));
    assertThatThrownBy(() -> google.mailbox().changes(Kind.EVENT, null, null))
        .isInstanceOfSatisfying(
            PortException.AccessLost.class,
            e -> {
              assertThat(e.code()).isEqualTo("invalid_grant");
              assertThat(e.mender()).isEqualTo(Mender.USER);
            });
    assertThatThrownBy(() -> google.mailbox().write(List.of(create("a"), create("b"))))
        .isInstanceOf(PortException.AccessLost.class);
  }

  @Test
  void tokenEndpointDown_isUnavailableNotALostGrant() {
    google.stub(post(urlPathEqualTo("/token")), json(503, "{}"));
    assertThatThrownBy(() -> google.mailbox().changes(Kind.EVENT, null, null))
        .isInstanceOf(PortException.Unavailable.class);
  }

  @Test
  void read_transientError_isTriedTwice() {
    google.stub(
        get(urlPathEqualTo(EVENTS)).inScenario("s").willSetStateTo("up"),
        json(503, error("global", "backendError", 503)));
    google.stub(
        get(urlPathEqualTo(EVENTS)).inScenario("s").whenScenarioStateIs("up"),
        json(200, "{'nextSyncToken':'s'}"));
    assertThat(google.mailbox().changes(Kind.EVENT, null, null).cursor()).isEqualTo("e1:s");
    assertThat(google.sleeps).hasSize(1);
  }

  // Looking for

  @Test
  void find_fewDays_areWindowsInOneRequest_onlyExactTimesCount() {
    google.stub(
        post(urlPathEqualTo(BATCH)),
        batch(
            "200 OK\n{'items':[" + event("one", "") + "]}",
            "200 OK\n{'items':[" + event("one", "") + "]}"));
    List<Snapshot> found =
        google
            .mailbox()
            .find(
                Kind.EVENT,
                List.of(
                    new FieldValues(
                        Map.of(EventField.TIME, "2026-03-01T09:00:00Z/2026-03-01T10:00:00Z")),
                    new FieldValues(Map.of(EventField.TIME, "2026-03-05/2026-03-06"))));
    assertThat(found).extracting(Snapshot::id).containsExactly("one");
    assertThat(google.calls()).containsExactly("POST /token", "POST " + BATCH);
  }

  @Test
  void findCreated_looksByTheIdOfTheKey_deletedOnesDoNotCount() {
    google.stub(get(urlPathMatching(EVENTS + "/.+")), json(200, "{'id':'x','status':'cancelled'}"));
    assertThat(google.mailbox().findCreated(Kind.EVENT, "o:r:0")).isNull();
    google.server.verify(
        getRequestedFor(urlPathEqualTo(EVENTS + "/" + EventWrites.id("o:r:0")))
            .withQueryParam("quotaUser", matching(".{20}")));
  }
}

package io.lockstep.salesforce;

import static io.lockstep.salesforce.FakeOrgServer.NOW;
import static io.lockstep.salesforce.FakeOrgServer.fault;
import static io.lockstep.salesforce.FakeOrgServer.ok;
import static io.lockstep.salesforce.FakeOrgServer.page;
import static io.lockstep.salesforce.FakeOrgServer.record;
import static io.lockstep.salesforce.FakeOrgServer.timestamp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.lockstep.port.CrmFeed;
import io.lockstep.port.PortException;
import io.lockstep.sync.Kind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SalesforceFeedTest {
  private static final String OWNER = "005000000000002AAA";
  private final FakeOrgServer org = new FakeOrgServer();
  private final OrgWire wire = org.wire();
  private Instant now = NOW;
  private final InstantSource clock = () -> now;

  private SalesforceFeed feed() {
    return new SalesforceFeed(org.user(wire), clock);
  }

  @BeforeEach
  void quietOrg() {
    org.soap("getServerTimestamp", ok("getServerTimestamp", timestamp(NOW.toString())));
    org.soap("queryAll", ok("queryAll", page()));
  }

  @AfterEach
  void stop() {
    org.close();
  }

  private static String event(String id, String time, boolean deleted) {
    return event(id, time, deleted, "");
  }

  private static String event(String id, String time, boolean deleted, String stamp) {
    return record(
        "Event",
        id,
        "<sf:OwnerId>%s</sf:OwnerId><sf:SystemModstamp>%s</sf:SystemModstamp><sf:IsDeleted>%s</sf:IsDeleted>"
                .formatted(OWNER, time, deleted)
            + "<sf:LockstepStamp__c>%s</sf:LockstepStamp__c>".formatted(stamp));
  }

  private void events(String... records) {
    org.server.stubFor(
        com.github.tomakehurst.wiremock.client.WireMock.post(
                com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching(
                    "/services/Soap/u/.*"))
            .withRequestBody(
                com.github.tomakehurst.wiremock.client.WireMock.containing("FROM Event"))
            .willReturn(ok("queryAll", page(records))));
  }

  private List<String> queries() {
    return org.soapCalls().stream()
        .map(LoggedRequest::getBodyAsString)
        .filter(body -> body.contains("FROM Event"))
        .toList();
  }

  @Test
  void change_isReportedOnceWithItsOwner() {
    SalesforceFeed feed = feed();
    String start = feed.start();
    events(event("00U000000000001AAA", "2026-03-01T11:58:00.000Z", false));

    CrmFeed.Page first = feed.changes(start);
    CrmFeed.Page second = feed.changes(first.cursor());

    assertThat(first.changes())
        .containsExactly(new CrmFeed.Change(Kind.EVENT, "00U000000000001AAA", OWNER, false));
    assertThat(first.more()).isFalse();
    assertThat(second.changes()).isEmpty();
  }

  @Test
  void rowSavedTwiceInOneSecond_isReportedTwice() {
    SalesforceFeed feed = feed();
    String id = "00U000000000001AAA";
    events(event(id, "2026-03-01T12:00:00.000Z", false, "one"));
    CrmFeed.Page page = feed.changes(feed.start());
    assertThat(page.changes()).containsExactly(new CrmFeed.Change(Kind.EVENT, id, OWNER, false));

    events(event(id, "2026-03-01T12:00:00.000Z", false, "two"));
    page = feed.changes(page.cursor());
    assertThat(page.changes()).containsExactly(new CrmFeed.Change(Kind.EVENT, id, OWNER, false));
    assertThat(feed.changes(page.cursor()).changes()).isEmpty();
  }

  @Test
  void nextRead_reachesBackByTheOverlapOfTheNewestRow() {
    SalesforceFeed feed = feed();
    events(event("00U000000000001AAA", "2026-03-01T12:30:00.000Z", false));

    CrmFeed.Page first = feed.changes(feed.start());
    feed.changes(first.cursor());

    assertThat(queries().getFirst()).contains("SystemModstamp >= 2026-03-01T11:55:00Z");
    assertThat(queries().getLast()).contains("SystemModstamp >= 2026-03-01T12:25:00Z");
  }

  @Test
  void moreThanAPageInTheOverlap_isReadAgainOnlyUntilItMustHaveShown() {
    SalesforceFeed feed = feed();
    events(
        IntStream.range(0, SoapUser.PAGE)
            .mapToObj(i -> event("00U%012dAAA".formatted(i), "2026-03-01T12:00:10.000Z", false))
            .toArray(String[]::new));
    CrmFeed.Page page = feed.changes(feed.start());
    assertThat(page.more()).isTrue();
    events();
    page = feed.changes(page.cursor());
    assertThat(page.more()).isFalse();
    org.soap("getServerTimestamp", ok("getServerTimestamp", timestamp("2026-03-01T12:20:00.000Z")));

    page = feed.changes(page.cursor());
    feed.changes(page.cursor());

    assertThat(queries().getLast()).contains("SystemModstamp >= 2026-03-01T12:15:00Z");
  }

  @Test
  void sameRowChangedOrDeletedAgain_isReportedAgain() {
    SalesforceFeed feed = feed();
    events(event("00U000000000001AAA", "2026-03-01T11:58:00.000Z", false));
    CrmFeed.Page first = feed.changes(feed.start());
    events(event("00U000000000001AAA", "2026-03-01T11:58:00.000Z", true));

    CrmFeed.Page second = feed.changes(first.cursor());

    assertThat(second.changes())
        .containsExactly(new CrmFeed.Change(Kind.EVENT, "00U000000000001AAA", OWNER, true));
  }

  @Test
  void afterARestart_theOverlapIsReportedAgain() {
    SalesforceFeed before = feed();
    events(event("00U000000000001AAA", "2026-03-01T11:58:00.000Z", false));
    CrmFeed.Page first = before.changes(before.start());

    assertThat(feed().changes(first.cursor()).changes()).hasSize(1);
  }

  @Test
  void fullPage_isReadOnBehindItsLastRow() {
    String[] many =
        IntStream.range(0, 2_000)
            .mapToObj(i -> event("00U%012dAAA".formatted(i), "2026-03-01T11:59:00.000Z", false))
            .toArray(String[]::new);
    SalesforceFeed feed = feed();
    events(many);
    CrmFeed.Page full = feed.changes(feed.start());
    events();

    CrmFeed.Page rest = feed.changes(full.cursor());

    assertThat(full.more()).isTrue();
    assertThat(queries().getLast())
        .contains("SystemModstamp > 2026-03-01T11:59:00Z")
        .contains("SystemModstamp = 2026-03-01T11:59:00Z AND Id > '00U000000001999AAA'");
    assertThat(rest.more()).isFalse();
    feed.changes(rest.cursor());
    assertThat(queries().getLast()).contains("SystemModstamp >= 2026-03-01T11:54:00Z");
  }

  @Test
  void deleteLog_isReadHourlyAndOnward() {
    SalesforceFeed feed = feed();
    String cursor = feed.changes(feed.start()).cursor();
    now = NOW.plusSeconds(3_600);
    String covered =
        """
        <earliestDateAvailable>2026-02-14T00:00:00Z</earliestDateAvailable>\
        <latestDateCovered>2026-03-01T12:50:00Z</latestDateCovered></result>""";
    org.soap("getDeleted", ok("getDeleted", "<result>" + covered));
    org.soap(
        "sObjectType>Event</m:sObjectType><m:startDate>2026-03-01T11:55:00.000Z</m:startDate",
        ok(
            "getDeleted",
            """
            <result><deletedRecords><deletedDate>2026-03-01T12:10:00Z</deletedDate>\
            <id>00U000000000009AAA</id></deletedRecords>"""
                + covered));

    CrmFeed.Page page = feed.changes(cursor);
    int calls = org.soapCalls().size();
    CrmFeed.Page next = feed.changes(page.cursor());

    assertThat(page.changes())
        .contains(new CrmFeed.Change(Kind.EVENT, "00U000000000009AAA", null, true));
    assertThat(next.changes()).isEmpty();
    assertThat(org.soapCalls()).hasSize(calls + Kind.values().length);
  }

  @Test
  void purgedDeleteLog_expiresTheCursor() {
    SalesforceFeed feed = feed();
    String cursor = feed.start();
    now = NOW.plusSeconds(3_600);
    org.soap("getDeleted", fault("INVALID_REPLICATION_DATE", "startDate before purge"));

    assertThatThrownBy(() -> feed.changes(cursor)).isInstanceOf(PortException.CursorExpired.class);
  }

  @Test
  void foreignCursor_expires() {
    assertThatThrownBy(() -> feed().changes("nonsense"))
        .isInstanceOf(PortException.CursorExpired.class);
  }
}

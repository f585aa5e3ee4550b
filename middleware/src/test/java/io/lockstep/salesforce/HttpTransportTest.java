package io.lockstep.salesforce;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.lockstep.salesforce.FakeOrgServer.fault;
import static io.lockstep.salesforce.FakeOrgServer.ok;
import static io.lockstep.salesforce.FakeOrgServer.page;
import static io.lockstep.salesforce.FakeOrgServer.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.sforce.soap.partner.sobject.SObject;
import io.lockstep.port.PortException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTransportTest {
  private static final String CREATED =
      "<result><id>00U000000000001AAA</id><success>true</success></result>";

  private final FakeOrgServer org = new FakeOrgServer();
  private final OrgWire wire = org.wire();
  private final SoapUser user = org.user(wire);

  @AfterEach
  void stop() {
    org.close();
  }

  private void create() {
    SObject event = new Draft("Event").text("Subject", "a <b> & c").row(true);
    user.call(on -> on.create(new SObject[] {event}));
  }

  @Test
  void call_isGzippedBothWaysAndCarriesOurHeaders() {
    org.soap("create", ok("create", CREATED));

    create();

    LoggedRequest call = org.soapCalls().getFirst();
    assertThat(call.header("Content-Encoding").firstValue()).isEqualTo("gzip");
    assertThat(call.header("Accept-Encoding").firstValue()).contains("gzip");
    assertThat(call.getBodyAsString())
        .contains("<client>Lockstep/0.1</client>")
        .contains("<sessionId>token-1</sessionId>")
        .contains("<triggerUserEmail>false</triggerUserEmail>")
        .contains("<allowSave>true</allowSave>")
        .contains("<disableFeedTracking>true</disableFeedTracking>")
        .doesNotContain("AllowFieldTruncationHeader")
        .contains("a &lt;b> &amp; c");
  }

  @Test
  void answer_tellsTheQuotaInTheSoapHeader() {
    org.soap("create", ok("create", CREATED));

    create();

    assertThat(wire.meter().budget()).isEqualTo(new ApiBudget(18, 5000));
  }

  @Test
  void answer_tellsTheQuotaInTheHttpHeader() {
    org.soap(
        "create",
        fault("UNKNOWN_EXCEPTION", "x").withHeader("Sforce-Limit-Info", "api-usage=90/100"));

    assertThatThrownBy(this::create).isInstanceOf(PortException.Unavailable.class);

    assertThat(wire.meter().budget().allows(0.9)).isFalse();
    assertThat(wire.meter().budget().allows(0.95)).isTrue();
  }

  /** The platform's own HTTP client sends the second of these POSTs twice. */
  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"EMPTY_RESPONSE", "CONNECTION_RESET_BY_PEER", "RANDOM_DATA_THEN_CLOSE"})
  void answerLost_postIsSentOnceAndIsUnavailable(Fault lost) {
    org.soap("create", ok("create", CREATED));
    create();
    org.soap("create", aResponse().withFault(lost));

    assertThatThrownBy(this::create).isInstanceOf(PortException.Unavailable.class);

    assertThat(org.soapCalls()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504, 404})
  void htmlPage_isUnavailableWithItsStatus(int status) {
    org.soap(
        "create",
        aResponse()
            .withStatus(status)
            .withHeader("Content-Type", "text/html")
            .withBody("<html><body>Down for maintenance</body></html>"));

    assertThatThrownBy(this::create)
        .isInstanceOf(PortException.Unavailable.class)
        .hasMessage("HTTP_" + status);
  }

  @Test
  void throttle_waitsAsLongAsItWasTold() {
    org.soap("create", aResponse().withStatus(429).withHeader("Retry-After", "7").withBody("slow"));

    PortException.RateLimited told =
        catchThrowableOfType(PortException.RateLimited.class, this::create);

    assertThat(told.retryAfter()).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void silence_endsWithTheReadTimeout() {
    org.soap("create", ok("create", CREATED).withFixedDelay(10_000));

    assertThatThrownBy(this::create).isInstanceOf(PortException.Unavailable.class);
  }

  @Test
  void tricklingBody_endsWithTheReadTimeoutToo() {
    org.soap("create", ok("create", CREATED).withChunkedDribbleDelay(20, 20_000));

    assertThatThrownBy(this::create).isInstanceOf(PortException.Unavailable.class);
  }

  @Test
  void quotaExceeded_isRateLimited() {
    org.soap("create", fault("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."));

    assertThatThrownBy(this::create)
        .isInstanceOf(PortException.RateLimited.class)
        .hasMessage("REQUEST_LIMIT_EXCEEDED");
  }

  @Test
  void refusedSession_isRenewedOnceAndTheCallSentAgain() {
    org.soap("create", ok("create", CREATED));
    create();
    org.token(200, org.tokenBody("token-2"));
    org.soap(
        "create",
        fault(
            "INVALID_SESSION_ID",
            "Invalid Session ID found in SessionHeader: Illegal Session. Session not found"));

    assertThatThrownBy(this::create)
        .isInstanceOf(PortException.AccessLost.class)
        .hasMessage("INVALID_SESSION_ID");

    assertThat(org.tokenCalls()).hasSize(2);
    assertThat(org.soapCalls()).hasSize(3);
    assertThat(org.soapCalls().getLast().getBodyAsString()).contains("token-2");
  }

  @Test
  void rows_areReadWithTheirParents() {
    org.soap(
        "query",
        ok(
            "query",
            page(
                record(
                    "Contact",
                    "003000000000001AAA",
                    """
                    <sf:LastName>Lovelace</sf:LastName><sf:Title xsi:nil="true"/>\
                    <sf:Account xsi:type="sf:sObject"><sf:type>Account</sf:type><sf:Id xsi:nil="true"/>\
                    <sf:Name>Engines</sf:Name></sf:Account>"""))));

    Row row = new RecordQueries(user).all("SELECT Id FROM Contact", false).getFirst();

    assertThat(row.text("LastName")).isEqualTo("Lovelace");
    assertThat(row.text("Title")).isEmpty();
    assertThat(row.parent("Account")).isNotNull();
    assertThat(row.parent("Owner")).isNull();
  }
}

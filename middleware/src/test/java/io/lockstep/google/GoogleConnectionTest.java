package io.lockstep.google;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.lockstep.google.WiredGoogle.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lockstep.port.PortException;
import io.lockstep.port.PortException.AccessLost.Mender;
import io.lockstep.sync.Kind;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoogleConnectionTest {
  private static final String EVENTS = "/calendar/v3/calendars/primary/events";
  private final WiredGoogle google = new WiredGoogle();

  @AfterEach
  void close() throws IOException {
    google.close();
  }

  private GoogleConnection delegated() throws GeneralSecurityException {
    KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
    keys.initialize(2048);
    String pem =
        "-----BEGIN PRIVATE KEY-----\\n"
            + Base64.getEncoder().encodeToString(keys.generateKeyPair().getPrivate().getEncoded())
            + "\\n-----END PRIVATE KEY-----\\n";
    String key =
        ("{'type':'service_account','client_id':'1','client_email':'robot@p.iam.gserviceaccount.com',"
                + "'private_key_id':'k1','private_key':'"
                + pem
                + "'}")
            .replace('\'', '"');
    return new GoogleConnection(
        google.transport, google.endpoints(), new GoogleGrant.Delegation(key));
  }

  private PortException.AccessLost lost(GoogleConnection connection) {
    try {
      connection
          .forUser(WiredGoogle.ADDRESS, google.context("contactGroups/1"))
          .changes(Kind.EVENT, null, null);
    } catch (PortException.AccessLost e) {
      return e;
    }
    throw new AssertionError("The access was not lost");
  }

  @Test
  void delegation_actsAsThePersonWithTheLeastScopes() throws Exception {
    google.stub(get(urlPathEqualTo(EVENTS)), json(200, "{'nextSyncToken':'s'}"));
    GoogleConnection connection = delegated();
    connection
        .forUser("Ada@Example.com", google.context("contactGroups/1"))
        .changes(Kind.EVENT, null, null);
    connection
        .forUser("ada@example.com", google.context("contactGroups/1"))
        .changes(Kind.EVENT, null, null);
    String form =
        URLDecoder.decode(
            google
                .server
                .findAll(postRequestedFor(urlPathEqualTo("/token")))
                .get(0)
                .getBodyAsString(),
            StandardCharsets.UTF_8);
    JsonNode claims =
        new ObjectMapper()
            .readTree(
                Base64.getUrlDecoder()
                    .decode(form.substring(form.indexOf("assertion=") + 10).split("\\.", -1)[1]));
    assertThat(claims.path("sub").asText()).isEqualToIgnoringCase("ada@example.com");
    assertThat(claims.path("scope").asText()).isEqualTo(String.join(" ", GoogleScope.SYNC));
    assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isLessThanOrEqualTo(3600);
    // The token is kept between passes.
    google.server.verify(1, postRequestedFor(urlPathEqualTo("/token")));
  }

  @ParameterizedTest(name = "{0} {1}: {2} is for the {3}")
  @CsvSource({
    "401, unauthorized_client, Client is unauthorized, ADMINISTRATOR",
    "400, invalid_grant, Invalid email or User ID, ADMINISTRATOR",
    "400, invalid_grant, Invalid JWT Signature., OPERATOR",
    "400, access_denied, Requested client not authorized, ADMINISTRATOR",
    "400, invalid_request, Invalid impersonation prn email address, ADMINISTRATOR",
    "401, invalid_client, The OAuth client was not found., OPERATOR",
  })
  void refusedDelegation_saysWhoCanMendIt(int status, String error, String says, Mender mender)
      throws Exception {
    google.stub(
        post(urlPathEqualTo("/token")),
        json(status, "{'error':'%s','error_description':'%s'}".formatted(error, says)));
    PortException.AccessLost lost = lost(delegated());
    assertThat(lost.mender()).isEqualTo(mender);
    assertThat(lost.code()).isEqualTo(error);
    assertThat(lost.advice()).isNotEmpty();
  }

  @Test
  void keyFileThatIsNone_isRefusedAtOnce() {
    assertThatThrownBy(
            () ->
                new GoogleConnection(
                    google.transport, google.endpoints(), new GoogleGrant.Delegation("{}")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void endpoints_settingsMoveEverythingUnderOneRoot() {
    GoogleEndpoints moved = GoogleEndpoints.of("http://127.0.0.1:9402", "");
    assertThat(moved.calendarRoot()).isEqualTo("http://127.0.0.1:9402/");
    assertThat(moved.token()).hasToString("http://127.0.0.1:9402/token");
    assertThat(moved.revoke()).hasToString("http://127.0.0.1:9402/revoke");
    assertThat(GoogleEndpoints.of("", "")).isEqualTo(GoogleEndpoints.production());
  }
}

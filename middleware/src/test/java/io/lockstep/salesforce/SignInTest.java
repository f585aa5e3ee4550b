package io.lockstep.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import io.lockstep.port.PortException;
import io.lockstep.port.PortException.AccessLost.Mender;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignInTest {
  private final FakeOrgServer org = new FakeOrgServer();
  private final SignIn signIn = org.wire().signIn();

  @AfterEach
  void stop() {
    org.close();
  }

  @Test
  void assertion_namesUserAudienceAndAnEarlyEnd() throws Exception {
    Session session = signIn.session("ann@example.com");

    assertThat(session.userId()).isEqualTo(FakeOrgServer.USER);
    assertThat(session.orgId()).isEqualTo(FakeOrgServer.ORG);
    String form = org.tokenCalls().getFirst().getBodyAsString();
    assertThat(form).startsWith("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer");
    SignedJWT jwt =
        SignedJWT.parse(
            URLDecoder.decode(
                form.substring(form.indexOf("assertion=") + 10), StandardCharsets.UTF_8));
    assertThat(jwt.verify(new RSASSAVerifier(FakeOrgServer.publicKey()))).isTrue();
    assertThat(jwt.getJWTClaimsSet().getSubject()).isEqualTo("ann@example.com");
    assertThat(jwt.getJWTClaimsSet().getIssuer()).isEqualTo("client");
    assertThat(jwt.getJWTClaimsSet().getAudience()).containsExactly(org.server.baseUrl());
    assertThat(jwt.getJWTClaimsSet().getExpirationTime().toInstant())
        .isAfter(FakeOrgServer.NOW)
        .isBeforeOrEqualTo(FakeOrgServer.NOW.plus(Duration.ofSeconds(180)));
  }

  @Test
  void manyAsk_oneSignsIn() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Session>> all =
          IntStream.range(0, 20)
              .mapToObj(i -> threads.submit(() -> signIn.session("Ann@Example.com")))
              .toList();
      for (Future<Session> one : all) {
        assertThat(one.get().token()).isEqualTo("token-1");
      }
    }
    assertThat(org.tokenCalls()).hasSize(1);
  }

  @Test
  void renewed_asksAgainOnlyForTheRefusedToken() {
    Session first = signIn.session("ann@example.com");
    org.token(200, org.tokenBody("token-2"));

    Session second = signIn.renewed("ann@example.com", first);

    assertThat(second.token()).isEqualTo("token-2");
    assertThat(signIn.renewed("ann@example.com", first)).isEqualTo(second);
    assertThat(org.tokenCalls()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "invalid_grant,user hasn't approved this consumer,not_approved,ADMINISTRATOR",
    "invalid_app_access,user is not admin approved to access this app,not_approved,ADMINISTRATOR",
    "invalid_client_id,client identifier invalid,invalid_client_id,ADMINISTRATOR",
    "invalid_client,app must be installed into org,invalid_client,ADMINISTRATOR",
    "invalid_grant,audience is invalid,invalid_audience,ADMINISTRATOR",
    "invalid_grant,invalid assertion,invalid_assertion,ADMINISTRATOR",
    "invalid_grant,inactive user,inactive_user,USER",
    "invalid_grant,user is locked,user_locked,USER",
    "invalid_grant,user is frozen,user_frozen,USER",
    "invalid_grant,ip restricted,ip_restricted,USER",
    "invalid_grant,login restricted by login hours,login_hours,USER",
    "invalid_grant,expired authorization code,assertion_expired,OPERATOR",
  })
  void refusal_tellsTheRightPerson(String error, String said, String code, Mender mender) {
    org.token(400, "{\"error\":\"%s\",\"error_description\":\"%s\"}".formatted(error, said));

    PortException.AccessLost lost =
        catchThrowableOfType(
            PortException.AccessLost.class, () -> signIn.session("ann@example.com"));

    assertThat(lost.code()).isEqualTo(code);
    assertThat(lost.mender()).isEqualTo(mender);
    assertThat(lost.advice()).endsWith(".");
  }

  @Test
  void refusal_isNotKept() {
    org.token(400, "{\"error\":\"invalid_grant\",\"error_description\":\"inactive user\"}");
    assertThatThrownBy(() -> signIn.session("ann@example.com"))
        .isInstanceOf(PortException.AccessLost.class);
    org.token(200, org.tokenBody("token-2"));

    assertThat(signIn.session("ann@example.com").token()).isEqualTo("token-2");
  }

  @Test
  void loginRate_waits() {
    org.token(400, "{\"error\":\"invalid_grant\",\"error_description\":\"login rate exceeded\"}");

    assertThatThrownBy(() -> signIn.session("ann@example.com"))
        .isInstanceOf(PortException.RateLimited.class);
  }

  @Test
  void webPage_isUnavailable() {
    org.token(503, "<html>maintenance</html>");

    assertThatThrownBy(() -> signIn.session("ann@example.com"))
        .isInstanceOf(PortException.Unavailable.class)
        .hasMessage("HTTP_503");
  }
}

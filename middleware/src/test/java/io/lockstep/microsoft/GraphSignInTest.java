package io.lockstep.microsoft;

import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.lockstep.microsoft.WiredMicrosoft.TOKEN;
import static io.lockstep.microsoft.WiredMicrosoft.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.port.PortException;
import java.security.SecureRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GraphSignInTest {
  private static final String REDIRECT = "https://lockstep.example/oauth/microsoft";

  private final WiredMicrosoft microsoft = new WiredMicrosoft();
  private final GraphSignIn signIn =
      new GraphSignIn(
          microsoft.transport,
          new GraphEndpoints(microsoft.server.baseUrl(), microsoft.server.baseUrl()),
          "tenant-1",
          "app-1",
          new ClientProof.Secret("s&cret"),
          REDIRECT,
          new SecureRandom(),
          () -> WiredMicrosoft.NOW);

  @AfterEach
  void close() {
    microsoft.close();
  }

  private void answer(String scope, String more) {
    microsoft.stub(
        post(urlPathEqualTo(TOKEN)),
        json(
            200,
            "{'token_type':'Bearer','expires_in':3599,'access_token':'t','scope':'%s'%s}"
                .formatted(scope, more)));
  }

  @Test
  void begin_asksForBothRights_withAChallenge() {
    GraphSignIn.Attempt attempt = signIn.begin("ada@example.com");
    assertThat(attempt.url().toString())
        .startsWith(microsoft.server.baseUrl() + "/tenant-1/oauth2/v2.0/authorize?")
        .contains("code_challenge_method=S256")
        .contains("offline_access")
        .contains("Calendars.ReadWrite")
        .contains("Contacts.ReadWrite")
        .contains("state=" + attempt.state())
        .doesNotContain(attempt.verifier());
    assertThat(signIn.begin("").state()).isNotEqualTo(attempt.state());
  }

  @Test
  void finish_redeemsTheCodeWithItsVerifier() throws GraphSignIn.ConnectFailed {
    answer(
        "https://graph.microsoft.com/Calendars.ReadWrite contacts.readwrite openid",
        ",'refresh_token':'r1'");
    GraphSignIn.Attempt attempt = signIn.begin("");
    assertThat(signIn.finish(attempt, "code-1").refreshToken()).isEqualTo("r1");
    microsoft.server.verify(
        postRequestedFor(urlPathEqualTo(TOKEN))
            .withRequestBody(containing("code_verifier=" + attempt.verifier()))
            .withRequestBody(containing("client_secret=s%26cret")));
  }

  @Test
  void finish_withoutARight_hasFailed() {
    answer("Calendars.ReadWrite openid", ",'refresh_token':'r1'");
    assertThatThrownBy(() -> signIn.finish(signIn.begin(""), "code-1"))
        .isInstanceOfSatisfying(
            GraphSignIn.ConnectFailed.class,
            failed -> assertThat(failed.code()).isEqualTo("missingScope"));
  }

  @Test
  void finish_withoutALastingToken_hasFailed() {
    answer("Calendars.ReadWrite Contacts.ReadWrite", "");
    assertThatThrownBy(() -> signIn.finish(signIn.begin(""), "code-1"))
        .isInstanceOfSatisfying(
            GraphSignIn.ConnectFailed.class,
            failed -> assertThat(failed.code()).isEqualTo("noRefreshToken"));
  }

  @Test
  void codeThatWasUsed_isForThePersonToTryAgain() {
    microsoft.stub(
        post(urlPathEqualTo(TOKEN)), json(400, "{'error':'invalid_grant','error_codes':[54005]}"));
    assertThatThrownBy(() -> signIn.finish(signIn.begin(""), "code-1"))
        .isInstanceOfSatisfying(
            PortException.AccessLost.class,
            lost -> assertThat(lost.mender()).isEqualTo(PortException.AccessLost.Mender.USER));
  }

  @Test
  void adminConsent_namesTheDirectory() {
    assertThat(signIn.adminConsent("st").toString())
        .startsWith(microsoft.server.baseUrl() + "/tenant-1/adminconsent?client_id=app-1")
        .contains("state=st");
  }
}

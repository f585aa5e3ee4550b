package io.lockstep.google;

import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.lockstep.google.WiredGoogle.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GoogleSignInTest {
  private final WiredGoogle google = new WiredGoogle();
  private final GoogleSignIn signIn =
      new GoogleSignIn(
          google.transport,
          google.endpoints(),
          "client",
          "secret",
          "https://lockstep.example/google/callback",
          new SecureRandom());

  @AfterEach
  void close() throws IOException {
    google.close();
  }

  private void tokenAnswers(String scope, String more) {
    google.stub(
        post(urlPathEqualTo("/token")),
        json(
            200,
            "{'access_token':'t','expires_in':3599,'token_type':'Bearer','scope':'%s'%s}"
                .formatted(scope, more)));
  }

  @Test
  void begin_asksForLeastRightsOfflineWithConsentAndPkce() {
    GoogleSignIn.Attempt attempt = signIn.begin("ada@example.com");
    String url = URLDecoder.decode(attempt.url().toString(), StandardCharsets.UTF_8);
    assertThat(url)
        .startsWith(google.server.baseUrl() + "/o/oauth2/v2/auth?")
        .contains("access_type=offline")
        .contains("prompt=consent")
        .contains("include_granted_scopes=true")
        .contains("response_type=code")
        .contains("login_hint=ada@example.com")
        .contains("code_challenge_method=S256")
        .contains("code_challenge=" + new PkceVerifier(attempt.verifier()).challenge())
        .contains("state=" + attempt.state())
        .contains("scope=openid email " + GoogleScope.EVENTS + " " + GoogleScope.CONTACTS);
    assertThat(attempt.verifier()).matches("[A-Za-z0-9_-]{86}");
  }

  @Test
  void twoAttempts_shareNothing() {
    GoogleSignIn.Attempt one = signIn.begin("");
    GoogleSignIn.Attempt two = signIn.begin("");
    assertThat(one.verifier()).isNotEqualTo(two.verifier());
    assertThat(one.state()).isNotEqualTo(two.state());
  }

  @Test
  void challenge_isThatOfTheRfc() {
    // RFC 7636, appendix B.
    assertThat(new PkceVerifier("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").challenge())
        .isEqualTo("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
  }

  @Test
  void finish_bringsGrantAndAddress() throws Exception {
    String payload =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                "{\"sub\":\"1\",\"email\":\"Ada@Example.com\"}".getBytes(StandardCharsets.UTF_8));
    String header =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString("{\"alg\":\"RS256\"}".getBytes(StandardCharsets.UTF_8));
    tokenAnswers(
        String.join(" ", GoogleScope.SYNC) + " openid",
        ",'refresh_token':'1//r','id_token':'" + header + "." + payload + ".c2ln'");
    GoogleSignIn.Attempt attempt = signIn.begin("");
    GoogleSignIn.Connected connected = signIn.finish(attempt, "4/code");
    assertThat(connected.address()).isEqualTo("ada@example.com");
    assertThat(connected.grant())
        .isEqualTo(new GoogleGrant.UserConsent("client", "secret", "1//r"));
    google.server.verify(
        postRequestedFor(urlPathEqualTo("/token"))
            .withRequestBody(containing("code_verifier=" + attempt.verifier()))
            .withRequestBody(containing("grant_type=authorization_code")));
  }

  @Test
  void noRefreshToken_isAFailedConnect() {
    tokenAnswers(String.join(" ", GoogleScope.SYNC), "");
    assertThatThrownBy(() -> signIn.finish(signIn.begin(""), "4/code"))
        .isInstanceOfSatisfying(
            GoogleSignIn.ConnectFailed.class,
            e -> assertThat(e.code()).isEqualTo("noRefreshToken"));
  }

  @Test
  void untickedRight_isAFailedConnect() {
    tokenAnswers(GoogleScope.EVENTS, ",'refresh_token':'1//r'");
    assertThatThrownBy(() -> signIn.finish(signIn.begin(""), "4/code"))
        .isInstanceOfSatisfying(
            GoogleSignIn.ConnectFailed.class, e -> assertThat(e.code()).isEqualTo("missingScope"));
  }

  @Test
  void usedCode_isAFailedConnect() {
    google.stub(
        post(urlPathEqualTo("/token")),
        json(400, "{'error':'invalid_grant','error_description':'Malformed auth code.'}"));
    assertThatThrownBy(() -> signIn.finish(signIn.begin(""), "4/code"))
        .isInstanceOfSatisfying(
            GoogleSignIn.ConnectFailed.class, e -> assertThat(e.code()).isEqualTo("invalid_grant"));
  }

  @Test
  void revoke_postsTheRefreshToken() throws IOException {
    google.stub(post(urlPathEqualTo("/revoke")), json(200, "{}"));
    signIn.revoke(new GoogleGrant.UserConsent("client", "secret", "1//r"));
    google.server.verify(
        postRequestedFor(urlPathEqualTo("/revoke")).withRequestBody(containing("token=1%2F%2Fr")));
  }

  @Test
  void revoke_deadGrantCountsAsRevoked_serverErrorDoesNot() throws IOException {
    google.stub(post(urlPathEqualTo("/revoke")), json(400, "{'error':'invalid_token'}"));
    signIn.revoke(new GoogleGrant.UserConsent("client", "secret", "1//r"));
    google.stub(post(urlPathEqualTo("/revoke")), json(503, "{}"));
    assertThatThrownBy(() -> signIn.revoke(new GoogleGrant.UserConsent("client", "secret", "1//r")))
        .isInstanceOf(IOException.class);
  }
}

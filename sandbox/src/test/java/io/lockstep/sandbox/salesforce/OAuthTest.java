package io.lockstep.sandbox.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.lockstep.sandbox.frame.Fault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The flows of the authorization server and its refusals. */
class OAuthTest {
  private static final String VERIFIER = "a-code-verifier-of-at-least-forty-three-characters-x";
  private ServiceUnderTest service;

  @BeforeEach
  void start() throws IOException {
    service = new ServiceUnderTest();
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private static String assertion(String issuer, String subject, String audience, Instant expires) {
    try {
      SignedJWT jwt =
          new SignedJWT(
              new JWSHeader(JWSAlgorithm.RS256),
              new JWTClaimsSet.Builder()
                  .issuer(issuer)
                  .subject(subject)
                  .audience(audience)
                  .expirationTime(Date.from(expires))
                  .build());
      jwt.sign(new RSASSASigner(ServiceUnderTest.KEYS.getPrivate()));
      return jwt.serialize();
    } catch (com.nimbusds.jose.JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpResponse<String> bearer(String assertion) {
    return service.form(
        "/services/oauth2/token",
        Map.of(
            "grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion", assertion));
  }

  private HttpResponse<String> bearerFor(String username) {
    return bearer(
        assertion(
            ServiceUnderTest.CLIENT,
            username,
            "https://login.salesforce.com",
            Instant.now().plusSeconds(120)));
  }

  private static void assertRefused(HttpResponse<String> answer, String error, String description) {
    assertThat(answer.statusCode()).isEqualTo(400);
    JsonNode body = ServiceUnderTest.json(answer);
    assertThat(body.path("error").asText()).isEqualTo(error);
    assertThat(body.path("error_description").asText()).isEqualTo(description);
  }

  @Test
  void jwtBearer_preauthorizedUser_getsASessionWithoutRefreshToken() {
    JsonNode body = ServiceUnderTest.json(bearerFor(FakeOrg.ANN));

    assertThat(body.path("access_token").asText()).startsWith("00D000000000001!AQ");
    assertThat(body.path("instance_url").asText()).isEqualTo(service.url());
    assertThat(body.path("id").asText()).endsWith("/id/00D000000000001EAA/005000000000001AAA");
    assertThat(body.has("refresh_token")).isFalse();
    assertThat(body.has("expires_in")).isFalse();
    assertThat(service.logged("oauth.token", 200)).isEqualTo(1);
  }

  @Test
  void jwtBearer_ownBaseUrlAsAudience_isAccepted() {
    assertThat(
            bearer(
                    assertion(
                        ServiceUnderTest.CLIENT,
                        FakeOrg.ANN,
                        service.url(),
                        Instant.now().plusSeconds(60)))
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void jwtBearer_badAssertions_areRefusedEachWithItsBody() {
    Instant soon = Instant.now().plusSeconds(120);
    String login = "https://login.salesforce.com";
    String client = ServiceUnderTest.CLIENT;
    assertRefused(
        bearer(assertion(client, FakeOrg.ANN, "https://test.salesforce.com", soon)),
        "invalid_grant",
        "audience is invalid");
    assertRefused(
        bearer(assertion("other", FakeOrg.ANN, login, soon)),
        "invalid_client_id",
        "client identifier invalid");
    assertRefused(
        bearer(assertion(client, FakeOrg.ANN, login, Instant.now().minusSeconds(5))),
        "invalid_grant",
        "expired authorization code");
    assertRefused(
        bearer(assertion(client, FakeOrg.ANN, login, Instant.now().plusSeconds(900))),
        "invalid_grant",
        "invalid assertion");
    assertRefused(bearer("not.a.jwt"), "invalid_grant", "invalid assertion");
    String good = assertion(client, FakeOrg.ANN, login, soon);
    assertRefused(
        bearer(good.substring(0, good.lastIndexOf('.') + 1) + "AAAA"),
        "invalid_grant",
        "invalid assertion");
    assertRefused(
        bearerFor("nobody@acme.example"), "invalid_grant", "user hasn't approved this consumer");
    assertRefused(bearerFor("gone@acme.example"), "invalid_grant", "inactive user");
    assertRefused(bearerFor("frozen@acme.example"), "invalid_grant", "user is locked");
  }

  @Test
  void jwtBearer_revokedGrantFault_endsSessionsAndRefuses() {
    String token = service.annsToken();
    service.faults.add("salesforce", Fault.Kind.revokeGrant, 1, 1, FakeOrg.ANN);

    assertRefused(bearerFor(FakeOrg.ANN), "invalid_grant", "user hasn't approved this consumer");
    assertThat(limits(token).statusCode()).isEqualTo(401);
    assertThat(bearerFor(FakeOrg.ANN).statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> limits(String token) {
    return service.send(
        "GET", "/services/data/v65.0/limits", "", "Authorization", "Bearer " + token);
  }

  private static String challenge() {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(
              MessageDigest.getInstance("SHA-256")
                  .digest(VERIFIER.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpResponse<String> authorize(String more) {
    return service.send(
        "GET",
        "/services/oauth2/authorize?response_type=code&client_id="
            + ServiceUnderTest.CLIENT
            + "&redirect_uri="
            + ServiceUnderTest.CALLBACK
            + "&scope=api%20refresh_token%20openid&state=s%26t"
            + more,
        "");
  }

  private String code() {
    HttpResponse<String> answer =
        authorize("&login_as=" + FakeOrg.ANN + "&approve=true&code_challenge=" + challenge());
    String location = answer.headers().firstValue("Location").orElseThrow();
    assertThat(location).startsWith(ServiceUnderTest.CALLBACK + "?code=").endsWith("&state=s%26t");
    String query = URI.create(location).getQuery();
    return query.substring("code=".length(), query.indexOf("&state"));
  }

  private HttpResponse<String> exchange(String code, String verifier) {
    Map<String, String> form = new HashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("client_id", ServiceUnderTest.CLIENT);
    form.put("client_secret", ServiceUnderTest.SECRET);
    form.put("redirect_uri", ServiceUnderTest.CALLBACK);
    form.put("code_verifier", verifier);
    return service.form("/services/oauth2/token", form);
  }

  private HttpResponse<String> refresh(String token) {
    return service.form(
        "/services/oauth2/token",
        Map.of(
            "grant_type",
            "refresh_token",
            "refresh_token",
            token,
            "client_id",
            ServiceUnderTest.CLIENT,
            "client_secret",
            ServiceUnderTest.SECRET));
  }

  @Test
  void webServerFlow_codeWorksOnceAndRefreshes() {
    String code = code();
    JsonNode tokens = ServiceUnderTest.json(exchange(code, VERIFIER));

    assertThat(tokens.path("refresh_token").asText()).startsWith("5Aep");
    assertThat(tokens.path("issued_at").asText()).matches("\\d{13}");
    assertThat(tokens.path("id_token").asText()).contains(".");
    assertRefused(exchange(code, VERIFIER), "invalid_grant", "expired authorization code");
    JsonNode refreshed = ServiceUnderTest.json(refresh(tokens.path("refresh_token").asText()));
    assertThat(refreshed.path("access_token").asText())
        .isNotEqualTo(tokens.path("access_token").asText());
    assertThat(refreshed.has("refresh_token")).isFalse();
  }

  @Test
  void webServerFlow_wrongVerifierOrMissingChallenge_isRefused() {
    assertRefused(exchange(code(), "wrong"), "invalid_grant", "invalid code verifier");
    assertThat(
            authorize("&login_as=" + FakeOrg.ANN + "&approve=true")
                .headers()
                .firstValue("Location")
                .orElseThrow())
        .contains("error=invalid_request");
    assertThat(
            authorize("&login_as=" + FakeOrg.ANN + "&approve=false&code_challenge=" + challenge())
                .headers()
                .firstValue("Location")
                .orElseThrow())
        .contains("error=access_denied");
  }

  @Test
  void authorize_withoutAUser_showsAForm() {
    HttpResponse<String> page = authorize("&code_challenge=" + challenge());

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("<form").contains(FakeOrg.ANN);
  }

  @Test
  void refreshTokens_theSixthEndsTheFirst() {
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      tokens.add(service.service.openGrant(ServiceUnderTest.CLIENT, FakeOrg.ANN));
    }

    assertRefused(refresh(tokens.get(0)), "invalid_grant", "expired access/refresh token");
    assertThat(refresh(tokens.get(1)).statusCode()).isEqualTo(200);
    assertThat(refresh(tokens.get(5)).statusCode()).isEqualTo(200);
  }

  @Test
  void refreshTokenRotation_endsTheOldToken() throws IOException {
    service.close();
    service = new ServiceUnderTest(s -> s.withRefreshTokenRotation(true));
    String first = service.service.openGrant(ServiceUnderTest.CLIENT, FakeOrg.ANN);

    String second = ServiceUnderTest.json(refresh(first)).path("refresh_token").asText();

    assertThat(second).startsWith("5Aep").isNotEqualTo(first);
    assertRefused(refresh(first), "invalid_grant", "expired access/refresh token");
  }

  @Test
  void revoke_refreshToken_endsItsSessions() {
    String token = service.service.openGrant(ServiceUnderTest.CLIENT, FakeOrg.ANN);
    String access = ServiceUnderTest.json(refresh(token)).path("access_token").asText();
    assertThat(limits(access).statusCode()).isEqualTo(200);

    assertThat(service.form("/services/oauth2/revoke", Map.of("token", token)).statusCode())
        .isEqualTo(200);

    assertThat(limits(access).statusCode()).isEqualTo(401);
    assertRefused(refresh(token), "invalid_grant", "expired access/refresh token");
  }

  @Test
  void clientCredentials_actsAsTheRunAsUser() {
    JsonNode body =
        ServiceUnderTest.json(
            service.form(
                "/services/oauth2/token",
                Map.of(
                    "grant_type", "client_credentials",
                    "client_id", ServiceUnderTest.CLIENT,
                    "client_secret", ServiceUnderTest.SECRET)));

    assertThat(body.path("token_format").asText()).isEqualTo("opaque");
    HttpResponse<String> info =
        service.send(
            "GET",
            "/services/oauth2/userinfo",
            "",
            "Authorization",
            "Bearer " + body.path("access_token").asText());
    assertThat(ServiceUnderTest.json(info).path("preferred_username").asText())
        .isEqualTo(FakeOrg.ANN);
  }

  @Test
  void badClientsAndFlows_areRefused() {
    assertRefused(
        service.form(
            "/services/oauth2/token",
            Map.of(
                "grant_type", "client_credentials",
                "client_id", ServiceUnderTest.CLIENT,
                "client_secret", "wrong")),
        "invalid_client",
        "invalid client credentials");
    assertRefused(
        service.form("/services/oauth2/token", Map.of("grant_type", "password")),
        "invalid_grant",
        "authentication failure");
    assertRefused(
        service.form("/services/oauth2/token", Map.of("grant_type", "device")),
        "unsupported_grant_type",
        "grant type not supported");
  }

  @Test
  void identityAndIntrospection_tellWhoItIs() {
    String token = ServiceUnderTest.json(bearerFor(FakeOrg.ANN)).path("access_token").asText();
    HttpResponse<String> identity =
        service.send(
            "GET",
            "/id/" + FakeOrg.ORG_ID + "/005000000000001AAA",
            "",
            "Authorization",
            "Bearer " + token);
    assertThat(ServiceUnderTest.json(identity).path("urls").path("partner").asText())
        .contains("{version}");
    JsonNode introspected =
        ServiceUnderTest.json(
            service.form(
                "/services/oauth2/introspect",
                Map.of(
                    "token", token,
                    "client_id", ServiceUnderTest.CLIENT,
                    "client_secret", ServiceUnderTest.SECRET)));
    assertThat(introspected.path("active").asBoolean()).isTrue();
    assertThat(introspected.path("username").asText()).isEqualTo(FakeOrg.ANN);
    HttpResponse<String> without = service.send("GET", "/services/oauth2/userinfo", "");
    assertThat(without.statusCode()).isEqualTo(403);
    assertThat(without.body()).isEqualTo("Missing_OAuth_Token");
    assertThat(
            ServiceUnderTest.json(service.send("GET", "/.well-known/openid-configuration", ""))
                .path("token_endpoint")
                .asText())
        .isEqualTo(service.url() + "/services/oauth2/token");
    assertThat(
            ServiceUnderTest.json(service.send("GET", "/id/keys", ""))
                .path("keys")
                .get(0)
                .path("kty")
                .asText())
        .isEqualTo("RSA");
  }

  @Test
  void session_endsAfterTheTimeoutWithoutUse() {
    Instant start = Instant.parse("2026-05-01T00:00:00Z");
    service.machineTime.set(start);
    String token = service.annsToken();

    service.machineTime.set(start.plus(Duration.ofMinutes(100)));
    assertThat(limits(token).statusCode()).isEqualTo(200);
    service.machineTime.set(start.plus(Duration.ofMinutes(200)));
    assertThat(limits(token).statusCode()).isEqualTo(200);
    service.machineTime.set(start.plus(Duration.ofMinutes(330)));
    assertThat(limits(token).statusCode()).isEqualTo(401);
  }

  @Test
  void userWithoutApiEnabled_getsATokenButNoData() {
    String token =
        ServiceUnderTest.json(bearerFor("noapi@acme.example")).path("access_token").asText();

    HttpResponse<String> answer = limits(token);

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("API_DISABLED_FOR_ORG");
  }
}

package io.lockstep.sandbox.microsoft.entra;

import static io.lockstep.sandbox.microsoft.MicrosoftFixture.ANNA;
import static io.lockstep.sandbox.microsoft.MicrosoftFixture.APP;
import static io.lockstep.sandbox.microsoft.MicrosoftFixture.REDIRECT;
import static io.lockstep.sandbox.microsoft.MicrosoftFixture.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.lockstep.sandbox.frame.Fault;
import io.lockstep.sandbox.microsoft.MicrosoftFixture;
import io.lockstep.sandbox.microsoft.MicrosoftFixture.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EntraTest {
  private static final String VERIFIER = "v".repeat(50);
  private static final String SCOPE = "openid profile offline_access Contacts.ReadWrite User.Read";
  private static final String ASSERTION_TYPE =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  private MicrosoftFixture m365;
  private String tenant;

  @BeforeEach
  void start() throws IOException {
    m365 = new MicrosoftFixture();
    tenant = m365.microsoft.tenant().id();
  }

  @AfterEach
  void stop() {
    m365.close();
  }

  private Map<String, String> authorize(String at, String... more) {
    List<String> query =
        new ArrayList<>(
            List.of(
                "client_id",
                APP,
                "response_type",
                "code",
                "redirect_uri",
                REDIRECT,
                "scope",
                SCOPE,
                "state",
                "s 1",
                "code_challenge",
                s256(VERIFIER),
                "code_challenge_method",
                "S256",
                "login_as",
                ANNA));
    query.addAll(List.of(more));
    return m365.redirected("/" + at + "/oauth2/v2.0/authorize", query.toArray(String[]::new));
  }

  private String code() {
    return String.valueOf(authorize(tenant).get("code"));
  }

  private Answer redeem(String code, String verifier) {
    return m365.tokenCall(
        tenant,
        "client_id",
        APP,
        "client_secret",
        SECRET,
        "grant_type",
        "authorization_code",
        "code",
        code,
        "redirect_uri",
        REDIRECT,
        "code_verifier",
        verifier);
  }

  private Answer refresh(String token, String... more) {
    List<String> form =
        new ArrayList<>(
            List.of(
                "client_id", APP,
                "client_secret", SECRET,
                "grant_type", "refresh_token",
                "refresh_token", token));
    form.addAll(List.of(more));
    return m365.tokenCall(tenant, form.toArray(String[]::new));
  }

  private Answer credentials(String at, String... proof) {
    List<String> form =
        new ArrayList<>(
            List.of(
                "client_id", APP,
                "grant_type", "client_credentials",
                "scope", "https://graph.microsoft.com/.default"));
    form.addAll(List.of(proof));
    return m365.tokenCall(at, form.toArray(String[]::new));
  }

  private static String s256(String verifier) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(
              MessageDigest.getInstance("SHA-256")
                  .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void signIn_withPkce_givesTokensThatWork() throws ParseException {
    Map<String, String> back = authorize(tenant, "nonce", "n-1");
    assertThat(back).containsEntry("state", "s 1").containsKey("session_state");

    Answer tokens = redeem(String.valueOf(back.get("code")), VERIFIER);

    assertThat(tokens.status()).as(tokens.body().toString()).isEqualTo(200);
    assertThat(tokens.text("token_type")).isEqualTo("Bearer");
    assertThat(tokens.body().path("expires_in").asInt()).isEqualTo(3599);
    assertThat(tokens.text("scope")).contains("Contacts.ReadWrite").doesNotContain("offline");
    assertThat(m365.get(tokens.text("access_token"), "/me").text("mail")).isEqualTo(ANNA);
    JWTClaimsSet id = SignedJWT.parse(tokens.text("id_token")).getJWTClaimsSet();
    assertThat(id.getAudience()).containsExactly(APP);
    assertThat(id.getStringClaim("tid")).isEqualTo(tenant);
    assertThat(id.getStringClaim("nonce")).isEqualTo("n-1");
    assertThat(id.getStringClaim("preferred_username")).isEqualTo(ANNA);
  }

  @Test
  void code_isGoodOnce_andOnlyWithItsVerifierAndAddress() {
    String code = code();
    assertThat(redeem(code, VERIFIER).status()).isEqualTo(200);
    assertThat(redeem(code, VERIFIER).entra()).isEqualTo("400 invalid_grant 54005");
    assertThat(redeem(code(), "w".repeat(50)).entra()).isEqualTo("400 invalid_grant 501481");
    assertThat(redeem("nonsense", VERIFIER).entra()).isEqualTo("400 invalid_grant 70000");
    assertThat(
            m365.tokenCall(
                    tenant,
                    "client_id",
                    APP,
                    "client_secret",
                    SECRET,
                    "grant_type",
                    "authorization_code",
                    "code",
                    code(),
                    "redirect_uri",
                    REDIRECT + "/other",
                    "code_verifier",
                    VERIFIER)
                .entra())
        .isEqualTo("400 invalid_grant 500112");
  }

  @Test
  void authorize_refusals() {
    assertThat(authorize(tenant, "approve", "none", "prompt", "consent"))
        .containsEntry("error", "access_denied")
        .containsEntry("state", "s 1");
    assertThat(
            m365.page(
                    "/" + tenant + "/oauth2/v2.0/authorize",
                    "client_id",
                    APP,
                    "response_type",
                    "code",
                    "scope",
                    SCOPE,
                    "redirect_uri",
                    "http://localhost/elsewhere",
                    "login_as",
                    ANNA)
                .status())
        .isEqualTo(400);
    m365.microsoft.grants().consents().withdrawForAll(APP);
    assertThat(authorize(tenant, "prompt", "none")).containsEntry("error", "interaction_required");
    m365.microsoft.settings().userConsent = false;
    assertThat(authorize(tenant))
        .containsEntry("error", "consent_required")
        .hasEntrySatisfying("error_description", d -> assertThat(d).contains("AADSTS90094"));
  }

  @Test
  void refresh_rotates_andTheOldTokenStaysGood() {
    String first = redeem(code(), VERIFIER).text("refresh_token");
    Answer second = refresh(first);

    assertThat(second.text("refresh_token")).isNotEmpty().isNotEqualTo(first);
    assertThat(refresh(first).status()).isEqualTo(200);
    assertThat(refresh(second.text("refresh_token"), "scope", "Contacts.ReadWrite").text("scope"))
        .contains("Contacts.ReadWrite")
        .doesNotContain("User.Read");
    assertThat(refresh(first, "scope", "Mail.Read").entra()).isEqualTo("400 invalid_grant 65001");
    assertThat(refresh("nonsense").entra()).isEqualTo("400 invalid_grant 70000");
  }

  @Test
  void withoutOfflineAccess_thereIsNoRefreshToken() {
    Map<String, String> back =
        m365.redirected(
            "/organizations/oauth2/v2.0/authorize",
            "client_id",
            APP,
            "response_type",
            "code",
            "redirect_uri",
            REDIRECT,
            "scope",
            "https://graph.microsoft.com/Contacts.ReadWrite",
            "login_as",
            ANNA);
    Answer tokens =
        m365.tokenCall(
            "organizations",
            "client_id",
            APP,
            "client_secret",
            SECRET,
            "grant_type",
            "authorization_code",
            "code",
            String.valueOf(back.get("code")),
            "redirect_uri",
            REDIRECT);
    assertThat(tokens.status()).isEqualTo(200);
    assertThat(tokens.body().has("refresh_token")).isFalse();
    assertThat(tokens.body().has("id_token")).isFalse();
  }

  @Test
  void revokedSessions_disabledUsers_withdrawnConsent_areToldApart() {
    String token = redeem(code(), VERIFIER).text("refresh_token");
    String anna = m365.microsoft.mailbox(ANNA).user().id();
    Consents consents = m365.microsoft.grants().consents();

    consents.disabled(anna, true);
    assertThat(refresh(token).entra()).isEqualTo("400 invalid_grant 50057");
    consents.disabled(anna, false);
    assertThat(refresh(token).status()).isEqualTo(200);

    consents.withdrawForAll(APP);
    consents.withdraw(anna, APP);
    Answer withdrawn = refresh(token);
    assertThat(withdrawn.entra()).isEqualTo("400 invalid_grant 65001");
    assertThat(withdrawn.text("suberror")).isEqualTo("consent_required");
    consents.giveForAll(m365.app);
    assertThat(refresh(token).status()).isEqualTo(200);

    m365.microsoft.grants().revokeSessions(anna);
    Answer revoked = refresh(token);
    assertThat(revoked.entra()).isEqualTo("400 invalid_grant 50173");
    assertThat(revoked.text("error_description")).contains("AADSTS50173", "Trace ID", "Timestamp");
    assertThat(redeem(code(), VERIFIER).status()).isEqualTo(200);
  }

  @Test
  void revokeGrantFault_endsThePersonsSessions() {
    String token = redeem(code(), VERIFIER).text("refresh_token");
    m365.faults.add("microsoft", Fault.Kind.revokeGrant, 1, 1, "anna");
    assertThat(refresh(token).entra()).isEqualTo("400 invalid_grant 50173");
  }

  @Test
  void clientCredentials_withASecret() {
    Answer token = credentials(tenant, "client_secret", SECRET);
    assertThat(token.status()).isEqualTo(200);
    assertThat(token.body().has("refresh_token")).isFalse();
    assertThat(m365.get(token.text("access_token"), "/users/" + ANNA + "/contacts").status())
        .isEqualTo(200);
    assertThat(m365.get(token.text("access_token"), "/me/contacts").refusal())
        .isEqualTo("400 BadRequest");
    assertThat(credentials("example.com", "client_secret", SECRET).status()).isEqualTo(200);
  }

  @Test
  void clientCredentials_refusals() {
    assertThat(credentials(tenant, "client_secret", "wrong").entra())
        .isEqualTo("401 invalid_client 7000215");
    assertThat(credentials(tenant, "client_secret", "an-old-secret").entra())
        .isEqualTo("401 invalid_client 7000222");
    assertThat(credentials(tenant).entra()).isEqualTo("401 invalid_client 7000218");
    assertThat(credentials("common", "client_secret", SECRET).entra())
        .isEqualTo("400 invalid_request 9001023");
    assertThat(credentials("elsewhere.example", "client_secret", SECRET).entra())
        .isEqualTo("400 invalid_request 90002");
    assertThat(
            m365.tokenCall(
                    tenant,
                    "client_id",
                    APP,
                    "client_secret",
                    SECRET,
                    "grant_type",
                    "client_credentials",
                    "scope",
                    "Contacts.ReadWrite")
                .entra())
        .isEqualTo("400 invalid_scope 1002012");
    assertThat(
            m365.tokenCall(tenant, "client_id", "unknown", "grant_type", "client_credentials")
                .entra())
        .isEqualTo("400 unauthorized_client 700016");
  }

  @Test
  void clientCredentials_withACertificate() throws JOSEException {
    for (JWSAlgorithm algorithm : List.of(JWSAlgorithm.PS256, JWSAlgorithm.RS256)) {
      assertThat(asserted(assertion(algorithm, tenant, 300)).status()).isEqualTo(200);
    }
    assertThat(asserted(assertion(JWSAlgorithm.PS256, tenant, -3600)).entra())
        .isEqualTo("401 invalid_client 700024");
    assertThat(asserted(assertion(JWSAlgorithm.PS256, "common", 300)).entra())
        .isEqualTo("401 invalid_client 700023");
    String good = assertion(JWSAlgorithm.PS256, tenant, 300);
    assertThat(asserted(good.substring(0, good.lastIndexOf('.')) + ".AAAA").entra())
        .isEqualTo("401 invalid_client 700027");
    assertThat(asserted("nonsense").entra()).isEqualTo("401 invalid_client 50027");
  }

  @Test
  void clientCredentials_thumbprintWithPadding_isTheSame() throws JOSEException {
    assertThat(asserted(assertion(JWSAlgorithm.RS256, tenant, 300, "thumbprint-sha1=")).status())
        .isEqualTo(200);
    assertThat(asserted(assertion(JWSAlgorithm.RS256, tenant, 300, "thumbprint/sha1==")).entra())
        .isEqualTo("401 invalid_client 700027");
  }

  @Test
  void deviceCode_isRefusedInTheWordsOfSignIn() {
    Answer refused =
        m365.call("POST", "", m365.http.url() + "/" + tenant + "/oauth2/v2.0/devicecode", "{}");
    assertThat(refused.entra()).isEqualTo("400 unauthorized_client 700016");
  }

  private Answer asserted(String assertion) {
    return credentials(
        tenant, "client_assertion_type", ASSERTION_TYPE, "client_assertion", assertion);
  }

  private String assertion(JWSAlgorithm algorithm, String at, int lives) throws JOSEException {
    return assertion(algorithm, at, lives, "thumbprint-sha1");
  }

  private String assertion(JWSAlgorithm algorithm, String at, int lives, String thumbprint)
      throws JOSEException {
    Instant now = Instant.now();
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(algorithm)
                .x509CertSHA256Thumbprint(new Base64URL(thumbprint))
                .build(),
            new JWTClaimsSet.Builder()
                .audience(m365.http.url() + "/" + at + "/oauth2/v2.0/token")
                .issuer(APP)
                .subject(APP)
                .jwtID(algorithm + at + lives + thumbprint)
                .notBeforeTime(Date.from(now.plusSeconds(Math.min(0, lives) - 60)))
                .expirationTime(Date.from(now.plusSeconds(lives)))
                .build());
    jwt.sign(new RSASSASigner(m365.certificate.getPrivate()));
    return jwt.serialize();
  }

  @Test
  void adminConsent_withdrawn_leavesATokenThatOpensNothing_andReturns() {
    m365.microsoft.grants().consents().withdrawForAll(APP);
    String empty = credentials(tenant, "client_secret", SECRET).text("access_token");
    assertThat(m365.get(empty, "/users/" + ANNA + "/contacts").refusal())
        .isEqualTo("403 ErrorAccessDenied");

    Map<String, String> back =
        m365.redirected(
            "/" + tenant + "/adminconsent",
            "client_id",
            APP,
            "redirect_uri",
            REDIRECT,
            "state",
            "x",
            "approve",
            "all");
    assertThat(back)
        .containsEntry("admin_consent", "True")
        .containsEntry("tenant", tenant)
        .containsEntry("state", "x");

    // The token from before has no roles for as long as it lives.
    assertThat(m365.get(empty, "/users/" + ANNA + "/contacts").status()).isEqualTo(403);
    String token = credentials(tenant, "client_secret", SECRET).text("access_token");
    assertThat(m365.get(token, "/users/" + ANNA + "/contacts").status()).isEqualTo(200);
    assertThat(
            m365.redirected(
                "/" + tenant + "/adminconsent",
                "client_id",
                APP,
                "redirect_uri",
                REDIRECT,
                "approve",
                "none"))
        .containsEntry("error", "permission_denied");
  }

  @Test
  void removedApplication_getsNoToken() {
    m365.microsoft.grants().consents().present(APP, false);
    assertThat(credentials(tenant, "client_secret", SECRET).entra())
        .isEqualTo("400 unauthorized_client 7000229");
    m365.microsoft.grants().consents().present(APP, true);
    assertThat(credentials(tenant, "client_secret", SECRET).status()).isEqualTo(200);
  }

  @Test
  void configuration_namesTheEndpoints() {
    Answer found =
        m365.get("", m365.http.url() + "/" + tenant + "/v2.0/.well-known/openid-configuration");
    assertThat(found.text("token_endpoint"))
        .isEqualTo(m365.http.url() + "/" + tenant + "/oauth2/v2.0/token");
    assertThat(m365.get("", found.text("jwks_uri")).body().path("keys")).hasSize(1);
  }
}

package io.lockstep.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.lockstep.sandbox.control.ControlClient;
import io.lockstep.sandbox.control.ControlClient.Answer;
import io.lockstep.sandbox.seed.Card;
import io.lockstep.sandbox.seed.Company;
import io.lockstep.sandbox.seed.Meeting;
import io.lockstep.sandbox.seed.Person;
import io.lockstep.sandbox.seed.SeedRequest;
import io.lockstep.sandbox.seed.SeedRequest.Size;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A company half of which is at Microsoft 365, over HTTP as scripts use it. */
class MicrosoftSandboxTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 2);
  private static final SeedRequest DEMO =
      new SeedRequest(Size.demo, 42, 6, 300, 200, 3, 0.5, true, TODAY);
  private static final String DEMO_BODY =
      "{\"company\":\"demo\",\"seed\":42,\"today\":\"2026-11-02\"}";
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static Sandbox sandbox;
  private static ControlClient control;

  @BeforeAll
  static void start() throws IOException {
    sandbox = Sandbox.start(SandboxOptions.forTests().withSeed(DEMO));
    control = new ControlClient(sandbox.controlUrl());
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  private static JsonNode microsoft() {
    return sandbox.ready().at("/credentials/microsoft");
  }

  private static List<Person> people() {
    return Company.of(DEMO, TODAY).people().stream()
        .filter(p -> p.provider().equals("microsoft"))
        .toList();
  }

  @Test
  void ready_namesTheServiceAndHowToSignIn() {
    assertThat(sandbox.ready().path("microsoft").asText()).startsWith("http://127.0.0.1:");
    assertThat(microsoft().path("refreshTokens")).hasSize(3);
    assertThat(microsoft().path("tenant").asText()).hasSize(36);
    assertThat(microsoft().at("/app/certificateKey").asText()).contains("PRIVATE KEY");
    assertThat(sandbox.ready().at("/credentials/google/refreshTokens")).hasSize(3);
  }

  @Test
  void everySeededContactAndMeeting_isInItsOwnersMailbox() {
    Company company = Company.of(DEMO, TODAY);
    assertThat(people()).hasSize(3);
    for (Person p : people()) {
      List<String> surnames = texts(records(p.name(), "contacts"), "/surname");
      List<String> subjects = texts(records(p.name(), "events"), "/subject");
      for (Card card : company.cards()) {
        if (card.place() == Card.Place.mailbox
            && card.owner().equals(p.name())
            && !card.family().isEmpty()) {
          assertThat(surnames).contains(card.family());
        }
      }
      for (Meeting m : company.meetings()) {
        if (!m.inSalesforce()
            && m.organizer().equals(p.name())
            && !m.subject().isEmpty()
            && m.subject().length() < 200
            && m.subject().chars().noneMatch(c -> c < 32)) {
          assertThat(subjects).contains(m.subject());
        }
      }
    }
  }

  @Test
  void seed_again_isTheSame_andLeavesNoMailBehind() {
    control.post("/seed", DEMO_BODY);
    String person = people().getFirst().name();
    List<String> contacts = texts(records(person, "contacts"), "/id");
    // Not their ids: a meeting's iCalUId names the moment it was made.
    List<String> events = texts(records(person, "events"), "/subject");

    assertThat(control.post("/seed", DEMO_BODY).status()).isEqualTo(200);

    assertThat(texts(records(person, "contacts"), "/id")).isEqualTo(contacts);
    assertThat(texts(records(person, "events"), "/subject"))
        .containsExactlyInAnyOrderElementsOf(events);
    assertThat(control.get("/mails").body().path("mails")).isEmpty();
  }

  @Test
  void seed_byProviderAndByShare() {
    for (String body :
        List.of(
            "{\"company\":\"small\",\"provider\":\"microsoft\"}",
            "{\"company\":\"small\",\"microsoftShare\":1}")) {
      assertThat(control.post("/seed", body).status()).isEqualTo(200);
      assertThat(texts(control.get("/people").body().path("people"), "/provider"))
          .containsOnly("microsoft");
    }
    assertThat(control.post("/seed", "{\"company\":\"small\"}").status()).isEqualTo(200);
    assertThat(texts(control.get("/people").body().path("people"), "/provider"))
        .containsOnly("google");
    assertThat(control.post("/seed", "{\"provider\":\"elsewhere\"}").status()).isEqualTo(400);
    control.post("/seed", DEMO_BODY);
  }

  @Test
  void refreshToken_opensThePersonsMailbox() throws Exception {
    Person person = people().getFirst();
    JsonNode token =
        form(
            "client_id",
            microsoft().at("/app/clientId").asText(),
            "client_secret",
            microsoft().at("/app/clientSecret").asText(),
            "grant_type",
            "refresh_token",
            "refresh_token",
            microsoft().at("/refreshTokens/" + person.name()).asText());
    String access = token.path("access_token").asText();
    assertThat(access).as(token.toString()).isNotEmpty();
    assertThat(graph("/me", access).path("mail").asText()).isEqualTo(person.email());
    assertThat(graph("/me/contacts?$top=5", access).path("value")).hasSize(5);
    assertThat(graph("/me/events?$top=5", access).path("value")).hasSize(5);
  }

  @Test
  void certificate_signsInAsTheApplication_untilConsentIsWithdrawn() throws Exception {
    Person person = people().getFirst();
    String contacts = "/users/" + person.email() + "/contacts";
    assertThat(graph(contacts, appToken()).path("value")).isNotEmpty();

    assertThat(control.post("/services/microsoft/withdrawConsent", "{}").status()).isEqualTo(200);
    assertThat(graph(contacts, appToken()).at("/error/code").asText())
        .isEqualTo("ErrorAccessDenied");
    assertThat(control.post("/services/microsoft/giveConsent", "{}").status()).isEqualTo(200);
    assertThat(graph(contacts, appToken()).path("value")).isNotEmpty();
    assertThat(control.post("/services/microsoft/nonsense", "{}").status()).isEqualTo(404);
    assertThat(control.post("/services/google/nonsense", "{}").status()).isEqualTo(404);
  }

  private static String appToken() throws Exception {
    JsonNode app = microsoft().path("app");
    byte[] der = der(app.path("certificate").asText());
    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    String id = app.path("clientId").asText();
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.PS256)
                .x509CertSHA256Thumbprint(
                    Base64URL.encode(MessageDigest.getInstance("SHA-256").digest(der)))
                .build(),
            new JWTClaimsSet.Builder()
                .audience(microsoft().path("tokenUrl").asText())
                .issuer(id)
                .subject(id)
                .jwtID(java.util.UUID.randomUUID().toString())
                .notBeforeTime(Date.from(Instant.now()))
                .expirationTime(Date.from(Instant.now().plusSeconds(300)))
                .build());
    jwt.sign(new RSASSASigner(privateKey(app.path("certificateKey").asText())));
    return form(
            "client_id",
            id,
            "grant_type",
            "client_credentials",
            "scope",
            "https://graph.microsoft.com/.default",
            "client_assertion_type",
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion",
            jwt.serialize())
        .path("access_token")
        .asText();
  }

  private static PrivateKey privateKey(String pem) throws JOSEException {
    try {
      return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der(pem)));
    } catch (GeneralSecurityException e) {
      throw new JOSEException("not a key", e);
    }
  }

  private static byte[] der(String pem) {
    return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
  }

  @Test
  void person_editsContactsInOutlook() {
    String at = "/people/microsoft/" + people().getFirst().name() + "/contacts";
    Answer made = control.post(at, "{\"givenName\":\"Ada\",\"surname\":\"Lovelace\"}");
    assertThat(made.status()).isEqualTo(201);
    String one = at + "/" + made.body().path("id").asText();
    assertThat(control.call("PATCH", one, "{\"surname\":null}").body().path("surname").isNull())
        .isTrue();
    Answer moved = control.post(one + "/move", "{\"name\":\"Friends\"}");
    assertThat(moved.body().path("parentFolderId"))
        .isNotEqualTo(made.body().path("parentFolderId"));
    assertThat(control.post(one + "/clone", "{}").body().path("givenName").asText())
        .isEqualTo("Ada");
    assertThat(control.post(one + "/touch", "{}").status()).isEqualTo(200);
    assertThat(control.call("DELETE", one, "").status()).isEqualTo(204);
    assertThat(control.call("DELETE", one, "").error()).contains("ErrorItemNotFound");
    assertThat(control.post(one + "/label", "{}").error()).contains("move, clone or touch");
    assertThat(control.post(at, "{\"businessPhones\":[\"1\",\"2\",\"3\"]}").status())
        .isEqualTo(400);
  }

  @Test
  void person_editsEventsInOutlook_andMailsAreSent() {
    String at = "/people/microsoft/" + people().getFirst().name() + "/events";
    Answer made =
        control.post(
            at,
            """
            {"subject": "Lunch",
             "start": {"dateTime": "2026-11-05T11:00:00", "timeZone": "UTC"},
             "end": {"dateTime": "2026-11-05T12:00:00", "timeZone": "UTC"},
             "attendees": [{"emailAddress": {"address": "guest@elsewhere.example"}}]}""");
    assertThat(made.status()).as(made.error()).isEqualTo(201);
    assertThat(texts(control.get("/mails").body().path("mails"), "/kind")).contains("invitation");
    String one = at + "/" + made.body().path("id").asText();
    assertThat(
            control.call("PATCH", one, "{\"subject\":\"Dinner\"}").body().path("subject").asText())
        .isEqualTo("Dinner");
    assertThat(control.call("DELETE", one, "").status()).isEqualTo(204);
    assertThat(texts(control.get("/mails").body().path("mails"), "/kind")).contains("cancellation");
    control.call("DELETE", "/mails", "");
  }

  @Test
  void settings_ofAllPartsOfTheService_areReadAndChangedTogether() {
    Answer changed =
        control.call(
            "PUT",
            "/settings/microsoft",
            "{\"concurrencyPerMailbox\":3,\"eventsDelta\":true,\"retryAfter\":\"PT5S\"}");
    assertThat(changed.status()).as(changed.error()).isEqualTo(200);
    assertThat(changed.body().path("concurrencyPerMailbox").asInt()).isEqualTo(3);
    assertThat(changed.body().path("eventsDelta").asBoolean()).isTrue();
    assertThat(control.call("PUT", "/settings/microsoft", "{\"nonsense\":1}").error())
        .contains("nonsense", "concurrencyPerMailbox", "eventsDelta");
    control.post("/seed", DEMO_BODY);
    assertThat(control.get("/settings/microsoft").body().path("concurrencyPerMailbox").asInt())
        .isEqualTo(4);
  }

  private static JsonNode records(String person, String kind) {
    Answer answer = control.get("/records/microsoft/" + person + "/" + kind);
    assertThat(answer.status()).as(answer.error()).isEqualTo(200);
    return answer.body();
  }

  private static List<String> texts(JsonNode list, String pointer) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(n -> n.at(pointer).asText())
        .toList();
  }

  private static JsonNode form(String... pairs) throws Exception {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < pairs.length; i += 2) {
      body.append(i == 0 ? "" : "&")
          .append(pairs[i])
          .append('=')
          .append(URLEncoder.encode(pairs[i + 1], StandardCharsets.UTF_8));
    }
    return send(
        HttpRequest.newBuilder(URI.create(microsoft().path("tokenUrl").asText()))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
  }

  private static JsonNode graph(String path, String token) throws Exception {
    return send(
        HttpRequest.newBuilder(URI.create(sandbox.url("microsoft") + "/v1.0" + path))
            .header("Authorization", "Bearer " + token));
  }

  private static JsonNode send(HttpRequest.Builder request) throws Exception {
    String body = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    return new ObjectMapper().readTree(body);
  }
}

package io.lockstep.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
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
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The whole sandbox through its control service and, for signing in, through the services' own
 * paths.
 */
class SandboxTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 2);
  private static final SeedRequest DEMO =
      new SeedRequest(Size.demo, 42, 6, 300, 200, 0, 0.5, true, TODAY);
  private static final String DEMO_BODY =
      "{\"company\":\"demo\",\"seed\":42,\"people\":6,\"contacts\":300,\"events\":200,\"microsoft\":0,\"today\":\"2026-11-02\"}";

  private static Sandbox sandbox;
  private static ControlClient control;
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @BeforeAll
  static void start() throws IOException {
    sandbox = Sandbox.start(SandboxOptions.forTests().withSeed(DEMO));
    control = new ControlClient(sandbox.controlUrl());
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @BeforeEach
  void seeded() {
    // The class's own data; a test that changes things seeds for itself at its end.
    assertThat(control.get("/people").body().path("people")).hasSize(6);
  }

  @Test
  void ready_namesEveryServiceAndHowToSignIn() {
    JsonNode ready = sandbox.ready();
    assertThat(ready.path("control").asText()).startsWith("http://127.0.0.1:");
    assertThat(ready.path("salesforce").asText()).startsWith("http://127.0.0.1:");
    assertThat(ready.path("google").asText()).startsWith("http://127.0.0.1:");
    assertThat(ready.at("/credentials/google/refreshTokens")).hasSize(6);
    assertThat(ready.at("/credentials/salesforce/users")).hasSize(6);
  }

  @Test
  void everySeededContact_isVisibleToItsOwner() {
    Company company = Company.of(DEMO, TODAY);
    for (Person p : company.people()) {
      List<String> inOrg = texts(records("salesforce", p, "contacts"), "/LastName");
      List<String> inMailbox = texts(records("google", p, "contacts"), "/names/0/familyName");
      for (Card card : company.cards()) {
        if (card.owner().equals(p.name()) && !card.family().isEmpty()) {
          switch (card.place()) {
            case salesforceContact -> assertThat(inOrg).contains(card.family());
            case mailbox -> assertThat(inMailbox).contains(card.family());
            case salesforceLead ->
                assertThat(texts(records("salesforce", p, "leads"), "/LastName"))
                    .contains(card.family());
          }
        }
      }
    }
  }

  @Test
  void everySeededMeeting_isInItsOrganizersCalendar_andInItsGuests() {
    Company company = Company.of(DEMO, TODAY);
    for (Person p : company.people()) {
      List<String> inOrg = texts(records("salesforce", p, "events"), "/Subject");
      List<String> inMailbox = texts(records("google", p, "events"), "/summary");
      for (Meeting m : company.meetings()) {
        boolean theirs = m.organizer().equals(p.name()) || m.colleagues().contains(p.name());
        if (theirs && !m.subject().isEmpty() && m.subject().chars().noneMatch(c -> c < 32)) {
          assertThat(m.inSalesforce() ? inOrg : inMailbox).contains(m.subject().strip());
        }
      }
    }
  }

  @Test
  void seeding_leavesNoMailAndNoRequestBehind() {
    assertThat(control.get("/mails").body().path("mails")).isEmpty();
  }

  @Test
  void seed_again_isTheSameInEveryService() {
    JsonNode people = control.get("/people").body().path("people");
    JsonNode contacts = control.get("/records/google/amelie/contacts").body();
    JsonNode events = control.get("/records/salesforce/ben/events").body();

    assertThat(control.post("/seed", DEMO_BODY).status()).isEqualTo(200);

    assertThat(control.get("/people").body().path("people")).isEqualTo(people);
    assertThat(texts(control.get("/records/google/amelie/contacts").body(), "/resourceName"))
        .isEqualTo(texts(contacts, "/resourceName"));
    assertThat(texts(control.get("/records/salesforce/ben/events").body(), "/Id"))
        .isEqualTo(texts(events, "/Id"));
  }

  @Test
  void configuration_isInTheOrg_andAssignedToEverybody() throws Exception {
    String token = salesforceToken(integrationUsername());
    assertThat(
            query(
                token, "SELECT Id FROM SyncAssignment__c WHERE Configuration__r.Active__c = true"))
        .hasSize(6);
    JsonNode configurations =
        query(token, "SELECT ContactDirection__c, EventDirection__c FROM SyncConfiguration__c");
    assertThat(configurations.at("/0/ContactDirection__c").asText()).isEqualTo("Both");
    assertThat(configurations.at("/0/EventDirection__c").asText()).isEqualTo("Both");
    assertThat(query(token, "SELECT Id FROM SyncConnection__c WHERE Provider__c = 'Google'"))
        .hasSize(1);
  }

  @Test
  void integrationUser_seesEverybodysEvents_butAUserOnlyOwnOnes() throws Exception {
    int all = query(salesforceToken(integrationUsername()), "SELECT Id FROM Event").size();
    int own =
        query(salesforceToken("ben.okafor@alderfinch.example.demo"), "SELECT Id FROM Event").size();
    assertThat(all).isGreaterThan(own);
  }

  @Test
  void google_serviceAccount_signsInForAPerson() throws Exception {
    JsonNode account = sandbox.ready().at("/credentials/google/serviceAccount");
    String assertion =
        assertion(
            account.path("private_key").asText(),
            account.path("client_email").asText(),
            "amelie.martin@alderfinch.example",
            account.path("token_uri").asText(),
            "https://www.googleapis.com/auth/calendar");
    JsonNode token = form(account.path("token_uri").asText(), bearer(assertion));
    assertThat(token.path("access_token").asText()).isNotEmpty();
    JsonNode calendar =
        read(
            sandbox.url("google") + "/calendar/v3/calendars/primary",
            token.path("access_token").asText());
    assertThat(calendar.path("id").asText()).isEqualTo("amelie.martin@alderfinch.example");
  }

  @Test
  void google_refreshToken_signsIn() throws Exception {
    JsonNode google = sandbox.ready().at("/credentials/google");
    JsonNode token =
        form(
            google.at("/serviceAccount/token_uri").asText(),
            "grant_type=refresh_token&refresh_token="
                + encoded(google.at("/refreshTokens/ben").asText())
                + "&client_id="
                + encoded(google.at("/oauthClient/clientId").asText())
                + "&client_secret="
                + encoded(google.at("/oauthClient/clientSecret").asText()));
    assertThat(token.path("access_token").asText()).isNotEmpty();
  }

  @Test
  void person_editsInSalesforce_andCloneCarriesNoMark() {
    String at = "/people/salesforce/amelie/events";
    Answer made =
        control.post(
            at,
            "{\"Subject\":\"Lunch\",\"StartDateTime\":\"2026-11-05T11:00:00Z\",\"DurationInMinutes\":60,"
                + "\"LockstepKey__c\":\"key-1\"}");
    assertThat(made.status()).as(made.error()).isEqualTo(201);
    String id = made.body().path("Id").asText();
    assertThat(
            control
                .call("PATCH", at + "/" + id, "{\"Subject\":\"Dinner\"}")
                .body()
                .path("Subject")
                .asText())
        .isEqualTo("Dinner");
    Answer clone = control.post(at + "/" + id + "/clone", "");
    assertThat(clone.status()).as(clone.error()).isEqualTo(200);
    assertThat(clone.body().path("Id").asText()).isNotEqualTo(id);
    assertThat(clone.body().path("LockstepKey__c").isNull()).isTrue();
    assertThat(control.call("DELETE", at + "/" + id, "").status()).isEqualTo(204);
    assertThat(texts(control.get("/records/salesforce/amelie/events").body(), "/Id"))
        .doesNotContain(id);
    assertThat(control.post(at + "/" + id + "/undelete", "").status()).isEqualTo(200);
    assertThat(texts(control.get("/records/salesforce/amelie/events").body(), "/Id")).contains(id);
  }

  @Test
  void person_editsAtGoogle_labelsAndInvites() {
    Answer contact =
        control.post(
            "/people/google/ben/contacts",
            "{\"names\":[{\"givenName\":\"New\",\"familyName\":\"One\"}]}");
    assertThat(contact.status()).as(contact.error()).isEqualTo(201);
    String name = contact.body().path("resourceName").asText();
    Answer labelled =
        control.post(
            "/people/google/ben/contacts/" + encoded(name) + "/label",
            "{\"name\":\"Salesforce Sync\"}");
    assertThat(labelled.status()).as(labelled.error()).isEqualTo(200);

    Answer event =
        control.post(
            "/people/google/ben/events",
            "{\"summary\":\"With guest\",\"start\":{\"dateTime\":\"2026-12-05T11:00:00Z\"},"
                + "\"end\":{\"dateTime\":\"2026-12-05T12:00:00Z\"},"
                + "\"attendees\":[{\"email\":\"amelie.martin@alderfinch.example\"}]}");
    assertThat(event.status()).as(event.error()).isEqualTo(201);
    assertThat(texts(control.get("/records/google/amelie/events").body(), "/summary"))
        .contains("With guest");
    assertThat(control.get("/mails").body().path("mails")).isNotEmpty();
    control.call("DELETE", "/mails", "");
  }

  @Test
  void person_asksWhatTheServiceRefuses_getsItsSentence() {
    assertThat(control.post("/people/salesforce/ben/contacts", "{\"FirstName\":\"Only\"}").error())
        .contains("REQUIRED_FIELD_MISSING");
    assertThat(control.post("/people/salesforce/ben/contacts", "{\"Nick\":\"x\"}").error())
        .contains("no field Nick");
    assertThat(control.get("/records/google/ben/leads").error()).contains("no leads");
    assertThat(control.get("/records/salesforce/nobody/events").error()).contains("no user nobody");
  }

  @Test
  void org_validationRule_refusesWhatItNames_untilRemoved() {
    assertThat(
            control
                .call(
                    "PUT",
                    "/org/validationRules",
                    "{\"name\":\"NoSecret\",\"object\":\"Event\",\"when\":\"Subject\",\"test\":\"contains\","
                        + "\"value\":\"secret\",\"message\":\"Not that word\"}")
                .status())
        .isEqualTo(200);
    String body =
        "{\"Subject\":\"secret\",\"StartDateTime\":\"2026-11-05T11:00:00Z\",\"DurationInMinutes\":60}";
    assertThat(control.post("/people/salesforce/amelie/events", body).error())
        .contains("FIELD_CUSTOM_VALIDATION_EXCEPTION");
    control.call("PUT", "/org/removedRules", "{\"name\":\"NoSecret\"}");
    assertThat(control.post("/people/salesforce/amelie/events", body).status()).isEqualTo(201);
  }

  @Test
  void org_shape_isThatOfTheNextOrg() {
    control.call("PUT", "/org/shape", "{\"namespace\":\"lockstep\"}");
    try {
      Answer seeded = control.post("/seed", "{\"company\":\"small\"}");
      assertThat(seeded.status()).as(seeded.error()).isEqualTo(200);
      assertThat(seeded.body().at("/credentials/salesforce/namespace").asText())
          .isEqualTo("lockstep");
      assertThat(control.get("/org/storage").body().path("lockstep__SyncAssignment__c").asInt())
          .isEqualTo(3);
    } finally {
      control.call("PUT", "/org/shape", "{\"namespace\":null}");
      control.post("/seed", DEMO_BODY);
    }
  }

  @Test
  void settings_ofEachService_canBeReadAndChanged() {
    assertThat(
            control
                .call("PUT", "/settings/google", "{\"pushDrop\":0.5,\"pushDelayMax\":\"PT1S\"}")
                .body()
                .path("pushDrop")
                .asDouble())
        .isEqualTo(0.5);
    assertThat(control.call("PUT", "/settings/google", "{\"nonsense\":1}").error())
        .contains("nonsense");
    assertThat(
            control
                .call("PUT", "/settings/salesforce", "{\"dailyApiRequests\":500}")
                .body()
                .path("dailyApiRequests")
                .asInt())
        .isEqualTo(500);
    control.post("/seed", DEMO_BODY);
  }

  private static JsonNode records(String service, Person person, String kind) {
    Answer answer = control.get("/records/" + service + "/" + person.name() + "/" + kind);
    assertThat(answer.status()).as(answer.error()).isEqualTo(200);
    return answer.body();
  }

  private static List<String> texts(JsonNode list, String pointer) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(n -> n.at(pointer).asText())
        .toList();
  }

  private static String integrationUsername() {
    return sandbox.ready().at("/credentials/salesforce/integrationUsername").asText();
  }

  private static String salesforceToken(String username) throws Exception {
    JsonNode org = sandbox.ready().at("/credentials/salesforce");
    String assertion =
        assertion(
            org.path("privateKey").asText(),
            org.path("clientId").asText(),
            username,
            org.path("audience").asText(),
            null);
    JsonNode token = form(org.path("tokenUrl").asText(), bearer(assertion));
    assertThat(token.has("access_token")).as(token.toString()).isTrue();
    return token.path("access_token").asText();
  }

  private static String assertion(
      String pem, String issuer, String subject, String audience, @Nullable String scope)
      throws JOSEException {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .subject(subject)
            .audience(audience)
            .issueTime(Date.from(Instant.now()))
            .expirationTime(Date.from(Instant.now().plusSeconds(120)));
    if (scope != null) {
      claims.claim("scope", scope);
    }
    SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims.build());
    jwt.sign(new RSASSASigner(privateKey(pem)));
    return jwt.serialize();
  }

  private static java.security.PrivateKey privateKey(String pem) throws JOSEException {
    byte[] der = java.util.Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    try {
      return java.security.KeyFactory.getInstance("RSA")
          .generatePrivate(new java.security.spec.PKCS8EncodedKeySpec(der));
    } catch (java.security.GeneralSecurityException e) {
      throw new JOSEException("not a key", e);
    }
  }

  private static String bearer(String assertion) {
    return "grant_type="
        + encoded("urn:ietf:params:oauth:grant-type:jwt-bearer")
        + "&assertion="
        + assertion;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static JsonNode query(String token, String soql) throws Exception {
    return read(sandbox.url("salesforce") + "/services/data/v65.0/query?q=" + encoded(soql), token)
        .path("records");
  }

  private static JsonNode form(String url, String body) throws Exception {
    return send(
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private static JsonNode read(String url, String token) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + token));
  }

  private static JsonNode send(HttpRequest.Builder request) throws Exception {
    String body = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    return new com.fasterxml.jackson.databind.ObjectMapper().readTree(body);
  }
}

package io.lockstep.sandbox.microsoft;

import static io.lockstep.sandbox.microsoft.MicrosoftFixture.ANNA;
import static io.lockstep.sandbox.microsoft.MicrosoftFixture.APP;
import static io.lockstep.sandbox.microsoft.MicrosoftFixture.BEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.sandbox.frame.Fault;
import io.lockstep.sandbox.microsoft.MicrosoftFixture.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GraphFrameTest {
  private MicrosoftFixture m365;
  private String anna;

  @BeforeEach
  void start() throws IOException {
    m365 = new MicrosoftFixture();
    anna = m365.token(ANNA);
  }

  @AfterEach
  void stop() {
    m365.close();
  }

  @Test
  void users_areFoundByIdNameAndAlias_withUsualOrSelectedProperties() {
    String app = m365.appToken();
    Answer byAddress = m365.get(app, "/users/" + ANNA);
    assertThat(byAddress.text("displayName")).isEqualTo("Anna Ahrens");
    assertThat(byAddress.body().has("accountEnabled")).isFalse();
    assertThat(m365.get(app, "/users/" + byAddress.text("id")).text("mail")).isEqualTo(ANNA);
    assertThat(m365.get(app, "/users('a.ahrens@example.com')").text("mail")).isEqualTo(ANNA);
    assertThat(m365.get(app, "/users/nobody@example.com").refusal())
        .isEqualTo("404 Request_ResourceNotFound");
    assertThat(m365.get(app, "/users/nobody@example.com/contacts").refusal())
        .isEqualTo("404 ErrorInvalidUser");
    assertThat(m365.get(app, "/users?$top=2&$select=id,accountEnabled").value()).hasSize(2);
    assertThat(m365.get(anna, "/users").refusal()).isEqualTo("403 Authorization_RequestDenied");
    assertThat(m365.get(anna, "/me?$select=mail").text("mail")).isEqualTo(ANNA);
  }

  @Test
  void mailboxSettings_nameTheWindowsZone() {
    assertThat(m365.get(anna, "/me/mailboxSettings").text("timeZone"))
        .isEqualTo("W. Europe Standard Time");
    assertThat(m365.get(anna, "/me/mailboxSettings/timeZone").text("value"))
        .isEqualTo("W. Europe Standard Time");
    assertThat(m365.get(anna, "/me/outlook/supportedTimeZones(TimeZoneStandard='Iana')").value())
        .anyMatch(z -> z.path("alias").asText().equals("Europe/Rome"));
  }

  @Test
  void errors_haveTheirEnvelope_andEchoTheClientsId() {
    Answer answer = m365.get(anna, "/me/contacts/nonsense", "client-request-id", "my-id");
    assertThat(answer.refusal()).isEqualTo("400 ErrorInvalidIdMalformed");
    assertThat(answer.header("client-request-id")).isEqualTo("my-id");
    assertThat(answer.header("request-id")).isNotBlank();
    assertThat(answer.body().at("/error/innerError/request-id").asText())
        .isEqualTo(answer.header("request-id"));
    assertThat(answer.body().at("/error/innerError/client-request-id").asText()).isEqualTo("my-id");
    assertThat(answer.body().at("/error/innerError/date").asText())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d");
    assertThat(m365.get(anna, "/me/nonsense").refusal()).isEqualTo("400 BadRequest");
    assertThat(m365.get(anna, m365.http.url() + "/beta/me").refusal()).isEqualTo("400 BadRequest");
    assertThat(m365.call("DELETE", anna, "/me/contacts", null).refusal())
        .isEqualTo("405 ErrorInvalidRequest");
  }

  @Test
  void tokens_missingUnknownExpired_are401WithAChallenge() {
    Answer none = m365.get("", "/me");
    assertThat(none.refusal()).isEqualTo("401 InvalidAuthenticationToken");
    assertThat(none.header("WWW-Authenticate")).startsWith("Bearer ");
    assertThat(m365.get("nonsense", "/me").refusal()).isEqualTo("401 InvalidAuthenticationToken");
    m365.microsoft.settings().accessTokenSeconds = -1;
    assertThat(m365.get(m365.token(ANNA), "/me").body().at("/error/message").asText())
        .contains("expired");
    m365.faults.add("microsoft", Fault.Kind.expireSessions, 1, 1, "/me");
    assertThat(m365.get(anna, "/me").status()).isEqualTo(401);
    assertThat(m365.get(anna, "/me").status()).isEqualTo(401);
  }

  @Test
  void continuousAccessEvaluation_challengesWithClaims() {
    m365.microsoft.settings().continuousAccessEvaluation = true;
    m365.faults.add("microsoft", Fault.Kind.expireSessions, 1, 1, null);

    String challenge = String.valueOf(m365.get(anna, "/me").header("WWW-Authenticate"));

    assertThat(challenge).contains("error=\"insufficient_claims\"");
    String claims = challenge.replaceFirst(".*claims=\"", "").replaceFirst("\".*", "");
    assertThat(new String(Base64.getDecoder().decode(claims), StandardCharsets.UTF_8))
        .contains("\"access_token\"", "\"nbf\"");
  }

  @Test
  void delegatedToken_opensOnlyTheOwnMailbox_andOnlyWhatItNames() {
    assertThat(m365.get(anna, "/users/" + BEN + "/contacts").refusal())
        .isEqualTo("403 ErrorAccessDenied");
    assertThat(m365.get(anna, "/users/" + ANNA + "/contacts").status()).isEqualTo(200);
    String reader = m365.token(ANNA, "Contacts.Read");
    assertThat(m365.get(reader, "/me/contacts").status()).isEqualTo(200);
    assertThat(m365.post(reader, "/me/contacts", "{}").refusal())
        .isEqualTo("403 ErrorAccessDenied");
    assertThat(m365.get(m365.token(ANNA, "User.Read"), "/me/contacts").status()).isEqualTo(403);
    String shared = m365.token(ANNA, "Contacts.ReadWrite", "Contacts.ReadWrite.Shared");
    assertThat(m365.get(shared, "/users/" + BEN + "/contacts").status()).isEqualTo(403);
  }

  @Test
  void applicationAccessPolicy_andRbacScope_limitMailboxes() {
    String app = m365.appToken();
    m365.microsoft.settings().applicationAccessPolicy = Set.of(ANNA);
    assertThat(m365.get(app, "/users/" + ANNA + "/contacts").status()).isEqualTo(200);
    Answer outside = m365.get(app, "/users/" + BEN + "/contacts");
    assertThat(outside.refusal()).isEqualTo("403 ErrorAccessDenied");
    assertThat(outside.body().at("/error/message").asText())
        .isEqualTo("Access to OData is disabled.");

    m365.microsoft.settings().applicationAccessPolicy = Set.of();
    m365.microsoft.grants().consents().withdrawForAll(APP);
    m365.microsoft.settings().rbacRoles = Set.of("Contacts.ReadWrite");
    m365.microsoft.settings().rbacMailboxes = Set.of(BEN);
    String bare = m365.appToken();
    assertThat(m365.get(bare, "/users/" + BEN + "/contacts").status()).isEqualTo(200);
    assertThat(m365.get(bare, "/users/" + ANNA + "/contacts").status()).isEqualTo(403);
    assertThat(m365.get(bare, "/users/" + BEN + "/mailboxSettings").status()).isEqualTo(403);
  }

  @Test
  void mailboxOnPremises_isNotServed() {
    m365.microsoft.settings().onPremisesMailboxes = Set.of(ANNA);
    assertThat(m365.get(anna, "/me/contacts").refusal())
        .isEqualTo("404 MailboxNotEnabledForRESTAPI");
    assertThat(m365.get(anna, "/me").status()).isEqualTo(200);
  }

  @Test
  void moreThanFourAtOnce_areRefused() throws Exception {
    m365.microsoft.settings().callTime = Duration.ofMillis(300);
    String ben = m365.token(BEN);
    try (ExecutorService threads = Executors.newFixedThreadPool(12)) {
      List<Callable<Answer>> calls =
          IntStream.range(0, 12)
              .<Callable<Answer>>mapToObj(i -> () -> m365.get(i < 8 ? anna : ben, "/me/contacts"))
              .toList();
      List<Answer> answers = new java.util.ArrayList<>();
      for (Future<Answer> f : threads.invokeAll(calls)) {
        answers.add(f.get());
      }
      assertThat(answers.stream().filter(a -> a.status() == 200)).hasSize(8);
      Answer refused = answers.stream().filter(a -> a.status() == 429).findFirst().orElseThrow();
      assertThat(refused.refusal()).isEqualTo("429 ApplicationThrottled");
      assertThat(refused.body().at("/error/message").asText()).contains("MailboxConcurrency");
      assertThat(refused.header("Retry-After")).isEqualTo("10");
    }
  }

  @Test
  void budgetOfTenMinutes_isPerMailboxAndApplication() {
    m365.microsoft.settings().requestsPerMailbox = 3;
    for (int i = 0; i < 3; i++) {
      assertThat(m365.get(anna, "/me/contacts").status()).isEqualTo(200);
    }
    assertThat(m365.get(anna, "/me/contacts").status()).isEqualTo(429);
    assertThat(m365.get(m365.token(BEN), "/me/contacts").status()).isEqualTo(200);
    m365.clock.timeScale(100_000);
    // The window is now six milliseconds long; refused requests count in it too.
    Awaitility.await().until(() -> m365.get(anna, "/me/contacts").status() == 200);
  }

  @Test
  void rateLimitFault_isSaidInSeveralWays() {
    m365.faults.add("microsoft", Fault.Kind.rateLimit, 3, 1, "/contacts");
    Set<String> codes = new java.util.HashSet<>();
    for (int i = 0; i < 3; i++) {
      Answer answer = m365.get(anna, "/me/contacts");
      assertThat(answer.status()).isEqualTo(429);
      codes.add(answer.refusal());
    }
    assertThat(codes).hasSize(3);
    assertThat(m365.get(anna, "/me/contacts").status()).isEqualTo(200);
  }

  @Test
  void serverErrorFault_hasGraphsBody() {
    m365.faults.add("microsoft", Fault.Kind.serverError, 2, 1, null);
    assertThat(m365.get(anna, "/me/contacts").refusal()).isEqualTo("503 serviceNotAvailable");
    assertThat(m365.get(anna, "/me/contacts").refusal())
        .isEqualTo("500 ErrorInternalServerTransientError");
  }

  @Test
  void requestLog_namesOperationsInGraphsWords() {
    m365.get(anna, "/me/contacts");
    m365.post(anna, "/me/contacts", "{'givenName':'A'}");
    m365.get(anna, "/me/contacts/delta()");
    assertThat(m365.requests.counts())
        .extracting(c -> c.operation() + " " + c.status())
        .contains("contacts.list 200", "contacts.create 201", "contacts.delta 200");
  }
}

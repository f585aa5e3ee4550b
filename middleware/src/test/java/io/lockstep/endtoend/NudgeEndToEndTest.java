package io.lockstep.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.control.KeyMaterial;
import io.lockstep.sandbox.control.SalesforcePart;
import io.lockstep.sandbox.salesforce.nudge.CalloutToken;
import io.lockstep.sandbox.salesforce.nudge.Nudges;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an org's nudges do. Nothing is polled within an hour, so that a change in Salesforce arrives
 * by a nudge or not at all.
 */
@Tag("endtoend")
class NudgeEndToEndTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern PORT = Pattern.compile("Lockstep is up on port (\\d+)");

  @TempDir Path dir;
  private final HttpClient http = HttpClient.newHttpClient();
  private Installation installation;
  private Desk desk;

  @BeforeEach
  void fill() {
    installation = Installation.empty(dir, Provider.GOOGLE);
    desk = installation.desk();
    desk.salesforce().addsEvent("Visit", installation.at(60));
    desk.mail().addsEvent("Lunch", installation.at(1500));
    for (String interval :
        List.of(
            "FEED_INTERVAL",
            "CONFIGURATION_INTERVAL",
            "POLL_EVENTS",
            "POLL_CONTACTS",
            "POLL_CONTACTS_IDLE")) {
      installation.set("LOCKSTEP_" + interval, "1h");
    }
    ObjectNode pinned = JSON.createObjectNode();
    pinned.set(
        "pinnedCertificate",
        installation.sandbox().services().credentials().at("/salesforce/calloutCertificate"));
    installation.enrolment(pinned);
  }

  @AfterEach
  void close() {
    http.close();
    installation.close();
  }

  @Test
  void edit_withNudges_arrivesThoughNothingIsPolled() {
    try (MiddlewareProcess lockstep = installation.serve()) {
      installation.awaitAgreement(desk, 2, 0);
      nudges(lockstep, "{\"drop\":0}");

      desk.salesforce().renames("Visit", "Visit moved");
      desk.salesforce().addsEvent("New", installation.at(3000));

      installation.awaitAgreement(desk, 3, 0);
      assertThat(String.join("\n", desk.mail().events())).contains("Visit moved", "New");
      assertThat(counts().taken()).isPositive();
      assertThat(lockstep.isAlive()).isTrue();
    }
  }

  @Test
  void doubledAndSeveralAtOnce_areWrittenOnce_lost_comesWithTheNext() {
    try (MiddlewareProcess lockstep = installation.serve()) {
      installation.awaitAgreement(desk, 2, 0);
      installation.requests().clear();
      nudges(lockstep, "{\"drop\":0,\"duplicate\":1,\"burst\":1,\"reorder\":0.5}");

      desk.salesforce().renames("Visit", "Visit moved");
      installation.awaitAgreement(desk, 2, 0);
      await("all calls were made").until(() -> counts().taken() >= 4);
      // Four calls were one or two reads of events and contacts.
      assertThat(feedQueries()).isBetween(1L, 4L);
      assertThat(installation.mailWrites()).hasSize(1);
      assertThat(installation.rows("Event")).hasSize(2);

      nudges(lockstep, "{\"drop\":1,\"duplicate\":0,\"burst\":0}");
      desk.salesforce().renames("Lunch", "Lunch moved");
      await("it is lost").until(() -> counts().lost() > 0);
      assertThat(String.join("\n", desk.mail().events())).doesNotContain("Lunch moved");

      nudges(lockstep, "{\"drop\":0}");
      desk.salesforce().renames("Visit moved", "Visit moved again");
      installation.awaitAgreement(desk, 2, 0);
      assertThat(String.join("\n", desk.mail().events())).contains("Lunch moved", "moved again");
      assertThat(installation.mailWrites()).hasSize(3);
      assertThat(installation.sandbox().services().mails()).isEmpty();
    }
  }

  @Test
  void forgedExpiredAndForeignTokens_areRefused_andNothingIsRead() {
    try (MiddlewareProcess lockstep = installation.serve()) {
      installation.awaitAgreement(desk, 2, 0);
      String hook = address(lockstep) + "/hooks/salesforce/" + orgId();
      CalloutToken own = Objects.requireNonNull(part().nudging().token());
      desk.salesforce().renames("Visit", "Visit moved");
      installation.requests().clear();

      Clock old = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-3));
      Clock future = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));
      String good = own.sign();
      assertThat(post(hook, null)).isEqualTo(401);
      assertThat(post(hook, "nonsense")).isEqualTo(401);
      assertThat(post(hook, own.sign(old))).isEqualTo(401);
      assertThat(post(hook, own.sign(future))).isEqualTo(401);
      assertThat(post(hook, otherOrgs())).isEqualTo(401);
      assertThat(post(hook, forOthers())).isEqualTo(401);
      assertThat(post(hook, good.substring(0, good.lastIndexOf('.') + 1))).isEqualTo(401);
      assertThat(post(address(lockstep) + "/hooks/salesforce/00D000000000001AAA", good))
          .isEqualTo(401);
      assertThat(feedQueries()).isZero();
      assertThat(String.join("\n", desk.mail().events())).doesNotContain("Visit moved");

      assertThat(post(hook, good)).isEqualTo(202);
      installation.awaitAgreement(desk, 2, 0);
    }
  }

  private SalesforcePart part() {
    return (SalesforcePart) installation.sandbox().services().part("salesforce");
  }

  private Nudges.Counts counts() {
    return part().nudging().counts();
  }

  private String orgId() {
    return part().org().identity().id();
  }

  /** A read of the feed asks for contacts and for events, deleted ones too. */
  private long feedQueries() {
    return installation.requests().counts().stream()
        .filter(c -> c.operation().equals("soap.queryAll"))
        .mapToLong(c -> c.calls())
        .sum();
  }

  private void nudges(MiddlewareProcess lockstep, String habits) {
    try {
      ObjectNode changes = (ObjectNode) JSON.readTree(habits);
      part().org("nudges", changes.put("url", address(lockstep)));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String address(MiddlewareProcess lockstep) {
    lockstep.awaitOutput("Lockstep is up on port");
    Matcher port = PORT.matcher(lockstep.output());
    assertThat(port.find()).isTrue();
    return "http://127.0.0.1:" + port.group(1);
  }

  private CalloutToken signer(KeyMaterial key, String audience) {
    var credential = part().org().installed().credentials().getFirst();
    var claims = new java.util.HashMap<>(credential.claims());
    claims.put("aud", audience);
    return new CalloutToken(
        new io.lockstep.sandbox.salesforce.org.schema.JwtCredential(
            credential.name(), credential.certificate(), claims, credential.headers()),
        orgId(),
        key.privateKey(),
        Clock.systemUTC());
  }

  /** Right in all but the key. */
  private String otherOrgs() {
    return signer(KeyMaterial.generate(), "lockstep").sign();
  }

  /** The org's own, made for another service that knows the same certificate. */
  private String forOthers() {
    return signer(part().calloutKey(), "another-service").sign();
  }

  private int post(String url, @Nullable String token) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url)).POST(HttpRequest.BodyPublishers.ofString("{}"));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

package io.lockstep.sandbox.salesforce.nudge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.lockstep.sandbox.control.KeyMaterial;
import io.lockstep.sandbox.frame.SandboxClock;
import io.lockstep.sandbox.salesforce.org.ChangedId;
import io.lockstep.sandbox.salesforce.org.schema.ForceApp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the middleware gets from the org, and what it does not. */
@NullUnmarked // a missing value fails the test by itself
class NudgesTest {
  private static final String ORG = "00D000000000007AAA";
  private static final List<ChangedId> CHANGE =
      List.of(new ChangedId("Contact", "003000000000001AAA", "update", "005000000000001AAA"));

  private final KeyMaterial key = KeyMaterial.generate();
  private final List<String> paths = new CopyOnWriteArrayList<>();
  private final List<String> tokens = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private Nudges nudges;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    server.createContext(
        "/",
        exchange -> {
          paths.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          tokens.add(exchange.getRequestHeaders().getFirst("Authorization"));
          exchange.sendResponseHeaders(202, -1);
          exchange.close();
        });
    server.start();
    SandboxClock clock = new SandboxClock(Instant::now);
    clock.timeScale(100);
    var credential = ForceApp.read(Path.of("../force-app"), null).credentials().getFirst();
    nudges =
        new Nudges(
            ORG,
            new CalloutToken(credential, ORG, key.privateKey(), clock::realNow),
            clock,
            new Random(1));
  }

  @AfterEach
  void stop() {
    nudges.close();
    server.stop(0);
  }

  private void habits(double drop, double duplicate, double burst) {
    nudges.settings(
        new NudgeSettings(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(20),
            drop,
            duplicate,
            0,
            burst));
  }

  private void awaitCalls(int calls) {
    Awaitility.await().until(() -> nudges.counts().taken() == calls);
  }

  @Test
  void withoutAUrl_nothingIsSent() {
    nudges.published(CHANGE);

    assertThat(nudges.counts()).isEqualTo(new Nudges.Counts(0, 0, 0, 0));
  }

  @Test
  void manyTransactions_areOneCall_signedAsTheCredentialSays() throws Exception {
    habits(0, 0, 0);
    for (int i = 0; i < 20; i++) {
      nudges.published(CHANGE);
    }
    awaitCalls(1);

    assertThat(nudges.counts().events()).isEqualTo(20);
    assertThat(paths).containsExactly("POST /hooks/salesforce/" + ORG);
    SignedJWT token = SignedJWT.parse(tokens.getFirst().substring("Bearer ".length()));
    assertThat(token.verify(new RSASSAVerifier(key.publicKey()))).isTrue();
    assertThat(token.getHeader().getAlgorithm().getName()).isEqualTo("RS256");
    assertThat(token.getHeader().getKeyID()).isEqualTo("Lockstep");
    var claims = token.getJWTClaimsSet();
    assertThat(claims.getIssuer()).isEqualTo(ORG.substring(0, 15));
    assertThat(claims.getAudience()).containsExactly("lockstep");
    assertThat(claims.getExpirationTime().getTime() - claims.getIssueTime().getTime())
        .isEqualTo(120_000);
  }

  @Test
  void habits_loseDoubleAndCallSeveralAtOnce() {
    habits(1, 0, 0);
    nudges.published(CHANGE);
    assertThat(nudges.counts()).isEqualTo(new Nudges.Counts(1, 1, 0, 0));

    habits(0, 1, 1);
    nudges.published(CHANGE);
    awaitCalls(4);
    assertThat(nudges.counts()).isEqualTo(new Nudges.Counts(2, 1, 4, 4));
  }

  @Test
  void aMiddlewareThatIsDown_isNotCalledAgain() {
    habits(0, 0, 0);
    server.stop(0);
    nudges.published(CHANGE);

    Awaitility.await().until(() -> nudges.counts().calls() == 1);
    assertThat(nudges.counts().taken()).isZero();
  }

  @Test
  void aUrlElsewhere_isRefused() {
    NudgeSettings off = NudgeSettings.off();
    assertThatThrownBy(
            () ->
                new NudgeSettings(
                    URI.create("http://192.0.2.1:80"),
                    off.delayMin(),
                    off.delayMax(),
                    off.gather(),
                    0,
                    0,
                    0,
                    0))
        .hasMessageContaining("on this machine");
  }
}

package io.lockstep.microsoft;

import static io.lockstep.microsoft.SandboxMicrosoft.ADA;
import static io.lockstep.microsoft.SandboxMicrosoft.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockstep.google.GoogleTransport;
import io.lockstep.sandbox.microsoft.subscription.Subscriptions.Lifecycle;
import io.lockstep.state.MailboxId;
import io.lockstep.state.TestRedis;
import io.lockstep.sync.Kind;
import io.lockstep.vault.Registry;
import io.lockstep.vault.Vault;
import io.lockstep.vault.VaultKey;
import io.lockstep.web.NudgeCheck;
import io.lockstep.web.Signals;
import io.lockstep.web.WebServer;
import io.lockstep.worker.MailServices;
import io.lockstep.worker.RedisChannels;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

/** From a change in the simulated mailbox through the entrance to the hint, over HTTP. */
class NotificationsTest {
  private static final MailboxId MAILBOX =
      new MailboxId("00D000000000001EAA", "005000000000001AAA");

  @TempDir Path dir;
  private final SandboxMicrosoft sandbox;
  private final RedisClient redis = TestRedis.emptied();
  private final RedisChannels channels = new RedisChannels(redis);
  private final List<MailboxId> hints = new CopyOnWriteArrayList<>();
  private final URI hook;
  private final GraphWatch watch;
  private WebServer web;

  NotificationsTest() throws IOException {
    sandbox = new SandboxMicrosoft();
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    hook = URI.create("http://127.0.0.1:" + port + "/hooks/microsoft");
    watch = new GraphWatch(channels, hook, new SecureRandom(), sandbox.clock::now, time -> {});
  }

  @BeforeEach
  void open() {
    Signals signals =
        new Signals() {
          @Override
          public void nudge(String orgId) {}

          @Override
          public void push(MailboxId mailbox) {
            hints.add(mailbox);
          }
        };
    web =
        new WebServer(
            "127.0.0.1",
            hook.getPort(),
            null,
            new MailServices(GoogleTransport.standard(), null, sandbox.transport, watch),
            new NudgeCheck(
                Registry.open(redis, new Vault(VaultKey.generate()), dir), sandbox.clock::now),
            signals,
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
            () -> true);
  }

  @AfterEach
  void close() {
    web.close();
    sandbox.close();
  }

  private void renew() {
    watch.renew(sandbox.application(), ADA, MAILBOX, Set.of(Kind.EVENT, Kind.CONTACT));
  }

  private void hinted() {
    await().atMost(Duration.ofSeconds(20)).until(() -> hints.contains(MAILBOX));
    hints.clear();
  }

  @Test
  void change_reachesTheWorker() {
    renew();
    sandbox.contacts.create(sandbox.microsoft.mailbox(ADA), json("{'givenName':'Eve'}"));
    hinted();
    sandbox.calendar.create(
        ADA,
        json(
            "{'subject':'S','start':{'dateTime':'2026-12-01T09:00:00','timeZone':'UTC'},"
                + "'end':{'dateTime':'2026-12-01T10:00:00','timeZone':'UTC'}}"));
    hinted();
  }

  @Test
  void removedSubscription_isMadeAnew() {
    renew();
    assertThat(sandbox.subscriptions.count()).isEqualTo(2);
    sandbox.subscriptions.lifecycle(ADA, Lifecycle.subscriptionRemoved);
    await().atMost(Duration.ofSeconds(20)).until(() -> channels.of(MAILBOX).isEmpty());
    renew();
    assertThat(sandbox.subscriptions.count()).isEqualTo(2);
    sandbox.contacts.create(sandbox.microsoft.mailbox(ADA), json("{'givenName':'Eve'}"));
    hinted();
  }

  @Test
  void handshake_givesTheTokenBackAsPlainText_andForgeriesLearnNothing() throws Exception {
    HttpClient http = HttpClient.newHttpClient();
    HttpResponse<String> token =
        http.send(
            HttpRequest.newBuilder(URI.create(hook + "?validationToken=a%20b%3Cc%3E"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(token.statusCode()).isEqualTo(200);
    assertThat(token.body()).isEqualTo("a b<c>");
    assertThat(token.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");

    for (String body : List.of("{\"value\":[{\"clientState\":\"x.y\"}]}", "", "[[[")) {
      HttpResponse<String> forged =
          http.send(
              HttpRequest.newBuilder(hook).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(forged.statusCode()).isEqualTo(202);
    }
    assertThat(hints).isEmpty();
  }
}

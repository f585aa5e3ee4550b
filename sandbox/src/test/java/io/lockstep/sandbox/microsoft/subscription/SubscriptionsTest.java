package io.lockstep.sandbox.microsoft.subscription;

import static io.lockstep.sandbox.microsoft.calendar.GraphFixture.ANNA;
import static io.lockstep.sandbox.microsoft.calendar.GraphFixture.BEN;
import static io.lockstep.sandbox.microsoft.calendar.GraphFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.lockstep.sandbox.microsoft.calendar.GraphFixture;
import io.lockstep.sandbox.microsoft.calendar.GraphFixture.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SubscriptionsTest {
  private static final String LUNCH =
      "{'subject':'Lunch','start':{'dateTime':'2026-11-23T12:00:00','timeZone':'UTC'},'end':{'dateTime':'2026-11-23T13:00:00','timeZone':'UTC'}}";

  private GraphFixture graph;
  private Receiver receiver;
  private SubscriptionSettings settings;

  @BeforeEach
  void start() throws Exception {
    graph = new GraphFixture();
    receiver = new Receiver();
    settings = graph.subscriptions.settings();
    settings.notificationRepeat = 0;
    settings.notificationExtra = 0;
    graph.clock.timeScale(60);
  }

  @AfterEach
  void stop() {
    graph.close();
    receiver.close();
  }

  private String body(String resource, String changes, Duration life, String more) {
    return "{'changeType':'"
        + changes
        + "','notificationUrl':'"
        + receiver.url("/hook")
        + "','lifecycleNotificationUrl':'"
        + receiver.url("/life")
        + "','resource':'"
        + resource
        + "','expirationDateTime':'"
        + graph.clock.now().plus(life)
        + "','clientState':'secret'"
        + more
        + "}";
  }

  private String events() {
    return body("me/events", "created,updated,deleted", Duration.ofHours(2), "");
  }

  private Answer subscribe(String body) throws Exception {
    return graph.post(ANNA, "/subscriptions", body);
  }

  private String subscribed() throws Exception {
    Answer made = graph.post(ANNA, "/subscriptions", events(), "Prefer", "IdType=\"ImmutableId\"");
    assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
    return made.text("id");
  }

  private void awaitTaken(int count) {
    await().atMost(Duration.ofSeconds(10)).until(() -> receiver.taken.size() >= count);
  }

  @Test
  void create_shakesHandsWithBothAddressesAndAnswersTheSubscription() throws Exception {
    Answer made = subscribe(events());
    assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
    assertThat(made.text("resource")).isEqualTo("me/events");
    assertThat(made.text("applicationId")).isEqualTo("app-1");
    assertThat(graph.get(ANNA, "/subscriptions").value()).hasSize(1);
    assertThat(graph.get(BEN, "/subscriptions").value()).isEmpty();
    assertThat(graph.get(BEN, "/subscriptions/" + made.text("id")).status()).isEqualTo(404);
    assertThat(subscribe(events()).code()).isEqualTo("409 Conflict");
  }

  @Test
  void badHandshake_isRefused() throws Exception {
    receiver.validationType = "text/html";
    assertThat(subscribe(events()).code()).isEqualTo("400 InvalidRequest");
    receiver.validationType = "text/plain";
    receiver.decodes = false;
    assertThat(subscribe(events()).code()).isEqualTo("400 InvalidRequest");
    receiver.decodes = true;
    receiver.validationStatus = 202;
    assertThat(subscribe(events()).code()).isEqualTo("400 InvalidRequest");
    receiver.validationStatus = 200;
    String elsewhere = events().replace(receiver.url(""), "http://127.0.0.1:1");
    assertThat(subscribe(elsewhere).code()).isEqualTo("400 InvalidRequest");
    assertThat(graph.subscriptions.count()).isZero();
  }

  @Test
  void wrongRequests_areRefused() throws Exception {
    for (String wrong :
        List.of(
            body("me/messages", "created", Duration.ofHours(1), ""),
            body("me/events?$select=subject", "created", Duration.ofHours(1), ""),
            body("me/events", "created,moved", Duration.ofHours(1), ""),
            body("me/events", "created,created", Duration.ofHours(1), ""),
            body("me/events", "created", Duration.ofDays(8), ""),
            body("me/events", "created", Duration.ofHours(-1), ""),
            body("me/events", "created", Duration.ofHours(1), ",'nonsense':1"),
            events().replace("secret", "s".repeat(129)),
            events().replace("http:", "ftp:"))) {
      assertThat(subscribe(wrong).status()).as(wrong).isEqualTo(400);
    }
    assertThat(
            subscribe(body("users/" + BEN + "/events", "created", Duration.ofHours(1), ""))
                .status())
        .isEqualTo(403);
    assertThat(subscribe(body("users/nobody/events", "created", Duration.ofHours(1), "")).status())
        .isEqualTo(404);
    String rich =
        ",'includeResourceData':true,'encryptionCertificate':'x','encryptionCertificateId':'y'";
    assertThat(subscribe(body("me/events", "created", Duration.ofDays(2), rich)).status())
        .isEqualTo(400);
    assertThat(subscribe(body("me/events", "created", Duration.ofHours(2), rich)).status())
        .isEqualTo(501);
    settings.notifyLoopback = false;
    assertThat(subscribe(events()).code()).isEqualTo("400 InvalidRequest");
    settings.notifyLoopback = true;
    settings.subscriptionsPerMailbox = 0;
    assertThat(subscribe(events()).status()).isEqualTo(403);
  }

  @Test
  void lifecycleUrl_isDemandedWhereTheSettingSaysSo() throws Exception {
    settings.lifecycleUrlRequired = true;
    String without = events().replaceFirst("'lifecycleNotificationUrl':'[^']*',", "");
    assertThat(subscribe(without).status()).isEqualTo(400);
    settings.lifecycleUrlRequired = false;
    assertThat(subscribe(without).status()).isEqualTo(201);
  }

  @Test
  void changes_areToldWithIdsOfTheFormChosenAtCreation() throws Exception {
    String id = subscribed();
    String event = graph.calendar.create(ANNA, json(LUNCH)).path("id").asText();
    awaitTaken(1);
    JsonNode told = receiver.taken.getFirst();
    String owner = graph.microsoft.mailbox(ANNA).user().id();
    assertThat(told.path("subscriptionId").asText()).isEqualTo(id);
    assertThat(told.path("clientState").asText()).isEqualTo("secret");
    assertThat(told.path("changeType").asText()).isEqualTo("created");
    assertThat(told.path("resource").asText()).isEqualTo("Users/" + owner + "/Events/" + event);
    assertThat(told.path("resourceData").path("@odata.type").asText())
        .isEqualTo("#Microsoft.Graph.Event");
    assertThat(told.path("resourceData").path("@odata.etag").asText()).startsWith("W/\"");
    assertThat(told.path("resourceData").path("id").asText()).isEqualTo(event);
    assertThat(told.path("tenantId").asText()).isEqualTo(graph.microsoft.tenant().id());
    graph.calendar.edit(ANNA, event, json("{'subject':'x'}"));
    awaitTaken(2);
    graph.calendar.delete(ANNA, event);
    awaitTaken(3);
    assertThat(receiver.changes()).containsExactly("created", "updated", "deleted");
    assertThat(receiver.taken.get(2).path("resourceData").path("id").asText()).isEqualTo(event);
  }

  @Test
  void manyChanges_shareACall_andOnlyWantedOnesAreTold() throws Exception {
    assertThat(subscribe(body("me/events", "deleted", Duration.ofHours(2), "")).status())
        .isEqualTo(201);
    for (int i = 0; i < 5; i++) {
      String event = graph.calendar.create(ANNA, json(LUNCH)).path("id").asText();
      graph.calendar.delete(ANNA, event);
    }
    graph.calendar.create(BEN, json(LUNCH));
    awaitTaken(5);
    assertThat(receiver.changes()).containsOnly("deleted").hasSize(5);
    assertThat(receiver.calls.get()).isLessThan(5);
  }

  @Test
  void refusedCall_isTriedAgain() throws Exception {
    subscribed();
    receiver.refusals.set(2);
    graph.calendar.create(ANNA, json(LUNCH));
    awaitTaken(1);
    assertThat(receiver.calls.get()).isEqualTo(3);
  }

  @Test
  void duplicatesAndExtraUpdates_come() throws Exception {
    settings.notificationRepeat = 1;
    settings.notificationExtra = 1;
    subscribed();
    graph.calendar.create(ANNA, json(LUNCH));
    awaitTaken(3);
    assertThat(receiver.changes()).containsExactly("created", "created", "updated");
  }

  @Test
  void contacts_areToldToo() throws Exception {
    assertThat(
            subscribe(body("/users/" + ANNA + "/contacts", "created", Duration.ofHours(2), ""))
                .status())
        .isEqualTo(201);
    graph.contacts.create(graph.microsoft.mailbox(ANNA), json("{'givenName':'A','surname':'B'}"));
    awaitTaken(1);
    assertThat(receiver.taken.getFirst().path("resource").asText()).contains("/Contacts/");
  }

  @Test
  void renewal_movesTheEnd_andExpiryEndsTheFlow() throws Exception {
    String id = subscribed();
    String path = "/subscriptions/" + id;
    Instant end = graph.clock.now().plus(Duration.ofDays(3));
    Answer renewed = graph.patch(ANNA, path, "{'expirationDateTime':'" + end + "'}");
    assertThat(Instant.parse(renewed.text("expirationDateTime"))).isEqualTo(end);
    Answer raised =
        graph.patch(
            ANNA, path, "{'expirationDateTime':'" + graph.clock.now().plusSeconds(60) + "'}");
    assertThat(Instant.parse(raised.text("expirationDateTime")))
        .isAfter(graph.clock.now().plus(Duration.ofMinutes(44)));
    assertThat(graph.patch(ANNA, path, "{'clientState':'x'}").status()).isEqualTo(400);
    graph.clock.set(graph.clock.now().plus(Duration.ofHours(1)));
    assertThat(graph.patch(ANNA, path, "{'expirationDateTime':'" + end + "'}").status())
        .isEqualTo(404);
    assertThat(graph.subscriptions.count()).isZero();
  }

  @Test
  void deletion_endsIt() throws Exception {
    String id = subscribed();
    assertThat(graph.call("DELETE", ANNA, "/subscriptions/" + id, null).status()).isEqualTo(204);
    assertThat(graph.call("DELETE", ANNA, "/subscriptions/" + id, null).status()).isEqualTo(404);
  }

  @Test
  void lifecycle_eventsAreTold_andAskedForReauthorizationPauses() throws Exception {
    String id = subscribed();
    assertThat(graph.subscriptions.lifecycle(ANNA, Subscriptions.Lifecycle.missed)).isEqualTo(1);
    awaitTaken(1);
    assertThat(receiver.taken.getFirst().path("lifecycleEvent").asText()).isEqualTo("missed");
    assertThat(receiver.taken.getFirst().has("resource")).isFalse();
    settings.reauthorizeWithin = Duration.ZERO;
    graph.subscriptions.lifecycle(ANNA, Subscriptions.Lifecycle.reauthorizationRequired);
    awaitTaken(2);
    graph.calendar.create(ANNA, json(LUNCH));
    assertThat(graph.post(ANNA, "/subscriptions/" + id + "/reauthorize", "{}").status())
        .isEqualTo(204);
    graph.calendar.create(ANNA, json(LUNCH));
    awaitTaken(3);
    graph.subscriptions.lifecycle(ANNA, Subscriptions.Lifecycle.subscriptionRemoved);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                receiver
                    .taken
                    .getLast()
                    .path("lifecycleEvent")
                    .asText()
                    .equals("subscriptionRemoved"));
    assertThat(graph.get(ANNA, "/subscriptions").value()).isEmpty();
  }

  @Test
  void appOnlySubscription_needsARole_andEndsWithTheConsent() throws Exception {
    assertThat(graph.post(null, "/subscriptions", events()).code()).isEqualTo("400 BadRequest");
    String resource = body("users/" + BEN + "/events", "created", Duration.ofHours(2), "");
    String contacts = body("users/" + BEN + "/contacts", "created", Duration.ofHours(2), "");
    assertThat(graph.post(null, "/subscriptions", contacts).status()).isEqualTo(403);
    Answer made = graph.post(null, "/subscriptions", resource);
    assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
    graph.calendar.create(BEN, json(LUNCH));
    awaitTaken(1);
    graph.microsoft.grants().consents().withdrawForAll(GraphFixture.APP);
    assertThat(graph.subscriptions.count()).isZero();
    awaitTaken(2);
    assertThat(receiver.taken.getLast().path("lifecycleEvent").asText())
        .isEqualTo("subscriptionRemoved");
  }
}

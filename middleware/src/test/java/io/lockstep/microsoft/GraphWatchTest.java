package io.lockstep.microsoft;

import static com.github.tomakehurst.wiremock.client.WireMock.after;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.before;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.patchRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.lockstep.microsoft.WiredMicrosoft.error;
import static io.lockstep.microsoft.WiredMicrosoft.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lockstep.port.PortException;
import io.lockstep.push.ChannelStore;
import io.lockstep.push.WatchChannel;
import io.lockstep.state.MailboxId;
import io.lockstep.sync.Kind;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GraphWatchTest {
  private static final String SUBSCRIPTIONS = "/v1.0/subscriptions";
  private static final MailboxId ADA = new MailboxId("00D000000000001EAA", "005000000000001AAA");
  private static final Set<Kind> EVENTS = Set.of(Kind.EVENT);

  private static final class Channels implements ChannelStore {
    final Map<String, WatchChannel> byId = new LinkedHashMap<>();

    @Override
    public void save(WatchChannel channel) {
      byId.put(channel.id(), channel);
    }

    @Override
    public Optional<WatchChannel> byId(String id) {
      return Optional.ofNullable(byId.get(id));
    }

    @Override
    public List<WatchChannel> of(MailboxId mailbox) {
      return byId.values().stream().filter(c -> c.mailbox().equals(mailbox)).toList();
    }

    @Override
    public void remove(String id) {
      byId.remove(id);
    }
  }

  private final WiredMicrosoft microsoft = new WiredMicrosoft();
  private final Channels channels = new Channels();
  private Instant now = WiredMicrosoft.NOW;
  private final GraphWatch watch =
      new GraphWatch(
          channels,
          URI.create("https://lockstep.example/hooks/microsoft"),
          new SecureRandom(),
          () -> now,
          time -> {});

  @BeforeEach
  void graphAgrees() {
    microsoft.stub(any(urlPathMatching(SUBSCRIPTIONS + "/.*")), json(204, ""));
    microsoft.stub(
        post(urlPathEqualTo(SUBSCRIPTIONS)),
        json(
            201,
            "{'id':'sub-1','expirationDateTime':'%s'}".formatted(now.plus(Duration.ofDays(6)))));
    microsoft.stub(
        patch(urlPathEqualTo(SUBSCRIPTIONS + "/sub-1")),
        json(
            200,
            "{'id':'sub-1','expirationDateTime':'%s'}".formatted(now.plus(Duration.ofDays(12)))));
  }

  @AfterEach
  void close() {
    microsoft.close();
  }

  private void renew(Set<Kind> kinds) {
    watch.renew(microsoft.connection(), WiredMicrosoft.ADDRESS, ADA, kinds);
  }

  private String clientState() {
    try {
      String body =
          microsoft.server.getAllServeEvents().stream()
              .filter(e -> e.getRequest().getUrl().equals(SUBSCRIPTIONS))
              .findFirst()
              .orElseThrow()
              .getRequest()
              .getBodyAsString();
      return new ObjectMapper().readTree(body).path("clientState").asText();
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static String notice(String clientState, String more) {
    return "{'value':[{'subscriptionId':'sub-1','clientState':'%s'%s}]}"
        .formatted(clientState, more)
        .replace('\'', '"');
  }

  @Test
  void bothKinds_areWatchedWithLifecycle_andOnlyOnce() {
    renew(Set.of(Kind.EVENT, Kind.CONTACT));
    renew(Set.of(Kind.EVENT, Kind.CONTACT));
    for (String resource :
        List.of("users/ada@example.com/events", "users/ada@example.com/contacts")) {
      microsoft.server.verify(
          1,
          postRequestedFor(urlPathEqualTo(SUBSCRIPTIONS))
              .withRequestBody(matchingJsonPath("$[?(@.resource == '" + resource + "')]"))
              .withRequestBody(matchingJsonPath("$.lifecycleNotificationUrl")));
    }
    assertThat(clientState()).hasSizeLessThanOrEqualTo(128);
    assertThat(channels.byId.values())
        .hasSize(2)
        .noneMatch(c -> clientState().endsWith(c.tokenHash()));
  }

  @Test
  void endInSight_isExtended() {
    renew(EVENTS);
    now = now.plus(Duration.ofDays(4));
    renew(EVENTS);
    microsoft.server.verify(0, patchRequestedFor(urlPathEqualTo(SUBSCRIPTIONS + "/sub-1")));
    now = now.plus(Duration.ofDays(1));
    renew(EVENTS);
    microsoft.server.verify(1, patchRequestedFor(urlPathEqualTo(SUBSCRIPTIONS + "/sub-1")));
    microsoft.server.verify(1, postRequestedFor(urlPathEqualTo(SUBSCRIPTIONS)));
    assertThat(channels.byId.values().iterator().next().expires())
        .isEqualTo(WiredMicrosoft.NOW.plus(Duration.ofDays(12)));
  }

  @Test
  void cloudThatHoldsToTheShorterLife_isAskedForThat_andNotExtendedAtEveryLook() {
    Instant shorter = now.plus(Duration.ofMinutes(4_230 - 15));
    microsoft.stub(
        post(urlPathEqualTo(SUBSCRIPTIONS))
            .withRequestBody(
                matchingJsonPath(
                    "$.expirationDateTime", after(now.plus(Duration.ofDays(3)).toString()))),
        error(400, "InvalidRequest"));
    microsoft.stub(
        post(urlPathEqualTo(SUBSCRIPTIONS))
            .withRequestBody(
                matchingJsonPath(
                    "$.expirationDateTime", before(now.plus(Duration.ofDays(3)).toString()))),
        json(201, "{'id':'sub-1','expirationDateTime':'%s'}".formatted(shorter)));
    renew(EVENTS);
    renew(EVENTS);
    microsoft.server.verify(2, postRequestedFor(urlPathEqualTo(SUBSCRIPTIONS)));
    microsoft.server.verify(0, patchRequestedFor(urlPathEqualTo(SUBSCRIPTIONS + "/sub-1")));
    assertThat(channels.byId.values().iterator().next().expires()).isEqualTo(shorter);
  }

  @Test
  void unknownToGraph_isMadeAnew() {
    renew(EVENTS);
    now = now.plus(Duration.ofDays(5));
    microsoft.stub(patch(urlPathEqualTo(SUBSCRIPTIONS + "/sub-1")), error(404, "ResourceNotFound"));
    renew(EVENTS);
    microsoft.server.verify(2, postRequestedFor(urlPathEqualTo(SUBSCRIPTIONS)));
    assertThat(channels.byId).hasSize(1);
  }

  @Test
  void notification_withItsSecret_namesTheMailbox_once() {
    renew(EVENTS);
    String state = clientState();
    assertThat(watch.hints(notice(state, ",'changeType':'updated'"))).containsExactly(ADA);
    assertThat(watch.hints(notice(state + "x", ""))).isEmpty();
    assertThat(watch.hints(notice("graph-events-nobody.x", ""))).isEmpty();
    assertThat(watch.hints(notice("", ""))).isEmpty();
    assertThat(watch.hints("not json")).isEmpty();
  }

  @Test
  void removedSubscription_isMadeAnewByTheNextPass() {
    renew(EVENTS);
    assertThat(watch.hints(notice(clientState(), ",'lifecycleEvent':'subscriptionRemoved'")))
        .containsExactly(ADA);
    renew(EVENTS);
    microsoft.server.verify(2, postRequestedFor(urlPathEqualTo(SUBSCRIPTIONS)));
  }

  @Test
  void reauthorization_isGivenByTheNextPass_andMissedOnesAreReadFromTheFeed() {
    renew(EVENTS);
    String state = clientState();
    assertThat(watch.hints(notice(state, ",'lifecycleEvent':'missed'"))).containsExactly(ADA);
    renew(EVENTS);
    microsoft.server.verify(0, patchRequestedFor(urlPathEqualTo(SUBSCRIPTIONS + "/sub-1")));
    assertThat(watch.hints(notice(state, ",'lifecycleEvent':'reauthorizationRequired'")))
        .containsExactly(ADA);
    renew(EVENTS);
    microsoft.server.verify(1, patchRequestedFor(urlPathEqualTo(SUBSCRIPTIONS + "/sub-1")));
    microsoft.server.verify(0, deleteRequestedFor(urlPathEqualTo(SUBSCRIPTIONS + "/sub-1")));
  }

  @Test
  void receiverThatGraphDoesNotAccept_isTheOperators_andNothingIsRemembered() {
    microsoft.stub(post(urlPathEqualTo(SUBSCRIPTIONS)), error(400, "InvalidRequest"));
    assertThatThrownBy(() -> renew(EVENTS))
        .isInstanceOfSatisfying(
            PortException.AccessLost.class,
            lost -> assertThat(lost.mender()).isEqualTo(PortException.AccessLost.Mender.OPERATOR));
    assertThat(channels.byId).isEmpty();
  }
}

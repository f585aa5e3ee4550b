package io.lockstep.google;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.lockstep.google.WiredGoogle.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.http.Fault;
import io.lockstep.port.PortException;
import io.lockstep.push.ChannelStore;
import io.lockstep.push.WatchChannel;
import io.lockstep.state.MailboxId;
import io.lockstep.sync.Kind;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GoogleWatchTest {
  private static final String WATCH = "/calendar/v3/calendars/primary/events/watch";
  private static final String STOP = "/calendar/v3/channels/stop";
  private static final MailboxId ADA = new MailboxId("00D000000000001EAA", "005000000000001AAA");

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

  private final WiredGoogle google = new WiredGoogle();
  private final Channels channels = new Channels();
  private Instant now = WiredGoogle.NOW;
  private final GoogleWatch watch =
      new GoogleWatch(
          channels,
          URI.create("https://lockstep.example/google/hook"),
          Duration.ofDays(1),
          new SecureRandom(),
          () -> now,
          time -> {});

  @BeforeEach
  void googleAgrees() {
    google.stub(
        post(urlPathEqualTo(WATCH)),
        json(
            200,
            "{'kind':'api#channel','id':'x','resourceId':'res-1','expiration':'%d'}"
                .formatted(now.plus(Duration.ofDays(6)).toEpochMilli())));
    google.stub(post(urlPathEqualTo(STOP)), aResponse().withStatus(204));
  }

  @AfterEach
  void close() throws IOException {
    google.close();
  }

  private WatchChannel start() {
    return watch.start(google.connection(), WiredGoogle.ADDRESS, ADA);
  }

  private JsonNode sent() throws IOException {
    return new ObjectMapper()
        .readTree(
            google
                .server
                .findAll(postRequestedFor(urlPathEqualTo(WATCH)))
                .get(0)
                .getBodyAsString());
  }

  private static Map<String, String> notification(String id, String token, String state) {
    return new HashMap<>(
        Map.of(
            "x-goog-channel-id", id,
            "x-goog-channel-token", token,
            "x-goog-resource-id", "res-1",
            "x-goog-resource-state", state,
            "x-goog-message-number", "10"));
  }

  @Test
  void start_asksForAWebHook_andKeepsGooglesEndNotOurs() throws IOException {
    WatchChannel channel = start();
    assertThat(channel.expires()).isEqualTo(now.plus(Duration.ofDays(6)));
    assertThat(channel.resourceId()).isEqualTo("res-1");
    assertThat(channels.byId.values()).containsExactly(channel);
    JsonNode sent = sent();
    assertThat(sent.path("type").asText()).isEqualTo("web_hook");
    assertThat(sent.path("address").asText()).isEqualTo("https://lockstep.example/google/hook");
    assertThat(sent.path("id").asText()).isEqualTo(channel.id()).hasSizeLessThanOrEqualTo(64);
    assertThat(sent.path("token").asText()).hasSizeBetween(40, 256);
    assertThat(channel.tokenHash()).isNotEqualTo(sent.path("token").asText());
  }

  @Test
  void notification_withTheSecret_hintsItsMailbox() throws IOException {
    WatchChannel channel = start();
    String token = sent().path("token").asText();
    assertThat(watch.hint(notification(channel.id(), token, "exists")))
        .contains(new GoogleWatch.Hint(ADA, Kind.EVENT));
  }

  @Test
  void notification_thatIsNone_hintsNothing() throws IOException {
    WatchChannel channel = start();
    String token = sent().path("token").asText();
    assertThat(watch.hint(notification(channel.id(), token, "sync"))).isEmpty();
    assertThat(watch.hint(notification(channel.id(), "forged", "exists"))).isEmpty();
    assertThat(watch.hint(notification("unknown", token, "exists"))).isEmpty();
    assertThat(watch.hint(Map.of())).isEmpty();
    Map<String, String> otherResource = notification(channel.id(), token, "exists");
    otherResource.put("x-goog-resource-id", "res-2");
    assertThat(watch.hint(otherResource)).isEmpty();
    now = channel.expires();
    assertThat(watch.hint(notification(channel.id(), token, "exists"))).isEmpty();
  }

  @Test
  void refusedAddress_isForTheOperator_andNothingIsRemembered() {
    google.stub(
        post(urlPathEqualTo(WATCH)),
        json(
            401,
            "{'error':{'errors':[{'domain':'global','reason':'push.webhookUrlUnauthorized','message':'Unauthorized WebHook callback channel'}],'code':401,'message':'Unauthorized WebHook callback channel'}}"));
    assertThatThrownBy(this::start)
        .isInstanceOfSatisfying(
            PortException.AccessLost.class,
            e -> {
              assertThat(e.mender()).isEqualTo(PortException.AccessLost.Mender.OPERATOR);
              assertThat(e.code()).isEqualTo("push.webhookUrlUnauthorized");
            });
    assertThat(channels.byId).isEmpty();
  }

  @Test
  void lostAnswer_channelStaysRemembered_itsNotificationsCount() throws IOException {
    google.stub(post(urlPathEqualTo(WATCH)), aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
    assertThatThrownBy(this::start).isInstanceOf(PortException.Unavailable.class);
    WatchChannel channel = channels.byId.values().iterator().next();
    String token = sent().path("token").asText();
    assertThat(watch.hint(notification(channel.id(), token, "exists"))).isPresent();
  }

  @Test
  void renew_nearTheEnd_startsAnotherBeforeTheOldOneStops() {
    WatchChannel old = start();
    assertThat(watch.renew(google.connection(), WiredGoogle.ADDRESS, ADA)).isEqualTo(old);
    now = old.expires().minus(Duration.ofHours(12));
    assertThat(watch.isDue(old)).isTrue();
    google.server.resetRequests();
    google.stub(
        post(urlPathEqualTo(WATCH)),
        json(
            200,
            "{'resourceId':'res-1','expiration':'%d'}"
                .formatted(now.plus(Duration.ofDays(7)).toEpochMilli())));
    WatchChannel fresh = watch.renew(google.connection(), WiredGoogle.ADDRESS, ADA);
    assertThat(fresh.id()).isNotEqualTo(old.id());
    assertThat(google.calls().stream().filter(call -> !call.contains("token")))
        .containsExactly("POST " + WATCH, "POST " + STOP);
    assertThat(channels.byId.values()).containsExactly(fresh);
  }

  @Test
  void stop_unknownToGoogle_isDone_otherFailureStaysRemembered() {
    WatchChannel channel = start();
    google.stub(post(urlPathEqualTo(STOP)), aResponse().withStatus(503));
    assertThatThrownBy(() -> watch.stop(google.connection(), channel))
        .isInstanceOf(PortException.Unavailable.class);
    assertThat(channels.byId).hasSize(1);
    google.stub(post(urlPathEqualTo(STOP)), aResponse().withStatus(404));
    watch.stop(google.connection(), channel);
    assertThat(channels.byId).isEmpty();
  }
}

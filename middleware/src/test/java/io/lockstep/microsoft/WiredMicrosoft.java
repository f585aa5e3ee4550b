package io.lockstep.microsoft;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.lockstep.contact.ContactSelector;
import io.lockstep.port.Mailbox;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** A Microsoft 365 whose every answer is written down byte by byte. */
final class WiredMicrosoft implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final String ADDRESS = "ada@example.com";
  static final String USER = "/v1.0/users/ada%40example.com";
  static final String TOKEN = "/tenant-1/oauth2/v2.0/token";

  final WireMockServer server = new WireMockServer(WireMockConfiguration.options().dynamicPort());
  final GraphTransport transport =
      new GraphTransport(Duration.ofSeconds(20), Duration.ofSeconds(20));
  final List<Duration> sleeps = new ArrayList<>();

  WiredMicrosoft() {
    server.start();
    stub(
        post(urlPathEqualTo(TOKEN)),
        json(200, "{'token_type':'Bearer','expires_in':3599,'access_token':'t1'}"));
  }

  /** Single quotes stand for double ones. */
  static ResponseDefinitionBuilder json(int status, String body) {
    return aResponse()
        .withStatus(status)
        .withHeader("Content-Type", "application/json; odata.metadata=minimal; charset=utf-8")
        .withBody(body.replace('\'', '"'));
  }

  /** As Graph refuses. */
  static ResponseDefinitionBuilder error(int status, String code) {
    return json(status, "{'error':%s}".formatted(errorObject(code)));
  }

  static String errorObject(String code) {
    return "{'code':'%s','message':'About Ada.','innerError':{'request-id':'r'}}".formatted(code);
  }

  void stub(MappingBuilder request, ResponseDefinitionBuilder answer) {
    server.stubFor(request.willReturn(answer));
  }

  GraphConnection connection() {
    return new GraphConnection(
        transport,
        new GraphEndpoints(server.baseUrl(), server.baseUrl()),
        new GraphGrant.Application("tenant-1", "app-1", new ClientProof.Secret("s")),
        () -> NOW);
  }

  MailboxContext context() {
    return new MailboxContext(
        "00D000000000001EAA",
        "005000000000001AAA",
        ZoneId.of("Europe/Berlin"),
        Set.of(ADDRESS),
        30,
        365,
        ContactSelector.DEFAULT,
        Duration.ofMinutes(2),
        () -> NOW,
        new Random(1),
        sleeps::add);
  }

  Mailbox mailbox() {
    return connection().forUser(ADDRESS, context());
  }

  @Override
  public void close() {
    server.stop();
    transport.close();
  }
}

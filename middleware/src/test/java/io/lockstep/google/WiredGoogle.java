package io.lockstep.google;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.lockstep.contact.ContactSelector;
import io.lockstep.port.Mailbox;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** A Google whose every answer is written down byte by byte. */
final class WiredGoogle implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final String ADDRESS = "ada@example.com";

  final WireMockServer server = new WireMockServer(WireMockConfiguration.options().dynamicPort());
  final GoogleTransport transport =
      new GoogleTransport(Duration.ofSeconds(20), Duration.ofSeconds(20));
  final List<Duration> sleeps = new ArrayList<>();
  final List<String> labels = new ArrayList<>();

  WiredGoogle() {
    server.start();
    stub(
        post(urlPathEqualTo("/token")),
        json(
            200,
            "{'access_token':'t1','expires_in':3599,'token_type':'Bearer','scope':'%s'}"
                .formatted(String.join(" ", GoogleScope.SYNC))));
  }

  /** Single quotes stand for double ones. */
  static ResponseDefinitionBuilder json(int status, String body) {
    return aResponse()
        .withStatus(status)
        .withHeader("Content-Type", "application/json; charset=UTF-8")
        .withBody(body.replace('\'', '"'));
  }

  void stub(MappingBuilder request, ResponseDefinitionBuilder answer) {
    server.stubFor(request.willReturn(answer));
  }

  GoogleEndpoints endpoints() {
    return GoogleEndpoints.of(server.baseUrl(), "");
  }

  GoogleConnection connection() {
    return new GoogleConnection(
        transport, endpoints(), new GoogleGrant.UserConsent("client", "secret", "1//refresh"));
  }

  MailboxContext context(String label) {
    return new MailboxContext(
        "00D000000000001EAA",
        "00D000000000001EAA:005000000000001AAA",
        label,
        labels::add,
        ContactSelector.DEFAULT,
        ZoneId.of("Europe/Berlin"),
        Set.of(ADDRESS, "countess@example.com"),
        MailboxContext.CONTACTS_VISIBLE_WITHIN,
        () -> NOW,
        new Random(1),
        sleeps::add);
  }

  Mailbox mailbox() {
    return connection().forUser(ADDRESS, context("contactGroups/1"));
  }

  /** What was called, oldest first: {@code PATCH /calendar/v3/…}. */
  List<String> calls() {
    List<ServeEvent> events = new ArrayList<>(server.getAllServeEvents());
    // WireMock has the newest first.
    Collections.reverse(events);
    return events.stream()
        .map(e -> e.getRequest().getMethod() + " " + e.getRequest().getUrl().split("\\?", 2)[0])
        .toList();
  }

  /** A batch answer with these parts, each {@code "404 Not Found\n{json}"}. */
  static ResponseDefinitionBuilder batch(String... parts) {
    StringBuilder body = new StringBuilder();
    int n = 0;
    for (String part : parts) {
      n++;
      String[] halves = part.split("\n", 2);
      String content = halves.length > 1 ? halves[1].replace('\'', '"') : "";
      boolean html = content.startsWith("<");
      body.append("--b1\r\nContent-Type: application/http\r\nContent-ID: response-")
          .append(n)
          .append("\r\n\r\nHTTP/1.1 ")
          .append(halves[0])
          .append("\r\nContent-Type: ")
          .append(html ? "text/html" : "application/json; charset=UTF-8")
          .append("\r\nContent-Length: ")
          .append(content.length())
          .append("\r\n\r\n")
          .append(content)
          .append("\r\n");
    }
    body.append("--b1--\r\n");
    return aResponse()
        .withStatus(200)
        .withHeader("Content-Type", "multipart/mixed; boundary=b1")
        .withBody(body.toString());
  }

  @Override
  public void close() throws IOException {
    server.stop();
    transport.close();
  }
}

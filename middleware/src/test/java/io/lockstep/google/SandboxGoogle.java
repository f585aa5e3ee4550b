package io.lockstep.google;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.contact.ContactSelector;
import io.lockstep.port.Mailbox;
import io.lockstep.sandbox.frame.Faults;
import io.lockstep.sandbox.frame.HttpService;
import io.lockstep.sandbox.frame.RequestLog;
import io.lockstep.sandbox.frame.SandboxClock;
import io.lockstep.sandbox.google.GoogleService;
import io.lockstep.sandbox.google.SimulatedGoogle;
import io.lockstep.sandbox.google.oauth.OAuthClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** The simulated Google over HTTP, with two people, and the adapter on it. */
final class SandboxGoogle implements AutoCloseable {
  static final String ADA = "ada@example.com";
  static final String BEN = "ben@example.com";
  private static final ObjectMapper JSON = new ObjectMapper();

  final SandboxClock clock = new SandboxClock(Instant::now);
  final Faults faults = new Faults(1);
  final RequestLog requests = new RequestLog();
  final SimulatedGoogle google = new SimulatedGoogle(clock, 7);
  final HttpService http;
  final GoogleTransport transport =
      new GoogleTransport(Duration.ofSeconds(20), Duration.ofSeconds(60));

  SandboxGoogle() throws IOException {
    google.addUser(
        ADA, "Ada Lovelace", ZoneId.of("Europe/Berlin"), List.of("countess@example.com"));
    google.addUser(BEN, "Ben Baker", ZoneId.of("America/New_York"), List.of());
    google
        .grants()
        .register(new OAuthClient("client-1", "secret-1", Set.of("http://localhost/google")));
    http =
        new HttpService(
            "google",
            0,
            new GoogleService(google, faults, requests, clock),
            faults,
            requests,
            clock);
  }

  GoogleConnection connection(String user) {
    return new GoogleConnection(
        transport,
        GoogleEndpoints.of(http.url(), ""),
        new GoogleGrant.UserConsent(
            "client-1",
            "secret-1",
            google.grants().refreshToken(user, "client-1", GoogleScope.SYNC)));
  }

  Mailbox mailbox(String user) {
    return connection(user).forUser(user, context(user));
  }

  Mailbox mailbox(String user, ContactSelector selector) {
    return connection(user).forUser(user, context(user, selector));
  }

  MailboxContext context(String user) {
    return context(user, ContactSelector.DEFAULT);
  }

  private MailboxContext context(String user, ContactSelector selector) {
    return new MailboxContext(
        "00D000000000001EAA",
        "00D000000000001EAA:" + user,
        "",
        label -> {},
        selector,
        ZoneId.of("Europe/Berlin"),
        Set.of(user),
        MailboxContext.CONTACTS_VISIBLE_WITHIN,
        clock::now,
        new Random(1),
        time -> {});
  }

  /** Single quotes stand for double ones. */
  static ObjectNode json(String text) {
    try {
      return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** The operations called since the last {@code requests.clear()}, tokens left out. */
  List<String> operations() {
    return requests.newest().stream()
        .map(RequestLog.Entry::operation)
        .filter(operation -> !operation.contains("token"))
        .toList();
  }

  @Override
  public void close() throws IOException {
    http.close();
    google.close();
    transport.close();
  }
}

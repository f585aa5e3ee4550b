package io.lockstep.microsoft;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.contact.ContactSelector;
import io.lockstep.port.Mailbox;
import io.lockstep.sandbox.frame.Faults;
import io.lockstep.sandbox.frame.HttpService;
import io.lockstep.sandbox.frame.RequestLog;
import io.lockstep.sandbox.frame.SandboxClock;
import io.lockstep.sandbox.itip.PostOffice;
import io.lockstep.sandbox.microsoft.MicrosoftService;
import io.lockstep.sandbox.microsoft.MicrosoftSettings;
import io.lockstep.sandbox.microsoft.SimulatedMicrosoft;
import io.lockstep.sandbox.microsoft.calendar.CalendarApi;
import io.lockstep.sandbox.microsoft.calendar.CalendarEngine;
import io.lockstep.sandbox.microsoft.calendar.CalendarSettings;
import io.lockstep.sandbox.microsoft.contacts.CategoriesApi;
import io.lockstep.sandbox.microsoft.contacts.ContactsApi;
import io.lockstep.sandbox.microsoft.contacts.ContactsEngine;
import io.lockstep.sandbox.microsoft.directory.MailboxApi;
import io.lockstep.sandbox.microsoft.directory.UsersApi;
import io.lockstep.sandbox.microsoft.entra.EntraApp;
import io.lockstep.sandbox.microsoft.subscription.Items;
import io.lockstep.sandbox.microsoft.subscription.SubscriptionSettings;
import io.lockstep.sandbox.microsoft.subscription.Subscriptions;
import io.lockstep.sandbox.microsoft.subscription.SubscriptionsApi;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** The simulated Microsoft 365 over HTTP, with two people, and the adapter on it. */
final class SandboxMicrosoft implements AutoCloseable {
  static final String ADA = "ada@example.com";
  static final String BEN = "ben@example.com";
  static final String APP = "11111111-2222-4333-8444-555555555555";
  static final String SECRET = "a-secret";
  static final String REDIRECT = "http://localhost/microsoft";
  private static final Set<String> RIGHTS =
      Set.of("Calendars.ReadWrite", "Contacts.ReadWrite", "User.Read");
  private static final ObjectMapper JSON = new ObjectMapper();

  final SandboxClock clock = new SandboxClock(Instant::now);
  final Faults faults = new Faults(1);
  final RequestLog requests = new RequestLog();
  final SimulatedMicrosoft microsoft = new SimulatedMicrosoft(clock, 7);
  final CalendarEngine calendar =
      new CalendarEngine(microsoft, new CalendarSettings(), new PostOffice());
  final ContactsEngine contacts = new ContactsEngine(microsoft);
  final Subscriptions subscriptions =
      new Subscriptions(microsoft, new SubscriptionSettings(), calendar, Items.plain());
  final EntraApp app =
      new EntraApp(
          APP, "Lockstep", Map.of(SECRET, true), Map.of(), Set.of(REDIRECT), RIGHTS, RIGHTS, true);
  final HttpService http;
  final GraphTransport transport =
      new GraphTransport(Duration.ofSeconds(20), Duration.ofSeconds(60));
  final List<Duration> sleeps = new ArrayList<>();
  final List<String> rotated = new ArrayList<>();

  SandboxMicrosoft() throws IOException {
    MicrosoftSettings settings = microsoft.settings();
    settings.serviceWrites = 0;
    settings.callTime = Duration.ZERO;
    microsoft.addUser(
        ADA, "Ada", "Lovelace", ZoneId.of("Europe/Berlin"), List.of("countess@example.com"));
    microsoft.addUser(BEN, "Ben", "Baker", ZoneId.of("America/New_York"), List.of());
    microsoft.grants().register(app);
    microsoft.grants().consents().giveForAll(app);
    http =
        new HttpService(
            "microsoft",
            0,
            new MicrosoftService(
                microsoft,
                faults,
                requests,
                clock,
                List.of(
                    new UsersApi(microsoft),
                    new MailboxApi(microsoft),
                    new CategoriesApi(contacts),
                    new ContactsApi(microsoft, contacts, faults),
                    new CalendarApi(calendar, faults),
                    new SubscriptionsApi(subscriptions))),
            faults,
            requests,
            clock);
  }

  GraphEndpoints endpoints() {
    return new GraphEndpoints(http.url(), http.url());
  }

  GraphConnection application() {
    return connection(
        new GraphGrant.Application(microsoft.tenant().id(), APP, new ClientProof.Secret(SECRET)));
  }

  /** With a person's own consent. */
  GraphConnection consent(String address) {
    String user = microsoft.mailbox(address).user().id();
    microsoft.grants().consents().give(user, APP, RIGHTS);
    rotated.add(
        microsoft
            .grants()
            .refreshToken(
                user,
                APP,
                Set.of("offline_access", "openid", "Calendars.ReadWrite", "Contacts.ReadWrite")));
    RefreshTokens tokens =
        new RefreshTokens() {
          @Override
          public Optional<String> current() {
            return Optional.of(rotated.getLast());
          }

          @Override
          public void rotated(String refreshToken) {
            rotated.add(refreshToken);
          }
        };
    return connection(
        new GraphGrant.UserConsent(
            microsoft.tenant().id(), APP, new ClientProof.Secret(SECRET), tokens));
  }

  private GraphConnection connection(GraphGrant grant) {
    return new GraphConnection(transport, endpoints(), grant, clock::now);
  }

  Mailbox mailbox(String user) {
    return application().forUser(user, context(user));
  }

  Mailbox mailbox(String user, ContactSelector selector) {
    return application().forUser(user, context(user, selector));
  }

  MailboxContext context(String user) {
    return context(user, ContactSelector.DEFAULT);
  }

  private MailboxContext context(String user, ContactSelector selector) {
    return new MailboxContext(
        "00D000000000001EAA",
        "005000000000001AAA",
        ZoneId.of("Europe/Berlin"),
        Set.of(user),
        30,
        365,
        selector,
        Duration.ofMinutes(2),
        clock::now,
        new Random(1),
        sleeps::add);
  }

  /** Single quotes stand for double ones. */
  static ObjectNode json(String text) {
    try {
      return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Override
  public void close() {
    http.close();
    subscriptions.close();
    microsoft.close();
    transport.close();
  }
}

package io.lockstep.worker;

import io.lockstep.call.Sleeper;
import io.lockstep.google.GoogleConnection;
import io.lockstep.google.GoogleGrant;
import io.lockstep.google.GoogleTransport;
import io.lockstep.google.MailboxContext;
import io.lockstep.port.Mailbox;
import io.lockstep.port.PortException;
import io.lockstep.salesforce.OrgConfiguration;
import io.lockstep.vault.Connection;
import io.lockstep.vault.Registry;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Opens people's mailboxes at their providers, with the credentials of their org. */
final class MailboxGate {
  private final Registry registry;
  private final GoogleTransport google;
  private final WorkerSettings settings;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Sleeper sleeper;
  private final Map<String, GoogleConnection> connections = new ConcurrentHashMap<>();

  MailboxGate(
      Registry registry,
      GoogleTransport google,
      WorkerSettings settings,
      InstantSource clock,
      RandomGenerator random,
      Sleeper sleeper) {
    this.registry = registry;
    this.google = google;
    this.settings = settings;
    this.clock = clock;
    this.random = random;
    this.sleeper = sleeper;
  }

  /**
   * @throws PortException.AccessLost where the connection or the user's grant is missing
   */
  Mailbox open(String orgId, OrgConfiguration configuration, OrgConfiguration.SyncUser user) {
    String address = Colleagues.addressOf(configuration, user);
    MailboxContext context =
        new MailboxContext(
            orgId,
            user.id(),
            "",
            label -> {},
            zone(user.timeZone()),
            Stream.of(address, user.address()).collect(Collectors.toSet()),
            settings.contactsVisibleWithin(),
            clock,
            random,
            sleeper);
    return google(orgId, user).forUser(address, context);
  }

  /** The user's connection to Google. */
  GoogleConnection google(String orgId, OrgConfiguration.SyncUser user) {
    String connectionId = connectionId(user);
    Connection connection =
        registry
            .connection(orgId, connectionId)
            .orElseThrow(
                () ->
                    new PortException.AccessLost(
                        "NO_CREDENTIALS",
                        PortException.AccessLost.Mender.OPERATOR,
                        "The connection chosen in the configuration has no credentials in the"
                            + " middleware yet. Enrol it there.",
                        null));
    return switch (connection) {
      case Connection.GoogleServiceAccount account ->
          connections.computeIfAbsent(
              orgId + "/" + connectionId + "/" + account.json().reveal().hashCode(),
              key ->
                  new GoogleConnection(
                      google,
                      settings.google(),
                      new GoogleGrant.Delegation(account.json().reveal())));
      case Connection.GoogleOAuthClient client -> consented(orgId, client, user);
      case Connection.MicrosoftApp app ->
          throw new PortException.AccessLost(
              "MICROSOFT_NOT_SUPPORTED_YET",
              PortException.AccessLost.Mender.ADMINISTRATOR,
              "Microsoft 365 mailboxes are not synced by this version. Choose a Google connection,"
                  + " or take the user out of the configuration.",
              null);
    };
  }

  private GoogleConnection consented(
      String orgId, Connection.GoogleOAuthClient client, OrgConfiguration.SyncUser user) {
    String token =
        registry
            .grant(orgId, client.id(), user.id())
            .orElseThrow(
                () ->
                    new PortException.AccessLost(
                        "NOT_CONNECTED",
                        PortException.AccessLost.Mender.USER,
                        "The user has not connected a Google account yet.",
                        null))
            .reveal();
    return connections.computeIfAbsent(
        orgId + "/" + client.id() + "/" + user.id() + "/" + token.hashCode(),
        key ->
            new GoogleConnection(
                google,
                settings.google(),
                new GoogleGrant.UserConsent(
                    client.clientId(), client.clientSecret().reveal(), token)));
  }

  private static String connectionId(OrgConfiguration.SyncUser user) {
    @Nullable String id = user.rules().connectionId();
    if (id == null) {
      throw new PortException.AccessLost(
          "NO_CONNECTION_CHOSEN",
          PortException.AccessLost.Mender.ADMINISTRATOR,
          "The configuration "
              + user.rules().name()
              + " names no connection. Choose one in its settings.",
          null);
    }
    return id;
  }

  private static ZoneId zone(String name) {
    try {
      return name.isEmpty() ? ZoneOffset.UTC : ZoneId.of(name);
    } catch (DateTimeException e) {
      return ZoneOffset.UTC; // a zone that this JDK does not know: the instants stay right
    }
  }
}

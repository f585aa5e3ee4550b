package io.lockstep.worker;

import io.lockstep.port.PortException;
import io.lockstep.salesforce.OrgConfiguration;
import io.lockstep.vault.Connection;
import io.lockstep.vault.Registry;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the way to people's mailboxes, by the connection that their configuration names. */
final class MailboxGate {
  private final Registry registry;
  private final GoogleGate google;
  private final MicrosoftGate microsoft;

  MailboxGate(Registry registry, GateParts parts) {
    this.registry = registry;
    this.google = new GoogleGate(registry, parts);
    this.microsoft = new MicrosoftGate(registry, parts);
  }

  /**
   * @throws PortException.AccessLost where the connection or the user's grant is missing
   */
  MailboxDoor door(String orgId, OrgConfiguration configuration, OrgConfiguration.SyncUser user) {
    String address = Colleagues.addressOf(configuration, user);
    GateParts.Person person =
        new GateParts.Person(
            orgId,
            user.id(),
            address,
            Stream.of(address, user.address()).collect(Collectors.toSet()),
            zone(user.timeZone()),
            user.rules().eventPastDays(),
            user.rules().eventFutureDays(),
            user.rules().contactSelector());
    return switch (connection(orgId, user)) {
      case Connection.GoogleServiceAccount account -> google.door(person, account);
      case Connection.GoogleOAuthClient client -> google.door(person, client);
      case Connection.MicrosoftApp app -> microsoft.door(person, app);
      case Connection.MicrosoftOAuthClient client -> microsoft.door(person, client);
    };
  }

  private Connection connection(String orgId, OrgConfiguration.SyncUser user) {
    return registry
        .connection(orgId, connectionId(user))
        .orElseThrow(
            () ->
                new PortException.AccessLost(
                    "NO_CREDENTIALS",
                    PortException.AccessLost.Mender.OPERATOR,
                    "The connection chosen in the configuration has no credentials in the middleware yet. Enrol it"
                        + " there.",
                    null));
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

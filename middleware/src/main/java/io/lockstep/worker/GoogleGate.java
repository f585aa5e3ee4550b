package io.lockstep.worker;

import io.lockstep.google.GoogleConnection;
import io.lockstep.google.GoogleGrant;
import io.lockstep.google.GoogleWatch;
import io.lockstep.google.MailboxContext;
import io.lockstep.port.Mailbox;
import io.lockstep.port.PortException;
import io.lockstep.state.MailboxId;
import io.lockstep.sync.Kind;
import io.lockstep.vault.Connection;
import io.lockstep.vault.Registry;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Opens Google mailboxes. */
final class GoogleGate {
  private final Registry registry;
  private final GateParts parts;
  private final Map<String, GoogleConnection> connections = new ConcurrentHashMap<>();

  GoogleGate(Registry registry, GateParts parts) {
    this.registry = registry;
    this.parts = parts;
  }

  MailboxDoor door(GateParts.Person person, Connection.GoogleServiceAccount account) {
    String key = person.orgId() + "/" + account.id() + "/" + account.json().reveal().hashCode();
    return door(
        person,
        connections.computeIfAbsent(
            key, k -> connection(new GoogleGrant.Delegation(account.json().reveal()))));
  }

  /**
   * @throws PortException.AccessLost where the person has not connected
   */
  MailboxDoor door(GateParts.Person person, Connection.GoogleOAuthClient client) {
    String token =
        registry
            .grant(person.orgId(), client.id(), person.userId())
            .orElseThrow(
                () ->
                    new PortException.AccessLost(
                        "NOT_CONNECTED",
                        PortException.AccessLost.Mender.USER,
                        "The user has not connected a Google account yet.",
                        null))
            .reveal();
    String key =
        person.orgId() + "/" + client.id() + "/" + person.userId() + "/" + token.hashCode();
    return door(
        person,
        connections.computeIfAbsent(
            key,
            k ->
                connection(
                    new GoogleGrant.UserConsent(
                        client.clientId(), client.clientSecret().reveal(), token))));
  }

  private GoogleConnection connection(GoogleGrant grant) {
    return new GoogleConnection(parts.services().google(), parts.settings().google(), grant);
  }

  private MailboxDoor door(GateParts.Person person, GoogleConnection connection) {
    MailboxContext context =
        new MailboxContext(
            person.orgId(),
            person.userId(),
            "",
            label -> {},
            person.contactSelector(),
            person.zone(),
            person.addresses(),
            parts.settings().contactsVisibleWithin(),
            parts.clock(),
            parts.random(),
            parts.sleeper());
    return new MailboxDoor() {
      @Override
      public Mailbox open() {
        return connection.forUser(person.address(), context);
      }

      /** Contacts have no push. */
      @Override
      public boolean watch(MailboxId mailbox, Set<Kind> kinds) {
        GoogleWatch watch = parts.services().googleWatch();
        if (watch == null || !kinds.contains(Kind.EVENT)) {
          return false;
        }
        watch.renew(connection, person.address(), mailbox);
        return true;
      }
    };
  }
}

package io.lockstep.worker;

import io.lockstep.microsoft.ClientProof;
import io.lockstep.microsoft.GraphConnection;
import io.lockstep.microsoft.GraphEndpoints;
import io.lockstep.microsoft.GraphGrant;
import io.lockstep.microsoft.GraphTransport;
import io.lockstep.microsoft.GraphWatch;
import io.lockstep.microsoft.MailboxContext;
import io.lockstep.microsoft.RefreshTokens;
import io.lockstep.port.Mailbox;
import io.lockstep.state.MailboxId;
import io.lockstep.sync.Kind;
import io.lockstep.vault.AppCredentials;
import io.lockstep.vault.Connection;
import io.lockstep.vault.Registry;
import io.lockstep.vault.Secret;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Opens Microsoft 365 mailboxes. */
public final class MicrosoftGate {
  private final Registry registry;
  private final GateParts parts;
  private final Map<String, GraphConnection> connections = new ConcurrentHashMap<>();

  MicrosoftGate(Registry registry, GateParts parts) {
    this.registry = registry;
    this.parts = parts;
  }

  /** With the permission that an administrator gave for the directory. */
  MailboxDoor door(GateParts.Person person, Connection.MicrosoftApp app) {
    String key = person.orgId() + "/" + app.id() + "/" + app.hashCode();
    return door(
        person,
        connections.computeIfAbsent(
            key,
            k ->
                connection(
                    parts.services().microsoft(),
                    parts.settings().microsoft(),
                    app,
                    parts.clock())));
  }

  /** A connection of its own, for a look beside the worker. */
  public static GraphConnection connection(
      GraphTransport transport,
      GraphEndpoints endpoints,
      Connection.MicrosoftApp app,
      InstantSource clock) {
    return new GraphConnection(
        transport,
        endpoints,
        new GraphGrant.Application(app.tenantId(), app.clientId(), proof(app.credentials())),
        clock);
  }

  /** With the person's own consent. Its token rotates, so the connection reads it when needed. */
  MailboxDoor door(GateParts.Person person, Connection.MicrosoftOAuthClient client) {
    String key =
        person.orgId() + "/" + client.id() + "/" + person.userId() + "/" + client.hashCode();
    return door(
        person,
        connections.computeIfAbsent(
            key,
            k ->
                connection(
                    new GraphGrant.UserConsent(
                        client.tenantId(),
                        client.clientId(),
                        proof(client.credentials()),
                        tokens(person, client.id())))));
  }

  private RefreshTokens tokens(GateParts.Person person, String connectionId) {
    return new RefreshTokens() {
      @Override
      public Optional<String> current() {
        return registry.grant(person.orgId(), connectionId, person.userId()).map(Secret::reveal);
      }

      @Override
      public void rotated(String refreshToken) {
        registry.putGrant(person.orgId(), connectionId, person.userId(), Secret.of(refreshToken));
      }
    };
  }

  private static ClientProof proof(AppCredentials credentials) {
    return switch (credentials) {
      case AppCredentials.BySecret by -> new ClientProof.Secret(by.secret().reveal());
      case AppCredentials.ByCertificate by ->
          new ClientProof.Certificate(by.certificate(), by.key().reveal());
    };
  }

  private GraphConnection connection(GraphGrant grant) {
    return new GraphConnection(
        parts.services().microsoft(), parts.settings().microsoft(), grant, parts.clock());
  }

  private MailboxDoor door(GateParts.Person person, GraphConnection connection) {
    MailboxContext context =
        new MailboxContext(
            person.orgId(),
            person.userId(),
            person.zone(),
            person.addresses(),
            person.pastDays(),
            person.futureDays(),
            person.contactSelector(),
            parts.settings().microsoftCreatesVisibleWithin(),
            parts.clock(),
            parts.random(),
            parts.sleeper());
    return new MailboxDoor() {
      @Override
      public Mailbox open() {
        return connection.forUser(person.address(), context);
      }

      @Override
      public boolean watch(MailboxId mailbox, Set<Kind> kinds) {
        GraphWatch watch = parts.services().microsoftWatch();
        if (watch == null || kinds.isEmpty()) {
          return false;
        }
        watch.renew(connection, person.address(), mailbox, kinds);
        return true;
      }
    };
  }
}

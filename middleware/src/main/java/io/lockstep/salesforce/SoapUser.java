package io.lockstep.salesforce;

import com.sforce.soap.partner.LimitInfo;
import com.sforce.soap.partner.PartnerConnection;
import com.sforce.ws.ConnectionException;
import com.sforce.ws.ConnectorConfig;
import org.jspecify.annotations.Nullable;

/**
 * The SOAP API as one user. Signs in when needed, renews the session once when it is refused, and
 * turns failures into port exceptions. Never calls {@code login()}: the session is an OAuth token.
 * Used by one thread at a time, as the library's connection keeps its headers in itself.
 */
final class SoapUser {
  /** How Salesforce and its change events name us. */
  static final String CLIENT = "Lockstep/0.1";

  /** Rows a query answers at once; also the most that a retrieve takes. */
  static final int PAGE = 2_000;

  private final OrgWire wire;
  private final String username;
  private final NamespaceSource namespace;
  private @Nullable Session session;
  private @Nullable PartnerConnection connection;

  /** One call of the API. */
  @FunctionalInterface
  interface Call<T> {
    T on(PartnerConnection connection) throws ConnectionException;
  }

  /** Finds out, when first needed, under which namespace the package is installed. */
  @FunctionalInterface
  interface NamespaceSource {
    @Nullable String find();
  }

  SoapUser(OrgWire wire, String username, NamespaceSource namespace) {
    this.wire = wire;
    this.username = username;
    this.namespace = namespace;
  }

  String username() {
    return username;
  }

  @Nullable String namespace() {
    return namespace.find();
  }

  /** The session in use, signing in where there is none. */
  Session session() {
    if (session == null) {
      session = wire.signIn().session(username);
    }
    return session;
  }

  /** A session in the place of one that was refused. */
  Session renewedSession() {
    Session fresh = wire.signIn().renewed(username, session());
    session = fresh;
    connection = null;
    return fresh;
  }

  /**
   * @throws io.lockstep.port.PortException where it fails; a refused session is renewed once before
   */
  <T> T call(Call<T> call) {
    try {
      return tried(call);
    } catch (ConnectionException e) {
      if (!CallFailures.code(e).equals("INVALID_SESSION_ID")) {
        throw CallFailures.of(e);
      }
      // A refused session has done nothing, so even a write may be sent again.
      renewedSession();
      try {
        return tried(call);
      } catch (ConnectionException again) {
        throw CallFailures.of(again);
      }
    }
  }

  private <T> T tried(Call<T> call) throws ConnectionException {
    PartnerConnection on = connection();
    on.clearLimitInfoHeader();
    try {
      return call.on(on);
    } finally {
      if (on.getLimitInfoHeader() != null && on.getLimitInfoHeader().getLimitInfo() != null) {
        for (LimitInfo limit : on.getLimitInfoHeader().getLimitInfo()) {
          if ("API REQUESTS".equals(limit.getType())) {
            wire.meter().told(limit.getCurrent(), limit.getLimit());
          }
        }
        // Else the library would send it back with the next call.
        on.clearLimitInfoHeader();
      }
    }
  }

  private PartnerConnection connection() throws ConnectionException {
    if (connection != null) {
      return connection;
    }
    OrgSettings settings = wire.settings();
    ConnectorConfig config = wire.config(session());
    config.setServiceEndpoint(session().soapEndpoint(settings.apiVersion()));
    PartnerConnection fresh = new PartnerConnection(config);
    fresh.setCallOptions(CLIENT, namespace());
    fresh.setQueryOptions(PAGE);
    fresh.setAllOrNoneHeader(false);
    // Saves past alert rules; a rule that blocks still refuses, and says which record it found.
    fresh.setDuplicateRuleHeader(true, false, false);
    fresh.setAssignmentRuleHeader(null, false);
    // The mail service invites, Salesforce does not.
    fresh.setEmailHeader(false, false, false);
    fresh.setDisableFeedTrackingHeader(true);
    fresh.setLocaleOptions("en_US", false);
    connection = fresh;
    return fresh;
  }
}

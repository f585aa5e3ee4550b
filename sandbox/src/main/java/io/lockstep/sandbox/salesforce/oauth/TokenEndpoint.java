package io.lockstep.sandbox.salesforce.oauth;

import io.lockstep.sandbox.frame.Fault;
import io.lockstep.sandbox.frame.Faults;
import io.lockstep.sandbox.frame.Request;
import io.lockstep.sandbox.salesforce.api.ApiAccess;
import io.lockstep.sandbox.salesforce.api.ClientApp;
import io.lockstep.sandbox.salesforce.api.SalesforceSettings;
import io.lockstep.sandbox.salesforce.api.Sessions;
import io.lockstep.sandbox.salesforce.api.Sessions.Session;
import io.lockstep.sandbox.salesforce.org.Org;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@code /services/oauth2/token}: the flows that give a session. */
final class TokenEndpoint {
  static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";

  private final Org org;
  private final SalesforceSettings settings;
  private final Sessions sessions;
  private final Grants grants;
  private final BearerAssertion assertions;
  private final IdentityTokens identity;
  private final Faults faults;

  TokenEndpoint(
      Org org,
      SalesforceSettings settings,
      Sessions sessions,
      Grants grants,
      BearerAssertion assertions,
      IdentityTokens identity,
      Faults faults) {
    this.org = org;
    this.settings = settings;
    this.sessions = sessions;
    this.grants = grants;
    this.assertions = assertions;
    this.identity = identity;
    this.faults = faults;
  }

  Map<String, Object> token(Request request) {
    Form form = Form.of(request);
    String type = form.get("grant_type");
    return switch (type == null ? "" : type) {
      case JWT_BEARER -> bearer(form);
      case "authorization_code" -> code(form);
      case "refresh_token" -> refresh(form);
      case "client_credentials" -> credentials(form);
      case "password" -> throw new OAuthException("invalid_grant", "authentication failure");
      case "" -> throw new OAuthException("unsupported_grant_type", "grant type not supported");
      default -> throw new OAuthException("unsupported_grant_type", "grant type not supported");
    };
  }

  private Map<String, Object> bearer(Form form) {
    BearerAssertion.Subject subject = assertions.check(form.get("assertion"));
    ClientApp client = subject.client();
    Org.UserInfo user = org.userByName(subject.username());
    if (user == null) {
      throw notApproved();
    }
    usable(user);
    revokedByFault(user, "user hasn't approved this consumer");
    if (!client.isPreauthorized(user.username())) {
      if (client.adminApprovedOnly()) {
        throw new OAuthException(
            "invalid_app_access", "user is not admin approved to access this app");
      }
      if (!grants.approved(client.id(), user.id())) {
        throw notApproved();
      }
    }
    List<String> scopes =
        new TreeSet<>(client.scopes())
            .stream().filter(s -> !s.matches("refresh_token|offline_access")).toList();
    Session session = sessions.open(user, client.id(), scopes, null);
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("access_token", session.token());
    out.put("scope", String.join(" ", scopes));
    out.put("instance_url", identity.baseUrl());
    out.put("id", identity.idUrl(user));
    out.put("token_type", "Bearer");
    return out;
  }

  private Map<String, Object> code(Form form) {
    ClientApp client = authenticated(form, true);
    String code = form.get("code");
    if (code == null) {
      throw new OAuthException("invalid_request", "missing required parameter: code");
    }
    Grants.Code found = grants.redeem(code);
    if (found == null || !found.clientId().equals(client.id())) {
      throw new OAuthException("invalid_grant", "expired authorization code");
    }
    if (!found.redirectUri().equals(form.get("redirect_uri"))) {
      throw new OAuthException("redirect_uri_mismatch", "redirect_uri must match configuration");
    }
    if (found.challenge() != null) {
      String verifier = form.get("code_verifier");
      if (verifier == null || !s256(verifier).equals(found.challenge())) {
        throw new OAuthException("invalid_grant", "invalid code verifier");
      }
    }
    Org.UserInfo user = user(found.userId());
    Grants.Grant grant =
        found.scopes().contains("refresh_token") || found.scopes().contains("offline_access")
            ? grants.grant(client.id(), user.id(), found.scopes())
            : null;
    Session session =
        sessions.open(user, client.id(), found.scopes(), grant == null ? null : grant.token());
    Map<String, Object> out = body(session, user, client);
    if (grant != null) {
      out.put("refresh_token", grant.token());
    }
    if (found.scopes().contains("openid")) {
      out.put("id_token", identity.idToken(user, client));
    }
    return out;
  }

  private Map<String, Object> refresh(Form form) {
    ClientApp client = authenticated(form, true);
    Grants.Grant grant = grants.find(form.get("refresh_token"));
    if (grant == null || !grant.clientId().equals(client.id())) {
      throw expired();
    }
    Org.UserInfo user = user(grant.userId());
    if (faults.strikes(ApiAccess.SERVICE, Fault.Kind.revokeGrant, user.username())) {
      grants.endAllOf(user.id());
      throw expired();
    }
    Grants.Grant next = settings.refreshTokenRotation() ? grants.rotate(grant) : grant;
    Session session = sessions.open(user, client.id(), next.scopes(), next.token());
    Map<String, Object> out = body(session, user, client);
    if (settings.refreshTokenRotation()) {
      out.put("refresh_token", next.token());
    }
    return out;
  }

  private Map<String, Object> credentials(Form form) {
    ClientApp client = authenticated(form, true);
    if (client.runAs() == null) {
      throw new OAuthException("invalid_grant", "no client credentials user enabled");
    }
    Org.UserInfo user = org.userByName(client.runAs());
    if (user == null) {
      throw new OAuthException("invalid_grant", "no client credentials user enabled");
    }
    usable(user);
    List<String> scopes =
        new TreeSet<>(client.scopes())
            .stream().filter(s -> !s.matches("refresh_token|offline_access")).toList();
    Session session = sessions.open(user, client.id(), scopes, null);
    Map<String, Object> out = body(session, user, client);
    out.put("token_format", "opaque");
    return out;
  }

  private Map<String, Object> body(Session session, Org.UserInfo user, ClientApp client) {
    String issuedAt = String.valueOf(session.issued().toEpochMilli());
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("access_token", session.token());
    out.put("signature", identity.signature(user, issuedAt, client));
    out.put("scope", String.join(" ", session.scopes()));
    out.put("instance_url", identity.baseUrl());
    out.put("id", identity.idUrl(user));
    out.put("token_type", "Bearer");
    out.put("issued_at", issuedAt);
    return out;
  }

  /** The client that a request names and proves to be. */
  ClientApp authenticated(Form form, boolean secretRequired) {
    ClientApp client = settings.client(form.clientId());
    if (client == null) {
      throw new OAuthException("invalid_client_id", "client identifier invalid");
    }
    String secret = form.clientSecret();
    boolean proven = client.secret() == null || client.secret().equals(secret);
    if (!proven && (secretRequired || secret != null)) {
      throw new OAuthException("invalid_client", "invalid client credentials");
    }
    return client;
  }

  private Org.UserInfo user(String id) {
    Org.UserInfo user = org.userById(id);
    if (user == null) {
      throw expired();
    }
    usable(user);
    return user;
  }

  private static void usable(Org.UserInfo user) {
    if (!user.active()) {
      throw new OAuthException("invalid_grant", "inactive user");
    }
    if (user.frozen()) {
      throw new OAuthException("invalid_grant", "user is locked");
    }
  }

  private void revokedByFault(Org.UserInfo user, String description) {
    if (faults.strikes(ApiAccess.SERVICE, Fault.Kind.revokeGrant, user.username())) {
      grants.endAllOf(user.id());
      sessions.endAllOf(user.id());
      throw new OAuthException("invalid_grant", description);
    }
  }

  private static OAuthException notApproved() {
    return new OAuthException("invalid_grant", "user hasn't approved this consumer");
  }

  private static OAuthException expired() {
    return new OAuthException("invalid_grant", "expired access/refresh token");
  }

  static String s256(String verifier) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Parameters of the body and, as the platform allows, of the query. */
  record Form(Map<String, List<String>> values, @Nullable String basicId, @Nullable String basic) {
    static Form of(Request request) {
      Map<String, List<String>> values = new LinkedHashMap<>(request.query());
      values.putAll(request.form());
      String header = request.header("authorization");
      if (header == null || !header.startsWith("Basic ")) {
        return new Form(values, null, null);
      }
      String decoded;
      try {
        decoded =
            new String(
                Base64.getDecoder().decode(header.substring(6).trim()), StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        throw new OAuthException("invalid_client", "invalid client credentials");
      }
      int colon = decoded.indexOf(':');
      return colon < 0
          ? new Form(values, decoded, null)
          : new Form(values, decoded.substring(0, colon), decoded.substring(colon + 1));
    }

    @Nullable String get(String name) {
      List<String> all = values.get(name);
      return all == null || all.isEmpty() || all.getFirst().isEmpty() ? null : all.getFirst();
    }

    @Nullable String clientId() {
      return basicId == null ? get("client_id") : basicId;
    }

    @Nullable String clientSecret() {
      return basicId == null ? get("client_secret") : basic;
    }
  }
}

package io.lockstep.sandbox.salesforce.oauth;

import io.lockstep.sandbox.frame.Faults;
import io.lockstep.sandbox.frame.Request;
import io.lockstep.sandbox.frame.Response;
import io.lockstep.sandbox.salesforce.api.ClientApp;
import io.lockstep.sandbox.salesforce.api.Json;
import io.lockstep.sandbox.salesforce.api.SalesforceSettings;
import io.lockstep.sandbox.salesforce.api.Sessions;
import io.lockstep.sandbox.salesforce.api.Sessions.Session;
import io.lockstep.sandbox.salesforce.org.Org;
import io.lockstep.sandbox.salesforce.rest.RestEndpoint;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The authorization server: {@code /services/oauth2}, {@code /id} and the discovery document. */
public final class OAuthEndpoint {
  private final Org org;
  private final SalesforceSettings settings;
  private final Sessions sessions;
  private final Grants grants;
  private final IdentityTokens identity;
  private final TokenEndpoint tokens;
  private final AuthorizePage authorize;

  public OAuthEndpoint(
      Org org,
      SalesforceSettings settings,
      Sessions sessions,
      Faults faults,
      InstantSource machineTime,
      Supplier<String> baseUrl) {
    this.org = org;
    this.settings = settings;
    this.sessions = sessions;
    this.grants = new Grants(sessions, machineTime);
    this.identity = new IdentityTokens(org, machineTime, baseUrl);
    this.tokens =
        new TokenEndpoint(
            org,
            settings,
            sessions,
            grants,
            new BearerAssertion(org, settings, machineTime, baseUrl),
            identity,
            faults);
    this.authorize = new AuthorizePage(org, settings, grants);
  }

  /**
   * A refresh token as if the user had gone through the consent page.
   *
   * @throws IllegalArgumentException where there is no such app or user
   */
  public String openGrant(String clientId, String username) {
    ClientApp client = settings.client(clientId);
    Org.UserInfo user = org.userByName(username);
    if (client == null || user == null) {
      throw new IllegalArgumentException("no such app or user: " + clientId + ", " + username);
    }
    return grants.grant(clientId, user.id(), List.copyOf(new TreeSet<>(client.scopes()))).token();
  }

  /** What a user would do in Setup: takes back all grants and ends all sessions of a user. */
  public void revokeAllOf(String userId) {
    grants.endAllOf(userId);
    sessions.endAllOf(userId);
  }

  public Response handle(Request request) {
    String path = request.path();
    try {
      return switch (path) {
        case "/services/oauth2/token" -> {
          post(request);
          yield json(tokens.token(request), "oauth.token");
        }
        case "/services/oauth2/authorize" -> authorize.handle(request);
        case "/services/oauth2/revoke" -> revoke(request);
        case "/services/oauth2/introspect" -> {
          post(request);
          yield introspect(request);
        }
        case "/services/oauth2/userinfo" -> userInfo(request);
        case "/.well-known/openid-configuration" -> json(configuration(), "oauth.configuration");
        case "/id/keys" -> json(identity.keys(), "oauth.keys");
        default -> path.startsWith("/id/") ? identityDocument(request) : unknown();
      };
    } catch (OAuthException e) {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("error", e.error());
      body.put("error_description", e.description());
      return Response.json(400, Json.write(body))
          .operation("oauth." + path.substring(path.lastIndexOf('/') + 1));
    }
  }

  private static void post(Request request) {
    if (!request.method().equals("POST")) {
      throw new OAuthException("invalid_request", "must use HTTP POST");
    }
  }

  private static Response json(Map<String, ?> body, String operation) {
    return Response.json(200, Json.write(body))
        .with("Cache-Control", "no-cache, no-store")
        .operation(operation);
  }

  private static Response unknown() {
    return Response.of(404, "text/plain; charset=UTF-8", "Not Found").operation("oauth.unknown");
  }

  private Response revoke(Request request) {
    String token = TokenEndpoint.Form.of(request).get("token");
    if (token == null) {
      throw new OAuthException("invalid_request", "missing required parameter: token");
    }
    if (!grants.end(token) && !sessions.end(token)) {
      throw new OAuthException("invalid_token", "the token is unknown or has ended");
    }
    return Response.empty(200).operation("oauth.revoke");
  }

  private Response introspect(Request request) {
    TokenEndpoint.Form form = TokenEndpoint.Form.of(request);
    ClientApp client = tokens.authenticated(form, true);
    String token = form.get("token");
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    Session session = sessions.find(token);
    Grants.Grant grant = grants.find(token);
    if (session != null && client.id().equals(session.clientId())) {
      describe(out, session.userId(), client, session.scopes());
      out.put("token_type", "access_token");
      out.put("exp", sessions.expiry(session).getEpochSecond());
      out.put("iat", session.issued().getEpochSecond());
      out.put("nbf", session.issued().getEpochSecond());
    } else if (grant != null && client.id().equals(grant.clientId())) {
      describe(out, grant.userId(), client, grant.scopes());
      out.put("token_type", "refresh_token");
    } else {
      out.put("active", false);
    }
    return json(out, "oauth.introspect");
  }

  private void describe(
      Map<String, @Nullable Object> out, String userId, ClientApp client, List<String> scopes) {
    Org.UserInfo user = org.userById(userId);
    out.put("active", true);
    out.put("scope", String.join(" ", scopes));
    out.put("client_id", client.id());
    if (user != null) {
      out.put("username", user.username());
      out.put("sub", identity.idUrl(user));
    }
  }

  private Response userInfo(Request request) {
    Org.UserInfo user = caller(request);
    return user == null
        ? badToken(request, "oauth.userinfo")
        : json(identity.userInfo(user), "oauth.userinfo");
  }

  private Response identityDocument(Request request) {
    List<String> path = request.segments();
    Org.UserInfo caller = caller(request);
    if (caller == null) {
      return badToken(request, "oauth.id");
    }
    Org.UserInfo user = path.size() == 3 ? org.userById(path.get(2)) : null;
    String orgId = org.identity().id();
    if (user == null || !orgId.substring(0, 15).equals(path.get(1).substring(0, 15))) {
      return Response.of(404, "text/plain; charset=UTF-8", "Bad_Id").operation("oauth.id");
    }
    return json(identity.identity(user), "oauth.id");
  }

  private Org.@Nullable UserInfo caller(Request request) {
    String token = RestEndpoint.bearer(request);
    Session session = sessions.use(token == null ? request.param("access_token") : token);
    return session == null ? null : org.userById(session.userId());
  }

  private static Response badToken(Request request, String operation) {
    boolean sent = RestEndpoint.bearer(request) != null || request.param("access_token") != null;
    return Response.of(
            403, "text/plain; charset=UTF-8", sent ? "Bad_OAuth_Token" : "Missing_OAuth_Token")
        .operation(operation);
  }

  private Map<String, Object> configuration() {
    String base = identity.baseUrl();
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("issuer", base);
    out.put("authorization_endpoint", base + "/services/oauth2/authorize");
    out.put("token_endpoint", base + "/services/oauth2/token");
    out.put("revocation_endpoint", base + "/services/oauth2/revoke");
    out.put("userinfo_endpoint", base + "/services/oauth2/userinfo");
    out.put("introspection_endpoint", base + "/services/oauth2/introspect");
    out.put("jwks_uri", base + "/id/keys");
    out.put("scopes_supported", List.of("api", "full", "id", "openid", "refresh_token", "web"));
    out.put("response_types_supported", List.of("code"));
    out.put("subject_types_supported", List.of("public"));
    out.put("id_token_signing_alg_values_supported", List.of("RS256"));
    out.put(
        "token_endpoint_auth_methods_supported",
        List.of("client_secret_post", "client_secret_basic", "private_key_jwt"));
    return out;
  }
}

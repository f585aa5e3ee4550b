package io.lockstep.sandbox.google.oauth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import io.lockstep.sandbox.frame.Fault;
import io.lockstep.sandbox.frame.Faults;
import io.lockstep.sandbox.frame.Request;
import io.lockstep.sandbox.frame.Response;
import io.lockstep.sandbox.frame.SandboxClock;
import io.lockstep.sandbox.google.GoogleUser;
import io.lockstep.sandbox.google.Json;
import io.lockstep.sandbox.google.SimulatedGoogle;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The OAuth 2.0 endpoints: authorize, token, revoke, tokeninfo, userinfo, certs. */
public final class OAuthEndpoints {
  private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");
  private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";

  private final SimulatedGoogle google;
  private final Faults faults;
  private final SandboxClock clock;
  private final AuthorizePage authorize;
  private final JwtBearer jwtBearer;
  private final IdTokens idTokens = new IdTokens();

  public OAuthEndpoints(SimulatedGoogle google, Faults faults, SandboxClock clock) {
    this.google = google;
    this.faults = faults;
    this.clock = clock;
    this.authorize = new AuthorizePage(google, clock);
    this.jwtBearer = new JwtBearer(google);
  }

  /** The answer; null where the path is none of OAuth's. */
  public @Nullable Response handle(Request request) {
    return switch (request.path()) {
      case "/o/oauth2/v2/auth", "/o/oauth2/auth" ->
          authorize.answer(request).operation("oauth.authorize");
      case "/token", "/oauth2/v4/token", "/o/oauth2/token" ->
          guarded(() -> token(request)).operation("oauth.token");
      case "/revoke", "/o/oauth2/revoke" -> revoke(request).operation("oauth.revoke");
      case "/tokeninfo", "/oauth2/v3/tokeninfo" -> tokenInfo(request).operation("oauth.tokeninfo");
      case "/v1/userinfo", "/oauth2/v3/userinfo", "/oauth2/v2/userinfo" ->
          userInfo(request).operation("oauth.userinfo");
      case "/oauth2/v3/certs" -> Response.json(200, idTokens.keys()).operation("oauth.certs");
      default -> null;
    };
  }

  private interface Exchange {
    Response get() throws JOSEException;
  }

  private static Response guarded(Exchange exchange) {
    try {
      return exchange.get();
    } catch (OAuthError e) {
      return error(e.status(), e.code(), String.valueOf(e.getMessage()));
    } catch (JOSEException e) {
      throw new IllegalStateException("an id token could not be signed", e);
    }
  }

  static Response error(int status, String code, String description) {
    ObjectNode body = Json.object().put("error", code).put("error_description", description);
    return Response.json(status, Json.write(body));
  }

  private Response token(Request request) throws JOSEException {
    if (!request.method().equals("POST")) {
      throw OAuthError.invalidRequest("This endpoint takes POST only.");
    }
    Map<String, List<String>> form = request.form();
    String type = first(form, "grant_type");
    return switch (type == null ? "" : type) {
      case "authorization_code" -> code(form, request);
      case "refresh_token" -> refresh(form, request);
      case JWT_BEARER -> jwt(form, request);
      case "" -> throw OAuthError.invalidRequest("Missing required parameter: grant_type");
      default -> throw new OAuthError(400, "unsupported_grant_type", "Invalid grant_type: " + type);
    };
  }

  private Response code(Map<String, List<String>> form, Request request) throws JOSEException {
    OAuthClient client = client(form, request);
    String value = first(form, "code");
    if (value == null) {
      throw OAuthError.invalidRequest("Missing required parameter: code");
    }
    Grants.Code code = google.grants().take(value);
    if (code == null || !code.clientId().equals(client.id())) {
      throw OAuthError.invalidGrant("Malformed auth code.");
    }
    if (!code.redirectUri().equals(first(form, "redirect_uri"))) {
      throw new OAuthError(400, "redirect_uri_mismatch", "Bad Request");
    }
    checkVerifier(code.challenge(), first(form, "code_verifier"));
    AccessToken token = google.grants().accessToken(code.user(), client.id(), code.scopes());
    ObjectNode body = body(token);
    if (code.offline()) {
      body.put(
          "refresh_token", google.grants().refreshToken(code.user(), client.id(), code.scopes()));
    }
    GoogleUser user = google.findUser(code.user());
    if (user != null && code.scopes().contains("openid")) {
      body.put("id_token", idTokens.sign(user, client.id(), code.nonce(), clock.realNow()));
    }
    return Response.json(200, Json.write(body));
  }

  private void checkVerifier(@Nullable String challenge, @Nullable String verifier) {
    if (challenge == null) {
      return;
    }
    if (verifier == null) {
      throw OAuthError.invalidGrant("Missing code verifier.");
    }
    if (google.settings().strictPkce && !VERIFIER.matcher(verifier).matches()) {
      throw OAuthError.invalidRequest(
          "code_verifier must be 43 to 128 characters of [A-Za-z0-9-._~].");
    }
    if (!s256(verifier).equals(challenge)) {
      throw OAuthError.invalidGrant("Invalid code verifier.");
    }
  }

  private Response refresh(Map<String, List<String>> form, Request request) {
    OAuthClient client = client(form, request);
    String value = first(form, "refresh_token");
    if (value == null) {
      throw OAuthError.invalidRequest("Missing required parameter: refresh_token");
    }
    Grants.Refresh grant = google.grants().refresh(value);
    if (grant != null && faults.strikes("google", Fault.Kind.revokeGrant, grant.user())) {
      google.grants().revokeUser(grant.user());
      grant = null;
    }
    if (grant == null) {
      throw OAuthError.invalidGrant(Grants.REVOKED);
    }
    if (!grant.clientId().equals(client.id())) {
      throw new OAuthError(401, "unauthorized_client", "Unauthorized");
    }
    return Response.json(
        200,
        Json.write(body(google.grants().accessToken(grant.user(), client.id(), grant.scopes()))));
  }

  private Response jwt(Map<String, List<String>> form, Request request) {
    String host = request.header("host");
    String own = "http://" + (host == null ? "localhost" : host) + request.path();
    AccessToken token = jwtBearer.exchange(first(form, "assertion"), own, clock.realNow());
    if (faults.strikes("google", Fault.Kind.revokeGrant, token.user())) {
      google.grants().expire(token.value());
      throw new OAuthError(
          401,
          "unauthorized_client",
          "Client is unauthorized to retrieve access tokens using this method, or client not"
              + " authorized for any of the scopes requested.");
    }
    return Response.json(200, Json.write(body(token)));
  }

  /** The client that the form or the Basic header names and proves. */
  private OAuthClient client(Map<String, List<String>> form, Request request) {
    String id = first(form, "client_id");
    String secret = first(form, "client_secret");
    String basic = request.header("authorization");
    if (id == null && basic != null && basic.startsWith("Basic ")) {
      String[] parts =
          new String(Base64.getDecoder().decode(basic.substring(6)), StandardCharsets.UTF_8)
              .split(":", 2);
      id = parts[0];
      secret = parts.length > 1 ? parts[1] : null;
    }
    if (id == null) {
      throw OAuthError.invalidRequest("Could not determine client ID from request.");
    }
    OAuthClient client = google.grants().client(id);
    if (client == null) {
      throw new OAuthError(401, "invalid_client", "The OAuth client was not found.");
    }
    if (!client.secret().equals(secret)) {
      throw new OAuthError(401, "invalid_client", "Unauthorized");
    }
    return client;
  }

  private ObjectNode body(AccessToken token) {
    return Json.object()
        .put("access_token", token.value())
        .put("expires_in", google.settings().accessTokenSeconds)
        .put("scope", String.join(" ", token.scopes()))
        .put("token_type", "Bearer");
  }

  private Response revoke(Request request) {
    String token = first(request.form(), "token");
    if (token == null) {
      token = request.param("token");
    }
    if (token == null) {
      return error(400, "invalid_request", "Missing required parameter: token");
    }
    return google.grants().revoke(token)
        ? Response.json(200, "{}")
        : error(400, "invalid_token", "Token expired or revoked");
  }

  private Response tokenInfo(Request request) {
    String value = request.param("access_token");
    AccessToken token = value == null ? bearer(request) : google.grants().find(value);
    if (token == null) {
      return error(400, "invalid_token", "Invalid Value");
    }
    ObjectNode body = Json.object();
    body.put("azp", token.clientId()).put("aud", token.clientId());
    body.put("scope", String.join(" ", token.scopes()));
    long left = Duration.between(clock.realNow(), token.expires()).toSeconds();
    body.put("exp", Long.toString(token.expires().getEpochSecond()));
    body.put("expires_in", Long.toString(left)).put("access_type", "offline");
    GoogleUser user = google.findUser(token.user());
    if (user != null) {
      body.put("sub", user.id()).put("email", user.email()).put("email_verified", "true");
    }
    return Response.json(200, Json.write(body));
  }

  private Response userInfo(Request request) {
    AccessToken token = bearer(request);
    GoogleUser user = token == null ? null : google.findUser(token.user());
    if (token == null || user == null) {
      return error(401, "invalid_request", "Invalid Credentials");
    }
    ObjectNode body = Json.object().put("sub", user.id());
    if (has(token, "email") || has(token, "https://www.googleapis.com/auth/userinfo.email")) {
      body.put("email", user.email()).put("email_verified", true);
    }
    if (has(token, "profile") || has(token, "https://www.googleapis.com/auth/userinfo.profile")) {
      body.put("name", user.name());
    }
    return Response.json(200, Json.write(body));
  }

  private static boolean has(AccessToken token, String scope) {
    return token.scopes().contains(scope);
  }

  /** The live token of a request's {@code Authorization} header; null where there is none. */
  public @Nullable AccessToken bearer(Request request) {
    String header = request.header("authorization");
    return header == null || !header.startsWith("Bearer ")
        ? null
        : google.grants().find(header.substring(7).strip());
  }

  private static @Nullable String first(Map<String, List<String>> form, String name) {
    List<String> values = form.get(name);
    return values == null ? null : values.getFirst();
  }

  private static String s256(String verifier) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

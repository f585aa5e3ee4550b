package io.lockstep.sandbox.microsoft.entra;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.frame.Fault;
import io.lockstep.sandbox.frame.Faults;
import io.lockstep.sandbox.frame.Request;
import io.lockstep.sandbox.frame.Response;
import io.lockstep.sandbox.microsoft.GraphJson;
import io.lockstep.sandbox.microsoft.GraphMailbox;
import io.lockstep.sandbox.microsoft.GraphUser;
import io.lockstep.sandbox.microsoft.SimulatedMicrosoft;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code /{tenant}/oauth2/v2.0/token}: codes, refresh tokens, client credentials. */
final class TokenEndpoint {
  private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");

  private final SimulatedMicrosoft microsoft;
  private final Faults faults;
  private final EntraGrants grants;
  private final IdTokens idTokens;
  private final ClientProof proof = new ClientProof();

  TokenEndpoint(SimulatedMicrosoft microsoft, Faults faults, IdTokens idTokens) {
    this.microsoft = microsoft;
    this.faults = faults;
    this.grants = microsoft.grants();
    this.idTokens = idTokens;
  }

  /**
   * @param base the service's address
   * @param tenantSegment as the path names it
   */
  Response answer(Request request, String base, String tenantSegment) {
    try {
      Tenant.Authority authority = microsoft.tenant().authority(tenantSegment);
      if (!request.method().equals("POST")) {
        throw EntraError.invalidRequest(
            900561, "The endpoint only accepts POST requests. Received a GET request.");
      }
      Map<String, List<String>> form = request.form();
      EntraApp app = app(form, request, base, tenantSegment, authority);
      String type = required(form, "grant_type");
      ObjectNode body =
          switch (type) {
            case "authorization_code" -> code(form, app, base);
            case "refresh_token" -> refresh(form, app, base);
            case "client_credentials" -> credentials(form, app, base, authority);
            default ->
                throw new EntraError(
                    400,
                    "unsupported_grant_type",
                    70003,
                    "The app requested an unsupported grant type '" + type + "'.",
                    null);
          };
      return Response.json(200, GraphJson.write(body)).with("Cache-Control", "no-store");
    } catch (EntraError e) {
      return EntraErrors.body(e, microsoft.clock().realNow(), microsoft::guid);
    }
  }

  private EntraApp app(
      Map<String, List<String>> form,
      Request request,
      String base,
      String tenantSegment,
      Tenant.Authority authority) {
    String id = first(form, "client_id");
    String secret = first(form, "client_secret");
    String basic = request.header("authorization");
    if (basic != null && basic.startsWith("Basic ")) {
      String[] parts = basicParts(basic);
      id = id == null ? parts[0] : id;
      secret = parts.length > 1 ? parts[1] : secret;
    }
    if (id == null) {
      throw EntraError.missing("client_id");
    }
    EntraApp app = grants.app(id);
    if (app == null) {
      throw EntraError.unauthorizedClient(
          700016,
          "Application with identifier '"
              + id
              + "' was not found in the directory '"
              + microsoft.tenant().name()
              + "'. This can happen if the application has not been installed by the administrator"
              + " of the tenant or consented to by any user in the tenant. You may have sent your"
              + " authentication request to the wrong tenant.");
    }
    if (authority != Tenant.Authority.own && !app.multiTenant()) {
      throw singleTenant(app);
    }
    String path = "/oauth2/v2.0/token";
    Set<String> audiences = new LinkedHashSet<>();
    for (String host : List.of(base, "https://login.microsoftonline.com")) {
      audiences.add(host + "/" + tenantSegment + path);
      audiences.add(host + "/" + microsoft.tenant().id() + path);
      audiences.add(host + "/" + microsoft.tenant().id() + "/v2.0");
    }
    proof.check(
        app,
        secret,
        first(form, "client_assertion_type"),
        first(form, "client_assertion"),
        audiences,
        microsoft.clock().realNow());
    return app;
  }

  private static String[] basicParts(String header) {
    try {
      String[] parts =
          new String(
                  Base64.getDecoder().decode(header.substring(6).strip()), StandardCharsets.UTF_8)
              .split(":", 2);
      for (int i = 0; i < parts.length; i++) {
        parts[i] = java.net.URLDecoder.decode(parts[i], StandardCharsets.UTF_8);
      }
      return parts;
    } catch (IllegalArgumentException e) {
      throw EntraError.invalidClient(7000215, "Invalid client secret provided.");
    }
  }

  static EntraError singleTenant(EntraApp app) {
    return EntraError.invalidRequest(
        50194,
        "Application '"
            + app.id()
            + "'("
            + app.name()
            + ") is not configured as a multi-tenant application. Usage of the /common endpoint is"
            + " not supported for such apps created after '10/15/2018'. Use a tenant-specific"
            + " endpoint or configure the application to be multi-tenant.");
  }

  private ObjectNode code(Map<String, List<String>> form, EntraApp app, String base) {
    EntraGrants.Code code = grants.take(required(form, "code"));
    if (!code.appId().equals(app.id())) {
      throw EntraError.invalidGrant(
          70000, "The provided value for the 'code' parameter is not valid for this client.");
    }
    if (!code.redirectUri().equals(required(form, "redirect_uri"))) {
      throw EntraError.invalidGrant(
          500112,
          "The reply address '"
              + first(form, "redirect_uri")
              + "' does not match the reply address provided when requesting Authorization code.");
    }
    checkVerifier(code, first(form, "code_verifier"));
    return delegated(app, code.userId(), code.scopes(), first(form, "scope"), base, code.nonce());
  }

  private static void checkVerifier(EntraGrants.Code code, @Nullable String verifier) {
    if (code.challenge() == null) {
      return;
    }
    if (verifier == null) {
      throw EntraError.invalidGrant(
          501481,
          "The Code_Verifier does not match the code_challenge supplied in the authorization"
              + " request.");
    }
    if (!VERIFIER.matcher(verifier).matches()) {
      throw EntraError.invalidRequest(
          501491, "Invalid size of Code_Verifier. It must be 43 to 128 unreserved characters.");
    }
    String expected = "S256".equals(code.challengeMethod()) ? s256(verifier) : verifier;
    if (!expected.equals(code.challenge())) {
      throw EntraError.invalidGrant(
          501481,
          "The Code_Verifier does not match the code_challenge supplied in the authorization"
              + " request.");
    }
  }

  private ObjectNode refresh(Map<String, List<String>> form, EntraApp app, String base) {
    String value = required(form, "refresh_token");
    EntraGrants.Refresh grant = grants.refresh(value);
    if (!grant.appId().equals(app.id())) {
      throw EntraError.invalidGrant(
          700007, "The provided value for the 'refresh_token' parameter is not valid.");
    }
    GraphMailbox mailbox = microsoft.find(grant.userId());
    if (mailbox != null
        && faults.strikes("microsoft", Fault.Kind.revokeGrant, mailbox.user().mail())) {
      grants.revokeSessions(grant.userId());
      grants.refresh(value);
    }
    return delegated(app, grant.userId(), grant.scopes(), first(form, "scope"), base, null);
  }

  /** A delegated token with as much as was asked for, granted at sign-in, and still consented. */
  private ObjectNode delegated(
      EntraApp app,
      String userId,
      Set<String> granted,
      @Nullable String scope,
      String base,
      @Nullable String nonce) {
    GraphMailbox mailbox = microsoft.find(userId);
    if (mailbox == null) {
      throw EntraError.invalidGrant(50034, "The user account does not exist in the directory.");
    }
    GraphUser user = mailbox.user();
    if (grants.consents().isDisabled(userId)) {
      throw EntraError.disabled();
    }
    Set<String> asked = scope == null ? granted : Scopes.parse(scope, base, app);
    Set<String> wanted = new TreeSet<>(asked.contains(Scopes.DEFAULT) ? granted : asked);
    Set<String> consented = grants.consents().scopes(userId, app.id());
    Set<String> permissions = new TreeSet<>(wanted);
    permissions.removeAll(Scopes.OPENID);
    if (!granted.containsAll(permissions) || !consented.containsAll(permissions)) {
      throw EntraError.notConsented(app.id(), app.name());
    }
    EntraToken token = grants.accessToken(app.id(), userId, permissions);
    ObjectNode body = body(token);
    body.put("scope", String.join(" ", scopesShown(permissions, granted)));
    if (granted.contains("offline_access")) {
      body.put("refresh_token", grants.refreshToken(userId, app.id(), granted));
    }
    if (granted.contains("openid")) {
      String issuer = base + "/" + microsoft.tenant().id() + "/v2.0";
      body.put(
          "id_token", idTokens.sign(user, app.id(), issuer, nonce, microsoft.clock().realNow()));
    }
    return body;
  }

  private static Set<String> scopesShown(Set<String> permissions, Set<String> granted) {
    Set<String> shown = new LinkedHashSet<>(permissions);
    // offline_access shows itself by the refresh token alone.
    granted.stream().filter(s -> s.equals("openid") || s.equals("profile")).forEach(shown::add);
    return shown;
  }

  private ObjectNode credentials(
      Map<String, List<String>> form, EntraApp app, String base, Tenant.Authority authority) {
    if (authority != Tenant.Authority.own) {
      throw EntraError.invalidRequest(
          9001023,
          "The grant type is not supported over the /common or /consumers endpoints. Please use the"
              + " /organizations or tenant-specific endpoint.");
    }
    String scope = required(form, "scope");
    Set<String> asked = Scopes.parse(scope, base, app);
    if (!asked.equals(Set.of(Scopes.DEFAULT))) {
      throw new EntraError(
          400,
          "invalid_scope",
          1002012,
          "The provided value for scope "
              + scope
              + " is not valid. Client credential flows must have a scope value with /.default"
              + " suffixed to the resource identifier (application ID URI).",
          null);
    }
    if (!grants.consents().isPresent(app.id())) {
      throw EntraError.unauthorizedClient(
          7000229,
          "The client application '"
              + app.id()
              + "' is missing service principal in the tenant '"
              + microsoft.tenant().id()
              + "'. See instructions here: https://go.microsoft.com/fwlink/?linkid=2225119");
    }
    if (faults.strikes("microsoft", Fault.Kind.revokeGrant, app.id())) {
      grants.consents().withdrawForAll(app.id());
    }
    // Without consent there is a token all the same; only Graph says no.
    return body(grants.accessToken(app.id(), null, grants.consents().roles(app.id())));
  }

  private ObjectNode body(EntraToken token) {
    int seconds = microsoft.settings().accessTokenSeconds;
    return GraphJson.object()
        .put("token_type", "Bearer")
        .put("expires_in", seconds)
        .put("ext_expires_in", seconds)
        .put("access_token", token.value());
  }

  private static String required(Map<String, List<String>> form, String name) {
    String value = first(form, name);
    if (value == null || value.isEmpty()) {
      throw EntraError.missing(name);
    }
    return value;
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

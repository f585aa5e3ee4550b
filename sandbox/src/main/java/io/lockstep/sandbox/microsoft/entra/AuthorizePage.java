package io.lockstep.sandbox.microsoft.entra;

import io.lockstep.sandbox.frame.Request;
import io.lockstep.sandbox.frame.Response;
import io.lockstep.sandbox.microsoft.GraphMailbox;
import io.lockstep.sandbox.microsoft.GraphUser;
import io.lockstep.sandbox.microsoft.SimulatedMicrosoft;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Sign-in and consent. A person picks an account and accepts; a program adds {@code
 * login_as=ADDRESS} and, to refuse, {@code approve=none}, and is redirected at once.
 */
final class AuthorizePage {
  private final SimulatedMicrosoft microsoft;
  private final EntraGrants grants;

  AuthorizePage(SimulatedMicrosoft microsoft) {
    this.microsoft = microsoft;
    this.grants = microsoft.grants();
  }

  Response answer(Request request, String base, String tenantSegment) {
    try {
      Map<String, List<String>> all = new LinkedHashMap<>(request.query());
      if (request.method().equals("POST")) {
        all.putAll(request.form());
      }
      Request whole =
          new Request(request.method(), request.path(), all, request.headers(), new byte[0]);
      return signIn(whole, base, tenantSegment);
    } catch (EntraError e) {
      // Before the redirect address is known to be good, errors are shown and not sent anywhere.
      return Html.message(400, "Sign in", "Sorry, but we're having trouble. " + e.description());
    }
  }

  private Response signIn(Request request, String base, String tenantSegment) {
    Tenant.Authority authority = microsoft.tenant().authority(tenantSegment);
    EntraApp app = app(request, authority);
    String redirect = required(request, "redirect_uri");
    if (!app.redirectUris().contains(redirect)) {
      throw EntraError.invalidRequest(
          50011,
          "The redirect URI '"
              + redirect
              + "' specified in the request does not match the redirect URIs configured for the"
              + " application '"
              + app.id()
              + "'. Make sure the redirect URI sent in the request matches one added to your"
              + " application in the Azure portal.");
    }
    Reply reply = new Reply(redirect, request.param("state"), request.param("response_mode"));
    try {
      if (!"code".equals(required(request, "response_type"))) {
        throw new EntraError(
            400, "unsupported_response_type", 700054, "response_type must be 'code'.", null);
      }
      Set<String> asked = Scopes.parse(required(request, "scope"), base, app);
      String method = request.param("code_challenge_method");
      if (request.param("code_challenge") != null
          && method != null
          && !Set.of("S256", "plain").contains(method)) {
        throw EntraError.invalidRequest(
            501491, "The code_challenge_method parameter is not valid.");
      }
      String as = request.param("login_as");
      if (as == null) {
        return "none".equals(request.param("prompt"))
            ? reply.error(
                new EntraError(
                    400,
                    "login_required",
                    50058,
                    "A silent sign-in request was sent but no user is signed in.",
                    null))
            : form(request, app, asked);
      }
      return decide(request, app, reply, asked, as);
    } catch (EntraError e) {
      return reply.error(e);
    }
  }

  private EntraApp app(Request request, Tenant.Authority authority) {
    String id = required(request, "client_id");
    EntraApp app = grants.app(id);
    if (app == null) {
      throw EntraError.unauthorizedClient(
          700016, "Application with identifier '" + id + "' was not found in the directory.");
    }
    if (authority == Tenant.Authority.consumers) {
      throw EntraError.unauthorizedClient(
          50020, "User account from identity provider 'live.com' does not exist in the tenant.");
    }
    if (authority != Tenant.Authority.own && !app.multiTenant()) {
      throw TokenEndpoint.singleTenant(app);
    }
    return app;
  }

  private Response decide(
      Request request, EntraApp app, Reply reply, Set<String> asked, String address) {
    GraphMailbox mailbox = microsoft.find(address);
    if (mailbox == null) {
      throw EntraError.invalidGrant(
          50034,
          "The user account "
              + address
              + " does not exist in the directory. To sign into this"
              + " application, the account must be added to the directory.");
    }
    GraphUser user = mailbox.user();
    if (grants.consents().isDisabled(user.id())) {
      throw EntraError.disabled();
    }
    Set<String> wanted = new TreeSet<>(asked);
    if (wanted.remove(Scopes.DEFAULT)) {
      wanted.addAll(app.scopes());
    }
    Set<String> permissions = new TreeSet<>(wanted);
    permissions.removeAll(Scopes.OPENID);
    Set<String> before = grants.consents().scopes(user.id(), app.id());
    boolean missing = !before.containsAll(permissions);
    if (missing && "none".equals(request.param("prompt"))) {
      throw new EntraError(
          400,
          "interaction_required",
          65001,
          "The user or administrator has not consented to use the application with ID '"
              + app.id()
              + "'.",
          null);
    }
    if (missing && !microsoft.settings().userConsent) {
      throw new EntraError(
          400,
          "consent_required",
          90094,
          "An administrator of "
              + microsoft.tenant().name()
              + " has set a policy that prevents you from granting "
              + app.name()
              + " the permissions it is requesting.",
          null);
    }
    boolean screen = missing || String.valueOf(request.param("prompt")).contains("consent");
    if (screen && request.params("approve").contains("none")) {
      throw new EntraError(
          400, "access_denied", 65004, "User declined to consent to access the app.", null);
    }
    grants.consents().give(user.id(), app.id(), permissions);
    String challenge = request.param("code_challenge");
    String method = request.param("code_challenge_method");
    return reply.code(
        grants.code(
            user.id(),
            app.id(),
            reply.redirectUri(),
            new LinkedHashSet<>(wanted),
            challenge,
            method == null ? "plain" : method,
            request.param("nonce")),
        microsoft.guid());
  }

  private Response form(Request request, EntraApp app, Set<String> asked) {
    StringBuilder html = new StringBuilder("<form method=\"get\">");
    request
        .query()
        .forEach((name, values) -> values.forEach(v -> html.append(Html.hidden(name, v))));
    html.append("<fieldset><legend>Pick an account</legend>");
    String hint = request.param("login_hint");
    boolean first = true;
    for (GraphMailbox mailbox : microsoft.mailboxes()) {
      GraphUser user = mailbox.user();
      boolean checked = hint == null ? first : user.owns(hint);
      first = false;
      html.append("<p><label><input type=\"radio\" name=\"login_as\" required value=\"")
          .append(Html.escaped(user.userPrincipalName()))
          .append(checked ? "\" checked> " : "\"> ")
          .append(Html.escaped(user.displayName() + " <" + user.mail() + ">"))
          .append("</label></p>");
    }
    html.append("</fieldset><p>")
        .append(Html.escaped(app.name()))
        .append(" would like to:</p><ul>");
    asked.forEach(scope -> html.append("<li>").append(Html.escaped(scope)).append("</li>"));
    html.append("</ul><button>Accept</button>")
        .append("<button name=\"approve\" value=\"none\">Cancel</button></form>");
    return Html.page(200, "Sign in - simulated Microsoft", html.toString());
  }

  private static String required(Request request, String name) {
    String value = request.param(name);
    if (value == null || value.isBlank()) {
      throw EntraError.missing(name);
    }
    return value;
  }

  /** Where and how the answer goes back to the application. */
  private record Reply(String redirectUri, @Nullable String state, @Nullable String mode) {
    Response code(String code, String session) {
      Map<String, String> values = new LinkedHashMap<>();
      values.put("code", code);
      values.put("session_state", session);
      return send(values);
    }

    Response error(EntraError e) {
      Map<String, String> values = new LinkedHashMap<>();
      values.put("error", e.error());
      values.put("error_description", e.description());
      return send(values);
    }

    private Response send(Map<String, String> values) {
      Map<String, String> all = new LinkedHashMap<>(values);
      if (state != null) {
        all.put("state", state);
      }
      if ("form_post".equals(mode)) {
        StringBuilder html =
            new StringBuilder("<form method=\"post\" action=\"")
                .append(Html.escaped(redirectUri))
                .append("\">");
        all.forEach((name, value) -> html.append(Html.hidden(name, value)));
        html.append("<button>Continue</button></form><script>document.forms[0].submit()</script>");
        return Html.page(200, "Working...", html.toString());
      }
      StringBuilder url = new StringBuilder(redirectUri);
      char separator = redirectUri.contains("?") ? '&' : '?';
      for (Map.Entry<String, String> e : all.entrySet()) {
        url.append(separator)
            .append(e.getKey())
            .append('=')
            .append(URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8));
        separator = '&';
      }
      return Response.empty(302).with("Location", url.toString());
    }
  }
}

package io.lockstep.sandbox.google.oauth;

import io.lockstep.sandbox.frame.Request;
import io.lockstep.sandbox.frame.Response;
import io.lockstep.sandbox.frame.SandboxClock;
import io.lockstep.sandbox.google.GoogleUser;
import io.lockstep.sandbox.google.SimulatedGoogle;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The consent screen. A person picks an account and may untick scopes; a program adds {@code
 * login_as=EMAIL} and {@code approve=all}, {@code approve=none} or {@code approve=SCOPE SCOPE} and
 * is redirected at once.
 */
final class AuthorizePage {
  private static final Set<String> ALWAYS_GRANTED = Set.of("openid", "email", "profile");

  private final SimulatedGoogle google;
  private final SandboxClock clock;

  AuthorizePage(SimulatedGoogle google, SandboxClock clock) {
    this.google = google;
    this.clock = clock;
  }

  Response answer(Request request) {
    String clientId = request.param("client_id");
    OAuthClient client = clientId == null ? null : google.grants().client(clientId);
    if (client == null) {
      return page(401, "Error 401: invalid_client", "The OAuth client was not found.");
    }
    String redirect = request.param("redirect_uri");
    if (redirect == null || !client.redirectUris().contains(redirect)) {
      return page(
          400,
          "Error 400: redirect_uri_mismatch",
          "The redirect URI in the request does not match the ones authorized for the OAuth client.");
    }
    if (!"code".equals(request.param("response_type"))) {
      return page(400, "Error 400: invalid_request", "Missing required parameter: response_type");
    }
    String scope = request.param("scope");
    if (scope == null || scope.isBlank()) {
      return page(400, "Error 400: invalid_scope", "Missing required parameter: scope");
    }
    String method = request.param("code_challenge_method");
    if (request.param("code_challenge") != null && !"S256".equals(method)) {
      return page(
          400, "Error 400: invalid_request", "This server takes only code_challenge_method=S256.");
    }
    Set<String> asked = new LinkedHashSet<>(List.of(scope.strip().split("\\s+")));
    String as = request.param("login_as");
    if (as == null) {
      return form(request, asked);
    }
    GoogleUser user = google.findUser(as);
    if (user == null) {
      return page(400, "Error 400: invalid_request", "There is no account " + as + ".");
    }
    return decide(request, redirect, client.id(), user, asked);
  }

  private Response decide(
      Request request, String redirect, String clientId, GoogleUser user, Set<String> asked) {
    Set<String> before = google.grants().granted(user.email(), clientId);
    boolean screen =
        List.of(String.valueOf(request.param("prompt")).split(" ")).contains("consent")
            || !before.containsAll(asked);
    String approve = String.join(" ", request.params("approve"));
    if (approve.isEmpty()) {
      approve = "all";
    }
    String state = request.param("state");
    // A browser sends the ticked boxes along with the Cancel button.
    if (request.params("approve").contains("none")) {
      return redirect(redirect, "error", "access_denied", state, null);
    }
    Set<String> granted = new LinkedHashSet<>(asked);
    if (screen && !approve.equals("all")) {
      Set<String> ticked = Set.of(approve.split("\\s+"));
      granted.removeIf(s -> !ticked.contains(s) && !ALWAYS_GRANTED.contains(s));
    }
    if ("true".equals(request.param("include_granted_scopes"))) {
      granted.addAll(before);
    }
    boolean offline = "offline".equals(request.param("access_type")) && screen;
    String code =
        google
            .grants()
            .consent(
                new Grants.Code(
                    user.email(),
                    clientId,
                    redirect,
                    granted,
                    offline,
                    request.param("code_challenge"),
                    request.param("nonce"),
                    clock.realNow().plus(Duration.ofMinutes(10))));
    return redirect(redirect, "code", code, state, String.join(" ", granted));
  }

  private static Response redirect(
      String to, String name, String value, @Nullable String state, @Nullable String scope) {
    StringBuilder url = new StringBuilder(to).append(to.contains("?") ? '&' : '?');
    if (state != null) {
      url.append("state=").append(encoded(state)).append('&');
    }
    url.append(name).append('=').append(encoded(value));
    if (scope != null) {
      url.append("&scope=").append(encoded(scope));
    }
    return Response.empty(302).with("Location", url.toString());
  }

  private Response form(Request request, Set<String> asked) {
    StringBuilder html = new StringBuilder("<form method=\"get\">");
    for (Map.Entry<String, List<String>> e : request.query().entrySet()) {
      for (String value : e.getValue()) {
        html.append("<input type=\"hidden\" name=\"").append(escaped(e.getKey()));
        html.append("\" value=\"").append(escaped(value)).append("\">");
      }
    }
    html.append("<fieldset><legend>Choose an account</legend>");
    List<GoogleUser> users = new ArrayList<>(google.users());
    String hint = request.param("login_hint");
    for (GoogleUser user : users) {
      boolean first = hint == null ? user == users.getFirst() : user.owns(hint);
      html.append("<p><label><input type=\"radio\" name=\"login_as\" required value=\"");
      html.append(escaped(user.email())).append(first ? "\" checked> " : "\"> ");
      html.append(escaped(user.name() + " <" + user.email() + ">")).append("</label></p>");
    }
    html.append("</fieldset><fieldset><legend>This app wants access to</legend>");
    for (String scope : asked) {
      html.append("<p><label><input type=\"checkbox\" name=\"approve\" checked value=\"");
      html.append(escaped(scope)).append("\"> ").append(escaped(scope)).append("</label></p>");
    }
    html.append("</fieldset><button>Continue</button>");
    html.append("<button name=\"approve\" value=\"none\">Cancel</button></form>");
    return html(200, "Sign in - simulated Google", html.toString());
  }

  private static Response page(int status, String title, String text) {
    return html(status, title, "<p>" + escaped(text) + "</p>");
  }

  private static Response html(int status, String title, String body) {
    return Response.of(
        status,
        "text/html; charset=UTF-8",
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>"
            + escaped(title)
            + "</title></head><body><h1>"
            + escaped(title)
            + "</h1>"
            + body
            + "</body></html>");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}

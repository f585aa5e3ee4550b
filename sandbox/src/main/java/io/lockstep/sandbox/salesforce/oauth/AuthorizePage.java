package io.lockstep.sandbox.salesforce.oauth;

import io.lockstep.sandbox.frame.Request;
import io.lockstep.sandbox.frame.Response;
import io.lockstep.sandbox.salesforce.api.ClientApp;
import io.lockstep.sandbox.salesforce.api.SalesforceSettings;
import io.lockstep.sandbox.salesforce.org.Org;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * {@code /services/oauth2/authorize}: logs a user in and asks for consent. Both can be given in the
 * URL ({@code login_as=username&approve=true}), for programs; else a form asks.
 */
final class AuthorizePage {
  private static final String OPERATION = "oauth.authorize";

  private final Org org;
  private final SalesforceSettings settings;
  private final Grants grants;

  AuthorizePage(Org org, SalesforceSettings settings, Grants grants) {
    this.org = org;
    this.settings = settings;
    this.grants = grants;
  }

  Response handle(Request request) {
    TokenEndpoint.Form form = TokenEndpoint.Form.of(request);
    ClientApp client = settings.client(form.get("client_id"));
    if (client == null) {
      return page("error=invalid_client_id&error_description=client%20identifier%20invalid");
    }
    String redirect = form.get("redirect_uri");
    if (redirect == null || !client.callbackUrls().contains(redirect)) {
      return page(
          "error=redirect_uri_mismatch&error_description=redirect_uri%20must%20match%20configuration");
    }
    String state = form.get("state");
    if (!"code".equals(form.get("response_type"))) {
      return refuse(redirect, state, "unsupported_response_type", "response type not supported");
    }
    String method = form.get("code_challenge_method");
    if (form.get("code_challenge") == null && client.pkceRequired()) {
      return refuse(redirect, state, "invalid_request", "missing required code challenge");
    }
    if (form.get("code_challenge") != null && method != null && !method.equals("S256")) {
      return refuse(redirect, state, "invalid_request", "code challenge method must be S256");
    }
    List<String> scopes = scopes(form.get("scope"), client);
    if (scopes == null) {
      return refuse(redirect, state, "invalid_scope", "the requested scope is not allowed");
    }
    String username = form.get("login_as");
    String approve = form.get("approve");
    if (username == null || approve == null) {
      return consent(form, client);
    }
    return decide(form, client, redirect, scopes, username, approve.equals("true"));
  }

  private Response decide(
      TokenEndpoint.Form form,
      ClientApp client,
      String redirect,
      List<String> scopes,
      String username,
      boolean approved) {
    String state = form.get("state");
    Org.UserInfo user = org.userByName(username);
    if (user == null || !user.active() || user.frozen()) {
      return page(
          "Please check your username and password. If you still can't log in, contact your"
              + " Salesforce administrator.");
    }
    if (client.adminApprovedOnly() && !client.isPreauthorized(user.username())) {
      return refuse(
          redirect,
          state,
          "OAUTH_APP_ACCESS_DENIED",
          "user is not admin approved to access this app");
    }
    if (!approved) {
      return refuse(redirect, state, "access_denied", "end-user denied authorization");
    }
    String code = grants.code(client.id(), user.id(), redirect, scopes, form.get("code_challenge"));
    return redirect(redirect, state, Map.of("code", code));
  }

  /** What is asked for, or all the app may; null where it is more than that. */
  private static @Nullable List<String> scopes(@Nullable String asked, ClientApp client) {
    if (asked == null) {
      return List.copyOf(new TreeSet<>(client.scopes()));
    }
    List<String> scopes = Arrays.asList(asked.trim().split("\\s+", -1));
    return client.scopes().containsAll(scopes) ? scopes : null;
  }

  private static Response refuse(
      String redirect, @Nullable String state, String error, String description) {
    return redirect(
        redirect, state, new TreeMap<>(Map.of("error", error, "error_description", description)));
  }

  private static Response redirect(
      String redirect, @Nullable String state, Map<String, String> parameters) {
    StringBuilder url = new StringBuilder(redirect).append(redirect.contains("?") ? '&' : '?');
    parameters.forEach(
        (name, value) -> url.append(name).append('=').append(encode(value)).append('&'));
    if (state == null) {
      url.setLength(url.length() - 1);
    } else {
      url.append("state=").append(encode(state));
    }
    return Response.empty(302).with("Location", url.toString()).operation(OPERATION);
  }

  private Response consent(TokenEndpoint.Form form, ClientApp client) {
    StringBuilder html = new StringBuilder();
    html.append("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<title>Allow access?</title></head><body><main><h1>Allow access?</h1><p>")
        .append(escape(client.id()))
        .append(" asks for access to ")
        .append(escape(org.identity().name()))
        .append(".</p><form method=\"post\" action=\"/services/oauth2/authorize\">");
    form.values()
        .forEach(
            (name, values) -> {
              if (!name.equals("login_as") && !name.equals("approve")) {
                html.append("<input type=\"hidden\" name=\"")
                    .append(escape(name))
                    .append("\" value=\"")
                    .append(escape(values.getFirst()))
                    .append("\">");
              }
            });
    html.append("<label>User <input name=\"login_as\" list=\"users\" required></label>")
        .append("<datalist id=\"users\">");
    settings
        .loginPageUsers()
        .forEach(u -> html.append("<option value=\"").append(escape(u)).append("\">"));
    html.append("</datalist><button name=\"approve\" value=\"true\">Allow</button>")
        .append("<button name=\"approve\" value=\"false\">Deny</button>")
        .append("</form></main></body></html>");
    return Response.of(200, "text/html; charset=UTF-8", html.toString()).operation(OPERATION);
  }

  private static Response page(String error) {
    return Response.of(
            400,
            "text/html; charset=UTF-8",
            "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Error</title>"
                + "</head><body><main><h1>OAuth Error</h1><p>"
                + escape(error)
                + "</p></main></body></html>")
        .operation(OPERATION);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}

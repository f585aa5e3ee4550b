package io.lockstep.sandbox.microsoft.entra;

import io.lockstep.sandbox.frame.Request;
import io.lockstep.sandbox.frame.Response;
import io.lockstep.sandbox.microsoft.SimulatedMicrosoft;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Where an administrator agrees for the whole tenant. A program adds {@code approve=all} or {@code
 * approve=none} and is redirected at once.
 */
final class AdminConsentPage {
  private final SimulatedMicrosoft microsoft;

  AdminConsentPage(SimulatedMicrosoft microsoft) {
    this.microsoft = microsoft;
  }

  Response answer(Request request, String tenantSegment) {
    try {
      microsoft.tenant().authority(tenantSegment);
      String id = request.param("client_id");
      EntraApp app = id == null ? null : microsoft.grants().app(id);
      if (app == null) {
        throw EntraError.unauthorizedClient(
            700016, "Application with identifier '" + id + "' was not found in the directory.");
      }
      String redirect = request.param("redirect_uri");
      if (redirect == null || !app.redirectUris().contains(redirect)) {
        throw EntraError.invalidRequest(
            50011,
            "The redirect URI '"
                + redirect
                + "' specified in the request does not match the redirect URIs configured for the"
                + " application '"
                + app.id()
                + "'.");
      }
      String approve = request.param("approve");
      if (approve == null) {
        return form(request, app);
      }
      StringBuilder url = new StringBuilder(redirect).append(redirect.contains("?") ? '&' : '?');
      if (approve.equals("none")) {
        url.append("error=permission_denied&error_description=")
            .append(encoded("AADSTS65004: The admin canceled the request"));
      } else {
        microsoft.grants().consents().giveForAll(app);
        url.append("admin_consent=True&tenant=").append(microsoft.tenant().id());
      }
      String state = request.param("state");
      if (state != null) {
        url.append("&state=").append(encoded(state));
      }
      return Response.empty(302).with("Location", url.toString());
    } catch (EntraError e) {
      return Html.message(400, "Sign in", "Sorry, but we're having trouble. " + e.description());
    }
  }

  private static Response form(Request request, EntraApp app) {
    StringBuilder html = new StringBuilder("<form method=\"get\">");
    request
        .query()
        .forEach((name, values) -> values.forEach(v -> html.append(Html.hidden(name, v))));
    html.append("<p>")
        .append(Html.escaped(app.name()))
        .append(" asks, for the whole organization, for:</p><ul>");
    app.roles().stream()
        .sorted()
        .forEach(role -> html.append("<li>").append(Html.escaped(role)).append("</li>"));
    html.append("</ul><button name=\"approve\" value=\"all\">Accept</button>")
        .append("<button name=\"approve\" value=\"none\">Cancel</button></form>");
    return Html.page(200, "Permissions requested - simulated Microsoft", html.toString());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}

package io.lockstep.sandbox.microsoft.entra;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.frame.Faults;
import io.lockstep.sandbox.frame.Request;
import io.lockstep.sandbox.frame.Response;
import io.lockstep.sandbox.microsoft.GraphJson;
import io.lockstep.sandbox.microsoft.SimulatedMicrosoft;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The paths of {@code login.microsoftonline.com}, each below a tenant. */
public final class EntraEndpoints {
  private final SimulatedMicrosoft microsoft;
  private final IdTokens idTokens;
  private final TokenEndpoint token;
  private final AuthorizePage authorize;
  private final AdminConsentPage adminConsent;

  public EntraEndpoints(SimulatedMicrosoft microsoft, Faults faults) {
    this.microsoft = microsoft;
    this.idTokens = new IdTokens(microsoft.tenant());
    this.token = new TokenEndpoint(microsoft, faults, idTokens);
    this.authorize = new AuthorizePage(microsoft);
    this.adminConsent = new AdminConsentPage(microsoft);
  }

  /**
   * The answer; null where the path is none of sign-in's.
   *
   * @param base the service's address
   */
  public @Nullable Response handle(Request request, String base) {
    List<String> path = request.segments();
    if (path.size() < 2) {
      return null;
    }
    String tenant = path.getFirst();
    return switch (String.join("/", path.subList(1, path.size()))) {
      case "oauth2/v2.0/authorize" ->
          authorize.answer(request, base, tenant).operation("entra.authorize");
      case "oauth2/v2.0/token" -> token.answer(request, base, tenant).operation("entra.token");
      case "oauth2/v2.0/devicecode" ->
          EntraErrors.body(
                  EntraError.unauthorizedClient(
                      700016,
                      "The simulated tenant has no public client applications: device codes are"
                          + " not given."),
                  microsoft.clock().realNow(),
                  microsoft::guid)
              .operation("entra.devicecode");
      case "adminconsent", "v2.0/adminconsent" ->
          adminConsent.answer(request, tenant).operation("entra.adminconsent");
      case "v2.0/.well-known/openid-configuration" ->
          configuration(base, tenant).operation("entra.configuration");
      case "discovery/v2.0/keys" -> Response.json(200, idTokens.keys()).operation("entra.keys");
      default -> null;
    };
  }

  private Response configuration(String base, String tenant) {
    try {
      Tenant.Authority authority = microsoft.tenant().authority(tenant);
      String below = base + "/" + tenant;
      String issuer = authority == Tenant.Authority.own ? microsoft.tenant().id() : "{tenantid}";
      ObjectNode body = GraphJson.object();
      body.put("token_endpoint", below + "/oauth2/v2.0/token");
      body.putArray("token_endpoint_auth_methods_supported")
          .add("client_secret_post")
          .add("private_key_jwt")
          .add("client_secret_basic");
      body.put("jwks_uri", below + "/discovery/v2.0/keys");
      body.putArray("response_modes_supported").add("query").add("form_post");
      body.putArray("subject_types_supported").add("pairwise");
      body.putArray("id_token_signing_alg_values_supported").add("RS256");
      body.putArray("response_types_supported").add("code");
      body.putArray("scopes_supported")
          .add("openid")
          .add("profile")
          .add("email")
          .add("offline_access");
      body.put("issuer", base + "/" + issuer + "/v2.0");
      body.put("authorization_endpoint", below + "/oauth2/v2.0/authorize");
      body.put("tenant_region_scope", "EU");
      body.put("cloud_instance_name", "microsoftonline.com");
      body.put("msgraph_host", base.replaceFirst("^https?://", ""));
      return Response.json(200, GraphJson.write(body));
    } catch (EntraError e) {
      return EntraErrors.body(e, microsoft.clock().realNow(), microsoft::guid);
    }
  }
}

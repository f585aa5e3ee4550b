package io.lockstep.sandbox.salesforce.soap;

import io.lockstep.sandbox.salesforce.api.ApiException;
import io.lockstep.sandbox.salesforce.api.SalesforceSettings;
import io.lockstep.sandbox.salesforce.api.Sessions;
import io.lockstep.sandbox.salesforce.api.Sessions.Session;
import io.lockstep.sandbox.salesforce.org.Org;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * SOAP {@code login()}, which version 65.0 no longer has and which is off in older ones unless the
 * settings give a password.
 */
final class SoapLogin {
  private static final double FIRST_WITHOUT = 65.0;

  private final Org org;
  private final Sessions sessions;
  private final SalesforceSettings settings;
  private final Supplier<String> baseUrl;

  SoapLogin(Org org, Sessions sessions, SalesforceSettings settings, Supplier<String> baseUrl) {
    this.org = org;
    this.sessions = sessions;
    this.settings = settings;
    this.baseUrl = baseUrl;
  }

  Map<String, @Nullable Object> login(SoapRequest soap, double version) {
    if (version >= FIRST_WITHOUT) {
      throw new ApiException(
          500,
          "INVALID_OPERATION",
          "The SOAP Login operation is not available in the API version specified ("
              + version
              + "). Refer to the documentation for supported versions.");
    }
    if (settings.loginPassword() == null) {
      throw new ApiException(
          500,
          "INVALID_OPERATION",
          "SOAP API login() is disabled by default in this org. Contact the org administrator to"
              + " enable SOAP API login().");
    }
    Org.UserInfo user = org.userByName(soap.required("username"));
    if (user == null
        || !user.active()
        || user.frozen()
        || !soap.required("password").equals(settings.loginPassword())) {
      throw new ApiException(
          500, "INVALID_LOGIN", "Invalid username, password, security token; or user locked out.");
    }
    if (!user.apiEnabled()) {
      throw new ApiException(
          500, "API_DISABLED_FOR_ORG", "API is not enabled for this Organization or Partner");
    }
    Session session = sessions.open(user, null, List.of("api"), null);
    String tail = "/" + version + "/" + org.identity().id().substring(0, 15);
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("metadataServerUrl", baseUrl.get() + "/services/Soap/m" + tail);
    out.put("passwordExpired", false);
    out.put("sandbox", org.identity().sandbox());
    out.put("serverUrl", baseUrl.get() + "/services/Soap/u" + tail);
    out.put("sessionId", session.token());
    out.put("userId", user.id());
    out.put("userInfo", SoapResults.userInfo(org.identity(), user, sessions.timeout().toSeconds()));
    return out;
  }
}

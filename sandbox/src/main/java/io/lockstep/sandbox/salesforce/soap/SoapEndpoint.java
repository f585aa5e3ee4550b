package io.lockstep.sandbox.salesforce.soap;

import io.lockstep.sandbox.frame.Request;
import io.lockstep.sandbox.frame.Response;
import io.lockstep.sandbox.salesforce.api.ApiAccess;
import io.lockstep.sandbox.salesforce.api.ApiException;
import io.lockstep.sandbox.salesforce.api.ApiVersion;
import io.lockstep.sandbox.salesforce.api.SalesforceSettings;
import io.lockstep.sandbox.salesforce.api.Sessions;
import io.lockstep.sandbox.salesforce.api.Sessions.Session;
import io.lockstep.sandbox.salesforce.org.Org;
import io.lockstep.sandbox.salesforce.org.OrgException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code /services/Soap/u/{version}[/{org}]}: the Partner API. */
public final class SoapEndpoint {
  private static final Pattern SESSION =
      Pattern.compile("<(?:[\\w.-]+:)?sessionId(?:\\s[^>]*)?>([^<]+)<");

  private final Org org;
  private final ApiAccess access;
  private final Sessions sessions;
  private final SoapLogin login;
  private final SoapOperations operations;

  public SoapEndpoint(
      Org org,
      ApiAccess access,
      Sessions sessions,
      SalesforceSettings settings,
      InstantSource orgTime,
      Supplier<String> baseUrl) {
    this.org = org;
    this.access = access;
    this.sessions = sessions;
    this.login = new SoapLogin(org, sessions, settings, baseUrl);
    this.operations = new SoapOperations(org, sessions, orgTime, baseUrl);
  }

  /** The session id inside a body, for the request log. */
  public static @Nullable String sessionId(String body) {
    Matcher matcher = SESSION.matcher(body);
    return matcher.find() ? matcher.group(1) : null;
  }

  public Response handle(Request request) {
    if (!request.method().equals("POST")) {
      return Response.of(405, "text/plain; charset=UTF-8", "Method Not Allowed")
          .with("Allow", "POST")
          .operation("soap.refused");
    }
    String operation = "invalid";
    try {
      List<String> path = request.segments();
      SoapRequest soap = SoapRequest.parse(request.body());
      operation = soap.name();
      if (path.size() < 4 || !path.get(2).equals("u")) {
        throw new ApiException(
            500, "UNKNOWN_EXCEPTION", "The sandbox speaks the Partner API only: /services/Soap/u");
      }
      double version = version(path.get(3));
      return xml(200, run(soap, version, request)).operation("soap." + operation);
    } catch (ApiException e) {
      return fault(operation, new SoapFault(e.code(), message(e, request)));
    } catch (OrgException e) {
      return fault(
          operation, new SoapFault(e.code(), e.getMessage() == null ? "" : e.getMessage()));
    } catch (SoapProtocolException e) {
      return fault(operation, new SoapFault(null, String.valueOf(e.getMessage())));
    }
  }

  private byte[] run(SoapRequest soap, double version, Request request) {
    if (soap.name().equals("login")) {
      Map<String, @Nullable Object> result = login.login(soap, version);
      return SoapWriter.answer("login", List.of(result), -1, 0);
    }
    Session session = access.enter(soap.header("SessionHeader", "sessionId"), request);
    Org.Call call = call(soap, session, version);
    List<? extends @Nullable Object> results = operations.run(soap, call, session);
    return SoapWriter.answer(soap.name(), results, access.usage().used(), access.usage().limit());
  }

  private static Org.Call call(SoapRequest soap, Session session, double version) {
    String namespace = soap.header("CallOptions", "defaultNamespace");
    return new Org.Call(
        session.userId(),
        version,
        soap.header("CallOptions", "client"),
        soap.flag("AllOrNoneHeader", "allOrNone"),
        soap.flag("DuplicateRuleHeader", "allowSave"),
        soap.flag("AllowFieldTruncationHeader", "allowFieldTruncation"),
        namespace == null || namespace.isEmpty() ? null : namespace);
  }

  private static double version(String text) {
    try {
      return ApiVersion.parse(text);
    } catch (ApiException e) {
      throw new ApiException(
          500, "UNSUPPORTED_API_VERSION", "Invalid Api version specified on URL: " + text);
    }
  }

  /** The words that make a client renew its session. */
  private static String message(ApiException e, Request request) {
    return e.code().equals("INVALID_SESSION_ID")
        ? "Invalid Session ID found in SessionHeader: Illegal Session. Session not found, missing"
            + " session hash: "
            + hash(sessionId(request.text()))
        : String.valueOf(e.getMessage());
  }

  private static String hash(@Nullable String token) {
    return token == null ? "null" : Integer.toHexString(token.hashCode());
  }

  private static Response fault(String operation, SoapFault fault) {
    return xml(500, SoapWriter.fault(fault)).operation("soap." + operation);
  }

  private static Response xml(int status, byte[] body) {
    return Response.of(status, "text/xml; charset=UTF-8", SoapWriter.utf8(body));
  }
}

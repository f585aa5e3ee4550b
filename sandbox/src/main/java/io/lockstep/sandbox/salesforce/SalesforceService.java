package io.lockstep.sandbox.salesforce;

import io.lockstep.sandbox.frame.Faults;
import io.lockstep.sandbox.frame.HttpService;
import io.lockstep.sandbox.frame.Request;
import io.lockstep.sandbox.frame.Response;
import io.lockstep.sandbox.frame.SandboxClock;
import io.lockstep.sandbox.salesforce.api.ApiAccess;
import io.lockstep.sandbox.salesforce.api.ApiUsage;
import io.lockstep.sandbox.salesforce.api.SalesforceSettings;
import io.lockstep.sandbox.salesforce.api.Sessions;
import io.lockstep.sandbox.salesforce.api.Sessions.Session;
import io.lockstep.sandbox.salesforce.bulk.BulkApi;
import io.lockstep.sandbox.salesforce.oauth.OAuthEndpoint;
import io.lockstep.sandbox.salesforce.org.Org;
import io.lockstep.sandbox.salesforce.rest.RestEndpoint;
import io.lockstep.sandbox.salesforce.soap.SoapEndpoint;
import java.util.List;
import java.util.function.Supplier;

/**
 * One Salesforce org over HTTP: OAuth, SOAP Partner, REST, Bulk API 1 and 2.0, on the platform's
 * own paths. Its name in faults and in the request log is {@code salesforce}.
 */
public final class SalesforceService implements HttpService.Handler, AutoCloseable {
  private static final int DAILY_QUERY_JOBS = 10_000;

  private final Org org;
  private final Sessions sessions;
  private final OAuthEndpoint oauth;
  private final SoapEndpoint soap;
  private final RestEndpoint rest;
  private final BulkApi bulk;
  private final ApiUsage usage;

  /**
   * @param baseUrl what clients call the service, without a slash at the end; asked for at each
   *     request, since the port is known late
   */
  public SalesforceService(
      Org org,
      SandboxClock clock,
      Faults faults,
      SalesforceSettings settings,
      Supplier<String> baseUrl) {
    this.org = org;
    this.sessions = new Sessions(org.identity().id(), settings.sessionTimeout(), clock::realNow);
    this.usage = new ApiUsage(settings.dailyApiRequests(), clock::now);
    ApiUsage batches = new ApiUsage(settings.dailyBulkBatches(), clock::now);
    ApiUsage queryJobs = new ApiUsage(DAILY_QUERY_JOBS, clock::now);
    ApiAccess access = new ApiAccess(org, sessions, usage, faults);
    this.oauth = new OAuthEndpoint(org, settings, sessions, faults, clock::realNow, baseUrl);
    this.soap = new SoapEndpoint(org, access, sessions, settings, clock::now, baseUrl);
    this.bulk = new BulkApi(org, access, clock, batches, queryJobs, settings.bulkDelay());
    this.rest = new RestEndpoint(org, access, batches, queryJobs, bulk::v2, baseUrl);
  }

  @Override
  public Response handle(Request request) {
    String path = request.path();
    if (path.startsWith("/services/oauth2/")
        || path.startsWith("/id/")
        || path.startsWith("/.well-known/")) {
      return oauth.handle(request);
    }
    if (path.startsWith("/services/Soap/")) {
      return soap.handle(request);
    }
    if (path.startsWith("/services/async/")) {
      return bulk.v1(request);
    }
    if (path.equals("/services/data") || path.startsWith("/services/data/")) {
      return rest.handle(request);
    }
    if (path.startsWith("/services/apexrest/")) {
      // What the package would offer there cannot run here.
      return Response.json(
              404, "[{\"errorCode\":\"NOT_FOUND\",\"message\":\"Could not find a match for URL\"}]")
          .operation("apexrest");
    }
    return Response.of(
            404,
            "text/html; charset=UTF-8",
            "<!DOCTYPE html><html><head><title>URL No Longer Exists</title></head>"
                + "<body>URL No Longer Exists</body></html>")
        .operation("unknown");
  }

  /** The page that stands before an instance that is down. */
  @Override
  public Response serverError(Request request) {
    return Response.of(
            503,
            "text/html; charset=UTF-8",
            "<!DOCTYPE html><html><head><title>Service Unavailable</title></head><body>"
                + "<h1>We are down for maintenance.</h1></body></html>")
        .operation("serverError");
  }

  @Override
  public String user(Request request) {
    String token = RestEndpoint.bearer(request);
    if (token == null) {
      token = request.header("x-sfdc-session");
    }
    if (token == null && request.path().startsWith("/services/Soap/")) {
      token = SoapEndpoint.sessionId(request.text());
    }
    return sessions.username(token);
  }

  /**
   * A session without any OAuth, for tests and for the credentials the sandbox prints.
   *
   * @throws IllegalArgumentException where there is no such user
   */
  public String openSession(String username) {
    Org.UserInfo user = org.userByName(username);
    if (user == null) {
      throw new IllegalArgumentException("no such user: " + username);
    }
    Session session = sessions.open(user, null, List.of("api"), null);
    return session.token();
  }

  /** A refresh token as if the user had gone through the consent page of an app. */
  public String openGrant(String clientId, String username) {
    return oauth.openGrant(clientId, username);
  }

  /** Calls of the last 24 hours that count against the daily quota. */
  public int apiUsed() {
    return usage.used();
  }

  @Override
  public void close() {
    bulk.close();
  }
}

package io.lockstep.sandbox.salesforce.api;

import io.lockstep.sandbox.frame.Fault;
import io.lockstep.sandbox.frame.Faults;
import io.lockstep.sandbox.frame.Request;
import io.lockstep.sandbox.salesforce.api.Sessions.Session;
import io.lockstep.sandbox.salesforce.org.Org;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The door of every data API: session, the right to use the API, and the quota of the org, in this
 * order.
 */
public final class ApiAccess {
  /** The service's name in faults and in the request log. */
  public static final String SERVICE = "salesforce";

  private final Org org;
  private final Sessions sessions;
  private final ApiUsage usage;
  private final Faults faults;

  public ApiAccess(Org org, Sessions sessions, ApiUsage usage, Faults faults) {
    this.org = org;
    this.sessions = sessions;
    this.usage = usage;
    this.faults = faults;
  }

  /**
   * Lets a call in and counts it.
   *
   * @throws ApiException {@code INVALID_SESSION_ID}, {@code API_DISABLED_FOR_ORG}, {@code
   *     REQUEST_LIMIT_EXCEEDED}
   */
  public Session enter(@Nullable String token, Request request) {
    Session session = sessions.use(token);
    if (session != null && faults.strikes(SERVICE, Fault.Kind.expireSessions, session.username())) {
      sessions.endAllOf(session.userId());
      session = null;
    }
    Org.UserInfo user = session == null ? null : org.userById(session.userId());
    if (session == null || user == null || !user.active() || user.frozen()) {
      throw new ApiException(401, "INVALID_SESSION_ID", "Session expired or invalid");
    }
    if (!user.apiEnabled()) {
      throw new ApiException(
          403, "API_DISABLED_FOR_ORG", "API is not enabled for this Organization or Partner");
    }
    String subject = subject(request);
    if (faults.strikes(SERVICE, Fault.Kind.rateLimit, subject)) {
      throw new ApiException(
          403,
          "REQUEST_LIMIT_EXCEEDED",
          "ConcurrentRequests (Concurrent API Requests) Limit exceeded.");
    }
    if (faults.strikes(SERVICE, Fault.Kind.apiLimit, subject) || !usage.charge()) {
      throw new ApiException(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
    }
    return session;
  }

  public ApiUsage usage() {
    return usage;
  }

  /** The text faults are matched against: {@code METHOD path?query}, decoded. */
  public static String subject(Request request) {
    List<String> pairs = new ArrayList<>();
    request.query().forEach((name, values) -> values.forEach(v -> pairs.add(name + "=" + v)));
    return request.method()
        + " "
        + request.path()
        + (pairs.isEmpty() ? "" : "?" + String.join("&", pairs));
  }
}

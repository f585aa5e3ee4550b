package io.lockstep.sandbox.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.frame.Fault;
import io.lockstep.sandbox.frame.Faults;
import io.lockstep.sandbox.frame.HttpService;
import io.lockstep.sandbox.frame.Request;
import io.lockstep.sandbox.frame.RequestLog;
import io.lockstep.sandbox.frame.Response;
import io.lockstep.sandbox.frame.SandboxClock;
import io.lockstep.sandbox.google.batch.BatchEndpoint;
import io.lockstep.sandbox.google.calendar.CalendarApi;
import io.lockstep.sandbox.google.oauth.AccessToken;
import io.lockstep.sandbox.google.oauth.OAuthEndpoints;
import io.lockstep.sandbox.google.people.PeopleApi;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The simulated Google over HTTP: OAuth, Calendar v3, People v1 and batches, all on one host, on
 * the paths of the real services.
 */
public final class GoogleService implements HttpService.Handler {
  private static final String NAME = "google";

  private final SimulatedGoogle google;
  private final Faults faults;
  private final OAuthEndpoints oauth;
  private final CalendarApi calendar;
  private final PeopleApi people;
  private final BatchEndpoint batch;
  private final Quota quota;
  private final AtomicLong refusals = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();

  public GoogleService(
      SimulatedGoogle google, Faults faults, RequestLog requests, SandboxClock clock) {
    this.google = google;
    this.faults = faults;
    this.quota = new Quota(clock);
    Pages pages = new Pages(google::newId);
    this.oauth = new OAuthEndpoints(google, faults, clock);
    this.calendar = new CalendarApi(google, google.calendar(), faults, pages);
    this.people = new PeopleApi(google, google.people(), faults, pages, quota, clock);
    this.batch =
        new BatchEndpoint(
            this::part,
            (request, response) ->
                requests.add(
                    new RequestLog.Entry(
                        NAME,
                        response.operation(),
                        request.method(),
                        request.path(),
                        user(request),
                        response.status(),
                        clock.now().toEpochMilli())));
  }

  @Override
  public Response handle(Request request) {
    Response signIn = oauth.handle(request);
    if (signIn != null) {
      return signIn;
    }
    if (request.path().equals("/batch") || request.path().startsWith("/batch/")) {
      return batch.answer(request).operation("batch");
    }
    return api(request);
  }

  /** One part of a batch; the frame strikes only whole requests with its faults. */
  private Response part(Request request) {
    return faults.strikes(NAME, Fault.Kind.serverError, subject(request))
        ? serverError(request)
        : api(request);
  }

  private Response api(Request request) {
    if (isCalendar(request)) {
      String operation = CalendarApi.operation(request);
      try {
        Session session = session(request, true);
        calendarQuota(request, session, operation);
        synchronized (google) {
          return masked(request, calendar.handle(request, session), operation).operation(operation);
        }
      } catch (GoogleError e) {
        return ErrorBodies.classic(e).operation(named(operation, "calendar"));
      }
    }
    if (request.path().startsWith("/v1/")) {
      String operation = PeopleApi.operation(request);
      try {
        Session session = session(request, false);
        peopleQuota(request, session);
        return masked(request, people.handle(request, session), operation).operation(operation);
      } catch (GoogleError e) {
        return ErrorBodies.grpc(e).operation(named(operation, "people"));
      }
    }
    return ErrorBodies.classic(GoogleError.notFound()).operation("unknown");
  }

  /** The part of an answer that the {@code fields} parameter asks for. */
  private static Response masked(Request request, Response whole, String operation) {
    String mask = request.param("fields");
    if (mask == null || mask.equals("*") || whole.status() != 200) {
      return whole;
    }
    JsonNode answer = Json.parse(new String(whole.body(), StandardCharsets.UTF_8));
    byte[] part =
        Json.write(FieldMask.apply(mask, answer, operation)).getBytes(StandardCharsets.UTF_8);
    return new Response(whole.status(), whole.headers(), part, whole.operation());
  }

  private static String named(String operation, String otherwise) {
    return operation.isEmpty() ? otherwise + ".unknown" : operation;
  }

  private static boolean isCalendar(Request request) {
    return request.path().startsWith("/calendar/v3/");
  }

  private Session session(Request request, boolean classic) {
    AccessToken token = oauth.bearer(request);
    if (token != null && faults.strikes(NAME, Fault.Kind.expireSessions, subject(request))) {
      google.grants().expire(token.value());
      token = null;
    }
    if (token != null && faults.strikes(NAME, Fault.Kind.revokeGrant, token.user())) {
      google.grants().revokeUser(token.user());
      token = null;
    }
    GoogleUser user = token == null ? null : google.principal(token.user());
    if (token == null || user == null) {
      throw unauthorized(request, classic);
    }
    return new Session(user, token, google.isRobot(user.email()));
  }

  private static GoogleError unauthorized(Request request, boolean classic) {
    if (classic) {
      return GoogleError.of(401, "global", "authError", "Invalid Credentials")
          .at("header", "Authorization");
    }
    String reason =
        request.header("authorization") == null ? "CREDENTIALS_MISSING" : "ACCESS_TOKEN_EXPIRED";
    ObjectNode metadata = Json.object().put("service", "people.googleapis.com");
    return GoogleError.grpc(
            401,
            "UNAUTHENTICATED",
            "Request had invalid authentication credentials. Expected OAuth 2 access token, login"
                + " cookie or other valid authentication credential. See"
                + " https://developers.google.com/identity/sign-in/web/devconsole-project.")
        .details(ErrorBodies.errorInfo(reason, "googleapis.com", metadata));
  }

  private void calendarQuota(Request request, Session session, String operation) {
    int cost = CalendarApi.cost(operation);
    String user = session.user().email();
    String project = session.token().clientId();
    boolean limited = faults.strikes(NAME, Fault.Kind.rateLimit, subject(request));
    if (!limited
        && quota.take("calendar." + project, cost, google.settings().calendarPerProjectPerMinute)
        && quota.take(
            "calendar." + project + "." + user, cost, google.settings().calendarPerUserPerMinute)) {
      return;
    }
    // The real service answers now with one and now with the other.
    throw switch ((int) (refusals.getAndIncrement() % 3)) {
      case 0 ->
          GoogleError.of(403, "usageLimits", "userRateLimitExceeded", "User Rate Limit Exceeded");
      case 1 -> GoogleError.of(429, "usageLimits", "rateLimitExceeded", "Rate Limit Exceeded");
      default -> quotaMetric();
    };
  }

  private static GoogleError quotaMetric() {
    ObjectNode metadata =
        Json.object()
            .put("quota_metric", "calendar-json.googleapis.com/default")
            .put("quota_limit", "defaultPerMinutePerUser")
            .put("quota_limit_value", "600")
            .put("service", "calendar-json.googleapis.com");
    return GoogleError.of(
            403,
            "usageLimits",
            "rateLimitExceeded",
            "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute per user' of"
                + " service 'calendar-json.googleapis.com' for consumer"
                + " 'project_number:100000000001'.")
        .details(ErrorBodies.errorInfo("RATE_LIMIT_EXCEEDED", "googleapis.com", metadata));
  }

  private void peopleQuota(Request request, Session session) {
    String user = session.user().email();
    boolean writes = PeopleApi.writes(request);
    boolean limited = faults.strikes(NAME, Fault.Kind.rateLimit, subject(request));
    // A write reads what it wrote, which counts too.
    boolean taken =
        !limited
            && quota.take("people.read." + user, 1, google.settings().peopleReadsPerUserPerMinute)
            && (!writes
                || quota.take(
                    "people.write." + user, 1, google.settings().peopleWritesPerUserPerMinute));
    if (taken) {
      return;
    }
    String limit =
        writes
            ? "CriticalWritesPerMinutePerProjectPerUser"
            : "CriticalReadsPerMinutePerProjectPerUser";
    String metric = writes ? "critical_write_requests" : "critical_read_requests";
    ObjectNode metadata =
        Json.object()
            .put("quota_limit", limit)
            .put("service", "people.googleapis.com")
            .put("quota_metric", "people.googleapis.com/" + metric)
            .put("consumer", "projects/100000000001");
    String what =
        writes
            ? "'Critical write requests (Contact Writes)' and limit 'Critical write requests"
            : "'Critical read requests (Contact and Profile Reads)' and limit 'Critical read"
                + " requests";
    throw GoogleError.grpc(
            429,
            "RESOURCE_EXHAUSTED",
            "Quota exceeded for quota metric "
                + what
                + " per minute per user' of service 'people.googleapis.com' for consumer"
                + " 'project_number:100000000001'.")
        .details(ErrorBodies.errorInfo("RATE_LIMIT_EXCEEDED", "googleapis.com", metadata));
  }

  @Override
  public Response serverError(Request request) {
    boolean unavailable = failures.getAndIncrement() % 2 == 0;
    int status = unavailable ? 503 : 500;
    if (isCalendar(request)) {
      return ErrorBodies.classic(GoogleError.of(status, "global", "backendError", "Backend Error"))
          .operation(named(CalendarApi.operation(request), "calendar"));
    }
    if (request.path().startsWith("/v1/")) {
      GoogleError error =
          unavailable
              ? GoogleError.grpc(503, "UNAVAILABLE", "The service is currently unavailable.")
              : GoogleError.grpc(500, "INTERNAL", "Internal error encountered.");
      return ErrorBodies.grpc(error).operation(named(PeopleApi.operation(request), "people"));
    }
    if (request.path().startsWith("/batch")) {
      return ErrorBodies.classic(GoogleError.of(status, "global", "backendError", "Backend Error"))
          .operation("batch");
    }
    ObjectNode body =
        Json.object().put("error", "internal_failure").put("error_description", "Backend Error");
    return Response.json(status, Json.write(body)).operation("oauth.token");
  }

  @Override
  public String user(Request request) {
    @Nullable AccessToken token = oauth.bearer(request);
    return token == null ? "" : token.user();
  }

  private static String subject(Request request) {
    StringBuilder query = new StringBuilder();
    request
        .query()
        .forEach(
            (name, values) ->
                values.forEach(
                    v -> query.append(query.isEmpty() ? "?" : "&").append(name + "=" + v)));
    return request.method() + " " + request.path() + query;
  }
}

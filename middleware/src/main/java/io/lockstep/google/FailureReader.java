package io.lockstep.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.api.client.http.HttpResponseException;
import com.google.auth.Retryable;
import io.lockstep.call.Failure;
import io.lockstep.call.FailureKind;
import io.lockstep.port.PortException.AccessLost.Mender;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Reads what went wrong from Google's answers, by reason rather than by status. */
final class FailureReader {
  private static final Set<String> SHORT_LIMITS =
      Set.of(
          "rateLimitExceeded",
          "userRateLimitExceeded",
          "RATE_LIMIT_EXCEEDED",
          "RESOURCE_EXHAUSTED",
          "concurrentLimitExceeded");
  private static final Set<String> LONG_LIMITS = Set.of("quotaExceeded", "dailyLimitExceeded");

  /** Google asks to begin with a second and to wait longer each time: the queue does the latter. */
  private static final Duration SHORT_WAIT = Duration.ofSeconds(1);

  /** "Calendar usage limits exceeded": Google keeps the user read-only for some hours. */
  private static final Duration LONG_WAIT = Duration.ofHours(3);

  private static final String CONTACTS_FULL = "MY_CONTACTS_OVERFLOW_COUNT";

  private final GoogleGrant.Kind grant;
  private final RandomGenerator random;

  FailureReader(GoogleGrant.Kind grant, RandomGenerator random) {
    this.grant = grant;
    this.random = random;
  }

  /** A call that threw: an HTTP answer, a token that could not be had, or no answer at all. */
  Failure read(IOException thrown) {
    HttpResponseException answer = find(thrown, HttpResponseException.class);
    boolean token = find(thrown, Retryable.class) != null;
    if (answer == null) {
      return Failure.unavailable(token ? "tokenUnavailable" : "noAnswer", thrown);
    }
    if (token) {
      return tokenFailure(answer.getStatusCode(), ErrorBody.parse(answer.getContent()))
          .causedBy(thrown);
    }
    return read(answer.getStatusCode(), answer.getContent(), answer.getHeaders().getRetryAfter())
        .causedBy(thrown);
  }

  private static <T> @Nullable T find(Throwable thrown, Class<T> wanted) {
    int depth = 0;
    for (Throwable t = thrown; t != null && depth < 10; t = t.getCause(), depth++) {
      if (wanted.isInstance(t)) {
        return wanted.cast(t);
      }
    }
    return null;
  }

  /**
   * @param retryAfter the header, seconds; null or a date is ignored
   */
  Failure read(int status, @Nullable String text, @Nullable String retryAfter) {
    ErrorBody body = ErrorBody.parse(text);
    String code = body.reason().isEmpty() ? "http" + status : body.reason();
    Failure failure =
        classify(status, code, body, retryAfter).saying(body.location(), body.message());
    return failure.about(items(body.contactErrors()));
  }

  private Failure classify(int status, String code, ErrorBody body, @Nullable String retryAfter) {
    if (body.message().contains(CONTACTS_FULL)) {
      return Failure.of(FailureKind.REFUSED, CONTACTS_FULL);
    }
    if (status == 429 || (status == 403 && limited(body))) {
      return Failure.rateLimited(code, waitFor(body, retryAfter));
    }
    return switch (status) {
      case 400 -> badRequest(code, body);
      case 401 -> signInLost(code);
      case 403 -> forbidden(code, body);
      case 404 -> Failure.of(FailureKind.ABSENT, code);
      case 409 ->
          body.mentions("conflict") || body.mentions("ABORTED")
              ? Failure.of(FailureKind.CONFLICT, code)
              : Failure.of(FailureKind.DUPLICATE, code);
      case 410 ->
          body.mentions("fullSyncRequired") || body.mentions("updatedMinTooLongAgo")
              ? Failure.of(FailureKind.CURSOR_EXPIRED, code)
              : Failure.of(FailureKind.ABSENT, code);
      case 412 -> Failure.of(FailureKind.STALE, code);
      default ->
          status >= 500 || status == 408
              ? Failure.of(FailureKind.UNAVAILABLE, code)
              : Failure.of(FailureKind.REFUSED, code);
    };
  }

  /** A 403 that says PERMISSION_DENIED and RATE_LIMIT_EXCEEDED is a limit, not a lost grant. */
  private static boolean limited(ErrorBody body) {
    return SHORT_LIMITS.stream().anyMatch(body::mentions)
        || LONG_LIMITS.stream().anyMatch(body::mentions);
  }

  private Duration waitFor(ErrorBody body, @Nullable String retryAfter) {
    if (retryAfter != null && retryAfter.strip().matches("[0-9]{1,6}")) {
      return Duration.ofSeconds(Long.parseLong(retryAfter.strip()));
    }
    Duration wait = LONG_LIMITS.stream().anyMatch(body::mentions) ? LONG_WAIT : SHORT_WAIT;
    // Not all at the same second again.
    return wait.plusMillis(random.nextLong(wait.toMillis() / 2));
  }

  private Failure badRequest(String code, ErrorBody body) {
    if (body.mentions("EXPIRED_SYNC_TOKEN")) {
      return Failure.of(FailureKind.CURSOR_EXPIRED, "EXPIRED_SYNC_TOKEN");
    }
    boolean precondition =
        body.mentions("FAILED_PRECONDITION") || body.mentions("failedPrecondition");
    String message = body.message().toLowerCase(Locale.ROOT);
    if (precondition && message.contains("sync token")) {
      return Failure.of(FailureKind.CURSOR_EXPIRED, code);
    }
    return precondition && message.contains("etag")
        ? Failure.of(FailureKind.STALE, code)
        : Failure.of(FailureKind.REFUSED, code);
  }

  private Failure signInLost(String code) {
    return grant == GoogleGrant.Kind.USER
        ? Failure.accessLost(code, Mender.USER, "Connect your Google account again.")
        : Failure.accessLost(
            code,
            Mender.ADMINISTRATOR,
            "Google no longer accepts the service account for this mailbox. Check the domain-wide"
                + " delegation in the Google Admin console.");
  }

  private Failure forbidden(String code, ErrorBody body) {
    if (body.mentions("insufficientPermissions")
        || body.mentions("ACCESS_TOKEN_SCOPE_INSUFFICIENT")) {
      return grant == GoogleGrant.Kind.USER
          ? Failure.accessLost(
              code,
              Mender.USER,
              "Connect your Google account again and tick both calendar and contacts.")
          : Failure.accessLost(code, Mender.ADMINISTRATOR, DELEGATE);
    }
    if (body.mentions("accessNotConfigured") || body.mentions("SERVICE_DISABLED")) {
      return Failure.accessLost(
          code,
          Mender.OPERATOR,
          "Enable the Google Calendar API and the People API in the Google Cloud project.");
    }
    if (body.mentions("notACalendarUser")) {
      return Failure.accessLost(
          code,
          Mender.ADMINISTRATOR,
          "Google Calendar is switched off for this user in the Google Admin console.");
    }
    if (body.mentions("domainPolicy") || body.mentions("ADMIN_POLICY_ENFORCED")) {
      return Failure.accessLost(
          code, Mender.ADMINISTRATOR, "Allow Lockstep under API controls in the Admin console.");
    }
    return Failure.of(FailureKind.REFUSED, code);
  }

  private static final String DELEGATE =
      "Register the service account's client id for domain-wide delegation in the Google Admin"
          + " console with exactly these scopes: "
          + String.join(", ", GoogleScope.SYNC);

  private Map<String, Failure> items(JsonNode errors) {
    Map<String, Failure> items = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> one : errors.properties()) {
      items.put(one.getKey(), ofStatus(one.getValue()));
    }
    return items;
  }

  /** A {@code google.rpc.Status} inside an answer. */
  Failure ofStatus(JsonNode status) {
    return ofStatus(status.path("code").asInt(), status.path("message").asText(""));
  }

  /**
   * @param code a number of {@code google.rpc.Code}
   */
  Failure ofStatus(int code, String message) {
    Failure failure =
        switch (code) {
          case 5 -> Failure.of(FailureKind.ABSENT, "NOT_FOUND");
          case 6 -> Failure.of(FailureKind.DUPLICATE, "ALREADY_EXISTS");
          case 8 ->
              message.contains(CONTACTS_FULL)
                  ? Failure.of(FailureKind.REFUSED, CONTACTS_FULL)
                  : Failure.rateLimited("RESOURCE_EXHAUSTED", SHORT_WAIT);
          case 9 ->
              message.toLowerCase(Locale.ROOT).contains("etag")
                  ? Failure.of(FailureKind.STALE, "FAILED_PRECONDITION")
                  : Failure.of(FailureKind.REFUSED, "FAILED_PRECONDITION");
          case 10 -> Failure.of(FailureKind.CONFLICT, "ABORTED");
          case 1, 2, 4, 13, 14, 15 -> Failure.of(FailureKind.UNAVAILABLE, "rpc" + code);
          case 3 ->
              Failure.of(
                  FailureKind.REFUSED,
                  message.contains(CONTACTS_FULL) ? CONTACTS_FULL : "INVALID_ARGUMENT");
          default -> Failure.of(FailureKind.REFUSED, "rpc" + code);
        };
    return failure.saying("", message);
  }

  /** The token endpoint refused. */
  private Failure tokenFailure(int status, ErrorBody body) {
    String code = body.oauthError().isEmpty() ? "http" + status : body.oauthError();
    String description = body.oauthDescription().toLowerCase(Locale.ROOT);
    if (status >= 500 || status == 429 || status == 408 || code.equals("internal_failure")) {
      return Failure.of(FailureKind.UNAVAILABLE, code);
    }
    return switch (code) {
      case "invalid_grant" -> invalidGrant(code, description);
      case "unauthorized_client" ->
          grant == GoogleGrant.Kind.DELEGATION
              ? Failure.accessLost(code, Mender.ADMINISTRATOR, DELEGATE)
              : Failure.accessLost(code, Mender.OPERATOR, CHECK_CLIENT);
      case "access_denied", "admin_policy_enforced" ->
          Failure.accessLost(
              code,
              Mender.ADMINISTRATOR,
              "Allow Lockstep under API controls in the Admin console.");
      case "invalid_scope" -> Failure.accessLost(code, Mender.ADMINISTRATOR, DELEGATE);
      case "invalid_request" ->
          Failure.accessLost(
              code,
              Mender.ADMINISTRATOR,
              "Google does not know this address. Correct the user's mailbox address.");
      case "invalid_client", "deleted_client" ->
          Failure.accessLost(code, Mender.OPERATOR, CHECK_CLIENT);
      // A proxy's page, or an error nobody has met: not a reason to give a grant up.
      default ->
          body.oauthError().isEmpty()
              ? Failure.of(FailureKind.UNAVAILABLE, code)
              : Failure.accessLost(code, Mender.OPERATOR, CHECK_CLIENT);
    };
  }

  private static final String CHECK_CLIENT =
      "Google does not accept the middleware's client or key. Check them in the Google Cloud"
          + " console.";

  private Failure invalidGrant(String code, String description) {
    if (grant == GoogleGrant.Kind.USER) {
      return Failure.accessLost(code, Mender.USER, "Connect your Google account again.");
    }
    if (description.contains("jwt")) {
      return Failure.accessLost(
          code,
          Mender.OPERATOR,
          "Google does not accept the service account's key. Check the key and the machine's"
              + " clock.");
    }
    return Failure.accessLost(
        code,
        Mender.ADMINISTRATOR,
        "Google does not know this mailbox, or its account is deleted or suspended. Correct the"
            + " user's mailbox address.");
  }
}

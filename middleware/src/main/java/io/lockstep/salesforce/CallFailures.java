package io.lockstep.salesforce;

import com.sforce.soap.partner.fault.ApiFault;
import com.sforce.ws.ConnectionException;
import com.sforce.ws.SoapFaultException;
import io.lockstep.port.PortException;
import io.lockstep.port.PortException.AccessLost.Mender;
import java.io.InterruptedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a call that failed as a whole means: wait, come again, list anew, or ask a person. */
final class CallFailures {
  private static final Duration QUOTA_WAIT = Duration.ofMinutes(15);
  private static final Duration THROTTLE_WAIT = Duration.ofSeconds(2);

  private CallFailures() {}

  /** The API's own code; empty where the failure is not one of the API's. */
  static String code(ConnectionException failure) {
    if (failure instanceof ApiFault fault && fault.getExceptionCode() != null) {
      return fault.getExceptionCode().name();
    }
    if (failure instanceof SoapFaultException fault && fault.getFaultCode() != null) {
      return fault.getFaultCode().getLocalPart();
    }
    return "";
  }

  static PortException of(ConnectionException failure) {
    String code = code(failure);
    if (!code.isEmpty()) {
      String message =
          failure instanceof ApiFault fault && fault.getExceptionMessage() != null
              ? fault.getExceptionMessage()
              : "";
      return ofCode(code, message, failure);
    }
    HttpStatusException status = cause(failure, HttpStatusException.class);
    if (status != null) {
      return ofStatus(status);
    }
    if (cause(failure, InterruptedIOException.class) instanceof InterruptedIOException stopped
        && !(stopped instanceof java.net.SocketTimeoutException)) {
      return new PortException.Unavailable("INTERRUPTED", failure);
    }
    // Whatever could not be read may nevertheless have been done.
    return new PortException.Unavailable("NO_ANSWER", failure);
  }

  static PortException ofStatus(HttpStatusException status) {
    if (status.status() == 429) {
      Duration told = status.retryAfter();
      return new PortException.RateLimited("HTTP_429", told == null ? THROTTLE_WAIT : told);
    }
    return new PortException.Unavailable("HTTP_" + status.status(), status);
  }

  static PortException ofCode(String code, String message, Throwable cause) {
    return switch (code) {
      case "REQUEST_LIMIT_EXCEEDED", "ExceededQuota" ->
          new PortException.RateLimited(
              code, message.contains("Concurrent") ? THROTTLE_WAIT : QUOTA_WAIT);
      case "SERVER_UNAVAILABLE",
          "UNKNOWN_EXCEPTION",
          "QUERY_TIMEOUT",
          "REQUEST_RUNNING_TOO_LONG",
          "API_CURRENTLY_DISABLED",
          "INVALID_QUERY_LOCATOR",
          "UNABLE_TO_LOCK_ROW",
          "TooManyLockFailure",
          "Timeout",
          "Unknown" ->
          new PortException.Unavailable(code, cause);
      case "INVALID_REPLICATION_DATE", "EXCEEDED_ID_LIMIT" -> new PortException.CursorExpired(code);
      case "API_DISABLED_FOR_ORG", "FeatureNotEnabled" ->
          lost(
              code,
              "The API is not enabled for this user or edition. Give the user the permission API Enabled.",
              cause);
      case "INVALID_SESSION_ID", "InvalidSessionId" ->
          lost(
              code,
              "Salesforce refuses Lockstep's sessions at once. Look at the session settings (lock sessions to IP) and the app's policies.",
              cause);
      case "INVALID_FIELD", "INVALID_TYPE", "INVALID_FIELD_FOR_INSERT_UPDATE" ->
          lost(
              code,
              "A field or object that Lockstep needs is missing or hidden from this user. Assign the permission set Lockstep User and run the check.",
              cause);
      case "MALFORMED_QUERY", "INVALID_QUERY_FILTER_OPERATOR" ->
          lost(
              code,
              "Salesforce does not understand a filter. Correct it in the configuration.",
              cause);
      case "OPERATION_TOO_LARGE" ->
          lost(
              code,
              "Salesforce finds this user's query too large. Narrow the configuration's window or filter.",
              cause);
      case "UNSUPPORTED_API_VERSION", "InvalidVersion" ->
          new PortException.AccessLost(
              code,
              Mender.OPERATOR,
              "The org does not serve this API version. Enrol it again with another one.",
              cause);
      default ->
          lost(
              code,
              "Salesforce refused the call. Run the check for this user in the setup.",
              cause);
    };
  }

  private static PortException lost(String code, String advice, Throwable cause) {
    return new PortException.AccessLost(code, Mender.ADMINISTRATOR, advice, cause);
  }

  private static <T extends Throwable> @Nullable T cause(Throwable failure, Class<T> type) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return type.cast(t);
      }
    }
    return null;
  }
}

package io.lockstep.microsoft;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.lockstep.call.Failure;
import io.lockstep.port.PortException.AccessLost.Mender;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells apart what Entra's refusals mean: try again, the person must sign in again, an
 * administrator must consent, the operator must mend the app. Decided by {@code error}; Microsoft
 * asks not to depend on the AADSTS numbers, which change (reference/microsoft.md A6), so they only
 * sharpen the advice.
 */
final class TokenFailures {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration WAIT = Duration.ofSeconds(30);

  /** Not consented, declined, an administrator's consent needed. */
  private static final Set<Integer> CONSENT = Set.of(65001, 65004, 90094, 90095);

  static final String CONSENT_ADVICE =
      "Microsoft 365 no longer lets Lockstep in: grant the application admin consent for"
          + " Calendars.ReadWrite and Contacts.ReadWrite (Entra admin center, Enterprise"
          + " applications, Permissions). Nothing is lost; syncing goes on by itself once consent is"
          + " back.";
  private static final String SIGN_IN_ADVICE = "Connect your Microsoft account again.";
  private static final String APP_ADVICE =
      "Microsoft does not accept the app's secret or certificate. Check in the Entra admin center"
          + " (App registrations, Certificates & secrets) whether it has expired, and enrol the"
          + " connection anew.";
  private static final String TENANT_ADVICE =
      "Microsoft does not know the directory or the application in it. Check the tenant id of the"
          + " connection, and that an administrator of that directory consented to the application.";

  private final GraphGrant.Kind grant;

  TokenFailures(GraphGrant.Kind grant) {
    this.grant = grant;
  }

  /**
   * @param retryAfter the header, seconds; null or a date is ignored
   */
  Failure read(int status, @Nullable String text, @Nullable String retryAfter) {
    JsonNode body = parse(text);
    String error = body.path("error").isTextual() ? body.path("error").asText() : "";
    String code = error.isEmpty() ? "http" + status : error;
    if (status == 429) {
      return Failure.rateLimited(code, GraphFailures.seconds(retryAfter, WAIT));
    }
    if (error.isEmpty() || status >= 500 || status == 408) {
      // A proxy's page, or an outage: not a reason to give a grant up.
      return Failure.unavailable(code, null);
    }
    return switch (error) {
      case "temporarily_unavailable", "server_error" -> Failure.unavailable(code, null);
      case "invalid_client" -> Failure.accessLost(code, Mender.OPERATOR, APP_ADVICE);
      case "consent_required" -> Failure.accessLost(code, Mender.ADMINISTRATOR, CONSENT_ADVICE);
      case "interaction_required", "login_required" -> interaction(code, body);
      case "invalid_grant" -> invalidGrant(code, body);
      case "unauthorized_client", "invalid_request", "invalid_resource", "invalid_tenant" ->
          Failure.accessLost(code, Mender.ADMINISTRATOR, TENANT_ADVICE);
      case "access_denied" -> Failure.accessLost(code, Mender.ADMINISTRATOR, CONSENT_ADVICE);
      default -> Failure.accessLost(code, Mender.OPERATOR, APP_ADVICE);
    };
  }

  private Failure invalidGrant(String code, JsonNode body) {
    boolean consent =
        body.path("suberror").asText("").equals("consent_required") || mentions(body, CONSENT);
    if (consent) {
      return Failure.accessLost(code, Mender.ADMINISTRATOR, CONSENT_ADVICE);
    }
    return grant == GraphGrant.Kind.USER
        ? Failure.accessLost(code, Mender.USER, SIGN_IN_ADVICE)
        : Failure.accessLost(code, Mender.ADMINISTRATOR, CONSENT_ADVICE);
  }

  private Failure interaction(String code, JsonNode body) {
    return grant == GraphGrant.Kind.USER
        ? Failure.accessLost(code, Mender.USER, SIGN_IN_ADVICE)
        : invalidGrant(code, body);
  }

  private static boolean mentions(JsonNode body, Set<Integer> numbers) {
    for (JsonNode number : body.path("error_codes")) {
      if (numbers.contains(number.asInt())) {
        return true;
      }
    }
    return false;
  }

  private static JsonNode parse(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return MissingNode.getInstance();
    }
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance(); // a proxy's page
    }
  }

  /** What a person's grant that is no longer there means. */
  static Failure notConnected() {
    return Failure.accessLost(
        "NOT_CONNECTED", Mender.USER, "The user has not connected a Microsoft account yet.");
  }
}

package io.lockstep.sandbox.google;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A refusal in Google's own words. Calendar shows domain and reason, People shows {@code
 * grpcStatus} and details; an error carries what either needs.
 */
public final class GoogleError extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String domain;
  private final String reason;
  private final @Nullable String locationType;
  private final @Nullable String location;
  private final String grpcStatus;
  private final transient @Nullable JsonNode details;

  private GoogleError(
      int status,
      String domain,
      String reason,
      String message,
      @Nullable String locationType,
      @Nullable String location,
      String grpcStatus,
      @Nullable JsonNode details) {
    super(message, null, false, false);
    this.status = status;
    this.domain = domain;
    this.reason = reason;
    this.locationType = locationType;
    this.location = location;
    this.grpcStatus = grpcStatus;
    this.details = details;
  }

  /** An error of the older services, e.g. 403 {@code calendar/forbiddenForNonOrganizer}. */
  public static GoogleError of(int status, String domain, String reason, String message) {
    return new GoogleError(status, domain, reason, message, null, null, grpcName(status), null);
  }

  /** An error of the newer services, e.g. 400 {@code FAILED_PRECONDITION}. */
  public static GoogleError grpc(int status, String grpcStatus, String message) {
    return new GoogleError(status, "global", "badRequest", message, null, null, grpcStatus, null);
  }

  public static GoogleError invalid(String message) {
    return of(400, "global", "invalid", message);
  }

  public static GoogleError required(String message) {
    return of(400, "global", "required", message);
  }

  /** 400 {@code INVALID_ARGUMENT} of the People API. */
  public static GoogleError argument(String message) {
    return grpc(400, "INVALID_ARGUMENT", message);
  }

  public static GoogleError parse(String message) {
    return of(400, "global", "parseError", "Parse Error: " + message);
  }

  public static GoogleError notFound() {
    return of(404, "global", "notFound", "Not Found");
  }

  /** What the real service has and the simulated one does not. */
  public static GoogleError notImplemented(String message) {
    return of(501, "global", "notImplemented", message).status("UNIMPLEMENTED");
  }

  public static GoogleError deleted() {
    return of(410, "global", "deleted", "Resource has been deleted");
  }

  public GoogleError at(String newLocationType, String newLocation) {
    return new GoogleError(
        status,
        domain,
        reason,
        String.valueOf(getMessage()),
        newLocationType,
        newLocation,
        grpcStatus,
        details);
  }

  public GoogleError details(JsonNode newDetails) {
    return new GoogleError(
        status,
        domain,
        reason,
        String.valueOf(getMessage()),
        locationType,
        location,
        grpcStatus,
        newDetails);
  }

  public GoogleError status(String newGrpcStatus) {
    return new GoogleError(
        status,
        domain,
        reason,
        String.valueOf(getMessage()),
        locationType,
        location,
        newGrpcStatus,
        details);
  }

  public int status() {
    return status;
  }

  public String domain() {
    return domain;
  }

  public String reason() {
    return reason;
  }

  public String message() {
    return String.valueOf(getMessage());
  }

  public @Nullable String locationType() {
    return locationType;
  }

  public @Nullable String location() {
    return location;
  }

  public String grpcStatus() {
    return grpcStatus;
  }

  public @Nullable JsonNode details() {
    return details;
  }

  private static String grpcName(int status) {
    return switch (status) {
      case 400 -> "INVALID_ARGUMENT";
      case 401 -> "UNAUTHENTICATED";
      case 403 -> "PERMISSION_DENIED";
      case 404 -> "NOT_FOUND";
      case 409 -> "ABORTED";
      case 429 -> "RESOURCE_EXHAUSTED";
      case 503 -> "UNAVAILABLE";
      default -> "INTERNAL";
    };
  }
}

package io.lockstep.sandbox.microsoft.entra;

import org.jspecify.annotations.Nullable;

/**
 * A refusal of sign-in: {@code error} with an AADSTS number (reference/microsoft.md A6).
 *
 * @see EntraErrors
 */
public final class EntraError extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final int status;
  private final String error;
  private final int number;
  private final @Nullable String suberror;

  EntraError(int status, String error, int number, String text, @Nullable String suberror) {
    super(text, null, false, false);
    this.status = status;
    this.error = error;
    this.number = number;
    this.suberror = suberror;
  }

  static EntraError invalidGrant(int number, String text) {
    return new EntraError(400, "invalid_grant", number, text, null);
  }

  static EntraError invalidRequest(int number, String text) {
    return new EntraError(400, "invalid_request", number, text, null);
  }

  static EntraError invalidClient(int number, String text) {
    return new EntraError(401, "invalid_client", number, text, null);
  }

  static EntraError unauthorizedClient(int number, String text) {
    return new EntraError(400, "unauthorized_client", number, text, null);
  }

  static EntraError missing(String parameter) {
    return invalidRequest(
        900144, "The request body must contain the following parameter: '" + parameter + "'.");
  }

  static EntraError notConsented(String appId, String name) {
    return new EntraError(
        400,
        "invalid_grant",
        65001,
        "The user or administrator has not consented to use the application with ID '"
            + appId
            + "' named '"
            + name
            + "'. Send an interactive authorization request for this user and resource.",
        "consent_required");
  }

  static EntraError disabled() {
    return invalidGrant(50057, "The user account is disabled.");
  }

  public int status() {
    return status;
  }

  public String error() {
    return error;
  }

  public int number() {
    return number;
  }

  public @Nullable String suberror() {
    return suberror;
  }

  /** {@code AADSTS70000: …}, without the trace ids. */
  public String description() {
    return "AADSTS" + number + ": " + getMessage();
  }
}

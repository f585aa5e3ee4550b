package io.lockstep.sandbox.google.oauth;

/** A refusal of the token endpoint: {@code {"error","error_description"}}. */
public final class OAuthError extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final int status;
  private final String code;

  public OAuthError(int status, String code, String description) {
    super(description, null, false, false);
    this.status = status;
    this.code = code;
  }

  static OAuthError invalidGrant(String description) {
    return new OAuthError(400, "invalid_grant", description);
  }

  static OAuthError invalidRequest(String description) {
    return new OAuthError(400, "invalid_request", description);
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }
}

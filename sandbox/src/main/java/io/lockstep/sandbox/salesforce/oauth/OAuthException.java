package io.lockstep.sandbox.salesforce.oauth;

/** A refused request of the authorization server: {@code error} and {@code error_description}. */
final class OAuthException extends RuntimeException {
  private final String error;

  OAuthException(String error, String description) {
    super(description);
    this.error = error;
  }

  String error() {
    return error;
  }

  String description() {
    return String.valueOf(getMessage());
  }
}

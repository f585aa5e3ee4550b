package io.lockstep.sandbox.google;

import io.lockstep.sandbox.google.oauth.AccessToken;

/**
 * Whom a call speaks for.
 *
 * @param undelegated a service account that names no user
 */
public record Session(GoogleUser user, AccessToken token, boolean undelegated) {

  /** Whether the token has one of these scopes, given without their common beginning. */
  public boolean hasOneOf(String... scopes) {
    for (String scope : scopes) {
      if (token.scopes().contains("https://www.googleapis.com/auth/" + scope)) {
        return true;
      }
    }
    return false;
  }
}

package io.lockstep.sandbox.google.oauth;

import java.time.Instant;
import java.util.Set;

/**
 * A live access token.
 *
 * @param user the primary address of the user (or service account) it speaks for
 * @param clientId who asked for it
 * @param expires in real time
 */
public record AccessToken(
    String value, String user, String clientId, Set<String> scopes, Instant expires) {
  public AccessToken {
    scopes = Set.copyOf(scopes);
  }
}

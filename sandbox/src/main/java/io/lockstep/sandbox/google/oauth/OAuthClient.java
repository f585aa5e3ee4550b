package io.lockstep.sandbox.google.oauth;

import java.util.Set;

/**
 * A web application registered with Google.
 *
 * @param redirectUris compared character by character
 */
public record OAuthClient(String id, String secret, Set<String> redirectUris) {
  public OAuthClient {
    redirectUris = Set.copyOf(redirectUris);
  }
}

package io.lockstep.sandbox.google.oauth;

import java.security.interfaces.RSAPublicKey;
import java.util.Map;
import java.util.Set;

/**
 * A service account and what the domain's administrator lets it do for users.
 *
 * @param clientId its number, which the administrator registers
 * @param keys public keys by key id
 * @param delegatedScopes registered for domain-wide delegation; empty = none registered
 */
public record ServiceAccount(
    String email, String clientId, Map<String, RSAPublicKey> keys, Set<String> delegatedScopes) {
  public ServiceAccount {
    keys = Map.copyOf(keys);
    delegatedScopes = Set.copyOf(delegatedScopes);
  }
}

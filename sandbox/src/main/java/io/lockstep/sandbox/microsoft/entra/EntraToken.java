package io.lockstep.sandbox.microsoft.entra;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An access token for Graph. Clients must not look into it; here it is a reference.
 *
 * @param userId whom it speaks for; null = the application itself
 * @param permissions delegated scopes, or the roles the application had when it was issued
 * @param expires in real time
 */
public record EntraToken(
    String value, String appId, @Nullable String userId, Set<String> permissions, Instant expires) {
  public EntraToken {
    permissions = Set.copyOf(permissions);
  }
}

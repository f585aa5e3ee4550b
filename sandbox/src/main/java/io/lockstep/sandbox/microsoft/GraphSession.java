package io.lockstep.sandbox.microsoft;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom a call speaks for.
 *
 * @param appId the client's id
 * @param user who signed in; null = the application itself
 * @param permissions delegated scopes ({@code Contacts.ReadWrite}), or the roles of an application
 */
public record GraphSession(
    String appId, String tenant, @Nullable GraphUser user, Set<String> permissions) {
  public GraphSession {
    permissions = Set.copyOf(permissions);
  }

  public boolean appOnly() {
    return user == null;
  }

  /** Whether the token itself names the permission, or the one that also writes. */
  public boolean grants(String area, boolean write) {
    return permissions.contains(area + ".ReadWrite")
        || (!write && permissions.contains(area + ".Read"));
  }
}

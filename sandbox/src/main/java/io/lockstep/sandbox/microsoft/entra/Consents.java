package io.lockstep.sandbox.microsoft.entra;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who agreed to which permissions of which application: the administrator for all, or a person for
 * themselves. What is withdrawn can be given back.
 */
public final class Consents {
  private record Pair(String userId, String appId) {}

  private final Map<Pair, Set<String>> personal = new HashMap<>();
  private final Map<String, Set<String>> delegatedForAll = new HashMap<>();
  private final Map<String, Set<String>> roles = new HashMap<>();
  private final Set<String> present = new HashSet<>();
  private final Set<String> disabled = new HashSet<>();

  /** The administrator agrees to everything that the application is registered for. */
  public synchronized void giveForAll(EntraApp app) {
    present.add(app.id());
    roles.put(app.id(), Set.copyOf(app.roles()));
    delegatedForAll.put(app.id(), Set.copyOf(app.scopes()));
  }

  /** The administrator takes the consent back; the application stays in the tenant. */
  public synchronized void withdrawForAll(String appId) {
    roles.remove(appId);
    delegatedForAll.remove(appId);
  }

  /** Enterprise application deleted (or never there), or back with the consents it had. */
  public synchronized void present(String appId, boolean there) {
    if (there) {
      present.add(appId);
    } else {
      present.remove(appId);
    }
  }

  public synchronized boolean isPresent(String appId) {
    return present.contains(appId);
  }

  /** A person agrees. */
  public synchronized void give(String userId, String appId, Set<String> scopes) {
    present.add(appId);
    personal.computeIfAbsent(new Pair(userId, appId), p -> new TreeSet<>()).addAll(scopes);
  }

  /** A person's own consent is taken back; refresh tokens stay, but yield nothing until then. */
  public synchronized void withdraw(String userId, String appId) {
    personal.remove(new Pair(userId, appId));
  }

  /** Application permissions that hold now. */
  public synchronized Set<String> roles(String appId) {
    return isPresent(appId) ? roles.getOrDefault(appId, Set.of()) : Set.of();
  }

  /** Delegated permissions that hold now for this person. */
  public synchronized Set<String> scopes(String userId, String appId) {
    if (!isPresent(appId)) {
      return Set.of();
    }
    Set<String> all = new TreeSet<>(delegatedForAll.getOrDefault(appId, Set.of()));
    all.addAll(personal.getOrDefault(new Pair(userId, appId), Set.of()));
    return all;
  }

  /** Blocks an account's sign-in, or lets it in again. */
  public synchronized void disabled(String userId, boolean isDisabled) {
    if (isDisabled) {
      disabled.add(userId);
    } else {
      disabled.remove(userId);
    }
  }

  public synchronized boolean isDisabled(String userId) {
    return disabled.contains(userId);
  }
}

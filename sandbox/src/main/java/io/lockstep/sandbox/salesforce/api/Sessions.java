package io.lockstep.sandbox.salesforce.api;

import io.lockstep.sandbox.salesforce.org.Org;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of the org. An access token is a session id; it ends after a time without use, which
 * every use puts off.
 */
public final class Sessions {
  /**
   * @param token {@code 00D…!AQ…}
   * @param clientId the app it was issued to; null for SOAP {@code login()}
   * @param grant the refresh token it hangs on; null where there is none
   */
  public record Session(
      String token,
      String userId,
      String username,
      @Nullable String clientId,
      List<String> scopes,
      @Nullable String grant,
      Instant issued,
      Instant lastUsed) {
    Session usedAt(Instant now) {
      return new Session(token, userId, username, clientId, scopes, grant, issued, now);
    }
  }

  private final String orgId;
  private final Duration timeout;
  private final InstantSource machineTime;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Session> live = new ConcurrentHashMap<>();

  /** Usernames by token, kept after the session's end, so that refused calls have a name. */
  private final Map<String, String> names = new ConcurrentHashMap<>();

  public Sessions(String orgId, Duration timeout, InstantSource machineTime) {
    this.orgId = orgId;
    this.timeout = timeout;
    this.machineTime = machineTime;
  }

  public Session open(
      Org.UserInfo user, @Nullable String clientId, List<String> scopes, @Nullable String grant) {
    byte[] secret = new byte[66];
    random.nextBytes(secret);
    String tail = Base64.getUrlEncoder().encodeToString(secret).replace('-', '.').replace("=", "");
    Instant now = machineTime.instant();
    Session session =
        new Session(
            orgId.substring(0, 15) + "!AQ" + tail,
            user.id(),
            user.username(),
            clientId,
            List.copyOf(scopes),
            grant,
            now,
            now);
    live.put(session.token(), session);
    names.put(session.token(), session.username());
    return session;
  }

  /** The live session of a token, without counting as a use. */
  public @Nullable Session find(@Nullable String token) {
    Session session = token == null ? null : live.get(token);
    if (session == null) {
      return null;
    }
    if (session.lastUsed().plus(timeout).isBefore(machineTime.instant())) {
      live.remove(session.token());
      return null;
    }
    return session;
  }

  /** Uses a session; null where it is unknown or has ended. */
  public @Nullable Session use(@Nullable String token) {
    Session session = find(token);
    if (session == null) {
      return null;
    }
    Session used = session.usedAt(machineTime.instant());
    live.replace(used.token(), used);
    return used;
  }

  public boolean end(String token) {
    return live.remove(token) != null;
  }

  public void endAllOf(String userId) {
    live.values().removeIf(s -> s.userId().equals(userId));
  }

  public void endGrant(String grant) {
    live.values().removeIf(s -> grant.equals(s.grant()));
  }

  public Instant expiry(Session session) {
    return session.lastUsed().plus(timeout);
  }

  public Duration timeout() {
    return timeout;
  }

  /** Whose token this is or was; empty where it never was one. */
  public String username(@Nullable String token) {
    return token == null ? "" : names.getOrDefault(token, "");
  }
}

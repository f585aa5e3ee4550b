package io.lockstep.sandbox.salesforce.oauth;

import io.lockstep.sandbox.salesforce.api.Sessions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Authorization codes and refresh tokens. A user keeps five refresh tokens per app: the sixth ends
 * the oldest without a word.
 */
final class Grants {
  /** A code handed out by the consent page; good once, for 15 minutes. */
  record Code(
      String clientId,
      String userId,
      String redirectUri,
      List<String> scopes,
      @Nullable String challenge,
      Instant expires) {}

  record Grant(String token, String clientId, String userId, List<String> scopes) {}

  private static final int PER_USER_AND_APP = 5;
  private static final Duration CODE_LIFETIME = Duration.ofMinutes(15);

  private final Sessions sessions;
  private final InstantSource machineTime;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Code> codes = new HashMap<>();
  private final LinkedHashMap<String, Grant> grants = new LinkedHashMap<>();

  Grants(Sessions sessions, InstantSource machineTime) {
    this.sessions = sessions;
    this.machineTime = machineTime;
  }

  synchronized String code(
      String clientId,
      String userId,
      String redirectUri,
      List<String> scopes,
      @Nullable String challenge) {
    String code = "aPrx" + secret(45) + "==";
    codes.put(
        code,
        new Code(
            clientId,
            userId,
            redirectUri,
            scopes,
            challenge,
            machineTime.instant().plus(CODE_LIFETIME)));
    return code;
  }

  /** Takes a code; null where it is unknown, used or too old. */
  synchronized @Nullable Code redeem(String code) {
    Code found = codes.remove(code);
    return found == null || found.expires().isBefore(machineTime.instant()) ? null : found;
  }

  synchronized Grant grant(String clientId, String userId, List<String> scopes) {
    Grant grant = new Grant("5Aep861" + secret(60), clientId, userId, List.copyOf(scopes));
    grants.put(grant.token(), grant);
    List<Grant> same = of(clientId, userId);
    for (int i = 0; i < same.size() - PER_USER_AND_APP; i++) {
      end(same.get(i).token());
    }
    return grant;
  }

  synchronized @Nullable Grant find(@Nullable String token) {
    return token == null ? null : grants.get(token);
  }

  /** Replaces a refresh token by a new one; the old one is worth nothing from now on. */
  synchronized Grant rotate(Grant old) {
    grants.remove(old.token());
    return grant(old.clientId(), old.userId(), old.scopes());
  }

  /** Ends a grant and the sessions that hang on it. */
  synchronized boolean end(String token) {
    sessions.endGrant(token);
    return grants.remove(token) != null;
  }

  synchronized void endAllOf(String userId) {
    List<Grant> all = grants.values().stream().filter(g -> g.userId().equals(userId)).toList();
    all.forEach(g -> end(g.token()));
  }

  synchronized boolean approved(String clientId, String userId) {
    return !of(clientId, userId).isEmpty();
  }

  private List<Grant> of(String clientId, String userId) {
    List<Grant> same = new ArrayList<>();
    for (Grant grant : grants.values()) {
      if (grant.clientId().equals(clientId) && grant.userId().equals(userId)) {
        same.add(grant);
      }
    }
    return same;
  }

  private String secret(int bytes) {
    byte[] out = new byte[bytes];
    random.nextBytes(out);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(out).replace('-', '.');
  }
}

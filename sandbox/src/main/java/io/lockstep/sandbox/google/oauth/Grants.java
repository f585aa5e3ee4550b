package io.lockstep.sandbox.google.oauth;

import io.lockstep.sandbox.frame.SandboxClock;
import io.lockstep.sandbox.google.GoogleSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Who granted what to whom: consent, codes, refresh and access tokens. Lifetimes are in real time.
 */
public final class Grants {
  static final String REVOKED = "Token has been expired or revoked.";

  /** A consent given but not yet exchanged; good once and for ten minutes. */
  record Code(
      String user,
      String clientId,
      String redirectUri,
      Set<String> scopes,
      boolean offline,
      @Nullable String challenge,
      @Nullable String nonce,
      Instant expires) {}

  record Refresh(String value, String user, String clientId, Set<String> scopes, Instant issued) {}

  private record Pair(String user, String clientId) {}

  private final GoogleSettings settings;
  private final SandboxClock clock;
  private final RandomGenerator random;
  private final Map<String, OAuthClient> clients = new HashMap<>();
  private final Map<String, ServiceAccount> accounts = new HashMap<>();
  private final Map<String, Code> codes = new HashMap<>();
  private final Map<String, Refresh> refreshTokens = new LinkedHashMap<>();
  private final Map<String, AccessToken> accessTokens = new LinkedHashMap<>();
  private final Map<Pair, Set<String>> consents = new HashMap<>();

  public Grants(GoogleSettings settings, SandboxClock clock, RandomGenerator random) {
    this.settings = settings;
    this.clock = clock;
    this.random = random;
  }

  public synchronized void register(OAuthClient client) {
    clients.put(client.id(), client);
  }

  public synchronized void register(ServiceAccount account) {
    accounts.put(account.email(), account);
  }

  public synchronized @Nullable OAuthClient client(String id) {
    return clients.get(id);
  }

  public synchronized @Nullable ServiceAccount account(String email) {
    return accounts.get(email);
  }

  /** What the user has granted to this client so far. */
  public synchronized Set<String> granted(String user, String clientId) {
    return Set.copyOf(consents.getOrDefault(new Pair(user, clientId), Set.of()));
  }

  /**
   * Notes a consent and gives the code to be exchanged.
   *
   * @param offline whether the exchange yields a refresh token: asked for <em>and</em> the consent
   *     screen was shown
   */
  synchronized String consent(Code code) {
    consents
        .computeIfAbsent(new Pair(code.user(), code.clientId()), p -> new TreeSet<>())
        .addAll(code.scopes());
    String value = "4/0A" + secret(32);
    codes.put(value, code);
    return value;
  }

  /** The consent behind a code, which is used up by asking; null where there is none. */
  synchronized @Nullable Code take(String code) {
    Code found = codes.remove(code);
    return found == null || found.expires().isBefore(clock.realNow()) ? null : found;
  }

  /** A refresh token without a consent screen, for seeding. */
  public synchronized String refreshToken(String user, String clientId, Collection<String> scopes) {
    consents.computeIfAbsent(new Pair(user, clientId), p -> new TreeSet<>()).addAll(scopes);
    String value = "1//0" + secret(48);
    refreshTokens.put(
        value, new Refresh(value, user, clientId, new LinkedHashSet<>(scopes), clock.realNow()));
    List<Refresh> live =
        refreshTokens.values().stream()
            .filter(r -> r.user().equals(user) && r.clientId().equals(clientId))
            .toList();
    for (int i = 0; i < live.size() - settings.refreshTokenCap; i++) {
      refreshTokens.remove(live.get(i).value());
    }
    return value;
  }

  /** The live refresh token of this value; null where it was revoked, expired or never given. */
  synchronized @Nullable Refresh refresh(String value) {
    Refresh found = refreshTokens.get(value);
    if (found == null) {
      return null;
    }
    Duration age = Duration.between(found.issued(), clock.realNow());
    if (settings.testingMode && age.compareTo(Duration.ofDays(7)) > 0) {
      refreshTokens.remove(value);
      return null;
    }
    return found;
  }

  /** A new access token. */
  public synchronized AccessToken accessToken(
      String user, String clientId, Collection<String> scopes) {
    Instant now = clock.realNow();
    accessTokens.values().removeIf(t -> t.expires().isBefore(now));
    AccessToken token =
        new AccessToken(
            "ya29." + secret(64),
            user,
            clientId,
            new LinkedHashSet<>(scopes),
            now.plusSeconds(settings.accessTokenSeconds));
    accessTokens.put(token.value(), token);
    return token;
  }

  public synchronized @Nullable AccessToken find(String value) {
    AccessToken token = accessTokens.get(value);
    return token == null || token.expires().isBefore(clock.realNow()) ? null : token;
  }

  /** Ends one access token, as an ended session does. */
  public synchronized void expire(String accessToken) {
    accessTokens.remove(accessToken);
  }

  /** Takes back everything this user granted: in the account's settings, or by a fault. */
  public synchronized void revokeUser(String user) {
    refreshTokens.values().removeIf(r -> r.user().equals(user));
    accessTokens.values().removeIf(t -> t.user().equals(user));
    codes.values().removeIf(c -> c.user().equals(user));
    consents.keySet().removeIf(p -> p.user().equals(user));
  }

  /** Takes back the grant that this refresh or access token belongs to; false: no such token. */
  synchronized boolean revoke(String token) {
    Refresh refresh = refreshTokens.get(token);
    AccessToken access = accessTokens.get(token);
    if (refresh == null && access == null) {
      return false;
    }
    String user =
        refresh != null ? refresh.user() : java.util.Objects.requireNonNull(access).user();
    String client =
        refresh != null ? refresh.clientId() : java.util.Objects.requireNonNull(access).clientId();
    refreshTokens.values().removeIf(r -> r.user().equals(user) && r.clientId().equals(client));
    accessTokens.values().removeIf(t -> t.user().equals(user) && t.clientId().equals(client));
    consents.remove(new Pair(user, client));
    return true;
  }

  private String secret(int bytes) {
    byte[] raw = new byte[bytes];
    random.nextBytes(raw);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(raw);
  }
}

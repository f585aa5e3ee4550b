package io.lockstep.sandbox.microsoft.entra;

import io.lockstep.sandbox.frame.SandboxClock;
import io.lockstep.sandbox.microsoft.MicrosoftSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Codes, refresh tokens and access tokens. Lifetimes are in real time. */
public final class EntraGrants {
  private static final Duration CODE_LIFE = Duration.ofMinutes(10);
  private static final Duration REFRESH_LIFE = Duration.ofDays(90);

  /**
   * A sign-in not yet exchanged.
   *
   * @param challenge of PKCE; null = none
   */
  record Code(
      String userId,
      String appId,
      String redirectUri,
      Set<String> scopes,
      @Nullable String challenge,
      @Nullable String challengeMethod,
      @Nullable String nonce,
      Instant expires) {}

  record Refresh(String userId, String appId, Set<String> scopes, Instant used) {}

  private final MicrosoftSettings settings;
  private final SandboxClock clock;
  private final RandomGenerator random;
  private final Map<String, EntraApp> apps = new LinkedHashMap<>();
  private final Map<String, Code> codes = new HashMap<>();
  private final Set<String> redeemed = new HashSet<>();
  private final Map<String, Refresh> refreshTokens = new HashMap<>();
  private final Set<String> revoked = new HashSet<>();
  private final Map<String, EntraToken> accessTokens = new LinkedHashMap<>();
  private final Consents consents = new Consents();

  public EntraGrants(MicrosoftSettings settings, SandboxClock clock, RandomGenerator random) {
    this.settings = settings;
    this.clock = clock;
    this.random = random;
  }

  public Consents consents() {
    return consents;
  }

  /** Registers an application; the tenant knows it once somebody consented. */
  public synchronized void register(EntraApp app) {
    apps.put(app.id(), app);
  }

  public synchronized @Nullable EntraApp app(String id) {
    return apps.get(id);
  }

  /** The applications registered, in order. */
  public synchronized java.util.List<EntraApp> apps() {
    return java.util.List.copyOf(apps.values());
  }

  synchronized String code(
      String userId,
      String appId,
      String redirectUri,
      Set<String> scopes,
      @Nullable String challenge,
      @Nullable String challengeMethod,
      @Nullable String nonce) {
    String value = "0.A" + secret(60);
    codes.put(
        value,
        new Code(
            userId,
            appId,
            redirectUri,
            Set.copyOf(scopes),
            challenge,
            challengeMethod,
            nonce,
            clock.realNow().plus(CODE_LIFE)));
    return value;
  }

  /**
   * The sign-in behind a code, which is used up by asking.
   *
   * @throws EntraError where it is unknown, used up or too old
   */
  synchronized Code take(String value) {
    if (redeemed.contains(value)) {
      throw EntraError.invalidGrant(
          54005,
          "OAuth2 Authorization code was already redeemed, please retry with a new valid code or"
              + " use an existing refresh token.");
    }
    Code code = codes.remove(value);
    if (code == null) {
      throw EntraError.invalidGrant(
          70000, "The provided value for the input parameter 'code' is not valid.");
    }
    redeemed.add(value);
    if (code.expires().isBefore(clock.realNow())) {
      throw EntraError.invalidGrant(
          70008,
          "The provided authorization code or refresh token has expired due to inactivity. Send a"
              + " new interactive authorization request for this user and resource.");
    }
    return code;
  }

  /** A refresh token; also without a sign-in page, for seeding. */
  public synchronized String refreshToken(String userId, String appId, Set<String> scopes) {
    String value = "1.A" + secret(96);
    refreshTokens.put(value, new Refresh(userId, appId, Set.copyOf(scopes), clock.realNow()));
    return value;
  }

  /**
   * The grant behind a refresh token. It stays good beside the new one that each use gives.
   *
   * @throws EntraError where it is unknown, revoked or expired
   */
  synchronized Refresh refresh(String value) {
    if (revoked.contains(value)) {
      throw EntraError.invalidGrant(
          50173,
          "The provided grant has expired due to it being revoked, a fresh auth token is needed."
              + " The user might have changed or reset their password.");
    }
    Refresh found = refreshTokens.get(value);
    if (found == null) {
      throw EntraError.invalidGrant(
          70000, "The provided value for the input parameter 'refresh_token' is not valid.");
    }
    Instant now = clock.realNow();
    if (found.used().plus(REFRESH_LIFE).isBefore(now)) {
      throw EntraError.invalidGrant(
          700082,
          "The refresh token has expired due to inactivity. The token was issued on "
              + found.used()
              + " and was inactive for 90.00:00:00.");
    }
    refreshTokens.put(value, new Refresh(found.userId(), found.appId(), found.scopes(), now));
    return found;
  }

  /**
   * A new access token.
   *
   * @param userId null = the application itself
   */
  public synchronized EntraToken accessToken(
      String appId, @Nullable String userId, Set<String> permissions) {
    Instant now = clock.realNow();
    accessTokens.values().removeIf(t -> t.expires().isBefore(now.minus(Duration.ofDays(1))));
    EntraToken token =
        new EntraToken(
            "eyJ0" + secret(30) + "." + secret(240) + "." + secret(64),
            appId,
            userId,
            permissions,
            now.plusSeconds(settings.accessTokenSeconds));
    accessTokens.put(token.value(), token);
    return token;
  }

  /** The token of this value, living or expired; null where it was never given or was ended. */
  public synchronized @Nullable EntraToken find(String value) {
    return accessTokens.get(value);
  }

  public boolean isExpired(EntraToken token) {
    return token.expires().isBefore(clock.realNow());
  }

  /** Ends one access token, as continuous access evaluation does. */
  public synchronized void end(String accessToken) {
    accessTokens.remove(accessToken);
  }

  /**
   * "Revoke sessions": refresh tokens of this person are void for good. Access tokens live on until
   * they expire, unless continuous access evaluation ends them.
   */
  public synchronized void revokeSessions(String userId) {
    refreshTokens.forEach(
        (value, grant) -> {
          if (grant.userId().equals(userId)) {
            revoked.add(value);
          }
        });
    codes.values().removeIf(c -> c.userId().equals(userId));
    if (settings.continuousAccessEvaluation) {
      accessTokens.values().removeIf(t -> userId.equals(t.userId()));
    }
  }

  private String secret(int bytes) {
    byte[] raw = new byte[bytes];
    random.nextBytes(raw);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(raw);
  }
}

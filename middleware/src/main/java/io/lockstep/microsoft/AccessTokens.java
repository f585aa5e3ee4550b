package io.lockstep.microsoft;

import com.microsoft.kiota.authentication.AccessTokenProvider;
import com.microsoft.kiota.authentication.AllowedHostsValidator;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import io.lockstep.call.CallFailed;
import io.lockstep.call.Failure;
import io.lockstep.call.FailureKind;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The access token of one connection, in memory until shortly before its end. Refreshes are
 * serialised: two at once would race for which refresh token stays. Hands a token out for Graph's
 * own URLs only, whatever URL an answer named.
 */
final class AccessTokens implements AccessTokenProvider {
  private static final Duration BEFORE_END = Duration.ofMinutes(5);

  private record Held(String value, Instant until) {}

  private final EntraTokens entra;
  private final GraphEndpoints endpoints;
  private final GraphGrant grant;
  private final InstantSource clock;
  private final ReentrantLock refreshing = new ReentrantLock();
  private volatile @Nullable Held held;

  AccessTokens(EntraTokens entra, GraphEndpoints endpoints, GraphGrant grant, InstantSource clock) {
    this.entra = entra;
    this.endpoints = endpoints;
    this.grant = grant;
    this.clock = clock;
  }

  /**
   * @param context holds {@code claims} in base64 where an answer demanded them (continuous access
   *     evaluation); the SDK then calls a second time, once
   * @throws CallFailed where there is no token to be had
   */
  @Override
  public String getAuthorizationToken(URI url, @Nullable Map<String, Object> context) {
    if (!endpoints.isGraph(url)) {
      throw new CallFailed(Failure.of(FailureKind.REFUSED, "notGraph"));
    }
    Object claims = context == null ? null : context.get("claims");
    if (claims instanceof String text && !text.isEmpty()) {
      return fresh(decoded(text));
    }
    Held known = held;
    return known != null && clock.instant().isBefore(known.until) ? known.value : fresh(null);
  }

  /** The next call asks for a new token: this one was refused, or lacks what was granted since. */
  void forget() {
    held = null;
  }

  private String fresh(@Nullable String claims) {
    refreshing.lock();
    try {
      Held known = held;
      if (claims == null && known != null && clock.instant().isBefore(known.until)) {
        return known.value; // another thread was quicker
      }
      TokenAnswer answer = ask(claims);
      Duration life = answer.life();
      Duration used =
          life.compareTo(BEFORE_END.multipliedBy(2)) > 0
              ? life.minus(BEFORE_END)
              : life.dividedBy(2);
      held = new Held(answer.accessToken(), clock.instant().plus(used));
      return answer.accessToken();
    } finally {
      refreshing.unlock();
    }
  }

  private TokenAnswer ask(@Nullable String claims) {
    return switch (grant) {
      case GraphGrant.Application app ->
          entra.ask(
              app.tenant(),
              app.clientId(),
              app.proof(),
              new ClientCredentialsGrant(),
              List.of(endpoints.applicationScope()),
              claims);
      case GraphGrant.UserConsent consent -> refresh(consent, claims);
    };
  }

  private TokenAnswer refresh(GraphGrant.UserConsent consent, @Nullable String claims) {
    String refreshToken =
        consent.tokens().current().orElseThrow(() -> new CallFailed(TokenFailures.notConnected()));
    TokenAnswer answer =
        entra.ask(
            consent.tenant(),
            consent.clientId(),
            consent.proof(),
            new RefreshTokenGrant(new RefreshToken(refreshToken)),
            List.of(),
            claims);
    String next = answer.refreshToken();
    if (next != null && !next.equals(refreshToken)) {
      // Before the access token is used: nothing may stop us between the two.
      consent.tokens().rotated(next);
    }
    return answer;
  }

  private static String decoded(String claims) {
    try {
      return new String(Base64.getDecoder().decode(claims), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return claims; // already plain
    }
  }

  @Override
  public AllowedHostsValidator getAllowedHostsValidator() {
    String host = URI.create(endpoints.graph()).getHost();
    return new AllowedHostsValidator(host == null ? "" : host);
  }
}

package io.lockstep.sandbox.salesforce.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.lockstep.sandbox.salesforce.api.ClientApp;
import io.lockstep.sandbox.salesforce.api.SalesforceSettings;
import io.lockstep.sandbox.salesforce.org.Org;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Checks the assertion of the JWT bearer flow, in the order of the platform's refusals. */
final class BearerAssertion {
  /** Whom an assertion speaks for. */
  record Subject(ClientApp client, String username) {}

  private final Org org;
  private final SalesforceSettings settings;
  private final InstantSource machineTime;
  private final Supplier<String> baseUrl;
  private final Map<String, Instant> seenIds = new ConcurrentHashMap<>();

  BearerAssertion(
      Org org, SalesforceSettings settings, InstantSource machineTime, Supplier<String> baseUrl) {
    this.org = org;
    this.settings = settings;
    this.machineTime = machineTime;
    this.baseUrl = baseUrl;
  }

  Subject check(@Nullable String assertion) {
    if (assertion == null) {
      throw new OAuthException("invalid_request", "missing required parameter: assertion");
    }
    try {
      SignedJWT jwt = SignedJWT.parse(assertion);
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      ClientApp client = settings.client(claims.getIssuer());
      if (client == null) {
        throw new OAuthException("invalid_client_id", "client identifier invalid");
      }
      if (client.certificateKey() == null
          || !JWSAlgorithm.RS256.equals(jwt.getHeader().getAlgorithm())
          || !jwt.verify(new RSASSAVerifier(client.certificateKey()))) {
        throw invalid();
      }
      audience(claims.getAudience());
      lifetime(claims.getExpirationTime());
      once(claims);
      String username = claims.getSubject();
      if (username == null) {
        throw invalid();
      }
      return new Subject(client, username);
    } catch (ParseException | JOSEException e) {
      throw invalid();
    }
  }

  private void audience(List<String> audience) {
    String host =
        org.identity().sandbox() ? "https://test.salesforce.com" : "https://login.salesforce.com";
    boolean ours =
        audience.size() == 1
            && (audience.getFirst().equals(host) || audience.getFirst().equals(baseUrl.get()));
    if (!ours) {
      throw new OAuthException("invalid_grant", "audience is invalid");
    }
  }

  private void lifetime(@Nullable Date expires) {
    Instant now = machineTime.instant();
    if (expires == null || expires.toInstant().isAfter(now.plus(settings.jwtMaxLifetime()))) {
      // Milliseconds instead of seconds land here, far in the future.
      throw invalid();
    }
    if (expires.toInstant().isBefore(now)) {
      throw new OAuthException("invalid_grant", "expired authorization code");
    }
  }

  /** An assertion with a {@code jti} works once. */
  private void once(JWTClaimsSet claims) {
    Instant now = machineTime.instant();
    seenIds.values().removeIf(now::isAfter);
    if (claims.getJWTID() != null
        && seenIds.putIfAbsent(
                claims.getIssuer() + " " + claims.getJWTID(),
                claims.getExpirationTime().toInstant())
            != null) {
      throw invalid();
    }
  }

  private static OAuthException invalid() {
    return new OAuthException("invalid_grant", "invalid assertion");
  }
}

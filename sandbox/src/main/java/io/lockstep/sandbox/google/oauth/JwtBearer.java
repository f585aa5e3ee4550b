package io.lockstep.sandbox.google.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.lockstep.sandbox.google.GoogleUser;
import io.lockstep.sandbox.google.SimulatedGoogle;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The service account's signed assertion, with domain-wide delegation where it names a user. The
 * refusals are worded as Google's token endpoint words them.
 */
final class JwtBearer {
  private static final String GOOGLE = "https://oauth2.googleapis.com/token";
  private static final Duration SKEW = Duration.ofMinutes(5);

  private final SimulatedGoogle google;

  JwtBearer(SimulatedGoogle google) {
    this.google = google;
  }

  /**
   * @param ownUrl this endpoint's own URL, accepted as audience beside Google's
   */
  AccessToken exchange(@Nullable String assertion, String ownUrl, Instant now) {
    if (assertion == null) {
      throw OAuthError.invalidRequest("Missing required parameter: assertion");
    }
    try {
      SignedJWT jwt = SignedJWT.parse(assertion);
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      ServiceAccount account = verified(jwt, claims);
      checkTimes(claims, now);
      List<String> audience = claims.getAudience();
      if (!audience.contains(GOOGLE) && !audience.contains(ownUrl)) {
        throw OAuthError.invalidGrant("Invalid JWT: Failed audience check.");
      }
      return grant(account, claims);
    } catch (ParseException | JOSEException e) {
      throw OAuthError.invalidGrant("Invalid JWT Signature.");
    }
  }

  private ServiceAccount verified(SignedJWT jwt, JWTClaimsSet claims) throws JOSEException {
    String issuer = claims.getIssuer();
    ServiceAccount account = issuer == null ? null : google.grants().account(issuer);
    if (account == null) {
      throw OAuthError.invalidGrant("Invalid grant: account not found");
    }
    String kid = jwt.getHeader().getKeyID();
    RSAPublicKey key =
        kid != null
            ? account.keys().get(kid)
            : account.keys().values().stream().findFirst().orElse(null);
    if (key == null
        || !JWSAlgorithm.RS256.equals(jwt.getHeader().getAlgorithm())
        || !jwt.verify(new RSASSAVerifier(key))) {
      throw OAuthError.invalidGrant("Invalid JWT Signature.");
    }
    return account;
  }

  private static void checkTimes(JWTClaimsSet claims, Instant now) {
    Date issued = claims.getIssueTime();
    Date expires = claims.getExpirationTime();
    if (issued == null
        || expires == null
        || issued.toInstant().isAfter(now.plus(SKEW))
        || expires.toInstant().isBefore(now.minus(SKEW))
        || Duration.between(issued.toInstant(), expires.toInstant()).compareTo(Duration.ofHours(1))
            > 0) {
      throw OAuthError.invalidGrant(
          "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable"
              + " timeframe. Check your iat and exp values in the JWT claim.");
    }
  }

  private AccessToken grant(ServiceAccount account, JWTClaimsSet claims) throws ParseException {
    String scope = claims.getStringClaim("scope");
    if (scope == null || scope.isBlank()) {
      throw new OAuthError(
          400, "invalid_scope", "Invalid OAuth scope or ID token audience provided.");
    }
    Set<String> scopes = new LinkedHashSet<>(List.of(scope.strip().split("\\s+")));
    String subject = claims.getSubject();
    if (subject == null || subject.equals(account.email())) {
      return google.grants().accessToken(account.email(), account.clientId(), scopes);
    }
    if (!subject.contains("@")) {
      throw OAuthError.invalidGrant("Not a valid email");
    }
    if (!account.delegatedScopes().containsAll(scopes)) {
      throw new OAuthError(
          401,
          "unauthorized_client",
          "Client is unauthorized to retrieve access tokens using this method, or client not"
              + " authorized for any of the scopes requested.");
    }
    GoogleUser user = google.findUser(subject);
    if (user == null) {
      throw OAuthError.invalidGrant("Invalid email or User ID");
    }
    return google.grants().accessToken(user.email(), account.clientId(), scopes);
  }
}

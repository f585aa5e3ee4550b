package io.lockstep.sandbox.microsoft.entra;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.lockstep.sandbox.microsoft.GraphUser;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/** OpenID Connect id tokens, RS256. */
final class IdTokens {
  private final Tenant tenant;
  private @Nullable RSAKey key;

  IdTokens(Tenant tenant) {
    this.tenant = tenant;
  }

  /**
   * @param issuer {@code https://…/{tenant}/v2.0}
   */
  String sign(GraphUser user, String appId, String issuer, @Nullable String nonce, Instant now) {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .audience(appId)
            // Pairwise: another one for each application.
            .subject(Integer.toHexString((user.id() + appId).hashCode()) + "-" + user.id())
            .issueTime(Date.from(now))
            .notBeforeTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(3600)))
            .claim("oid", user.id())
            .claim("tid", tenant.id())
            .claim("name", user.displayName())
            .claim("preferred_username", user.userPrincipalName())
            .claim("ver", "2.0");
    if (nonce != null) {
      claims.claim("nonce", nonce);
    }
    try {
      RSAKey signing = key();
      SignedJWT jwt =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(signing.getKeyID()).build(),
              claims.build());
      jwt.sign(new RSASSASigner(signing));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("an id token could not be signed", e);
    }
  }

  /** The public keys as a JWK set. */
  String keys() {
    try {
      return new JWKSet(key()).toString();
    } catch (JOSEException e) {
      throw new IllegalStateException("no RSA key could be made", e);
    }
  }

  private synchronized RSAKey key() throws JOSEException {
    RSAKey have = key;
    if (have == null) {
      have = new RSAKeyGenerator(2048).keyID("sandbox").generate();
      key = have;
    }
    return have;
  }
}

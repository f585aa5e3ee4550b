package io.lockstep.sandbox.google.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.lockstep.sandbox.google.GoogleUser;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/** OpenID Connect id tokens, RS256, issuer {@code https://accounts.google.com}. */
final class IdTokens {
  private @Nullable RSAKey key;

  String sign(GoogleUser user, String clientId, @Nullable String nonce, Instant now)
      throws JOSEException {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer("https://accounts.google.com")
            .audience(clientId)
            .subject(user.id())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(3600)))
            .claim("azp", clientId)
            .claim("email", user.email())
            .claim("email_verified", true)
            .claim("hd", user.email().substring(user.email().indexOf('@') + 1))
            .claim("name", user.name());
    if (nonce != null) {
      claims.claim("nonce", nonce);
    }
    RSAKey signing = key();
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(signing.getKeyID()).build(),
            claims.build());
    jwt.sign(new RSASSASigner(signing));
    return jwt.serialize();
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

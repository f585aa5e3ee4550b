package io.lockstep.sandbox.salesforce.nudge;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.lockstep.sandbox.salesforce.org.schema.JwtCredential;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;

/**
 * The token that a callout carries: RS256 with the org's certificate, the claims of the External
 * Credential, and what the platform adds by itself ({@code typ}, {@code kid}, {@code iat}, {@code
 * nbf}, and {@code exp} two minutes ahead where the credential names no other).
 */
public final class CalloutToken {
  private static final Duration LIFETIME = Duration.ofMinutes(2);

  private final JwtCredential credential;
  private final String orgId;
  private final PrivateKey key;
  private final InstantSource machineTime;

  /**
   * @param key belongs to the certificate that the credential names
   */
  public CalloutToken(
      JwtCredential credential, String orgId, PrivateKey key, InstantSource machineTime) {
    this.credential = credential;
    this.orgId = orgId;
    this.key = key;
    this.machineTime = machineTime;
  }

  /** A fresh one, since each callout is signed anew. */
  public String sign() {
    return sign(machineTime);
  }

  /** As if it had been made at another time, for tests of old ones. */
  public String sign(InstantSource at) {
    JWSHeader.Builder header =
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .type(JOSEObjectType.JWT)
            .keyID(credential.certificate());
    credential.headers().forEach((name, value) -> header.customParam(name, merged(value)));
    JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder();
    Date now = Date.from(at.instant());
    claims.issueTime(now).notBeforeTime(now).expirationTime(Date.from(at.instant().plus(LIFETIME)));
    credential.claims().forEach((name, value) -> claims.claim(name, merged(value)));
    SignedJWT token = new SignedJWT(header.build(), claims.build());
    try {
      token.sign(new RSASSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException("the org's key cannot sign", e);
    }
    return token.serialize();
  }

  /** Formulas give ids of 15 characters. */
  private String merged(String value) {
    String text = value.replace("{!$Organization.Id}", orgId.substring(0, 15));
    if (text.contains("{!")) {
      throw new IllegalStateException("a merge field that is not known here: " + value);
    }
    return text;
  }
}

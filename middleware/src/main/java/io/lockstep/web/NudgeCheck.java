package io.lockstep.web;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.util.X509CertUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.lockstep.vault.OrgEntry;
import io.lockstep.vault.Registry;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Whether a nudge comes from the org it names: a JWT (RS256) in {@code Authorization: Bearer},
 * signed with the org's certificate that was pinned at enrolment, issued by the org id, meant for
 * us ({@code aud} is {@code lockstep}: the org may sign for others with the same certificate), and
 * good for no more than five minutes.
 */
public final class NudgeCheck {
  private static final String AUDIENCE = "lockstep";
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final Registry registry;
  private final InstantSource clock;

  public NudgeCheck(Registry registry, InstantSource clock) {
    this.registry = registry;
    this.clock = clock;
  }

  public boolean allows(String orgId, @Nullable String authorization) {
    if (authorization == null || !authorization.startsWith("Bearer ")) {
      return false;
    }
    String certificate = registry.org(orgId).map(OrgEntry::pinnedCertificate).orElse(null);
    X509Certificate pinned = certificate == null ? null : X509CertUtils.parse(certificate);
    if (pinned == null || !(pinned.getPublicKey() instanceof RSAPublicKey key)) {
      return false;
    }
    try {
      SignedJWT token = SignedJWT.parse(authorization.substring("Bearer ".length()));
      return token.getHeader().getAlgorithm().equals(JWSAlgorithm.RS256)
          && token.verify(new RSASSAVerifier(key))
          && holds(token.getJWTClaimsSet(), orgId);
    } catch (ParseException | JOSEException e) {
      return false;
    }
  }

  private boolean holds(JWTClaimsSet claims, String orgId) {
    // Salesforce's formulas give ids of 15 characters, which name an org as well.
    boolean issuer =
        orgId.equals(claims.getIssuer()) || orgId.substring(0, 15).equals(claims.getIssuer());
    boolean meant = claims.getAudience().contains(AUDIENCE);
    if (!issuer || !meant || claims.getExpirationTime() == null) {
      return false;
    }
    Instant now = clock.instant();
    Instant expires = claims.getExpirationTime().toInstant();
    return expires.isAfter(now) && expires.isBefore(now.plus(LONGEST).plusSeconds(60));
  }
}

package io.lockstep.microsoft;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.X509CertUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.JWTID;
import io.lockstep.call.CallFailed;
import io.lockstep.call.Failure;
import io.lockstep.port.PortException.AccessLost.Mender;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * The proof by certificate: a short-lived token that the app's key signs, PS256, the certificate
 * named by its SHA-256 (reference/microsoft.md A5).
 */
final class ClientAssertion {
  private static final Duration LIFE = Duration.ofMinutes(8);

  /** The directory's clock may be behind ours. */
  private static final Duration SKEW = Duration.ofMinutes(1);

  private ClientAssertion() {}

  /**
   * @throws CallFailed where certificate or key cannot be used
   */
  static ClientAuthentication sign(
      ClientID id, ClientProof.Certificate proof, URI audience, Instant now) {
    try {
      X509Certificate certificate = X509CertUtils.parse(proof.certificate());
      if (certificate == null) {
        throw unusable("certificateUnreadable", null);
      }
      JWSHeader header =
          new JWSHeader.Builder(JWSAlgorithm.PS256)
              .x509CertSHA256Thumbprint(X509CertUtils.computeSHA256Thumbprint(certificate))
              .build();
      JWTClaimsSet claims =
          new JWTClaimsSet.Builder()
              .audience(audience.toString())
              .issuer(id.getValue())
              .subject(id.getValue())
              .jwtID(new JWTID().getValue())
              .issueTime(Date.from(now))
              .notBeforeTime(Date.from(now.minus(SKEW)))
              .expirationTime(Date.from(now.plus(LIFE)))
              .build();
      SignedJWT token = new SignedJWT(header, claims);
      token.sign(new RSASSASigner(key(proof.privateKey())));
      return new PrivateKeyJWT(token);
    } catch (JOSEException | GeneralSecurityException | IllegalArgumentException e) {
      throw unusable("certificateUnusable", e);
    }
  }

  private static PrivateKey key(String pem) throws GeneralSecurityException {
    String text = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    return KeyFactory.getInstance("RSA")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(text)));
  }

  private static CallFailed unusable(String code, @Nullable Exception cause) {
    return new CallFailed(
        Failure.accessLost(
                code,
                Mender.OPERATOR,
                "The app's certificate or its key cannot be used. Enrol the connection with an RSA"
                    + " certificate in PEM and its key as PKCS#8 in PEM.")
            .causedBy(cause));
  }
}

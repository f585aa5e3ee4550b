package io.lockstep.sandbox.microsoft.entra;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How an application proves who it is: a secret, or an assertion signed with the key of a
 * registered certificate (reference/microsoft.md A5).
 */
final class ClientProof {
  private static final String JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  private static final Duration SKEW = Duration.ofMinutes(5);
  private static final Duration LONGEST = Duration.ofHours(24);

  /** Assertion ids seen, until they expire: each is good once. */
  private final Map<String, Instant> used = new HashMap<>();

  /**
   * @param audiences this endpoint's addresses that an assertion may name
   * @throws EntraError {@code invalid_client} where nothing proves it
   */
  void check(
      EntraApp app,
      @Nullable String secret,
      @Nullable String assertionType,
      @Nullable String assertion,
      Set<String> audiences,
      Instant now) {
    if (assertion != null) {
      if (!JWT_BEARER.equals(assertionType)) {
        throw EntraError.invalidRequest(
            900144, "The request body must contain the parameter: 'client_assertion_type'.");
      }
      checkAssertion(app, assertion, audiences, now);
      return;
    }
    if (secret == null) {
      throw EntraError.invalidClient(
          7000218,
          "The request body must contain the following parameter: 'client_assertion' or"
              + " 'client_secret'.");
    }
    Boolean valid = app.secrets().get(secret);
    if (valid == null) {
      throw EntraError.invalidClient(
          7000215,
          "Invalid client secret provided. Ensure the secret being sent in the request is the client"
              + " secret value, not the client secret ID, for a secret added to app '"
              + app.id()
              + "'.");
    }
    if (!valid) {
      throw EntraError.invalidClient(
          7000222,
          "The provided client secret keys for app '"
              + app.id()
              + "' are expired. Visit the Azure portal to create new keys for your app.");
    }
  }

  private void checkAssertion(EntraApp app, String assertion, Set<String> audiences, Instant now) {
    try {
      SignedJWT jwt = SignedJWT.parse(assertion);
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      RSAPublicKey key = key(app, jwt.getHeader());
      if (key == null) {
        throw invalid(
            "The certificate used to sign the client assertion is not registered on application");
      }
      JWSAlgorithm algorithm = jwt.getHeader().getAlgorithm();
      boolean known = JWSAlgorithm.PS256.equals(algorithm) || JWSAlgorithm.RS256.equals(algorithm);
      if (!known || !jwt.verify(new RSASSAVerifier(key))) {
        throw invalid("Key was found, but use of the key to verify the signature failed");
      }
      if (!app.id().equals(claims.getIssuer()) || !app.id().equals(claims.getSubject())) {
        throw EntraError.invalidClient(
            700021, "Client assertion application identifier doesn't match 'client_id' parameter.");
      }
      List<String> named = claims.getAudience();
      if (named.stream().noneMatch(audiences::contains)) {
        throw EntraError.invalidClient(
            700023,
            "Client assertion audience claim does not match Realm issuer. Review the documentation"
                + " at https://learn.microsoft.com/entra/identity-platform/certificate-credentials .");
      }
      checkTimes(claims, now);
      checkOnce(claims, now);
    } catch (ParseException | JOSEException e) {
      throw EntraError.invalidClient(
          50027, "JWT token is invalid or malformed. Client assertion cannot be read.");
    }
  }

  private static @Nullable RSAPublicKey key(EntraApp app, JWSHeader header) {
    Base64URL strong = header.getX509CertSHA256Thumbprint();
    Object weak = header.toJSONObject().get("x5t");
    Object kid = header.getKeyID();
    for (Object thumbprint : new Object[] {strong, weak, kid}) {
      RSAPublicKey key =
          thumbprint == null ? null : app.certificates().get(plain(String.valueOf(thumbprint)));
      if (key != null) {
        return key;
      }
    }
    return null;
  }

  /** Libraries write thumbprints in either alphabet of Base64, some with padding. */
  private static String plain(String thumbprint) {
    return thumbprint.replace("=", "").replace('+', '-').replace('/', '_');
  }

  private static EntraError invalid(String why) {
    return EntraError.invalidClient(
        700027, "Client assertion failed signature validation. [Reason - " + why + ".]");
  }

  private static void checkTimes(JWTClaimsSet claims, Instant now) {
    Date expires = claims.getExpirationTime();
    Date from = claims.getNotBeforeTime();
    Instant begin = from == null ? now : from.toInstant();
    if (expires == null
        || expires.toInstant().isBefore(now.minus(SKEW))
        || begin.isAfter(now.plus(SKEW))
        || Duration.between(begin, expires.toInstant()).compareTo(LONGEST) > 0) {
      throw EntraError.invalidClient(
          700024,
          "Client assertion is not within its valid time range. Current time: "
              + now
              + ", expiry time of assertion "
              + (expires == null ? "not given" : expires.toInstant())
              + ".");
    }
  }

  private synchronized void checkOnce(JWTClaimsSet claims, Instant now) {
    used.values().removeIf(until -> until.isBefore(now));
    String id = claims.getJWTID();
    if (id == null) {
      throw EntraError.invalidClient(50027, "JWT token is invalid or malformed. It has no 'jti'.");
    }
    used.put(id, claims.getExpirationTime().toInstant().plus(SKEW));
  }
}

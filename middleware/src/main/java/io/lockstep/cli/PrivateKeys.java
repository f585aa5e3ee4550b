package io.lockstep.cli;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.interfaces.RSAPrivateKey;

/** Reads private keys in PEM. */
final class PrivateKeys {

  /**
   * @throws Settings.InvalidSetting where it is not an RSA key in PEM
   */
  RSAPrivateKey read(String pem) {
    try {
      JWK key = JWK.parseFromPEMEncodedObjects(pem);
      if (key instanceof RSAKey rsa && rsa.isPrivate()) {
        return rsa.toRSAPrivateKey();
      }
    } catch (JOSEException e) {
      // told below, without the cause: its message may quote the key
    }
    throw new Settings.InvalidSetting(
        "The private key of an org cannot be read: it must be an RSA key in PEM (PKCS#8, -----BEGIN PRIVATE KEY-----).");
  }
}

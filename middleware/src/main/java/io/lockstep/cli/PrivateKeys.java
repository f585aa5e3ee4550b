package io.lockstep.cli;

import com.google.api.client.util.PemReader;
import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;

/** Reads private keys in PEM. */
final class PrivateKeys {

  /**
   * @throws Settings.InvalidSetting where it is not an RSA key in PEM
   */
  RSAPrivateKey read(String pem) {
    try {
      PemReader.Section section =
          PemReader.readFirstSectionAndClose(new StringReader(pem), "PRIVATE KEY");
      if (section != null) {
        PKCS8EncodedKeySpec key = new PKCS8EncodedKeySpec(section.getBase64DecodedBytes());
        if (KeyFactory.getInstance("RSA").generatePrivate(key) instanceof RSAPrivateKey rsa) {
          return rsa;
        }
      }
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      // told below, without the cause: its message may quote the key
    }
    throw new Settings.InvalidSetting(
        "The private key of an org cannot be read: it must be an RSA key in PEM (PKCS#8, -----BEGIN PRIVATE KEY-----).");
  }
}

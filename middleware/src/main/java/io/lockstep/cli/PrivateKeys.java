package io.lockstep.cli;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads private keys in PEM. */
final class PrivateKeys {
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----", Pattern.DOTALL);

  /**
   * @throws Settings.InvalidSetting where it is not an RSA key in PEM
   */
  RSAPrivateKey read(String pem) {
    Matcher section = PEM.matcher(pem);
    try {
      if (section.find()) {
        byte[] encoded = Base64.getMimeDecoder().decode(section.group(1).strip());
        if (KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded))
            instanceof RSAPrivateKey rsa) {
          return rsa;
        }
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // told below, without the cause: its message may quote the key
    }
    throw new Settings.InvalidSetting(
        "The private key of an org cannot be read: it must be an RSA key in PEM (PKCS#8, -----BEGIN PRIVATE KEY-----).");
  }
}

package io.lockstep.vault;

import org.jspecify.annotations.Nullable;

/** How an app registration proves itself: exactly one of the two. */
public sealed interface AppCredentials {
  record BySecret(Secret secret) implements AppCredentials {}

  /**
   * @param certificate PEM
   * @param key PKCS#8 in PEM
   */
  record ByCertificate(String certificate, Secret key) implements AppCredentials {}

  /**
   * @throws IllegalArgumentException where there is neither, or only half of one
   */
  static AppCredentials of(
      @Nullable Secret secret, @Nullable String certificate, @Nullable Secret key) {
    if (secret != null) {
      return new BySecret(secret);
    }
    if (certificate == null || key == null) {
      throw new IllegalArgumentException(
          "An app needs a client secret, or a certificate with its key");
    }
    return new ByCertificate(certificate, key);
  }
}

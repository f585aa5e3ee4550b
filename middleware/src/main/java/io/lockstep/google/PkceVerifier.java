package io.lockstep.google;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The proof that whoever redeems a code also began the sign-in (RFC 7636, S256): 86 characters,
 * made for one attempt. Google's own provider pads its verifier beyond the RFC's 128 characters.
 */
record PkceVerifier(String text) {
  private static final Base64.Encoder URL_SAFE = Base64.getUrlEncoder().withoutPadding();

  static PkceVerifier fresh(SecureRandom random) {
    byte[] bytes = new byte[64];
    random.nextBytes(bytes);
    return new PkceVerifier(URL_SAFE.encodeToString(bytes));
  }

  String challenge() {
    return URL_SAFE.encodeToString(Digest.sha256(text.getBytes(StandardCharsets.US_ASCII)));
  }

  @Override
  public String toString() {
    return "PkceVerifier";
  }
}

package io.lockstep.microsoft;

/** How an app registration proves itself to Entra. Secret: sealed at rest, never logged. */
public sealed interface ClientProof {

  record Secret(String value) implements ClientProof {
    @Override
    public String toString() {
      return "Secret";
    }
  }

  /**
   * @param certificate PEM, as it was uploaded to the app registration
   * @param privateKey PKCS#8 in PEM
   */
  record Certificate(String certificate, String privateKey) implements ClientProof {
    @Override
    public String toString() {
      return "Certificate";
    }
  }
}

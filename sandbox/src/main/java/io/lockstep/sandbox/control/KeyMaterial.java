package io.lockstep.sandbox.control;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;

/** A key pair a client signs its assertions with. It is made at the start and outlives a reset. */
public final class KeyMaterial {
  private static final int BITS = 2048;
  private final KeyPair pair;

  private KeyMaterial(KeyPair pair) {
    this.pair = pair;
  }

  public static KeyMaterial generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS);
      return new KeyMaterial(generator.generateKeyPair());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no RSA", e);
    }
  }

  public RSAPublicKey publicKey() {
    return (RSAPublicKey) pair.getPublic();
  }

  public PrivateKey privateKey() {
    return pair.getPrivate();
  }

  /** PKCS #8, as the vendors' clients read it. */
  public String privatePem() {
    return pem("PRIVATE KEY", pair.getPrivate().getEncoded());
  }

  /** SubjectPublicKeyInfo. */
  public String publicPem() {
    return pem("PUBLIC KEY", pair.getPublic().getEncoded());
  }

  /** SHA-256 with RSA. */
  byte[] signature(byte[] of) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(pair.getPrivate());
      signature.update(of);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK cannot sign with RSA", e);
    }
  }

  static String pem(String what, byte[] der) {
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n";
  }
}

package io.lockstep.sandbox.control;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A certificate that a client signs its assertions with, made of a key pair: X.509 version 1, named
 * "Lockstep sandbox", valid from 2020 to 2049. The JDK can read certificates but not make them.
 */
record SelfSigned(byte[] der) {
  private static final int SEQUENCE = 0x30;
  private static final byte[] SHA256_WITH_RSA =
      HexFormat.of().parseHex("300d06092a864886f70d01010b0500");
  private static final byte[] COMMON_NAME = HexFormat.of().parseHex("0603550403");

  SelfSigned {
    der = der.clone();
  }

  @Override
  public byte[] der() {
    return der.clone();
  }

  static SelfSigned of(KeyMaterial key) {
    byte[] text = node(0x0c, "Lockstep sandbox".getBytes(StandardCharsets.UTF_8));
    byte[] name = node(SEQUENCE, node(0x31, node(SEQUENCE, COMMON_NAME, text)));
    byte[] validity = node(SEQUENCE, time("200101000000Z"), time("491231235959Z"));
    byte[] serial = node(0x02, new byte[] {1});
    byte[] toBeSigned =
        node(SEQUENCE, serial, SHA256_WITH_RSA, name, validity, name, key.publicKey().getEncoded());
    // A bit string begins with the number of its unused bits.
    byte[] signature = node(0x03, new byte[] {0}, key.signature(toBeSigned));
    SelfSigned made = new SelfSigned(node(SEQUENCE, toBeSigned, SHA256_WITH_RSA, signature));
    made.check();
    return made;
  }

  private void check() {
    try {
      CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the certificate made here cannot be read", e);
    }
  }

  String pem() {
    return KeyMaterial.pem("CERTIFICATE", der);
  }

  /** In upper-case hexadecimal, as Azure's pages show it. */
  String thumbprint() {
    return HexFormat.of().withUpperCase().formatHex(hash("SHA-1"));
  }

  /** {@code x5t}. */
  String sha1() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash("SHA-1"));
  }

  /** {@code x5t#S256}. */
  String sha256() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash("SHA-256"));
  }

  private byte[] hash(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm).digest(der);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }

  private static byte[] time(String text) {
    return node(0x17, text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Tag, length and contents, by the distinguished encoding rules. */
  private static byte[] node(int tag, byte[]... parts) {
    ByteArrayOutputStream contents = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      contents.writeBytes(part);
    }
    int length = contents.size();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (length < 0x80) {
      out.write(length);
    } else if (length < 0x100) {
      out.write(0x81);
      out.write(length);
    } else {
      out.write(0x82);
      out.write(length >> 8);
      out.write(length);
    }
    out.writeBytes(contents.toByteArray());
    return out.toByteArray();
  }
}

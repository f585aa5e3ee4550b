package io.lockstep.vault;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;

/** Seals and opens with AES-256-GCM under the newest of its keys; older ones still open. */
public final class Vault {
  /** What Tink puts first: one byte 1, then the id of the key. */
  private static final int PREFIX_BYTES = 5;

  private final Aead aead;
  private final int primaryId;
  private final String keySource;

  public Vault(VaultKey key) {
    KeysetHandle keyset = key.keyset();
    try {
      this.aead = keyset.getPrimitive(RegistryConfiguration.get(), Aead.class);
    } catch (GeneralSecurityException e) {
      throw new VaultException("The vault key from " + key.source() + " cannot seal", e);
    }
    this.primaryId = keyset.getPrimary().getId();
    this.keySource = key.source();
  }

  public byte[] seal(byte[] plain, SecretName name) {
    try {
      return aead.encrypt(plain, name.associatedData());
    } catch (GeneralSecurityException e) {
      throw new VaultException(name + " cannot be sealed", e);
    }
  }

  /**
   * @throws VaultException where it was sealed with another key or under another name, or changed
   */
  public byte[] open(byte[] sealed, SecretName name) {
    try {
      return aead.decrypt(sealed, name.associatedData());
    } catch (GeneralSecurityException e) {
      throw new VaultException(
          name
              + " cannot be opened with the vault key from "
              + keySource
              + ": it was sealed with another key, or changed since. Start with the key it was"
              + " sealed with, or enrol the org and its connections anew.",
          e);
    }
  }

  /** Whether it should be sealed again because a newer key came since. */
  public boolean isSealedWithAnOlderKey(byte[] sealed) {
    return sealed.length < PREFIX_BYTES || ByteBuffer.wrap(sealed, 1, 4).getInt() != primaryId;
  }
}

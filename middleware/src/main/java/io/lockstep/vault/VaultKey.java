package io.lockstep.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key of the vault: a Tink keyset, one primary key that seals and any number that still open.
 * As text it is the keyset's JSON in base64, one line, so that it fits a variable.
 */
public final class VaultKey {
  private static final Logger LOG = LoggerFactory.getLogger(VaultKey.class);
  static final String VARIABLE = "LOCKSTEP_VAULT_KEY";
  static final String FILE_VARIABLE = "LOCKSTEP_VAULT_KEY_FILE";

  private final KeysetHandle keyset;
  private final String source;

  static {
    try {
      AeadConfig.register();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Tink offers no AEAD on this Java", e);
    }
  }

  private VaultKey(KeysetHandle keyset, String source) {
    this.keyset = keyset;
    this.source = source;
  }

  /** A fresh key. */
  public static VaultKey generate() {
    try {
      return new VaultKey(
          KeysetHandle.generateNew(
              PredefinedAeadParameters.AES256_GCM, RegistryConfiguration.get()),
          "a fresh key");
    } catch (GeneralSecurityException e) {
      throw new VaultException("No key can be generated", e);
    }
  }

  /**
   * @param text as {@link #text} gives it
   * @param source where it came from, for messages
   */
  public static VaultKey parse(String text, String source) {
    try {
      String json = new String(Base64.getMimeDecoder().decode(text.strip()), UTF_8);
      return new VaultKey(
          TinkJsonProtoKeysetFormat.parseKeyset(
              json, RegistryConfiguration.get(), InsecureSecretKeyAccess.get()),
          source);
    } catch (GeneralSecurityException | RuntimeException e) {
      // Without the cause: its message may quote the key.
      throw new VaultException(
          "The vault key from "
              + source
              + " is not one: it must be the one line that `lockstep vault-key` prints.");
    }
  }

  /**
   * The key of this installation: from {@code LOCKSTEP_VAULT_KEY}, else from the file that {@code
   * LOCKSTEP_VAULT_KEY_FILE} names, else from the data directory, where the first start puts a
   * fresh one.
   */
  public static VaultKey find(Map<String, String> environment, Path dataDir) {
    String text = environment.get(VARIABLE);
    if (text != null && !text.isBlank()) {
      return parse(text, VARIABLE);
    }
    String file = environment.get(FILE_VARIABLE);
    if (file != null && !file.isBlank()) {
      return parse(read(Path.of(file)), FILE_VARIABLE + " (" + file + ")");
    }
    return inDataDirectory(dataDir.resolve("vault.key"));
  }

  private static VaultKey inDataDirectory(Path file) {
    if (!Files.exists(file)) {
      VaultKey fresh = generate();
      SafeFile.write(file, (fresh.text() + "\n").getBytes(UTF_8));
      LOG.warn(
          "A vault key was generated in {}. Keep a copy of it apart from the data: without it the"
              + " stored credentials and their backup cannot be read.",
          file);
    }
    return parse(read(file), file.toString());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new VaultException("The vault key file " + file + " cannot be read", e);
    }
  }

  /** This key with a new primary one; what was sealed before still opens. */
  public VaultKey rotated() {
    try {
      KeysetHandle.Builder builder = KeysetHandle.newBuilder();
      for (int i = 0; i < keyset.size(); i++) {
        builder.addEntry(
            KeysetHandle.importKey(keyset.getAt(i).getKey())
                .withFixedId(keyset.getAt(i).getId())
                .setStatus(KeyStatus.ENABLED));
      }
      builder.addEntry(
          KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
              .withRandomId()
              .makePrimary());
      return new VaultKey(builder.build(), source + ", rotated");
    } catch (GeneralSecurityException e) {
      throw new VaultException("The vault key cannot be rotated", e);
    }
  }

  /** The key itself: print it where a person asked for it, never into a log. */
  public String text() {
    try {
      String json =
          TinkJsonProtoKeysetFormat.serializeKeyset(
              keyset, RegistryConfiguration.get(), InsecureSecretKeyAccess.get());
      return Base64.getEncoder().encodeToString(json.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new VaultException("The vault key cannot be written as text", e);
    }
  }

  KeysetHandle keyset() {
    return keyset;
  }

  /** Where it came from. */
  public String source() {
    return source;
  }

  @Override
  public String toString() {
    return "vault key from " + source;
  }
}

package io.lockstep.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {
  private static final SecretName NAME = new SecretName("00D000000000001AAA", "org");
  private static final byte[] PLAIN = "a private key".getBytes(UTF_8);

  @TempDir Path dir;

  private final VaultKey key = VaultKey.generate();
  private final Vault vault = new Vault(key);

  @Test
  void open_sameName_givesWhatWasSealed() {
    byte[] cipher = vault.seal(PLAIN, NAME);

    assertThat(new String(cipher, UTF_8)).doesNotContain("private");
    assertThat(vault.open(cipher, NAME)).isEqualTo(PLAIN);
  }

  @Test
  void open_inAnotherOrgsPlace_isRefused() {
    byte[] cipher = vault.seal(PLAIN, NAME);

    assertThatThrownBy(() -> vault.open(cipher, new SecretName("00D000000000002AAA", "org")))
        .isInstanceOf(VaultException.class);
    assertThatThrownBy(() -> vault.open(cipher, new SecretName(NAME.tenant(), "connection/x")))
        .isInstanceOf(VaultException.class);
  }

  @Test
  void open_oneBitChanged_isRefused() {
    byte[] cipher = vault.seal(PLAIN, NAME);
    cipher[cipher.length - 1] ^= 1;

    assertThatThrownBy(() -> vault.open(cipher, NAME)).isInstanceOf(VaultException.class);
  }

  @Test
  void open_wrongKey_saysWhichKeyWasUsedAndNoSecret() {
    byte[] cipher = vault.seal(PLAIN, NAME);
    VaultKey other = VaultKey.parse(VaultKey.generate().text(), "LOCKSTEP_VAULT_KEY");

    assertThatThrownBy(() -> new Vault(other).open(cipher, NAME))
        .isInstanceOf(VaultException.class)
        .hasMessageContaining("LOCKSTEP_VAULT_KEY")
        .hasMessageContaining("another key")
        .hasMessageNotContaining(other.text());
  }

  @Test
  void rotated_oldSealsStillOpen_andAreKnownToBeOld() {
    byte[] old = vault.seal(PLAIN, NAME);
    VaultKey rotated = key.rotated();
    Vault next = new Vault(VaultKey.parse(rotated.text(), "test"));

    assertThat(next.open(old, NAME)).isEqualTo(PLAIN);
    assertThat(next.isSealedWithAnOlderKey(old)).isTrue();
    byte[] fresh = next.seal(PLAIN, NAME);
    assertThat(next.isSealedWithAnOlderKey(fresh)).isFalse();
    assertThatThrownBy(() -> vault.open(fresh, NAME)).isInstanceOf(VaultException.class);
  }

  @Test
  void find_nothingSet_makesAKeyForTheOwnerOnlyAndKeepsIt() throws IOException {
    VaultKey first = VaultKey.find(Map.of(), dir);
    VaultKey second = VaultKey.find(Map.of(), dir);

    Path file = dir.resolve("vault.key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(second.text()).isEqualTo(first.text());
    assertThat(first).asString().doesNotContain(first.text());
  }

  @Test
  void find_variableOrFile_beatsTheDataDirectory() throws IOException {
    Path file = Files.writeString(dir.resolve("given.key"), key.text() + "\n");

    assertThat(VaultKey.find(Map.of("LOCKSTEP_VAULT_KEY", key.text()), dir).text())
        .isEqualTo(key.text());
    assertThat(VaultKey.find(Map.of("LOCKSTEP_VAULT_KEY_FILE", file.toString()), dir).text())
        .isEqualTo(key.text());
    assertThat(dir.resolve("vault.key")).doesNotExist();
  }

  @Test
  void find_notAKey_isRefusedWithoutQuotingIt() {
    assertThatThrownBy(() -> VaultKey.find(Map.of("LOCKSTEP_VAULT_KEY", "hunter2hunter2"), dir))
        .isInstanceOf(VaultException.class)
        .hasMessageContaining("lockstep vault-key")
        .hasMessageNotContaining("hunter2");
  }
}

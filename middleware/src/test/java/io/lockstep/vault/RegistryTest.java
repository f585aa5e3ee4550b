package io.lockstep.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.state.TestRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

class RegistryTest {
  private static final String ORG_1 = "00D000000000001AAA";
  private static final String ORG_2 = "00D000000000002AAA";
  private static final String USER = "005000000000001AAA";
  private static final Connection.GoogleServiceAccount GOOGLE =
      new Connection.GoogleServiceAccount("google", new Secret("{\"private_key\":\"s3cret\"}"));
  private static final Connection.MicrosoftApp MICROSOFT =
      new Connection.MicrosoftApp("m365", "tenant", "client", new Secret("s3cret"), null, null);

  @TempDir Path dir;

  private final RedisClient redis = TestRedis.emptied();
  private final VaultKey key = VaultKey.generate();

  private Registry registry() {
    return registry(key);
  }

  private Registry registry(VaultKey withKey) {
    return Registry.open(redis, new Vault(withKey), dir.resolve("backup"));
  }

  private static OrgEntry org(String id) {
    return new OrgEntry(
        id,
        true,
        "https://test.salesforce.com",
        "client",
        new Secret("-----BEGIN PRIVATE KEY----- s3cret"),
        "lockstep@example.com",
        null,
        new Secret("s3cretHashKey"),
        List.of("ann@example.com"));
  }

  private Registry filled() {
    Registry registry = registry();
    registry.put(org(ORG_1));
    registry.put(org(ORG_2));
    registry.put(ORG_1, GOOGLE);
    registry.put(ORG_1, MICROSOFT);
    registry.putGrant(ORG_1, "google", USER, new Secret("s3cretToken"));
    return registry;
  }

  private static void assertFilled(Registry registry) {
    assertThat(registry.orgs()).containsExactly(ORG_1, ORG_2);
    assertThat(registry.org(ORG_1)).contains(org(ORG_1));
    assertThat(registry.org(ORG_2)).contains(org(ORG_2));
    assertThat(registry.connections(ORG_1)).containsExactlyInAnyOrder(GOOGLE, MICROSOFT);
    assertThat(registry.connections(ORG_2)).isEmpty();
    assertThat(registry.grant(ORG_1, "google", USER)).contains(new Secret("s3cretToken"));
    assertThat(registry.grant(ORG_2, "google", USER)).isEmpty();
  }

  @Test
  void put_everything_comesBack() {
    assertFilled(filled());
    assertFilled(registry());
  }

  @Test
  void put_anything_isUnreadableInRedisAndInTheBackup() throws IOException {
    Registry registry = filled();

    for (String orgId : registry.orgs()) {
      Map<String, String> entries = redis.hgetAll("lockstep:registry:{" + orgId + "}");
      assertThat(entries).isNotEmpty();
      assertThat(entries.values()).noneMatch(value -> value.contains("s3cret"));
      Path file = dir.resolve("backup/" + orgId + ".sealed");
      assertThat(new String(Files.readAllBytes(file), UTF_8)).doesNotContain("google", "s3cret");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
    assertThat(org(ORG_1)).asString().doesNotContain("s3cret");
    assertThat(GOOGLE).asString().doesNotContain("s3cret");
  }

  @Test
  void open_redisEmptied_readsTheBackup() {
    filled();
    redis.flushAll();

    assertFilled(registry());
  }

  @Test
  void read_redisEmptiedWhileRunning_readsTheBackup() {
    Registry registry = filled();
    redis.flushAll();
    assertThat(registry.grant(ORG_1, "google", USER)).contains(new Secret("s3cretToken"));
    redis.flushAll();
    assertFilled(registry);
  }

  @Test
  void put_redisEmptiedWhileRunning_losesNothingElse() {
    Registry registry = filled();
    redis.flushAll();

    registry.putGrant(ORG_1, "google", USER, new Secret("newer"));

    assertThat(registry.org(ORG_1)).contains(org(ORG_1));
    assertThat(registry.org(ORG_2)).contains(org(ORG_2));
    redis.flushAll();
    assertThat(registry().grant(ORG_1, "google", USER)).contains(new Secret("newer"));
  }

  @Test
  void open_backupOlderThanRedis_isBroughtUpToDate() throws IOException {
    Registry registry = filled();
    byte[] old = Files.readAllBytes(dir.resolve("backup/" + ORG_1 + ".sealed"));
    registry.putGrant(ORG_1, "google", USER, new Secret("newer"));
    Files.write(dir.resolve("backup/" + ORG_1 + ".sealed"), old);

    registry();
    redis.flushAll();

    assertThat(registry().grant(ORG_1, "google", USER)).contains(new Secret("newer"));
  }

  @Test
  void open_redisEmptiedAndBackupTampered_isRefused() throws IOException {
    filled();
    redis.flushAll();
    Path file = dir.resolve("backup/" + ORG_1 + ".sealed");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);

    assertThatThrownBy(this::registry)
        .isInstanceOf(VaultException.class)
        .hasMessageContaining(ORG_1);
    assertThat(redis.dbSize()).as("nothing half restored").isZero();
  }

  @Test
  void open_backupOfAnotherOrgInItsPlace_isRefused() throws IOException {
    filled();
    redis.flushAll();
    Files.copy(
        dir.resolve("backup/" + ORG_1 + ".sealed"),
        dir.resolve("backup/" + ORG_2 + ".sealed"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);

    assertThatThrownBy(this::registry)
        .isInstanceOf(VaultException.class)
        .hasMessageContaining(ORG_2);
  }

  @Test
  void open_backupDamagedButRedisThere_isWrittenAnew() throws IOException {
    filled();
    Files.writeString(dir.resolve("backup/" + ORG_1 + ".sealed"), "damaged");

    registry();
    redis.flushAll();

    assertFilled(registry());
  }

  @Test
  void open_wrongKey_isRefusedAtTheStart() {
    filled();

    assertThatThrownBy(() -> registry(VaultKey.generate()))
        .isInstanceOf(VaultException.class)
        .hasMessageContaining("another key");
    redis.flushAll();
    assertThatThrownBy(() -> registry(VaultKey.generate())).isInstanceOf(VaultException.class);
  }

  @Test
  void read_entryOfAnotherOrgInItsPlace_isRefused() {
    Registry registry = filled();
    String stolen = redis.hget("lockstep:registry:{" + ORG_1 + "}", "connection/google");
    redis.hset("lockstep:registry:{" + ORG_2 + "}", "connection/google", stolen);

    assertThatThrownBy(() -> registry.connection(ORG_2, "google"))
        .isInstanceOf(VaultException.class);
  }

  @Test
  void open_rotatedKey_sealsEverythingAnew() {
    filled();
    VaultKey rotated = key.rotated();

    assertFilled(registry(rotated));

    Vault next = new Vault(rotated);
    for (String orgId : List.of(ORG_1, ORG_2)) {
      assertThat(new SealedEntries(redis).all(orgId).values())
          .noneMatch(
              cipher -> next.isSealedWithAnOlderKey(java.util.Base64.getDecoder().decode(cipher)));
    }
    redis.flushAll();
    assertFilled(registry(rotated));
  }

  @Test
  void remove_connectionAndOrg_areGoneFromTheBackupToo() {
    Registry registry = filled();
    registry.removeConnection(ORG_1, "google");
    registry.removeOrg(ORG_2);
    redis.flushAll();

    Registry again = registry();
    assertThat(again.orgs()).containsExactly(ORG_1);
    assertThat(again.connections(ORG_1)).containsExactly(MICROSOFT);
    assertThat(again.grant(ORG_1, "google", USER)).isEmpty();
  }
}

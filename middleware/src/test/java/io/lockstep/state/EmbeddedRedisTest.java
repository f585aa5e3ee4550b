package io.lockstep.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lockstep.sync.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

class EmbeddedRedisTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path dir;

  @Test
  void start_afterAStop_hasTheData() {
    try (EmbeddedRedis redis = TestRedis.start(dir);
        RedisClient client = RedisClient.create(redis.uri())) {
      client.set("key", "value");
    }
    try (EmbeddedRedis redis = TestRedis.start(dir);
        RedisClient client = RedisClient.create(redis.uri())) {
      assertThat(client.get("key")).isEqualTo("value");
      assertThat(redis.isAlive()).isTrue();
    }
  }

  @Test
  void start_running_isClosedToOthers() throws IOException {
    try (EmbeddedRedis redis = TestRedis.start(dir)) {
      assertThat(permissions(dir.resolve("redis"))).isEqualTo("rwx------");
      assertThat(permissions(dir.resolve("redis/redis.conf"))).isEqualTo("rw-------");
      assertThat(redis.uri().getHost()).isEqualTo("127.0.0.1");
      try (RedisClient stranger =
          RedisClient.create("redis://127.0.0.1:" + redis.uri().getPort())) {
        assertThatThrownBy(() -> stranger.get("key"))
            .isInstanceOf(JedisException.class)
            .hasMessageContaining("NOAUTH");
      }
    }
  }

  @Test
  void start_directoryInUse_saysByWhom() {
    try (EmbeddedRedis redis = TestRedis.start(dir)) {
      assertThat(redis.isAlive()).isTrue();
      assertThatThrownBy(() -> TestRedis.start(dir))
          .isInstanceOf(EmbeddedRedisException.class)
          .hasMessageContaining("in use by another Lockstep")
          .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
    }
  }

  @Test
  void start_foreignDirectory_isLeftAlone() throws IOException {
    Path foreign = Files.createDirectories(dir.resolve("redis")).resolve("appendonly.aof");
    Files.writeString(foreign, "somebody else's");

    assertThatThrownBy(() -> TestRedis.start(dir))
        .isInstanceOf(EmbeddedRedisException.class)
        .hasMessageContaining("did not put there");
    assertThat(foreign).hasContent("somebody else's");
  }

  @Test
  void start_dataCannotBeRead_givesRedisLastWords() throws IOException {
    TestRedis.start(dir).close();
    Path redis = dir.resolve("redis");
    Path old = redis.resolve("appendonly.aof");
    Path broken =
        Files.exists(old) ? old : redis.resolve("appendonlydir/appendonly.aof.1.incr.aof");
    Files.writeString(broken, "*nonsense\r\n".repeat(20));

    assertThatThrownBy(() -> TestRedis.start(dir))
        .isInstanceOf(EmbeddedRedisException.class)
        .hasMessageContaining("ended at once")
        .hasMessageContaining("append only file");
    Files.delete(broken);
  }

  @Test
  void find_noBinaryAnywhere_saysWhatToInstall() {
    assertThatThrownBy(() -> RedisBinary.SYSTEM.find(dir, dir.toString()))
        .isInstanceOf(EmbeddedRedisException.class)
        .hasMessageContaining("apt-get install redis-server")
        .hasMessageContaining("LOCKSTEP_REDIS_URL");
  }

  @Test
  void find_bundledBinaryCannotRun_takesTheOneOnThePath() throws IOException {
    Path notADirectory = Files.writeString(dir.resolve("bin"), "in the way");
    Path onPath = script("redis-server", "echo 'Redis server v=7.0.15 sha=0'");

    assertThat(RedisBinary.BUNDLED_OR_SYSTEM.find(notADirectory, dir.toString())).isEqualTo(onPath);
  }

  @Test
  void find_onlyATooOldRedis_isRefused() throws IOException {
    script("redis-server", "echo 'Redis server v=6.0.16 sha=0'");

    assertThatThrownBy(() -> RedisBinary.SYSTEM.find(dir, dir.toString()))
        .isInstanceOf(EmbeddedRedisException.class);
  }

  @Test
  void kill9OfOurProcess_dataSurvivesAndNoRedisStays() throws IOException {
    Child child = Child.start(dir);
    ProcessHandle redis = child.redis();

    child.process().destroyForcibly();

    awaitEndOf(redis);
    assertCommittedDataIsThere();
  }

  @Test
  void kill9OfOurProcess_nextStartAtOnce_waitsForTheOldRedisAndHasTheData() throws Exception {
    Child child = Child.start(dir);
    ProcessHandle redis = child.redis();

    child.process().destroyForcibly().waitFor();

    assertCommittedDataIsThere();
    awaitEndOf(redis);
  }

  @Test
  void kill9OfProcessAndWatch_nextStartReplacesTheRedisLeftOver() throws Exception {
    Child child = Child.start(dir);
    ProcessHandle redis = child.redis();
    List<ProcessHandle> watch =
        child.process().descendants().filter(handle -> handle.pid() != redis.pid()).toList();
    assertThat(watch).isNotEmpty();
    watch.forEach(ProcessHandle::destroyForcibly);
    child.process().destroyForcibly().waitFor();
    assertThat(redis.isAlive()).isTrue();

    assertCommittedDataIsThere();

    awaitEndOf(redis);
  }

  /** An ended process may show for a moment until its new parent has taken note of its end. */
  private static void awaitEndOf(ProcessHandle process) {
    await().atMost(LONG).until(() -> !process.isAlive());
  }

  private void assertCommittedDataIsThere() {
    try (EmbeddedRedis redis = TestRedis.start(dir);
        RedisClient client = RedisClient.create(redis.uri())) {
      assertThat(new RedisMailboxState(client).linkCount(EmbeddedRedisChild.MAILBOX, Kind.EVENT))
          .isEqualTo(EmbeddedRedisChild.LINKS);
    }
  }

  private Path script(String name, String line) throws IOException {
    Path file = Files.writeString(dir.resolve(name), "#!/bin/sh\n" + line + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  /** Another JVM with its embedded Redis. */
  private record Child(Process process, ProcessHandle redis) {
    private static Child start(Path dir) throws IOException {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx128m",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  EmbeddedRedisChild.class.getName(),
                  dir.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      BufferedReader out = process.inputReader(UTF_8);
      String line = out.readLine();
      while (line != null && !line.startsWith("committed ")) {
        line = out.readLine();
      }
      assertThat(line).as("the child committed").isNotNull();
      long pid = Long.parseLong(line.substring("committed ".length()));
      return new Child(process, ProcessHandle.of(pid).orElseThrow());
    }
  }
}

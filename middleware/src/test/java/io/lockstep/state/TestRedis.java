package io.lockstep.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import redis.clients.jedis.RedisClient;

/**
 * One Redis for all tests of this JVM: the bundled one, or with {@code LOCKSTEP_TEST_REDIS=system}
 * the one on the PATH. It ends with the JVM.
 */
public final class TestRedis {
  private static final RedisBinary BINARY =
      "system".equals(System.getenv("LOCKSTEP_TEST_REDIS"))
          ? RedisBinary.SYSTEM
          : RedisBinary.BUNDLED_OR_SYSTEM;

  private TestRedis() {}

  private static final class Shared {
    private static final EmbeddedRedis SERVER = start(newDirectory());
    private static final RedisClient CLIENT = RedisClient.create(SERVER.uri());
  }

  /** A client of the shared Redis, which is emptied first. */
  public static RedisClient emptied() {
    Shared.CLIENT.flushAll();
    return Shared.CLIENT;
  }

  /** Another Redis of the kind under test. */
  static EmbeddedRedis start(Path dataDir) {
    return EmbeddedRedis.start(dataDir, BINARY);
  }

  private static Path newDirectory() {
    try {
      return Files.createTempDirectory("lockstep-test-redis");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

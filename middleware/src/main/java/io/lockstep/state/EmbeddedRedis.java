package io.lockstep.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * A Redis of our own, for an installation without one: it keeps its data in a directory, listens on
 * a random loopback port with a random password, and ends with this process, also where that is
 * killed. One that was left over all the same is stopped by the next start.
 */
public final class EmbeddedRedis implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRedis.class);
  private static final int STARTS = 4;
  private static final long POLL_MILLIS = 25;
  private static final int CONNECT_MILLIS = 5_000;
  private static final long STOP_SECONDS = 40;

  private final RedisDirectory directory;
  private final RedisConfiguration configuration;
  private final Process watch;

  private EmbeddedRedis(RedisDirectory directory, RedisConfiguration configuration, Process watch) {
    this.directory = directory;
    this.configuration = configuration;
    this.watch = watch;
  }

  /**
   * Starts it and waits until it has read its data.
   *
   * @param dataDir made where it is missing; Redis takes its subdirectory {@code redis}
   * @throws EmbeddedRedisException where it cannot run, with what to do
   */
  public static EmbeddedRedis start(Path dataDir) {
    return start(dataDir, RedisBinary.BUNDLED_OR_SYSTEM);
  }

  static EmbeddedRedis start(Path dataDir, RedisBinary source) {
    RedisDirectory directory = RedisDirectory.hold(dataDir);
    try {
      LeftOverRedis.stop(directory);
      String path = System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
      Path binary = source.find(directory.binaries(), path);
      for (int i = 1; ; i++) {
        try {
          return startOnce(directory, binary);
        } catch (EmbeddedRedisException e) {
          // Somebody else may have taken the port between the choice and the start.
          if (i == STARTS) {
            throw e;
          }
        }
      }
    } catch (IOException e) {
      directory.close();
      throw new EmbeddedRedisException(
          "The embedded Redis cannot be started in " + directory.path(), e);
    } catch (InterruptedException e) {
      directory.close();
      Thread.currentThread().interrupt();
      throw new EmbeddedRedisException("Interrupted while the embedded Redis was starting", e);
    } catch (RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  private static EmbeddedRedis startOnce(RedisDirectory directory, Path binary)
      throws IOException, InterruptedException {
    RedisConfiguration configuration = new RedisConfiguration(freePort(), freshPassword());
    directory.write(configuration);
    Process watch =
        new ProcessBuilder(
                "sh",
                "-c",
                watchScript(),
                "lockstep-redis",
                binary.toString(),
                directory.configuration().toString())
            .directory(directory.path().toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.log().toFile())
            .start();
    EmbeddedRedis redis = new EmbeddedRedis(directory, configuration, watch);
    // Reading a large append-only file takes its time: wait for as long as the process lives.
    while (!answers(configuration)) {
      if (watch.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new EmbeddedRedisException(
            "The embedded Redis (%s) ended at once with code %d. Its last words, from %s:%n%s"
                .formatted(binary, watch.exitValue(), directory.log(), directory.lastWords()));
      }
    }
    LOG.info("embedded Redis {} started in {}", configuration, directory.path());
    return redis;
  }

  private static String watchScript() throws IOException {
    try (InputStream in = EmbeddedRedis.class.getResourceAsStream("redis-watch.sh")) {
      if (in == null) {
        throw new IllegalStateException("redis-watch.sh is missing from the build");
      }
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String freshPassword() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  static Jedis connect(RedisConfiguration configuration) {
    return new Jedis(
        new HostAndPort("127.0.0.1", configuration.port()),
        DefaultJedisClientConfig.builder()
            .password(configuration.password())
            .timeoutMillis(CONNECT_MILLIS)
            .autoNegotiateProtocol(false)
            .build());
  }

  private static boolean answers(RedisConfiguration configuration) {
    try (Jedis jedis = connect(configuration)) {
      return "PONG".equals(jedis.ping());
    } catch (JedisConnectionException e) {
      return false;
    } catch (JedisDataException e) {
      // LOADING: it is there and reads its data. WRONGPASS: somebody else took the port.
      return false;
    }
  }

  /** Where it answers, with the password in it: never log this. */
  public URI uri() {
    return URI.create(
        "redis://:" + configuration.password() + "@127.0.0.1:" + configuration.port() + "/0");
  }

  /** Whether it still runs. */
  public boolean isAlive() {
    return watch.isAlive();
  }

  /** Stops it; all that was acknowledged is on disk then. */
  @Override
  public void close() {
    try {
      watch.getOutputStream().close();
      if (!watch.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        watch.descendants().forEach(ProcessHandle::destroyForcibly);
        watch.destroyForcibly();
        LOG.warn("embedded Redis {} did not stop in time and was killed", configuration);
      }
    } catch (IOException e) {
      throw new EmbeddedRedisException("The embedded Redis cannot be stopped", e);
    } catch (InterruptedException e) {
      // The watch stops Redis all the same: its pipe is closed.
      Thread.currentThread().interrupt();
    } finally {
      directory.close();
    }
  }
}

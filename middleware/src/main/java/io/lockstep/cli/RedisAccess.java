package io.lockstep.cli;

import io.lockstep.state.DeadLeases;
import io.lockstep.state.EmbeddedRedis;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Redis as the settings say: the one at a URL, or the embedded one, which ends with this process.
 */
final class RedisAccess implements AutoCloseable {
  private final UnifiedJedis client;
  private final @Nullable EmbeddedRedis embedded;

  private RedisAccess(UnifiedJedis client, @Nullable EmbeddedRedis embedded) {
    this.client = client;
    this.embedded = embedded;
  }

  static RedisAccess open(Settings settings) {
    URI url = settings.redis(Setting.REDIS_URL);
    if (url != null) {
      return new RedisAccess(RedisClient.create(url), null);
    }
    EmbeddedRedis embedded = EmbeddedRedis.start(Path.of(settings.text(Setting.DATA_DIR)));
    UnifiedJedis client = RedisClient.create(embedded.uri());
    DeadLeases.end(client);
    return new RedisAccess(client, embedded);
  }

  UnifiedJedis client() {
    return client;
  }

  boolean isEmbedded() {
    return embedded != null;
  }

  boolean answers() {
    try {
      return "PONG".equals(client.ping());
    } catch (JedisException e) {
      return false;
    }
  }

  @Override
  public void close() {
    client.close();
    if (embedded != null) {
      embedded.close();
    }
  }
}

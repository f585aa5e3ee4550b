package io.lockstep.endtoend;

import io.lockstep.state.EmbeddedRedis;
import java.nio.file.Path;
import java.util.Map;
import redis.clients.jedis.RedisClient;

/**
 * What a link takes in Redis, by Redis' own account: its part of the mailbox's hashes and of the
 * cells that tell which mailboxes know a record.
 */
record LinkBytes(long contact, long event) {

  /**
   * @param dataDir of a middleware that does not run now
   */
  static LinkBytes in(Path dataDir) {
    try (EmbeddedRedis server = EmbeddedRedis.start(dataDir);
        RedisClient redis = RedisClient.create(server.uri())) {
      return new LinkBytes(of(redis, "c"), of(redis, "e"));
    }
  }

  private static long of(RedisClient redis, String letter) {
    long links = 0;
    long bytes = 0;
    for (String key : redis.keys("lockstep:*:links:" + letter)) {
      links += redis.hlen(key);
      bytes += redis.memoryUsage(key, 0);
    }
    for (String key : redis.keys("lockstep:*:index:" + letter)) {
      bytes += redis.memoryUsage(key, 0);
    }
    for (String key : redis.keys("lockstep:*:records")) {
      Map<String, String> hints = redis.hgetAll(key);
      long ours = hints.keySet().stream().filter(field -> field.startsWith(letter)).count();
      bytes += hints.isEmpty() ? 0 : redis.memoryUsage(key, 0) * ours / hints.size();
    }
    return links == 0 ? 0 : bytes / links;
  }
}

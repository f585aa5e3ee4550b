package io.lockstep.state;

import static io.lockstep.state.RedisScript.bytes;

import java.util.Arrays;
import java.util.function.Consumer;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/**
 * What a killed process still holds in its embedded Redis. Only one process at a time works with an
 * embedded Redis, so that at its start nobody living holds a mailbox or a turn: without this, a
 * mailbox would rest until the leases of the killed process lapse.
 */
public final class DeadLeases {
  private static final int AT_ONCE = 500;

  private DeadLeases() {}

  /**
   * Ends all leases and lets all turns that are out lapse. Never to be called on a Redis that other
   * workers use.
   */
  public static void end(UnifiedJedis redis) {
    each(redis, "lockstep:{*}:facts", key -> redis.hdel(key, bytes("holder"), bytes("until")));
    each(
        redis,
        "lockstep:{q*}:out",
        key -> redis.zrange(key, 0, -1).forEach(mailbox -> redis.zadd(key, 1, mailbox)));
  }

  private static void each(UnifiedJedis redis, String pattern, Consumer<byte[]> work) {
    ScanParams some = new ScanParams().match(pattern).count(AT_ONCE);
    byte[] cursor = ScanParams.SCAN_POINTER_START_BINARY;
    do {
      ScanResult<byte[]> found = redis.scan(cursor, some);
      found.getResult().forEach(work);
      cursor = found.getCursorAsBytes();
    } while (!Arrays.equals(cursor, ScanParams.SCAN_POINTER_START_BINARY));
  }
}

package io.lockstep.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.push.ChannelStore;
import io.lockstep.push.WatchChannel;
import io.lockstep.state.MailboxId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.UnifiedJedis;

/**
 * Push channels in Redis, where every process that may receive a notification finds them. Secrets
 * are there as hashes only.
 */
public final class RedisChannels implements ChannelStore {
  private static final String BY_ID = "lockstep:channels";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final UnifiedJedis redis;

  public RedisChannels(UnifiedJedis redis) {
    this.redis = redis;
  }

  @Override
  public void save(WatchChannel channel) {
    ObjectNode row = JSON.createObjectNode();
    row.put("org", channel.mailbox().orgId());
    row.put("user", channel.mailbox().userId());
    row.put("address", channel.address());
    row.put("resource", channel.resourceId());
    row.put("token", channel.tokenHash());
    row.put("expires", channel.expires().toString());
    redis.hset(BY_ID, channel.id(), row.toString());
    redis.sadd(keyOf(channel.mailbox()), channel.id());
  }

  @Override
  public Optional<WatchChannel> byId(String id) {
    return Optional.ofNullable(redis.hget(BY_ID, id)).map(row -> read(id, row));
  }

  @Override
  public List<WatchChannel> of(MailboxId mailbox) {
    return redis.smembers(keyOf(mailbox)).stream().flatMap(id -> byId(id).stream()).toList();
  }

  @Override
  public void remove(String id) {
    byId(id).ifPresent(channel -> redis.srem(keyOf(channel.mailbox()), id));
    redis.hdel(BY_ID, id);
  }

  private static String keyOf(MailboxId mailbox) {
    return "lockstep:channels:" + mailbox;
  }

  private static WatchChannel read(String id, String row) {
    try {
      var json = JSON.readTree(row);
      return new WatchChannel(
          id,
          new MailboxId(json.path("org").asText(), json.path("user").asText()),
          json.path("address").asText(),
          json.path("resource").asText(),
          json.path("token").asText(),
          Instant.parse(json.path("expires").asText()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a push channel cannot be read: " + id, e);
    }
  }
}

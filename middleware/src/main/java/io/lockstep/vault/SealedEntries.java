package io.lockstep.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import redis.clients.jedis.UnifiedJedis;

/** Sealed things in Redis: a hash for each org, and the set of orgs. Base64 text throughout. */
final class SealedEntries {
  private static final String ORGS = "lockstep:registry";

  /** Only what was read may be replaced: somebody else may have put a newer one meanwhile. */
  private static final String REPLACE =
      """
      if redis.call('HGET', KEYS[1], ARGV[1]) == ARGV[2] then
        redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
        return 1
      end
      return 0
      """;

  private final UnifiedJedis redis;

  SealedEntries(UnifiedJedis redis) {
    this.redis = redis;
  }

  Set<String> orgs() {
    return new TreeSet<>(redis.smembers(ORGS));
  }

  Optional<byte[]> get(SecretName name) {
    return Optional.ofNullable(redis.hget(key(name.tenant()), name.name()))
        .map(Base64.getDecoder()::decode);
  }

  /** All of an org, by name, still sealed, as base64. */
  Map<String, String> all(String orgId) {
    return new TreeMap<>(redis.hgetAll(key(orgId)));
  }

  void put(SecretName name, byte[] cipher) {
    redis.sadd(ORGS, name.tenant());
    redis.hset(key(name.tenant()), name.name(), text(cipher));
  }

  void replace(SecretName name, byte[] old, byte[] cipher) {
    Object unused =
        redis.eval(
            REPLACE, List.of(key(name.tenant())), List.of(name.name(), text(old), text(cipher)));
  }

  void remove(SecretName name) {
    redis.hdel(key(name.tenant()), name.name());
  }

  void removeOrg(String orgId) {
    redis.unlink(key(orgId));
    redis.srem(ORGS, orgId);
  }

  /** Puts back what is missing of an org. The org is named last: until then it counts as lost. */
  void restore(String orgId, Map<String, String> entries) {
    entries.forEach((name, cipher) -> redis.hsetnx(key(orgId), name, cipher));
    redis.sadd(ORGS, orgId);
  }

  private static String text(byte[] cipher) {
    return new String(Base64.getEncoder().encode(cipher), UTF_8);
  }

  private static String key(String orgId) {
    return "lockstep:registry:{" + orgId + "}";
  }
}

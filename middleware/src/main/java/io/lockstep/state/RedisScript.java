package io.lockstep.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * A Lua script kept beside this class, called by its hash. A server that does not know it (new,
 * restarted or flushed) is given the text once. Only keys handed over are touched, so a script
 * serves a cluster as long as they share a slot.
 */
final class RedisScript {
  private final byte[] text;
  private final byte[] sha;

  private RedisScript(byte[] text) {
    this.text = text;
    try {
      byte[] digest = MessageDigest.getInstance("SHA-1").digest(text);
      this.sha = HexFormat.of().formatHex(digest).getBytes(UTF_8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-1, which Redis names scripts by", e);
    }
  }

  /**
   * @param names without {@code .lua}; several are put one after another
   */
  static RedisScript named(String... names) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (String name : names) {
      text.writeBytes(read(name + ".lua"));
    }
    return new RedisScript(text.toByteArray());
  }

  private static byte[] read(String file) {
    try (InputStream in = RedisScript.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("script " + file + " is missing from the build");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the script gave: {@code Long}, {@code byte[]}, a list of such, or null. */
  @Nullable Object run(UnifiedJedis redis, List<byte[]> keys, List<byte[]> args) {
    try {
      return redis.evalsha(sha, keys, args);
    } catch (JedisNoScriptException e) {
      return redis.eval(text, keys, args);
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  static byte[] bytes(long number) {
    return bytes(Long.toString(number));
  }

  static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }
}

package io.lockstep.state;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What tells one start of the embedded Redis from another.
 *
 * @param port on the loopback address
 * @param password letters and digits
 */
record RedisConfiguration(int port, String password) {
  private static final Pattern PORT = Pattern.compile("^port (\\d{1,5})$", Pattern.MULTILINE);
  private static final Pattern PASSWORD =
      Pattern.compile("^requirepass ([A-Za-z0-9]+)$", Pattern.MULTILINE);

  static Optional<RedisConfiguration> parse(String text) {
    Matcher port = PORT.matcher(text);
    Matcher password = PASSWORD.matcher(text);
    return port.find() && password.find()
        ? Optional.of(new RedisConfiguration(Integer.parseInt(port.group(1)), password.group(1)))
        : Optional.empty();
  }

  /** The configuration file. */
  String text(Path dir) {
    return """
        # Written by Lockstep at each start; changes are lost.
        bind 127.0.0.1
        protected-mode yes
        port %d
        requirepass %s
        dir "%s"
        pidfile "%s"
        daemonize no
        # All changes go to the append-only file, written out each second.
        appendonly yes
        appendfsync everysec
        save ""
        # What is kept here must not be thrown out for want of room.
        maxmemory-policy noeviction
        databases 1
        """
        .formatted(port, password, dir, dir.resolve("redis.pid"));
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "127.0.0.1:" + port;
  }
}

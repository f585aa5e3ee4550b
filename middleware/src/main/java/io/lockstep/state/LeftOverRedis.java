package io.lockstep.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A Redis of an earlier start that still runs on our directory: the machine killed the watch as
 * well, or it is just ending. Two on one append-only file would spoil it, so it is stopped before
 * another starts.
 */
final class LeftOverRedis {
  private static final Logger LOG = LoggerFactory.getLogger(LeftOverRedis.class);
  private static final long SECONDS_TO_END = 40;

  private LeftOverRedis() {}

  /** Call with the directory held: then no living Lockstep needs it. */
  static void stop(RedisDirectory directory) throws IOException, InterruptedException {
    Optional<RedisConfiguration> last = directory.lastConfiguration();
    if (last.isPresent()) {
      ask(last.get(), directory);
    }
    Optional<ProcessHandle> process =
        directory.lastPid().flatMap(ProcessHandle::of).filter(handle -> worksIn(handle, directory));
    if (process.isPresent()) {
      end(process.get());
    }
  }

  /** Only the Redis that knows our password and works in our directory is told to stop. */
  private static void ask(RedisConfiguration configuration, RedisDirectory directory) {
    try (Jedis jedis = EmbeddedRedis.connect(configuration)) {
      if (directory.path().toString().equals(jedis.configGet("dir").get("dir"))) {
        LOG.info("stopping the Redis {} that an earlier start left over", configuration);
        jedis.shutdown();
      }
    } catch (JedisException e) {
      // Nobody there, somebody else's port by now, or it closed the connection as it stopped.
      LOG.debug("no Redis left over at {}", configuration);
    }
  }

  private static void end(ProcessHandle process) throws InterruptedException {
    try {
      process.onExit().get(SECONDS_TO_END, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      LOG.warn("killing the hung Redis {} that an earlier start left over", process.pid());
      process.destroyForcibly();
      process.onExit().join();
    } catch (ExecutionException e) {
      throw new EmbeddedRedisException("The end of process " + process.pid() + " is unknown", e);
    }
  }

  /** Process ids are used again: ours has our directory as its own. */
  private static boolean worksIn(ProcessHandle process, RedisDirectory directory) {
    Path current = Path.of("/proc", Long.toString(process.pid()), "cwd");
    try {
      return Files.isSameFile(current, directory.path());
    } catch (IOException e) {
      // Gone, another user's, or a system without /proc: there the answer to ask() must do.
      return false;
    }
  }
}

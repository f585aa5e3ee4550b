package io.lockstep.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The directory of an embedded Redis: its data, configuration and log, readable by the owner only,
 * and held by one process at a time.
 */
final class RedisDirectory implements AutoCloseable {
  private final Path path;
  private final FileChannel lock;

  private RedisDirectory(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * @throws EmbeddedRedisException where it is held by another process, not ours, or not writable
   */
  static RedisDirectory hold(Path dataDir) {
    Path path = dataDir.toAbsolutePath().normalize().resolve("redis");
    try {
      create(path);
      refuseForeign(path);
      return new RedisDirectory(path, lock(path));
    } catch (UnsupportedOperationException e) {
      throw new EmbeddedRedisException(
          "The embedded Redis needs a file system with Unix permissions at "
              + path
              + ". Set LOCKSTEP_REDIS_URL to a Redis of your own.",
          e);
    } catch (IOException e) {
      throw new EmbeddedRedisException(
          "The data directory "
              + path
              + " cannot be used ("
              + e.getClass().getSimpleName()
              + "): it must belong to the user "
              + System.getProperty("user.name")
              + " and be writable.",
          e);
    }
  }

  private static void create(Path path) throws IOException {
    var ownerOnly = PosixFilePermissions.fromString("rwx------");
    if (!Files.isDirectory(path)) {
      Files.createDirectories(path, PosixFilePermissions.asFileAttribute(ownerOnly));
    }
    Files.setPosixFilePermissions(path, ownerOnly);
  }

  private static void refuseForeign(Path path) throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      List<String> names = files.map(file -> file.getFileName().toString()).toList();
      if (!names.isEmpty() && !names.contains("lock")) {
        throw new EmbeddedRedisException(
            "The directory "
                + path
                + " holds files that Lockstep did not put there ("
                + names.getFirst()
                + "). Choose another data directory or empty it.");
      }
    }
  }

  private static FileChannel lock(Path path) throws IOException {
    Path file = path.resolve("lock");
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        channel.truncate(0);
        channel.write(
            ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(UTF_8)));
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // Held by this very process: the same sentence serves.
    }
    channel.close();
    throw new EmbeddedRedisException(
        "The data directory "
            + path
            + " is in use by another Lockstep (process "
            + Files.readString(file)
            + "). Stop it, or give this one another data directory.");
  }

  Path path() {
    return path;
  }

  Path binaries() {
    return path.resolve("bin");
  }

  Path configuration() {
    return path.resolve("redis.conf");
  }

  Path log() {
    return path.resolve("redis.log");
  }

  /** The configuration of the last start. */
  Optional<RedisConfiguration> lastConfiguration() throws IOException {
    return Files.isRegularFile(configuration())
        ? RedisConfiguration.parse(Files.readString(configuration()))
        : Optional.empty();
  }

  /** The process that Redis noted when it last started. */
  Optional<Long> lastPid() throws IOException {
    Path file = path.resolve("redis.pid");
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    String text = Files.readString(file).strip();
    return text.matches("\\d{1,18}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
  }

  void write(RedisConfiguration configuration) throws IOException {
    Path fresh = path.resolve("redis.conf.new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(fresh, configuration.text(path));
    Files.move(
        fresh,
        configuration(),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** The end of the log, for an error message. */
  String lastWords() {
    try {
      List<String> lines = Files.readAllLines(log());
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    } catch (IOException e) {
      return "(no log: " + e.getClass().getSimpleName() + ")";
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new EmbeddedRedisException("The lock of " + path + " cannot be given back", e);
    }
  }
}

package io.lockstep.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.embedded.core.ExecutableProvider;

/** Where a {@code redis-server} comes from that runs here. */
enum RedisBinary {
  /** The one in the build, unpacked; where it does not run, the one on the PATH. */
  BUNDLED_OR_SYSTEM((dir, path) -> bundled(dir).or(() -> system(path))),
  /** The one on the PATH only. */
  SYSTEM((dir, path) -> system(path));

  private static final Pattern VERSION = Pattern.compile("v=(\\d+)\\.(\\d+)");
  private static final long SECONDS_TO_ANSWER = 20;

  private final BiFunction<Path, String, Optional<Path>> source;

  RedisBinary(BiFunction<Path, String, Optional<Path>> source) {
    this.source = source;
  }

  /**
   * @param dir where it may be unpacked
   * @param path the PATH
   * @throws EmbeddedRedisException where there is none
   */
  Path find(Path dir, String path) {
    return source
        .apply(dir, path)
        .orElseThrow(
            () ->
                new EmbeddedRedisException(
                    "No redis-server runs on this machine: the bundled one needs OpenSSL 3"
                        + " (libssl.so.3) and none of version 6.2 or later is on the PATH. Install"
                        + " one (Debian, Ubuntu: apt-get install redis-server) or set"
                        + " LOCKSTEP_REDIS_URL to a Redis of your own."));
  }

  private static Optional<Path> bundled(Path dir) {
    try {
      Files.createDirectories(dir);
      File file = ExecutableProvider.newJarResourceProvider(dir.toFile()).get();
      return Optional.of(file.toPath().toAbsolutePath()).filter(RedisBinary::runs);
    } catch (IOException | RuntimeException e) {
      // No binary for this system, or no room or right to unpack it: the PATH comes next.
      return Optional.empty();
    }
  }

  private static Optional<Path> system(String path) {
    List<Path> candidates = new ArrayList<>();
    for (String dir : path.split(Pattern.quote(File.pathSeparator), -1)) {
      for (String name : List.of("redis-server", "valkey-server")) {
        candidates.add(Path.of(dir.isEmpty() ? "." : dir, name).toAbsolutePath());
      }
    }
    return candidates.stream().filter(Files::isExecutable).filter(RedisBinary::runs).findFirst();
  }

  /** Whether it starts at all and is 6.2 or later. */
  private static boolean runs(Path file) {
    try {
      Process process =
          new ProcessBuilder(file.toString(), "--version").redirectErrorStream(true).start();
      process.getOutputStream().close();
      if (!process.waitFor(SECONDS_TO_ANSWER, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return false;
      }
      Matcher version = VERSION.matcher(new String(process.getInputStream().readAllBytes(), UTF_8));
      return process.exitValue() == 0
          && version.find()
          && Integer.parseInt(version.group(1)) * 100 + Integer.parseInt(version.group(2)) >= 602;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

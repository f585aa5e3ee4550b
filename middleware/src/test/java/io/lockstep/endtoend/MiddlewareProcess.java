package io.lockstep.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command {@code lockstep} in a process of its own; all it says goes to one file. */
final class MiddlewareProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final Path output;

  private MiddlewareProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * @param environment its {@code LOCKSTEP_…} variables; none of the caller's are handed on
   */
  static MiddlewareProcess start(
      Path output, Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-Xshare:auto", "-Xmx400m", "-XX:TieredStopAtLevel=1", "-cp", classPath()));
    command.add("io.lockstep.cli.Main");
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("LOCKSTEP_"));
    builder.environment().putAll(environment);
    try {
      return new MiddlewareProcess(builder.start(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A build tool may hand the class path over in a property of its own. */
  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  String output() {
    try {
      return Files.readString(output, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it says this. */
  void awaitOutput(String part) {
    await("the process says: " + part)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> output().contains(part));
  }

  /** Waits for its end and gives the exit code. */
  int exitCode() {
    try {
      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .as("ends by itself; it said: %s", output())
          .isTrue();
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** As a machine that loses power does, for this process. */
  void kill() {
    process.destroyForcibly();
    waitForEnd();
  }

  /** As an operator stops it. */
  @Override
  public void close() {
    process.destroy();
    waitForEnd();
  }

  private void waitForEnd() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("the process did not end; it said: " + output());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}

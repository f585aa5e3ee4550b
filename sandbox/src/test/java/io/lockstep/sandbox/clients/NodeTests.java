package io.lockstep.sandbox.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lockstep.sandbox.Sandbox;
import io.lockstep.sandbox.SandboxOptions;
import io.lockstep.sandbox.seed.SeedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs one file of tests with Node's own test runner, against a sandbox of its own. */
final class NodeTests {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LIMIT_MINUTES = 5;

  /**
   * How one test of the file ended.
   *
   * @param left whether it was skipped or is still to be written
   * @param error why it failed; null where it did not
   */
  record Result(String name, boolean left, @Nullable String error) {}

  private final Path folder;

  NodeTests(Path folder) {
    this.folder = folder;
  }

  /** The files with tests, by their path below the folder. */
  List<String> files() throws IOException {
    try (var found = Files.walk(folder, 2)) {
      return found
          .filter(p -> p.getFileName().toString().endsWith(".test.mjs"))
          .map(p -> folder.relativize(p).toString())
          .sorted()
          .toList();
    }
  }

  /**
   * Runs one file.
   *
   * @throws IOException where the file did not run to its end or holds no test
   */
  List<Result> run(String file) throws IOException, InterruptedException {
    Path results = Files.createTempFile("results", ".jsonl");
    Path output = Files.createTempFile("output", ".txt");
    SandboxOptions options = SandboxOptions.forTests().withSeed(SeedRequest.Size.small.request(1));
    try (Sandbox sandbox = Sandbox.start(options)) {
      ProcessBuilder builder =
          new ProcessBuilder(
              "node",
              "--test",
              "--test-reporter=./events.mjs",
              "--test-reporter-destination=" + results,
              file);
      builder.directory(folder.toFile());
      builder.environment().put("LOCKSTEP_SANDBOX", sandbox.ready().toString());
      builder.redirectErrorStream(true).redirectOutput(output.toFile());
      Process node = builder.start();
      if (!node.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
        node.destroyForcibly();
        throw new IOException(file + " took more than " + LIMIT_MINUTES + " minutes");
      }
      List<Result> found = read(results, file);
      boolean failed = found.stream().anyMatch(r -> r.error() != null);
      if (found.isEmpty() || (node.exitValue() != 0 && !failed)) {
        throw new IOException(
            file + " ended with " + node.exitValue() + ":\n" + Files.readString(output));
      }
      return found;
    } finally {
      Files.delete(results);
      Files.delete(output);
    }
  }

  /** The runner also reports the file itself: that counts only where it failed before its tests. */
  private static List<Result> read(Path results, String file) throws IOException {
    List<Result> tests = new ArrayList<>();
    List<Result> whole = new ArrayList<>();
    for (String line : Files.readAllLines(results)) {
      JsonNode node = JSON.readTree(line);
      Result result =
          new Result(
              node.path("name").asText(),
              node.path("left").asBoolean(),
              node.path("error").isNull() ? null : node.path("error").asText());
      (result.name().endsWith(file) ? whole : tests).add(result);
    }
    return tests.isEmpty() ? whole : tests;
  }
}

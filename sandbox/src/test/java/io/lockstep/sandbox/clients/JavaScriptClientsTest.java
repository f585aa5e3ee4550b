package io.lockstep.sandbox.clients;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * The vendors' own JavaScript clients, unchanged, against the sandbox: each test of {@code
 * src/test/javascript} is a test here. They also run by themselves with {@code npm test} there.
 */
@Tag("clients")
class JavaScriptClientsTest {
  private static final Path FOLDER = Path.of("src/test/javascript");

  @TestFactory
  Stream<DynamicNode> clients() throws IOException, InterruptedException {
    assumeTrue(NodeModules.available(), "needs Node 20 or newer with npm (Debian: nodejs and npm)");
    new NodeModules(FOLDER).install();
    NodeTests node = new NodeTests(FOLDER);
    return node.files().stream()
        .map(file -> DynamicContainer.dynamicContainer(file, results(node, file)));
  }

  private static Stream<DynamicTest> results(NodeTests node, String file) {
    // The file runs when its container is asked for its tests, so that files run one by one.
    return Stream.of(file)
        .flatMap(
            one -> {
              List<NodeTests.Result> results;
              try {
                results = node.run(one);
              } catch (IOException | InterruptedException e) {
                return Stream.of(DynamicTest.dynamicTest(one, () -> fail(e)));
              }
              return results.stream().map(r -> DynamicTest.dynamicTest(r.name(), () -> report(r)));
            });
  }

  private static void report(NodeTests.Result result) {
    if (result.error() != null) {
      fail(result.error());
    }
    if (result.left()) {
      abort("left out by " + result.name());
    }
  }
}

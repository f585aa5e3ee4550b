package io.lockstep.sandbox.clients;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The vendors' JavaScript clients, as npm installs them from the lock file. */
final class NodeModules {
  private static final int INSTALL_MINUTES = 10;

  private final Path folder;

  NodeModules(Path folder) {
    this.folder = folder;
  }

  /** Whether {@code npm} and {@code node} are on the path. */
  static boolean available() {
    return onPath("npm") && onPath("node");
  }

  private static boolean onPath(String command) {
    String path = System.getenv("PATH");
    if (path == null) {
      return false;
    }
    for (String one : path.split(File.pathSeparator, -1)) {
      if (Files.isExecutable(Path.of(one, command))) {
        return true;
      }
    }
    return false;
  }

  /** Installs what the lock file names, unless that is there already. */
  void install() throws IOException, InterruptedException {
    if (installed()) {
      return;
    }
    Path log = Files.createTempFile("npm-ci", ".log");
    Process npm =
        new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!npm.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES)) {
      npm.destroyForcibly();
      throw new IOException("npm ci took more than " + INSTALL_MINUTES + " minutes");
    }
    if (npm.exitValue() != 0) {
      throw new IOException("npm ci failed in " + folder + ":\n" + Files.readString(log));
    }
    Files.delete(log);
  }

  private boolean installed() throws IOException {
    Path done = folder.resolve("node_modules/.package-lock.json");
    return Files.exists(done)
        && Files.getLastModifiedTime(done)
                .compareTo(Files.getLastModifiedTime(folder.resolve("package-lock.json")))
            >= 0;
  }
}

package io.lockstep.sandbox;

import io.lockstep.sandbox.seed.SeedRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How to start a sandbox.
 *
 * @param portBase control is on this port and the services on the next ones; 0 = free ports
 * @param seed what to fill it with at the start; null = leave it empty
 * @param forceApp the folder with the Salesforce package that the org has installed
 * @param machineTime the time that the sandbox's clock starts from
 */
public record SandboxOptions(
    int portBase, @Nullable SeedRequest seed, Path forceApp, Supplier<Instant> machineTime) {
  /** Free ports, nothing in it, and the package of this checkout: what tests want. */
  public static SandboxOptions forTests() {
    return new SandboxOptions(0, null, findForceApp(), Instant::now);
  }

  public SandboxOptions withSeed(SeedRequest request) {
    return new SandboxOptions(portBase, request, forceApp, machineTime);
  }

  public SandboxOptions withPortBase(int base) {
    return new SandboxOptions(base, seed, forceApp, machineTime);
  }

  public SandboxOptions withMachineTime(Supplier<Instant> time) {
    return new SandboxOptions(portBase, seed, forceApp, time);
  }

  /** {@code force-app} in the working directory or in the nearest folder above it. */
  public static Path findForceApp() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path found = at.resolve("force-app");
      if (found.toFile().isDirectory()) {
        return found;
      }
    }
    throw new IllegalStateException(
        "no folder force-app here or above: start the sandbox from a checkout of Lockstep, or name the"
            + " folder with --force-app");
  }
}

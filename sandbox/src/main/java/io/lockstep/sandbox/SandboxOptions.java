package io.lockstep.sandbox;

import io.lockstep.sandbox.seed.SeedRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How to start a sandbox.
 *
 * @param portBase control is on this port and the services on the next ones; 0 = free ports
 * @param seed what to fill it with at the start; null = leave it empty
 * @param forceApp the folder with the Salesforce package that the org has installed
 * @param redirectUris where the OAuth clients may send a browser back to
 * @param machineTime the time that the sandbox's clock starts from
 */
public record SandboxOptions(
    int portBase,
    @Nullable SeedRequest seed,
    Path forceApp,
    List<String> redirectUris,
    Supplier<Instant> machineTime) {
  /** Where OAuth may send a browser back to when nothing else is said. */
  public static final List<String> REDIRECT_URIS =
      List.of("http://localhost:8080/oauth/callback", "http://127.0.0.1:8080/oauth/callback");

  public SandboxOptions {
    redirectUris = List.copyOf(redirectUris);
  }

  /** Free ports, nothing in it, and the package of this checkout: what tests want. */
  public static SandboxOptions forTests() {
    return new SandboxOptions(0, null, findForceApp(), REDIRECT_URIS, Instant::now);
  }

  public SandboxOptions withSeed(SeedRequest request) {
    return new SandboxOptions(portBase, request, forceApp, redirectUris, machineTime);
  }

  public SandboxOptions withPortBase(int base) {
    return new SandboxOptions(base, seed, forceApp, redirectUris, machineTime);
  }

  public SandboxOptions withMachineTime(Supplier<Instant> time) {
    return new SandboxOptions(portBase, seed, forceApp, redirectUris, time);
  }

  public SandboxOptions withRedirectUris(List<String> uris) {
    return new SandboxOptions(portBase, seed, forceApp, uris, machineTime);
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

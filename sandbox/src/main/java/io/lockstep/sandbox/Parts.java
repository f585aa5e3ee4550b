package io.lockstep.sandbox;

import io.lockstep.sandbox.control.Services;
import java.util.List;

/** The services a sandbox consists of. */
final class Parts {
  private Parts() {}

  static List<Services.Maker> makers(SandboxOptions options) {
    return List.of();
  }
}

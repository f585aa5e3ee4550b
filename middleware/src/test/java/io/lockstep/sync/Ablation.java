package io.lockstep.sync;

import java.util.Set;

/** The only way to take a safeguard away. */
public final class Ablation {
  private Ablation() {}

  public static Safeguards without(Safeguard... taken) {
    return new Safeguards(Set.of(taken));
  }
}

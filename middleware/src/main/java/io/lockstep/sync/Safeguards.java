package io.lockstep.sync;

import java.util.EnumSet;
import java.util.Set;

/** The safeguards in force: all of them, except in tests. */
public final class Safeguards {
  public static final Safeguards ALL = new Safeguards(EnumSet.noneOf(Safeguard.class));

  private final Set<Safeguard> off;

  /** Only this package's tests can take one away. */
  Safeguards(Set<Safeguard> off) {
    this.off = off.isEmpty() ? EnumSet.noneOf(Safeguard.class) : EnumSet.copyOf(off);
  }

  public boolean on(Safeguard safeguard) {
    return !off.contains(safeguard);
  }
}

package io.lockstep.sandbox.frame;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The faults in force. Services ask {@link #strikes} at each place where a fault of some kind could
 * show.
 */
public final class Faults {
  private final List<Fault> active = new ArrayList<>();
  private final Random random;
  private long next = 1;

  public Faults(long seed) {
    this.random = new Random(seed);
  }

  public synchronized Fault add(
      String service,
      Fault.Kind kind,
      @Nullable Integer count,
      double probability,
      @Nullable String match) {
    Fault fault =
        new Fault(
            "f" + next++,
            service,
            kind,
            count,
            probability,
            match == null ? null : java.util.regex.Pattern.compile(match));
    active.add(fault);
    return fault;
  }

  public synchronized List<Fault> active() {
    return List.copyOf(active);
  }

  public synchronized void clear() {
    active.clear();
  }

  public synchronized boolean remove(String id) {
    return active.removeIf(f -> f.id().equals(id));
  }

  /**
   * Whether a fault of this kind strikes now; one with a count is used up by it.
   *
   * @param subject what the fault's pattern is matched against, {@code METHOD path?query} for a
   *     request
   */
  public synchronized boolean strikes(String service, Fault.Kind kind, String subject) {
    for (int i = 0; i < active.size(); i++) {
      Fault f = active.get(i);
      if (!f.service().equals(service) || f.kind() != kind) {
        continue;
      }
      if (f.match() != null && !f.match().matcher(subject).find()) {
        continue;
      }
      if (random.nextDouble() >= f.probability()) {
        continue;
      }
      if (f.count() != null) {
        if (f.count() <= 1) {
          active.remove(i);
        } else {
          active.set(
              i,
              new Fault(f.id(), f.service(), f.kind(), f.count() - 1, f.probability(), f.match()));
        }
      }
      return true;
    }
    return false;
  }
}

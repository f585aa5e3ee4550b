package io.lockstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.sync.Ablation;
import io.lockstep.sync.Safeguard;
import io.lockstep.sync.Safeguards;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Thousands of seeded lives of a mailbox keep every property; with any safeguard taken away some life breaks one. {@code
 * -Dsimulation.seeds=N} runs more, {@code -Dsimulation.from=N} begins elsewhere, {@code -Dsimulation.seed=N} replays one.
 */
class SimulationTest {
  private static final long SEEDS = Long.getLong("simulation.seeds", 6_000);
  private static final long FROM = Long.getLong("simulation.from", 0);
  private static final int ABLATION_SEEDS = 6_000;

  @Test
  void lives_withAllSafeguards_keepEveryProperty() {
    Long only = Long.getLong("simulation.seed");
    long from = only == null ? FROM : only;
    long until = only == null ? FROM + SEEDS : only + 1;
    List<String> broken = new ArrayList<>();
    for (long seed = from; seed < until && broken.size() < 5; seed++) {
      List<String> violations = live(seed, Safeguards.ALL);
      if (!violations.isEmpty()) {
        broken.add("seed " + seed + ": " + violations + " (replay: -Dsimulation.seed=" + seed + ")");
      }
    }
    assertThat(broken).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Safeguard.class)
  void lives_withoutASafeguard_break(Safeguard taken) {
    Safeguards safeguards = Ablation.without(taken);
    for (long seed = 0; seed < ABLATION_SEEDS; seed++) {
      if (!live(seed, safeguards).isEmpty()) {
        return;
      }
    }
    throw new AssertionError(
        "no life of " + ABLATION_SEEDS + " missed " + taken + ": the simulation cannot prove that it is needed");
  }

  static List<String> live(long seed, Safeguards safeguards) {
    Simulation life = new Simulation(seed, safeguards);
    try {
      life.run();
    } catch (RuntimeException e) {
      life.violations.add(e.toString() + " at " + e.getStackTrace()[0]);
    }
    return life.violations;
  }
}

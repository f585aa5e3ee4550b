package io.lockstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.sync.Ablation;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Safeguard;
import io.lockstep.sync.Safeguards;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Thousands of lives keep every property, and none of the safety rules can be spared.
 *
 * <p>{@code -Dsimulation.seeds=N} lives N lives, {@code -Dsimulation.from=N} begins elsewhere,
 * {@code -Dsimulation.seed=N} replays one.
 */
class SimulationTest {
  /** Within so many lives one must break without a safeguard. */
  private static final int TRIED = 4_000;

  private static final int STEP = 50;

  @Test
  void lives_allSafeguards_keepEveryProperty() {
    Long one = Long.getLong("simulation.seed");
    long from = one == null ? Long.getLong("simulation.from", 0) : one;
    long seeds = one == null ? Long.getLong("simulation.seeds", 5_000) : 1;

    Map<Long, List<String>> broken =
        LongStream.range(from, from + seeds)
            .parallel()
            .boxed()
            .collect(Collectors.toMap(seed -> seed, seed -> Simulation.live(seed, Safeguards.ALL)));
    broken.values().removeIf(List::isEmpty);

    assertThat(new TreeMap<>(broken))
        .as("broken lives, by seed; replay one with -Dsimulation.seed=N")
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HINTS_OUTLIVE_THE_PASS")
  void lives_withoutOneSafeguard_breakSooner(Safeguard taken) {
    Safeguards rest = Ablation.without(taken);

    long begin = knownToBreak(taken);
    OptionalLong broken = OptionalLong.empty();
    for (long from = begin; broken.isEmpty() && from < begin + TRIED; from += STEP) {
      broken =
          LongStream.range(from, from + STEP)
              .parallel()
              .filter(seed -> !Simulation.live(seed, rest).isEmpty())
              .findAny();
    }

    assertThat(broken).as("a life that breaks without " + taken).isPresent();
  }

  /** In whole lives the overlap of the feed makes up for it; here the feed has none. */
  @Test
  void hintsDuringAPass_outliveIt_orElseEditsAreLost() {
    Safeguards rest = Ablation.without(Safeguard.HINTS_OUTLIVE_THE_PASS);

    assertThat(editsLost(Safeguards.ALL)).isZero();
    assertThat(editsLost(rest)).isPositive();
  }

  private static int editsLost(Safeguards safeguards) {
    Scenario scenario = Scenario.without(safeguards, Provider.GOOGLE_LIKE);
    Row record = scenario.record(0, "ann");
    scenario.passes();
    Item item = scenario.mailbox(0).live(Kind.CONTACT).getFirst();
    int lost = 0;
    for (int i = 0; i < 100; i++) {
      String notes = "note " + i;
      scenario.editsDuringAPass(record, "notes", notes);
      boolean typed = record.fields.get("notes").equals(notes);
      lost += typed && !item.fields.get("notes").equals(notes) ? 1 : 0;
    }
    return lost;
  }

  /**
   * A little before a life that is known to break, so that the search is short; it goes on from
   * there.
   */
  private static long knownToBreak(Safeguard taken) {
    return switch (taken) {
      case UPDATE_INTENT -> 280;
      case DELETION_LOOKED_AT -> 480;
      default -> 0;
    };
  }
}

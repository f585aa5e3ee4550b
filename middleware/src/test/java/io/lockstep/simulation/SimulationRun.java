package io.lockstep.simulation;

import io.lockstep.sync.Ablation;
import io.lockstep.sync.Safeguard;
import io.lockstep.sync.Safeguards;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs many lives from the command line and prints a table: {@code SimulationRun [SEEDS] [FROM]
 * [all|SAFEGUARD]}. With {@code all} every safeguard is taken away in turn.
 */
public final class SimulationRun {
  private SimulationRun() {}

  public static void main(String[] args) {
    long seeds = args.length > 0 ? Long.parseLong(args[0]) : 3_000;
    long from = args.length > 1 ? Long.parseLong(args[1]) : 0;
    boolean broken = row("all safeguards", seeds, from, Safeguards.ALL) > 0;
    if (args.length > 2) {
      for (Safeguard taken : Safeguard.values()) {
        if (args[2].equals("all") || args[2].equals(taken.name())) {
          broken |= row("without " + taken, seeds, from, Ablation.without(taken)) == 0;
        }
      }
    }
    System.exit(broken ? 1 : 0);
  }

  private static int row(String name, long seeds, long from, Safeguards safeguards) {
    int broken = 0;
    long first = -1;
    Map<String, Integer> kinds = new TreeMap<>();
    for (long seed = from; seed < from + seeds; seed++) {
      List<String> violations = Simulation.live(seed, safeguards);
      if (!violations.isEmpty()) {
        broken++;
        first = first < 0 ? seed : first;
        if (broken <= Integer.getInteger("simulation.show", 1)) {
          System.out.println("    " + seed + ": " + violations);
        }
        for (String v : violations) {
          kinds.merge(v.replaceAll("[ =:].*", ""), 1, Integer::sum);
        }
      }
    }
    System.out.printf(
        "%-44s broken %6d of %d%s %s%n",
        name, broken, seeds, first < 0 ? "" : "  first " + first, kinds);
    return broken;
  }
}

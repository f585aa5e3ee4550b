package io.lockstep.simulation;

/** Judges the end of a simulated life by what people did, not by what the sync believes. */
final class Verdict {
  private final Evidence evidence;

  Verdict(Simulation life) {
    this.evidence = new Evidence(life);
  }

  void check() {
    new PairsVerdict(evidence).check();
    new DuplicatesVerdict(evidence).check();
    new ValuesVerdict(evidence).check();
    new ConflictsVerdict(evidence).check();
    new DeletionsVerdict(evidence).check();
    new MeetingsVerdict(evidence).check();
  }
}

package io.lockstep.simulation;

import io.lockstep.port.IssueReport;

/** A conflict names a value that a person typed. */
final class ConflictsVerdict {
  private final Evidence evidence;

  ConflictsVerdict(Evidence evidence) {
    this.evidence = evidence;
  }

  void check() {
    for (SimulatedOrg.Kept kept : evidence.life.org.issues.values()) {
      IssueReport issue = kept.issue();
      // A last name may be one that Salesforce demanded: made up from the address.
      if (issue.type() != IssueReport.Type.CONFLICT
          || issue.losingValue().isEmpty()
          || issue.field().equals("lastName")) {
        continue;
      }
      boolean typed =
          evidence.life.world.said.stream()
              .filter(s -> s.field().equals(issue.field()))
              .anyMatch(s -> Forms.shownAs(s.field(), s.value(), issue.losingValue()));
      if (!typed) {
        evidence.bad(
            "conflict over a value nobody typed: " + issue.field() + "=" + issue.losingValue());
      }
    }
  }
}

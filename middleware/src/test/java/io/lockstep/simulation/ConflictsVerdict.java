package io.lockstep.simulation;

import io.lockstep.port.IssueReport;
import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Side;

/** A conflict names a value that a person typed, and typed on the side that loses it. */
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
              .filter(s -> s.field().equals(issue.field()) && isOfTheLoser(s, issue))
              .anyMatch(s -> Forms.shownAs(s.field(), s.value(), issue.losingValue()));
      if (!typed && !isMatchOfCopies(issue)) {
        evidence.bad(
            "false conflict over " + issue.field() + "=" + issue.losingValue() + " " + issue.key());
      }
    }
  }

  /** A clone and a copy of one pair may differ, as the pair did when each of them was made. */
  private boolean isMatchOfCopies(IssueReport issue) {
    return evidence.life.world.copied.contains(String.valueOf(issue.recordId()))
        && evidence.life.world.copied.contains(String.valueOf(issue.itemId()));
  }

  /**
   * What stands in a record may have been typed in any mailbox but the one that wins, or be what a
   * flow of the org made of it; what stands in an item was typed there.
   */
  private boolean isOfTheLoser(World.Said said, IssueReport issue) {
    if (evidence.life.state.wasLost()) {
      return true; // what our own last write was is not known then; the loser is kept all the same
    }
    Item item = evidence.item(issue.itemId());
    String itemId = item == null ? "" : item.id;
    return issue.winner() == Side.ITEM
        ? said.side() == Side.RECORD || !said.id().equals(itemId) || isRewritten(said)
        : said.id().equals(itemId);
  }

  private static boolean isRewritten(World.Said said) {
    FieldValues typed = FieldValues.NONE.with(said.field(), said.value());
    return !Forms.same(said.field(), Forms.kept(typed).get(said.field()), said.value());
  }
}

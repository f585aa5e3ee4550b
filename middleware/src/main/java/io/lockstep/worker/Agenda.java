package io.lockstep.worker;

import io.lockstep.port.IssueReport;
import io.lockstep.state.Commit;
import io.lockstep.state.Commit.Change;
import io.lockstep.state.WorkEntry;
import io.lockstep.sync.Decision;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Rules;
import io.lockstep.sync.Side;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The cases of one round, what was decided about them, and what must be told or must wait. */
final class Agenda {
  final Pass pass;
  final Kind kind;
  final Rules rules;
  final List<IssueReport> issues = new ArrayList<>();
  final Set<WorkEntry> waiting = new HashSet<>();
  private final Map<String, Case> cases = new HashMap<>();
  private final List<Decision> decisions = new ArrayList<>();

  Agenda(Pass pass, Kind kind) {
    this.pass = pass;
    this.kind = kind;
    this.rules = pass.rules(kind);
  }

  void add(Case one, Decision decision) {
    cases.put(decision.link().id(), one);
    decisions.add(decision);
  }

  List<Decision> decisions() {
    return List.copyOf(decisions);
  }

  /** The decisions that lead to a write on this side. */
  List<Decision> writesTo(Side side) {
    return decisions.stream().filter(d -> targets(d, side)).toList();
  }

  private static boolean targets(Decision decision, Side side) {
    return switch (decision) {
      case Decision.Create create -> create.target() == side;
      case Decision.Update update -> update.target() == side;
      case Decision.Delete delete -> delete.target() == side;
      case Decision.Settle settle -> false;
      case Decision.TakeBack back -> side == Side.RECORD;
      case Decision.Part part -> false;
      case Decision.Wait wait -> false;
    };
  }

  Case caseOf(Decision decision) {
    Case found = cases.get(decision.link().id());
    if (found == null) {
      throw new IllegalStateException("a decision without its case: " + decision.link().id());
    }
    return found;
  }

  /** Not now: its entries stay for a later pass. */
  void postpone(Decision decision) {
    waiting.addAll(caseOf(decision).entries());
  }

  /** These are not carried out in this pass. */
  void holdBack(List<Decision> removals) {
    decisions.removeAll(removals);
    removals.forEach(this::postpone);
    pass.report.braked(removals.size());
  }

  static void done(Commit.Builder commit, Case one) {
    one.entries().forEach(entry -> commit.add(new Change.DoneWork(entry)));
  }

  /** Takes entries off the work set that need nothing. */
  void settle(List<WorkEntry> entries) {
    Commit.Builder commit = Commit.build();
    entries.forEach(entry -> commit.add(new Change.DoneWork(entry)));
    pass.lease.commit(commit.done());
  }

  /**
   * Returns once the org has confirmed all issues: what is about to be overwritten is safe then.
   */
  void report() {
    if (!issues.isEmpty()) {
      pass.lease.beforeCall();
      pass.crm.report(List.copyOf(issues));
      issues.clear();
    }
  }
}

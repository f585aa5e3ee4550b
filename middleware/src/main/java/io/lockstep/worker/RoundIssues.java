package io.lockstep.worker;

import io.lockstep.port.IssueReport;
import io.lockstep.sync.Conflict;
import io.lockstep.sync.Decision;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Link;
import io.lockstep.sync.Safeguard;
import io.lockstep.sync.Side;
import org.jspecify.annotations.Nullable;

/** What a person must know of a round: conflicts, things deleted and edited, refusals. */
final class RoundIssues {
  private final Agenda agenda;
  private final Pass pass;
  private final Kind kind;

  RoundIssues(Agenda agenda) {
    this.agenda = agenda;
    this.pass = agenda.pass;
    this.kind = agenda.kind;
  }

  /** What follows from decisions: values that lose, things that stay apart. */
  void ofDecisions() {
    for (Decision decision : agenda.decisions()) {
      if (decision instanceof Decision.Settle settle && !settle.keptApart().isEmpty()) {
        agenda.issues.add(
            issue(
                "apart." + settle.link().id() + "." + pass.now,
                IssueReport.Type.UNRESOLVED,
                settle.link(),
                "DIFFERS_SINCE_RECOVERY",
                "These fields differ between Salesforce and your mailbox, and it is no longer known"
                    + " which is newer: "
                    + String.join(", ", settle.keptApart())
                    + ". Both values were kept. Edit the field where it is wrong."));
      }
      if (decision instanceof Decision.Part part && part.edited()) {
        String where = part.survivor() == Side.RECORD ? "your mailbox" : "Salesforce";
        agenda.issues.add(
            issue(
                "part." + part.link().id() + "." + part.link().revision(),
                IssueReport.Type.DELETED_AND_EDITED,
                part.link(),
                "DELETED_AND_EDITED",
                "It was deleted in "
                    + where
                    + " and edited on the other side, so it was neither deleted nor put back."
                    + " Choose Restore or Delete here too."));
      }
      if (decision instanceof Decision.Update update
          && pass.safeguards.on(Safeguard.LOSER_KEPT_FIRST)) {
        update.conflicts().forEach(conflict -> agenda.issues.add(conflictIssue(update, conflict)));
      }
    }
  }

  private IssueReport conflictIssue(Decision.Update update, Conflict conflict) {
    String lost = agenda.rules.fingerprint().of(conflict.field(), conflict.losingValue());
    pass.report.note(
        kind,
        update.target(),
        PassReport.Verb.CONFLICT,
        String.valueOf(update.link().id(update.target())),
        conflict.field());
    return new IssueReport(
        pass.mailbox
            + ".conflict."
            + update.link().id()
            + "."
            + conflict.field()
            + "."
            + lost
            + "."
            + update.link().revision(),
        IssueReport.Type.CONFLICT,
        kind,
        update.link().recordId(),
        update.link().itemId(),
        conflict.field(),
        conflict.losingValue(),
        conflict.winner(),
        "CHANGED_ON_BOTH_SIDES",
        "This field was changed on both sides. The value that was replaced is kept here.");
  }

  IssueReport issue(
      String key, IssueReport.Type type, @Nullable Link link, String code, String detail) {
    return new IssueReport(
        pass.mailbox + "." + key,
        type,
        kind,
        link == null ? null : link.recordId(),
        link == null ? null : link.itemId(),
        "",
        "",
        null,
        code,
        detail);
  }
}

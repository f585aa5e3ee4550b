package io.lockstep.worker;

import io.lockstep.port.IssueReport;
import io.lockstep.state.Commit;
import io.lockstep.state.Commit.Change;
import io.lockstep.state.MailboxFacts;
import io.lockstep.sync.Snapshot;
import io.lockstep.sync.Snapshot.Exclusion;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What this version leaves as it is. A person would look for it, so an issue says so: once for each
 * reason and mailbox, not for each thing.
 */
final class LeftAlone {
  private static final String TOLD = "told.";

  private static final Map<Exclusion, String> SENTENCES =
      new EnumMap<>(
          Map.of(
              Exclusion.SERIES,
              "Repeating events are not synced by this version. They stay as they are where they"
                  + " are. This is said once, for all of them.",
              Exclusion.READ_ONLY,
              "Invitations that you may not change are not brought into Salesforce by this version,"
                  + " unless the organizer's mailbox is synced too. They stay in your calendar as"
                  + " they are. This is said once, for all of them.",
              Exclusion.TOO_LONG,
              "Salesforce holds no event longer than 14 days. Longer ones stay in your calendar as"
                  + " they are. This is said once, for all of them."));

  private final Map<Exclusion, Snapshot> first = new EnumMap<>(Exclusion.class);

  /** Takes note of a thing that takes no part. */
  void saw(Snapshot thing) {
    Exclusion why = thing.traits().excluded();
    if (why != null && SENTENCES.containsKey(why)) {
      first.putIfAbsent(why, thing);
    }
  }

  /** Says what was not said before. */
  void tell(Pass pass, MailboxFacts facts) {
    first.forEach(
        (why, thing) -> {
          if (facts.notes().containsKey(TOLD + why)) {
            return;
          }
          pass.lease.beforeCall();
          pass.crm.report(
              List.of(
                  new IssueReport(
                      pass.mailbox + ".leftAlone." + why,
                      IssueReport.Type.NOT_SUPPORTED,
                      thing.kind(),
                      null,
                      thing.id(),
                      "",
                      "",
                      null,
                      String.valueOf(why),
                      SENTENCES.getOrDefault(why, ""))));
          pass.lease.commit(
              Commit.build().add(new Change.PutNote(TOLD + why, pass.now.toString())).done());
        });
  }
}

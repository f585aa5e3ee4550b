package io.lockstep.worker;

import io.lockstep.port.Answer;
import io.lockstep.state.Commit;
import io.lockstep.state.Commit.Change;
import io.lockstep.state.WorkId;
import io.lockstep.sync.Decision;
import io.lockstep.sync.Intent;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Link;
import io.lockstep.sync.Safeguard;
import io.lockstep.sync.Shadow;
import io.lockstep.sync.Side;
import io.lockstep.sync.Sighting;
import io.lockstep.sync.Snapshot;
import java.util.Map;
import java.util.TreeMap;

/** What a saved record is known to hold, by the look that followed the write. */
final class SavedRecords {
  private final Agenda agenda;
  private final Pass pass;
  private final Kind kind;

  SavedRecords(Agenda agenda) {
    this.agenda = agenda;
    this.pass = agenda.pass;
    this.kind = agenda.kind;
  }

  void note(
      Decision decision,
      Link journaled,
      Answer.Saved saved,
      Map<String, Sighting> after,
      Commit.Builder commit) {
    Intent intent = journaled.intent();
    if (intent == null) {
      throw new IllegalStateException("a write without its intent: " + journaled.id());
    }
    Shadow before = decision instanceof Decision.Create ? Shadow.EMPTY : journaled.record();
    Sighting look = after.getOrDefault(saved.id(), new Sighting.Unknown("NOT_READ"));
    boolean ours =
        look instanceof Sighting.Present present
            && (intent.stamp().equals(present.snapshot().mark())
                || !pass.safeguards.on(Safeguard.STAMP_CHECK));
    Shadow record;
    if (ours && look instanceof Sighting.Present present) {
      record = keptAsWritten(decision, intent, before, present.snapshot(), commit);
    } else {
      // Somebody else wrote too, or it cannot be seen: what we sent is the shadow, and the record
      // is looked at again.
      record = before.with(predicted(intent, before, look));
      commit.add(new Change.AddWork(new WorkId(kind, Side.RECORD, saved.id())));
    }
    Shadow item = decision instanceof Decision.Create ? Shadow.EMPTY : journaled.item();
    Link settled =
        journaled
            .withId(Side.RECORD, saved.id())
            .withIntent(null)
            .withRevision(journaled.revision() + 1)
            .withShadow(Side.RECORD, record)
            .withShadow(Side.ITEM, withSource(decision, item.with(intent.sent())));
    commit.add(new Change.PutLink(settled));
    pass.report.note(
        kind,
        Side.RECORD,
        decision instanceof Decision.Create ? PassReport.Verb.CREATED : PassReport.Verb.UPDATED,
        saved.id(),
        "");
    Agenda.done(commit, agenda.caseOf(decision));
  }

  /**
   * Our stamp is still there: the fields we wrote hold what they show, as the org's flows left
   * them. A field that we did not write and that differs from what was known was edited in between:
   * it keeps its old shadow, and is looked at again.
   */
  private Shadow keptAsWritten(
      Decision decision, Intent intent, Shadow before, Snapshot now, Commit.Builder commit) {
    Map<String, String> hashes = agenda.rules.hashes(now.fields());
    if (decision instanceof Decision.Create) {
      return new Shadow(now.version(), Map.of()).with(hashes);
    }
    Map<String, String> written = new TreeMap<>(hashes);
    written.keySet().retainAll(intent.held().keySet());
    Shadow shadow = before.with(written).at(now.version());
    boolean edited =
        agenda.rules.fields().stream().anyMatch(f -> !shadow.holds(f, hashes.getOrDefault(f, "")));
    if (edited) {
      commit.add(new Change.AddWork(new WorkId(kind, Side.RECORD, now.id())));
    }
    return shadow;
  }

  /**
   * A looked-up field that shows what it showed before was not kept: that is no edit of somebody
   * else.
   */
  private Map<String, String> predicted(Intent intent, Shadow before, Sighting look) {
    Map<String, String> held = new TreeMap<>(intent.held());
    if (look instanceof Sighting.Present present) {
      for (String field : pass.crm.lookedUp(kind)) {
        String now = agenda.rules.fingerprint().of(field, present.snapshot().fields().get(field));
        if (held.containsKey(field) && before.holds(field, now)) {
          held.put(field, now);
        }
      }
    }
    return held;
  }

  private static Shadow withSource(Decision decision, Shadow item) {
    return switch (decision) {
      case Decision.Create create -> item.at(create.source().version());
      case Decision.Update update -> item.at(update.source().version());
      case Decision.Delete delete -> item;
      case Decision.TakeBack back -> item;
      case Decision.Settle settle -> item;
      case Decision.Part part -> item;
      case Decision.Wait wait -> item;
    };
  }
}

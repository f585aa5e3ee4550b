package io.lockstep.worker;

import io.lockstep.sync.Decision;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Rules;
import io.lockstep.sync.Sighting;
import io.lockstep.sync.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Salesforce has no compare-and-set: where some time went by since records were compared, one more
 * look right before the write leaves out those that somebody saved in between. What is saved
 * between this look and the write is still overwritten unseen; that is the time between two calls.
 */
final class SecondLook {
  /** A look younger than this need not be repeated. */
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final Pass pass;
  private final Kind kind;

  SecondLook(Pass pass, Kind kind) {
    this.pass = pass;
    this.kind = kind;
  }

  /**
   * The writes whose records are as they were compared. The others stay in the work set and are
   * compared again in this pass.
   *
   * @param comparedAt when the records were looked at, UTC
   */
  List<Decision> stillAsCompared(List<Decision> writes, Instant comparedAt) {
    Map<String, Snapshot> compared = new LinkedHashMap<>();
    for (Decision write : writes) {
      if (write instanceof Decision.Update update) {
        compared.put(update.seen().id(), update.seen());
      } else if (write instanceof Decision.Delete delete) {
        compared.put(delete.seen().id(), delete.seen());
      }
    }
    boolean fresh = pass.clock.instant().isBefore(comparedAt.plus(FRESH));
    if (compared.isEmpty() || fresh) {
      return writes;
    }
    Map<String, Sighting> now = new RecordSight(pass, kind).read(compared.keySet());
    List<Decision> still = new ArrayList<>(writes);
    still.removeIf(write -> isAnother(write, compared, now));
    return still;
  }

  private boolean isAnother(
      Decision write, Map<String, Snapshot> compared, Map<String, Sighting> now) {
    if (write instanceof Decision.Create || write instanceof Decision.TakeBack) {
      return false;
    }
    String id = String.valueOf(write.link().recordId());
    return !(now.get(id) instanceof Sighting.Present present)
        || !isSame(compared.get(id), present.snapshot());
  }

  private boolean isSame(@org.jspecify.annotations.Nullable Snapshot before, Snapshot now) {
    Rules rules = pass.rules(kind);
    return before != null
        && before.version().equals(now.version())
        && Objects.equals(before.mark(), now.mark())
        && rules.hashes(before.fields()).equals(rules.hashes(now.fields()));
  }
}

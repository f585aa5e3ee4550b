package io.lockstep.worker;

import io.lockstep.sync.Kind;
import io.lockstep.sync.Sighting;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Looks at records as the acting user. What the user does not see may be deleted or only out of
 * sight: one who sees all data is asked.
 */
final class RecordSight {
  private final Pass pass;
  private final Kind kind;

  RecordSight(Pass pass, Kind kind) {
    this.pass = pass;
    this.kind = kind;
  }

  /** Every id asked for has an entry. */
  Map<String, Sighting> of(Collection<String> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    Map<String, Sighting> seen = new HashMap<>(read(ids));
    seen.putAll(confirm(seen, ids));
    return seen;
  }

  /** What the user sees of them, without a word on what is not seen. */
  Map<String, Sighting> read(Collection<String> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    pass.lease.beforeCall();
    return pass.crm.read(kind, ids);
  }

  /**
   * What became of those that were not seen. One that is not deleted either is looked at once more:
   * it may have come out of the recycle bin between the two calls.
   */
  Map<String, Sighting> confirm(Map<String, Sighting> seen, Collection<String> ids) {
    Set<String> unseen = new LinkedHashSet<>(ids);
    unseen.removeIf(id -> !(seen.get(id) instanceof Sighting.Unknown));
    if (unseen.isEmpty()) {
      return Map.of();
    }
    pass.lease.beforeCall();
    Map<String, Sighting> confirmed = new HashMap<>(pass.crm.confirmGone(kind, unseen));
    unseen.removeIf(id -> !(confirmed.get(id) instanceof Sighting.Unknown));
    confirmed.putAll(read(unseen));
    return confirmed;
  }
}

package io.lockstep.worker;

import io.lockstep.sync.Decision;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Link;
import io.lockstep.sync.Reconciler;
import io.lockstep.sync.Side;
import io.lockstep.sync.Sighting;
import io.lockstep.sync.Snapshot;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Records that have left the outbound scope, where the administrator wants their items to go with
 * them. Only an item that was made from its record goes, and only while nobody edited it; what a
 * user merely sees no longer has not left. The brake counts these deletions like any other.
 */
final class Departures {
  private final Pass pass;
  private final Kind kind;
  private final Map<String, Decision> decided = new HashMap<>();

  /**
   * @param cases of one round; asks Salesforce where the scope has a filter
   */
  Departures(Pass pass, Kind kind, List<Case> cases) {
    this.pass = pass;
    this.kind = kind;
    if (!wanted(pass, kind)) {
      return;
    }
    Map<String, Case> concerned = new HashMap<>();
    for (Case one : cases) {
      if (one.record() instanceof Sighting.Present present && isCopy(one, present.snapshot())) {
        concerned.put(present.snapshot().id(), one);
      }
    }
    outside(concerned).forEach(id -> decide(concerned.get(id)));
  }

  private static boolean wanted(Pass pass, Kind kind) {
    KindSettings settings = pass.settings(kind);
    return settings.leaversGo() && settings.direction().writes(Side.ITEM);
  }

  /**
   * Whether a record that holds what it held may nevertheless have left: its owner or filter did.
   */
  static boolean maySee(Pass pass, Kind kind, Snapshot record) {
    return wanted(pass, kind) && (pass.settings(kind).filter() != null || !inReach(pass, record));
  }

  private static boolean inReach(Pass pass, Snapshot record) {
    return pass.settings(record.kind()).allVisible()
        || pass.mailbox.userId().equals(record.traits().owner());
  }

  /** A record that was made from an item carries our key: that item is its owner's own. */
  private static boolean isCopy(Case one, Snapshot record) {
    Link link = one.link();
    return record.key() == null
        && link.intent() == null
        && link.itemId() != null
        && (link.state() == Link.State.LIVE || link.state() == Link.State.BOTH_GONE);
  }

  private Set<String> outside(Map<String, Case> concerned) {
    Set<String> outside = new HashSet<>();
    Set<String> asked = new HashSet<>();
    concerned.forEach(
        (id, one) -> {
          Snapshot record = ((Sighting.Present) one.record()).snapshot();
          (inReach(pass, record) ? asked : outside).add(id);
        });
    if (pass.settings(kind).filter() != null && !asked.isEmpty()) {
      pass.lease.beforeCall();
      Set<String> inside = pass.crm.inScope(kind, pass.scope(kind), asked);
      asked.stream().filter(id -> !inside.contains(id)).forEach(outside::add);
    }
    return outside;
  }

  private void decide(@Nullable Case one) {
    if (one == null) {
      return;
    }
    Link link = one.link();
    if (link.state() == Link.State.BOTH_GONE) {
      decided.put(link.id(), new Decision.Settle(link, List.of())); // gone before, and still out
    } else if (one.item() instanceof Sighting.Present item
        && !item.snapshot().traits().unselected()
        && new Reconciler(pass.rules(kind)).unchanged(link, Side.ITEM, item.snapshot())) {
      decided.put(link.id(), new Decision.Delete(link, Side.ITEM, item.snapshot()));
    }
  }

  /** What is to be done with a link for this reason; null = nothing. */
  @Nullable Decision of(Link link) {
    return decided.get(link.id());
  }
}

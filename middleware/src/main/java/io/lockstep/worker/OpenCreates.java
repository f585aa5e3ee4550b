package io.lockstep.worker;

import io.lockstep.port.Crm;
import io.lockstep.sync.Intent;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Link;
import io.lockstep.sync.Mark;
import io.lockstep.sync.Safeguard;
import io.lockstep.sync.Side;
import io.lockstep.sync.Sighting;
import io.lockstep.sync.Snapshot;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Creates whose answer was lost: what became of them is found by their keys. */
final class OpenCreates {
  private final Pass pass;
  private final Kind kind;
  private final Map<String, Crm.KeyMatch> records = new HashMap<>();

  OpenCreates(Pass pass, Kind kind) {
    this.pass = pass;
    this.kind = kind;
  }

  /** What became of a create. */
  sealed interface Created {
    /** It cannot be told yet. */
    record Early() implements Created {}

    record Never() implements Created {}

    record Thing(String id, Sighting sighting) implements Created {}
  }

  /** Whether a link waits for the answer to a create. */
  static boolean isOpen(Link link) {
    Intent intent = link.intent();
    return intent != null
        && intent.operation() == Intent.Operation.CREATE
        && link.id(intent.target()) == null;
  }

  /** After a stop in the middle of many creates: all of their records in one look. */
  void findRecords(Collection<Link> links) {
    Set<String> keys = new LinkedHashSet<>();
    for (Link link : links) {
      Intent intent = link.intent();
      if (intent != null && isOpen(link) && intent.target() == Side.RECORD) {
        keys.add(intent.key());
      }
    }
    if (keys.isEmpty() || !pass.safeguards.on(Safeguard.CREATE_KEY)) {
      return;
    }
    pass.lease.beforeCall();
    for (Crm.KeyMatch match : pass.crm.findByKey(kind, keys)) {
      records.merge(match.key(), match, (a, b) -> b.sighting() instanceof Sighting.Present ? b : a);
    }
  }

  /** Of a link that {@link #isOpen}, after {@link #findRecords}. */
  Created find(Link link, Intent intent) {
    if (!pass.safeguards.on(Safeguard.CREATE_KEY)) {
      return new Created.Never();
    }
    if (intent.target() == Side.RECORD) {
      Crm.KeyMatch made = records.get(intent.key());
      return made == null ? new Created.Never() : new Created.Thing(made.id(), made.sighting());
    }
    pass.lease.beforeCall();
    Snapshot found = pass.items.findCreated(kind, intent.key());
    if (found != null && !isLinkedElsewhere(pass, kind, link, found.id())) {
      return new Created.Thing(found.id(), new Sighting.Present(found));
    }
    Duration hidden = pass.items.createVisibleWithin(kind);
    // Not the beginning of the pass: a long one would take a create of a moment ago for an old one.
    boolean early = intent.at().plus(hidden).isAfter(pass.clock.instant());
    return early ? new Created.Early() : new Created.Never();
  }

  /** A copy brings its original's mark along: it may have a link of its own. */
  static boolean isLinkedElsewhere(Pass pass, Kind kind, Link link, String itemId) {
    Link other = pass.state.links(pass.mailbox, kind, Side.ITEM, List.of(itemId)).get(itemId);
    return other != null && !other.id().equals(link.id());
  }

  /** The create key of a link's item. */
  static String key(Pass pass, Link link) {
    return Mark.createKey(pass.mailbox.orgId(), String.valueOf(link.recordId()), link.generation());
  }
}

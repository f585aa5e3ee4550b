package io.lockstep.worker;

import io.lockstep.state.WorkEntry;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Side;
import io.lockstep.sync.Snapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Leaves out what takes no part: outside the sync, or outside the user's outbound scope. */
final class PairingScope {
  private final Pairs pairs;
  private final Pass pass;
  private final Kind kind;

  PairingScope(Pass pass, Kind kind, Pairs pairs) {
    this.pairs = pairs;
    this.pass = pass;
    this.kind = kind;
  }

  void leaveOut(Map<WorkEntry, Snapshot> things) {
    Map<WorkEntry, Snapshot> outside = new LinkedHashMap<>(things);
    outside.values().removeIf(pass::eligible);
    things.keySet().removeAll(outside.keySet());
    pairs.settled.addAll(outside.keySet());
    leaveOutOfScope(things);
  }

  /** Records outside the user's outbound scope. */
  private void leaveOutOfScope(Map<WorkEntry, Snapshot> things) {
    KindSettings settings = pass.settings(kind);
    Set<WorkEntry> outside = new HashSet<>();
    List<String> asked = new ArrayList<>();
    things.forEach(
        (entry, thing) -> {
          if (entry.id().side() != Side.RECORD) {
            return;
          }
          boolean owned = pass.mailbox.userId().equals(thing.traits().owner());
          if (!owned && !settings.allVisible()) {
            outside.add(entry);
          } else {
            asked.add(thing.id());
          }
        });
    if (settings.filter() != null && !asked.isEmpty()) {
      pass.lease.beforeCall();
      Set<String> inside = pass.crm.inScope(kind, pass.scope(kind), asked);
      things.forEach(
          (entry, thing) -> {
            if (entry.id().side() == Side.RECORD && !inside.contains(thing.id())) {
              outside.add(entry);
            }
          });
    }
    things.keySet().removeAll(outside);
    pairs.settled.addAll(outside);
  }

  /** Events that another mailbox carries. */
  void followCarriers(Map<WorkEntry, Snapshot> items) {
    if (kind != Kind.EVENT) {
      return;
    }
    List<WorkEntry> others = new ArrayList<>();
    items.forEach(
        (entry, item) -> {
          String carrier = pass.directory.carrierOf(item);
          if (carrier != null && !carrier.equals(pass.mailbox.userId())) {
            others.add(entry);
          }
        });
    for (WorkEntry entry : others) {
      Snapshot item = items.remove(entry);
      if (item != null) {
        pairs.follow(entry, item);
      }
    }
  }
}

package io.lockstep.worker;

import io.lockstep.state.MailboxId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What this process knows of mailboxes besides their state. May be forgotten at any time: it is
 * learned again from the org and from the next passes. Shared by all threads.
 */
final class MailboxMemory {
  private final Map<MailboxId, Boolean> syncedBefore = new ConcurrentHashMap<>();
  private final Set<MailboxId> announced = ConcurrentHashMap.newKeySet();
  private final Set<MailboxId> firstSyncs = ConcurrentHashMap.newKeySet();
  private final Set<MailboxId> pushed = ConcurrentHashMap.newKeySet();
  private final Map<MailboxId, Integer> waits = new ConcurrentHashMap<>();

  /** What the org says of a mailbox; what a pass of this process saw counts more. */
  void learnSyncedBefore(MailboxId id, boolean before) {
    syncedBefore.putIfAbsent(id, before);
  }

  void synced(MailboxId id) {
    syncedBefore.put(id, true);
  }

  boolean syncedBefore(MailboxId id) {
    return syncedBefore.getOrDefault(id, false);
  }

  /** Whether the org is yet to be told that this mailbox syncs; true once only. */
  boolean mustAnnounce(MailboxId id) {
    return !syncedBefore(id) && announced.add(id);
  }

  void announced(MailboxId id) {
    firstSyncs.add(id);
  }

  void notAnnounced(MailboxId id) {
    announced.remove(id);
  }

  boolean inFirstSync(MailboxId id) {
    return firstSyncs.contains(id);
  }

  void firstSyncDone(MailboxId id) {
    firstSyncs.remove(id);
  }

  /** Whether the provider tells of changes by itself. */
  boolean pushed(MailboxId id) {
    return pushed.contains(id);
  }

  void pushed(MailboxId id, boolean now) {
    if (now) {
      pushed.add(id);
    } else {
      pushed.remove(id);
    }
  }

  /** How many passes in a row, this one included, have left something to wait for. */
  int waitedAgain(MailboxId id) {
    return waits.merge(id, 1, Integer::sum);
  }

  void waitsNoMore(MailboxId id) {
    waits.remove(id);
  }
}

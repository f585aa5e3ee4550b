package io.lockstep.simulation;

import io.lockstep.state.Commit;
import io.lockstep.state.InMemoryMailboxState;
import io.lockstep.state.Lease;
import io.lockstep.state.MailboxFacts;
import io.lockstep.state.MailboxId;
import io.lockstep.state.MailboxState;
import io.lockstep.state.WorkEntry;
import io.lockstep.state.WorkId;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Link;
import io.lockstep.sync.Safeguard;
import io.lockstep.sync.Safeguards;
import io.lockstep.sync.Side;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The state, with a moment before and after each commit at which the process may die; some
 * safeguards live here.
 */
final class BreakingState implements MailboxState {
  private final InMemoryMailboxState memory;
  private final World world;
  private final Safeguards safeguards;
  private final Map<String, Set<String>> partners = new HashMap<>();
  private final Map<MailboxId, Lease> open = new HashMap<>();
  private boolean lost;

  BreakingState(InMemoryMailboxState memory, World world, Safeguards safeguards) {
    this.memory = memory;
    this.world = world;
    this.safeguards = safeguards;
  }

  /**
   * Everything that was ever linked, directly or through others, to a thing; with the thing itself.
   */
  Set<String> everLinked(String id) {
    Set<String> all = new TreeSet<>(Set.of(id));
    int before = 0;
    while (all.size() > before) {
      before = all.size();
      for (String one : List.copyOf(all)) {
        all.addAll(partners.getOrDefault(one, Set.of()));
      }
    }
    return all;
  }

  /** Everything a thing was ever directly linked to. */
  Set<String> everPartners(String id) {
    return Set.copyOf(partners.getOrDefault(id, Set.of()));
  }

  /** Notes that two are, or were, the same thing. */
  void linked(String one, String other) {
    partners.computeIfAbsent(one, id -> new TreeSet<>()).add(other);
    partners.computeIfAbsent(other, id -> new TreeSet<>()).add(one);
  }

  @Override
  public Optional<Lease> acquire(MailboxId mailbox, String holder, Duration length) {
    if (!safeguards.on(Safeguard.LEASE)) {
      return Optional.of(new Lease(mailbox, holder, 0, world.instant().plus(length)));
    }
    return memory.acquire(mailbox, holder, length);
  }

  @Override
  public Lease renew(Lease lease, Duration length) {
    return memory.renew(lease, length);
  }

  @Override
  public void release(Lease lease) {
    if (safeguards.on(Safeguard.LEASE)) {
      memory.release(lease);
    }
  }

  @Override
  public void hint(MailboxId mailbox, Collection<WorkId> ids) {
    world.trace("hint " + ids);
    memory.hint(mailbox, ids);
  }

  @Override
  public MailboxFacts facts(MailboxId mailbox) {
    return memory.facts(mailbox);
  }

  @Override
  public List<WorkEntry> work(MailboxId mailbox, int limit) {
    return memory.work(mailbox, limit);
  }

  @Override
  public long workSize(MailboxId mailbox) {
    return memory.workSize(mailbox);
  }

  @Override
  public Map<String, Link> links(MailboxId mailbox, Kind kind, Side side, Collection<String> ids) {
    return memory.links(mailbox, kind, side, ids);
  }

  @Override
  public LinkPage allLinks(MailboxId mailbox, Kind kind, @Nullable String page) {
    return memory.allLinks(mailbox, kind, page);
  }

  @Override
  public long linkCount(MailboxId mailbox, Kind kind) {
    return memory.linkCount(mailbox, kind);
  }

  @Override
  public void commit(Lease lease, Commit commit) {
    world.moment("before commit");
    memory.commit(
        safeguards.on(Safeguard.LEASE) ? lease : unfenced(lease.mailbox()),
        forgetful(lease, commit));
    for (Commit.Change change : commit.changes()) {
      world.trace("  " + change);
      if (change instanceof Commit.Change.PutLink put
          && put.link().recordId() != null
          && put.link().itemId() != null) {
        linked(put.link().recordId(), put.link().itemId());
      }
    }
    world.moment("after commit");
  }

  /** Without the lease's fence any holder's commit goes through. */
  private Lease unfenced(MailboxId mailbox) {
    Lease held = open.get(mailbox);
    if (held == null || !held.until().isAfter(world.instant())) {
      held = memory.acquire(mailbox, "unfenced", Duration.ofDays(1)).orElse(held);
    }
    if (held == null) {
      throw new IllegalStateException("the mailbox is held");
    }
    open.put(mailbox, held);
    return held;
  }

  boolean wasLost() {
    return lost;
  }

  /** Loses everything, as an emptied Redis does. */
  void wipe() {
    lost = true;
    open.clear();
    memory.wipe();
  }

  /** Without its safeguard an entry is taken off even when it was hinted again meanwhile. */
  private Commit forgetful(Lease lease, Commit commit) {
    if (safeguards.on(Safeguard.HINTS_OUTLIVE_THE_PASS)) {
      return commit;
    }
    List<WorkEntry> now = memory.work(lease.mailbox(), 10_000);
    Commit.Builder changed = Commit.build();
    for (Commit.Change change : commit.changes()) {
      if (change instanceof Commit.Change.DoneWork done) {
        changed.add(
            now.stream()
                .filter(entry -> entry.id().equals(done.entry().id()))
                .findFirst()
                .<Commit.Change>map(Commit.Change.DoneWork::new)
                .orElse(change));
      } else {
        changed.add(change);
      }
    }
    return changed.done();
  }

  @Override
  public Map<String, List<MailboxId>> mailboxesOf(
      String orgId, Kind kind, Collection<String> recordIds) {
    return memory.mailboxesOf(orgId, kind, recordIds);
  }

  @Override
  public void forget(Lease lease) {
    memory.forget(lease);
  }
}

package io.lockstep.worker;

import io.lockstep.port.CrmFeed;
import io.lockstep.port.PortException;
import io.lockstep.state.Commit;
import io.lockstep.state.Commit.Change;
import io.lockstep.state.Lease;
import io.lockstep.state.MailboxId;
import io.lockstep.state.MailboxState;
import io.lockstep.state.WorkId;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Side;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the one change feed of an org and hints the mailboxes that a change concerns: those with a
 * link to the record, and the owner's. Hints go out before the cursor moves, so that a crash
 * between the two only repeats them.
 */
public final class OrgFeed {
  private static final String CURSOR = "feed";
  private static final Duration LEASE = Duration.ofMinutes(5);

  private final MailboxState state;
  private final String holder;

  public OrgFeed(MailboxState state, String holder) {
    this.state = state;
    this.holder = holder;
  }

  /** Where an org's feed is kept: a mailbox of its own that no user has. */
  public static MailboxId seat(String orgId) {
    return new MailboxId(orgId, "feed");
  }

  /**
   * Reads on.
   *
   * @param synced the users of the org who sync
   * @return the mailboxes that were hinted; empty also where another worker is reading
   */
  public Set<MailboxId> poll(String orgId, CrmFeed feed, Set<String> synced) {
    Optional<Lease> lease = state.acquire(seat(orgId), holder, LEASE);
    if (lease.isEmpty()) {
      return Set.of();
    }
    try {
      return read(lease.get(), feed, synced);
    } finally {
      state.release(lease.get());
    }
  }

  /**
   * Whether the feed has a place from which it goes on. Until then no mailbox may list anything:
   * what is saved between a listing and the feed's beginning would be in neither.
   */
  public boolean hasBegun(String orgId) {
    return state.facts(seat(orgId)).cursors().containsKey(CURSOR);
  }

  private Set<MailboxId> read(Lease lease, CrmFeed feed, Set<String> synced) {
    Set<MailboxId> hinted = new HashSet<>();
    String cursor = state.facts(lease.mailbox()).cursors().get(CURSOR);
    if (cursor == null) {
      // The first passes list everything; the feed begins where it stands.
      move(lease, feed.start());
      return hinted;
    }
    boolean more = true;
    while (more) {
      CrmFeed.Page page;
      try {
        page = feed.changes(cursor);
      } catch (PortException.CursorExpired expired) {
        move(lease, null);
        throw expired;
      }
      hinted.addAll(hint(lease.mailbox().orgId(), page.changes(), synced));
      cursor = page.cursor();
      move(lease, cursor);
      more = page.more();
    }
    return hinted;
  }

  private void move(Lease lease, @org.jspecify.annotations.Nullable String cursor) {
    state.commit(lease, Commit.build().add(new Change.PutCursor(CURSOR, cursor)).done());
  }

  private Set<MailboxId> hint(String orgId, List<CrmFeed.Change> changes, Set<String> synced) {
    Map<MailboxId, List<WorkId>> hints = new HashMap<>();
    for (Kind kind : Kind.values()) {
      List<CrmFeed.Change> ofKind = changes.stream().filter(c -> c.kind() == kind).toList();
      if (ofKind.isEmpty()) {
        continue;
      }
      Map<String, List<MailboxId>> linked =
          state.mailboxesOf(orgId, kind, ofKind.stream().map(CrmFeed.Change::id).toList());
      for (CrmFeed.Change change : ofKind) {
        Set<MailboxId> to = new HashSet<>(linked.getOrDefault(change.id(), List.of()));
        if (change.ownerId() != null && synced.contains(change.ownerId())) {
          to.add(new MailboxId(orgId, change.ownerId()));
        }
        for (MailboxId mailbox : to) {
          hints
              .computeIfAbsent(mailbox, m -> new ArrayList<>())
              .add(new WorkId(kind, Side.RECORD, change.id()));
        }
      }
    }
    hints.forEach(state::hint);
    return hints.keySet();
  }
}

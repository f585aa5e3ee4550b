package io.lockstep.state;

import io.lockstep.state.Commit.Change;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Link;
import io.lockstep.sync.Side;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A state in memory that behaves as the one in Redis does; the same contract tests run on both. For
 * simulations: fast, and it can lose everything.
 */
public final class InMemoryMailboxState implements MailboxState {
  private static final int KEPT_REMOVALS = 200;
  private static final int PAGE = 500;

  private static final Comparator<WorkEntry> ORDER =
      Comparator.comparing((WorkEntry entry) -> entry.id().kind())
          .thenComparing(entry -> entry.id().side() == Side.ITEM ? 0 : 1)
          .thenComparing(WorkEntry::sequence);

  private final InstantSource clock;
  private final Map<MailboxId, Box> boxes = new HashMap<>();
  private long lastEpoch;

  public InMemoryMailboxState(InstantSource clock) {
    this.clock = clock;
  }

  /** Loses everything, as an emptied Redis does. Leases given out before are lost with it. */
  public synchronized void wipe() {
    boxes.clear();
  }

  @Override
  public synchronized Optional<Lease> acquire(MailboxId mailbox, String holder, Duration length) {
    Box box = box(mailbox);
    Instant now = now();
    if (box.lease != null && now.isBefore(box.lease.until())) {
      return Optional.empty();
    }
    lastEpoch = Math.max(lastEpoch + 1, now.toEpochMilli());
    box.lease = new Lease(mailbox, holder, lastEpoch, now.plus(length));
    return Optional.of(box.lease);
  }

  @Override
  public synchronized Lease renew(Lease lease, Duration length) {
    Box box = fenced(lease);
    Lease renewed = new Lease(lease.mailbox(), lease.holder(), lease.epoch(), now().plus(length));
    box.lease = renewed;
    return renewed;
  }

  @Override
  public synchronized void release(Lease lease) {
    Box box = boxes.get(lease.mailbox());
    if (box != null && box.lease != null && box.lease.epoch() == lease.epoch()) {
      box.lease = null;
    }
  }

  @Override
  public synchronized void hint(MailboxId mailbox, Collection<WorkId> ids) {
    ids.forEach(box(mailbox)::addWork);
  }

  @Override
  public synchronized MailboxFacts facts(MailboxId mailbox) {
    Box box = boxes.get(mailbox);
    return box == null
        ? MailboxFacts.NONE
        : new MailboxFacts(box.cursors, box.removals, box.hold, box.notes);
  }

  @Override
  public synchronized List<WorkEntry> work(MailboxId mailbox, int limit) {
    Box box = boxes.get(mailbox);
    if (box == null) {
      return List.of();
    }
    return box.work.entrySet().stream()
        .map(entry -> new WorkEntry(entry.getKey(), entry.getValue()))
        .sorted(ORDER)
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized long workSize(MailboxId mailbox) {
    Box box = boxes.get(mailbox);
    return box == null ? 0 : box.work.size();
  }

  @Override
  public synchronized Map<String, Link> links(
      MailboxId mailbox, Kind kind, Side side, Collection<String> ids) {
    Map<String, Link> found = new LinkedHashMap<>();
    Box box = boxes.get(mailbox);
    if (box != null) {
      for (String id : ids) {
        Link link = box.links(kind).by(side, id);
        if (link != null) {
          found.put(id, link);
        }
      }
    }
    return found;
  }

  @Override
  public synchronized LinkPage allLinks(MailboxId mailbox, Kind kind, @Nullable String page) {
    Box box = boxes.get(mailbox);
    if (box == null) {
      return new LinkPage(List.of(), null);
    }
    var rest = box.links(kind).byId.tailMap(page == null ? "" : page, false);
    List<Link> links = rest.values().stream().limit(PAGE).toList();
    return new LinkPage(links, links.size() < rest.size() ? links.getLast().id() : null);
  }

  @Override
  public synchronized long linkCount(MailboxId mailbox, Kind kind) {
    Box box = boxes.get(mailbox);
    return box == null ? 0 : box.links(kind).byId.size();
  }

  @Override
  public synchronized void commit(Lease lease, Commit commit) {
    Box box = fenced(lease);
    for (Change change : commit.changes()) {
      box.apply(change);
    }
  }

  @Override
  public synchronized Map<String, List<MailboxId>> mailboxesOf(
      String orgId, Kind kind, Collection<String> recordIds) {
    Map<String, List<MailboxId>> found = new LinkedHashMap<>();
    for (String id : recordIds) {
      List<MailboxId> having =
          boxes.entrySet().stream()
              .filter(entry -> entry.getKey().orgId().equals(orgId))
              .filter(entry -> entry.getValue().links(kind).by(Side.RECORD, id) != null)
              .map(Map.Entry::getKey)
              .sorted(Comparator.comparing(MailboxId::userId))
              .toList();
      if (!having.isEmpty()) {
        found.put(id, having);
      }
    }
    return found;
  }

  @Override
  public synchronized void forget(Lease lease) {
    Box old = fenced(lease);
    Box empty = new Box();
    empty.lease = old.lease;
    empty.sequence = old.sequence;
    boxes.put(lease.mailbox(), empty);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private Box box(MailboxId mailbox) {
    return boxes.computeIfAbsent(mailbox, id -> new Box());
  }

  private Box fenced(Lease lease) {
    Box box = boxes.get(lease.mailbox());
    if (box == null || box.lease == null || box.lease.epoch() != lease.epoch()) {
      throw new LeaseLost(lease.mailbox());
    }
    return box;
  }

  /** One mailbox. */
  private static final class Box {
    private final Map<WorkId, Long> work = new HashMap<>();
    private final Map<String, String> cursors = new HashMap<>();
    private final Map<String, String> notes = new HashMap<>();
    private final List<Instant> removals = new ArrayList<>();
    private final Map<Kind, Links> links = new EnumMap<>(Kind.class);
    private @Nullable Lease lease;
    private @Nullable String hold;
    private long sequence;

    private Links links(Kind kind) {
      return links.computeIfAbsent(kind, k -> new Links());
    }

    private void addWork(WorkId id) {
      work.put(id, ++sequence);
    }

    private void apply(Change change) {
      switch (change) {
        case Change.AddWork add -> addWork(add.id());
        case Change.DoneWork done -> work.remove(done.entry().id(), done.entry().sequence());
        case Change.PutCursor put -> putOrRemove(cursors, put.name(), put.cursor());
        case Change.PutLink put -> links(put.link().kind()).put(put.link());
        case Change.DropLink drop -> links(drop.link().kind()).drop(drop.link().id());
        case Change.AddRemoval removal -> {
          removals.addFirst(removal.at().truncatedTo(ChronoUnit.MILLIS));
          if (removals.size() > KEPT_REMOVALS) {
            removals.removeLast();
          }
        }
        case Change.PutHold put -> hold = put.hold();
        case Change.PutNote put -> putOrRemove(notes, put.name(), put.value());
      }
    }

    private static void putOrRemove(Map<String, String> map, String name, @Nullable String value) {
      if (value == null) {
        map.remove(name);
      } else {
        map.put(name, value);
      }
    }
  }

  /** The links of a kind, findable by either side's id; of two with one id the one put last. */
  private static final class Links {
    private final TreeMap<String, Link> byId = new TreeMap<>();
    private final Map<Side, Map<String, LinkedHashSet<String>>> bySide = new EnumMap<>(Side.class);

    private Links() {
      for (Side side : Side.values()) {
        bySide.put(side, new HashMap<>());
      }
    }

    private void put(Link link) {
      drop(link.id());
      byId.put(link.id(), link);
      bySide.forEach(
          (side, index) -> {
            String id = link.id(side);
            if (id != null) {
              index.computeIfAbsent(id, key -> new LinkedHashSet<>()).add(link.id());
            }
          });
    }

    private void drop(String linkId) {
      Link old = byId.remove(linkId);
      if (old == null) {
        return;
      }
      bySide.forEach(
          (side, index) -> {
            String id = old.id(side);
            if (id != null) {
              index.computeIfPresent(
                  id,
                  (key, holders) -> {
                    holders.remove(linkId);
                    return holders.isEmpty() ? null : holders;
                  });
            }
          });
    }

    private @Nullable Link by(Side side, String id) {
      Map<String, LinkedHashSet<String>> index = bySide.get(side);
      LinkedHashSet<String> holders = index == null ? null : index.get(id);
      return holders == null ? null : byId.get(holders.getLast());
    }
  }
}

package io.lockstep.state;

import static io.lockstep.state.RedisScript.bytes;
import static io.lockstep.state.RedisScript.text;

import io.lockstep.state.RecordHints.RecordRef;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Link;
import io.lockstep.sync.Side;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/**
 * The state of mailboxes in Redis 6.2 or later, Valkey, or a cluster of either. Everything of a
 * mailbox lies in one slot, under the tag {@code {org:user}}; every change is one Lua script.
 */
public final class RedisMailboxState implements MailboxState {
  private static final int LOOKUP_AT_ONCE = 1_000;
  private static final int PAGE = 500;

  private static final RedisScript ACQUIRE = RedisScript.named("acquire");
  private static final RedisScript RENEW = RedisScript.named("renew");
  private static final RedisScript RELEASE = RedisScript.named("release");
  private static final RedisScript HINT = RedisScript.named("hint");
  private static final RedisScript FACTS = RedisScript.named("facts");
  private static final RedisScript LINKS = RedisScript.named("links");
  private static final RedisScript COMMIT = RedisScript.named("commit");
  private static final RedisScript FORGET = RedisScript.named("forget");

  private final UnifiedJedis redis;
  private final @Nullable InstantSource clock;
  private final RecordHints recordHints;

  /** Leases run by the clock of the Redis server, the one clock that all workers share. */
  public RedisMailboxState(UnifiedJedis redis) {
    this(redis, null);
  }

  /** With a clock of its own, for tests. */
  RedisMailboxState(UnifiedJedis redis, @Nullable InstantSource clock) {
    this.redis = redis;
    this.clock = clock;
    this.recordHints = new RecordHints(redis);
  }

  @Override
  public Optional<Lease> acquire(MailboxId mailbox, String holder, Duration length) {
    Object answer =
        ACQUIRE.run(
            redis,
            List.of(MailboxKeys.of(mailbox).facts()),
            List.of(now(), bytes(holder), bytes(length.toMillis())));
    return answer instanceof List<?> list
        ? Optional.of(
            new Lease(
                mailbox, holder, (Long) list.get(0), Instant.ofEpochMilli((Long) list.get(1))))
        : Optional.empty();
  }

  @Override
  public Lease renew(Lease lease, Duration length) {
    Object answer =
        RENEW.run(
            redis,
            List.of(MailboxKeys.of(lease.mailbox()).facts()),
            List.of(now(), bytes(lease.epoch()), bytes(length.toMillis())));
    if (!(answer instanceof Long until)) {
      throw new LeaseLost(lease.mailbox());
    }
    return new Lease(lease.mailbox(), lease.holder(), lease.epoch(), Instant.ofEpochMilli(until));
  }

  @Override
  public void release(Lease lease) {
    Object unused =
        RELEASE.run(
            redis, List.of(MailboxKeys.of(lease.mailbox()).facts()), List.of(bytes(lease.epoch())));
  }

  @Override
  public void hint(MailboxId mailbox, Collection<WorkId> ids) {
    if (ids.isEmpty()) {
      return;
    }
    MailboxKeys keys = MailboxKeys.of(mailbox);
    Object unused =
        HINT.run(
            redis,
            List.of(keys.facts(), keys.work()),
            ids.stream().map(id -> bytes(WorkMember.of(id))).toList());
  }

  @Override
  public MailboxFacts facts(MailboxId mailbox) {
    MailboxKeys keys = MailboxKeys.of(mailbox);
    List<?> answer =
        (List<?>)
            Objects.requireNonNull(
                FACTS.run(redis, List.of(keys.facts(), keys.removals()), List.of()));
    return FactNames.facts(texts(answer.get(0)), texts(answer.get(1)));
  }

  @Override
  public List<WorkEntry> work(MailboxId mailbox, int limit) {
    if (limit <= 0) {
      return List.of();
    }
    return redis.zrangeWithScores(MailboxKeys.of(mailbox).work(), 0, limit - 1L).stream()
        .map(tuple -> WorkMember.entry(text(tuple.getBinaryElement()), (long) tuple.getScore()))
        .toList();
  }

  @Override
  public long workSize(MailboxId mailbox) {
    return redis.zcard(MailboxKeys.of(mailbox).work());
  }

  @Override
  public Map<String, Link> links(MailboxId mailbox, Kind kind, Side side, Collection<String> ids) {
    MailboxKeys keys = MailboxKeys.of(mailbox);
    List<String> all = List.copyOf(ids);
    Map<String, Link> found = new LinkedHashMap<>();
    for (int from = 0; from < all.size(); from += LOOKUP_AT_ONCE) {
      List<String> part = all.subList(from, Math.min(all.size(), from + LOOKUP_AT_ONCE));
      List<?> answer =
          (List<?>)
              Objects.requireNonNull(
                  LINKS.run(
                      redis,
                      List.of(keys.links(kind), keys.index(kind)),
                      part.stream().map(id -> bytes(LinkCodec.indexKey(side, id))).toList()));
      for (int i = 0; i < part.size(); i++) {
        String id = part.get(i);
        Link link = having(kind, side, id, textAt(answer, 3 * i + 1), value(answer, 3 * i + 2));
        if (link == null) {
          link = having(kind, side, id, LinkCodec.indexKey(side, id), value(answer, 3 * i));
        }
        if (link != null) {
          found.put(id, link);
        }
      }
    }
    return found;
  }

  /** The link, if it still has the id on that side. */
  private static @Nullable Link having(
      Kind kind, Side side, String id, @Nullable String linkId, byte @Nullable [] value) {
    if (linkId == null || value == null) {
      return null;
    }
    Link link = LinkCodec.decode(kind, linkId, value);
    return id.equals(link.id(side)) ? link : null;
  }

  @Override
  public LinkPage allLinks(MailboxId mailbox, Kind kind, @Nullable String page) {
    ScanResult<Map.Entry<byte[], byte[]>> part =
        redis.hscan(
            MailboxKeys.of(mailbox).links(kind),
            page == null ? ScanParams.SCAN_POINTER_START_BINARY : bytes(page),
            new ScanParams().count(PAGE));
    List<Link> links =
        part.getResult().stream()
            .map(entry -> LinkCodec.decode(kind, text(entry.getKey()), entry.getValue()))
            .toList();
    return new LinkPage(links, part.isCompleteIteration() ? null : part.getCursor());
  }

  @Override
  public long linkCount(MailboxId mailbox, Kind kind) {
    return redis.hlen(MailboxKeys.of(mailbox).links(kind));
  }

  @Override
  public void commit(Lease lease, Commit commit) {
    Set<RecordRef> linked = new LinkedHashSet<>();
    Set<RecordRef> dropped = new LinkedHashSet<>();
    for (Commit.Change change : commit.changes()) {
      if (change instanceof Commit.Change.PutLink put && put.link().recordId() != null) {
        linked.add(new RecordRef(put.link().kind(), put.link().recordId()));
      } else if (change instanceof Commit.Change.DropLink drop && drop.link().recordId() != null) {
        dropped.add(new RecordRef(drop.link().kind(), drop.link().recordId()));
      }
    }
    List<byte[]> arguments = CommitArguments.of(lease, commit);
    recordHints.add(lease, linked);
    if (!Long.valueOf(1)
        .equals(COMMIT.run(redis, MailboxKeys.of(lease.mailbox()).all(), arguments))) {
      throw new LeaseLost(lease.mailbox());
    }
    for (Kind kind : Kind.values()) {
      dropHints(lease, kind, dropped);
    }
  }

  private void dropHints(Lease lease, Kind kind, Set<RecordRef> dropped) {
    Set<String> ids = new LinkedHashSet<>();
    dropped.stream().filter(ref -> ref.kind() == kind).forEach(ref -> ids.add(ref.id()));
    if (!ids.isEmpty()) {
      // Another link may have the same record, put in this commit or before.
      ids.removeAll(links(lease.mailbox(), kind, Side.RECORD, ids).keySet());
      recordHints.drop(lease, ids.stream().map(id -> new RecordRef(kind, id)).toList());
    }
  }

  @Override
  public Map<String, List<MailboxId>> mailboxesOf(
      String orgId, Kind kind, Collection<String> recordIds) {
    return recordHints.mailboxesOf(orgId, kind, recordIds);
  }

  @Override
  public void forget(Lease lease) {
    List<RecordRef> records = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      String page = null;
      do {
        LinkPage part = allLinks(lease.mailbox(), kind, page);
        for (Link link : part.links()) {
          if (link.recordId() != null) {
            records.add(new RecordRef(kind, link.recordId()));
          }
        }
        page = part.next();
      } while (page != null);
    }
    if (!Long.valueOf(1)
        .equals(
            FORGET.run(
                redis, MailboxKeys.of(lease.mailbox()).all(), List.of(bytes(lease.epoch()))))) {
      throw new LeaseLost(lease.mailbox());
    }
    recordHints.drop(lease, records);
  }

  /** The time for a script in ms; 0 lets it ask the server. */
  private byte[] now() {
    return bytes(clock == null ? 0 : clock.instant().toEpochMilli());
  }

  private static List<String> texts(@Nullable Object answer) {
    List<String> texts = new ArrayList<>();
    for (Object value : (List<?>) Objects.requireNonNull(answer)) {
      texts.add(text((byte[]) Objects.requireNonNull(value)));
    }
    return texts;
  }

  private static @Nullable String textAt(List<?> answer, int at) {
    byte[] value = value(answer, at);
    return value == null ? null : text(value);
  }

  private static byte @Nullable [] value(List<?> answer, int at) {
    return (byte[]) answer.get(at);
  }
}

package io.lockstep.state;

import static io.lockstep.state.RedisScript.bytes;
import static io.lockstep.state.RedisScript.text;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;

/**
 * The work queue in Redis 6.2 or later, in a fixed number of cells spread over the slots of a
 * cluster. All of an org lies in one cell, so its turns and its cap are exact; between cells a
 * worker chooses by chance, each cell weighing as much as orgs wait in it.
 *
 * <p>Changing the number of cells makes all that is queued unreachable: {@link #rebuild} after it.
 */
public final class RedisWorkQueue implements WorkQueue {
  private static final int AT_ONCE = 5_000;
  private static final String COMMON = "queue-common";

  private static final RedisScript SCHEDULE = RedisScript.named(COMMON, "queue-schedule");
  private static final RedisScript WAITING = RedisScript.named(COMMON, "queue-waiting");
  private static final RedisScript CLAIM = RedisScript.named(COMMON, "queue-claim");
  private static final RedisScript EXTEND = RedisScript.named(COMMON, "queue-extend");
  private static final RedisScript FINISH = RedisScript.named(COMMON, "queue-finish");
  private static final RedisScript FORGET = RedisScript.named(COMMON, "queue-forget");
  private static final RedisScript STATISTICS = RedisScript.named(COMMON, "queue-statistics");

  private final UnifiedJedis redis;
  private final Settings settings;
  private final RandomGenerator random;
  private final @Nullable InstantSource clock;

  /**
   * @param cells how many; the same for all workers
   * @param mostOfAnOrg how many jobs of one org may be out at once, on all workers together
   * @param claimLength how long a claim lasts unless extended
   */
  public record Settings(int cells, int mostOfAnOrg, Duration claimLength) {
    public static final Settings DEFAULT = new Settings(16, 20, Duration.ofMinutes(5));
  }

  /** Runs by the clock of the Redis server, the one clock that all workers share. */
  public RedisWorkQueue(UnifiedJedis redis, Settings settings, RandomGenerator random) {
    this(redis, settings, random, null);
  }

  /** With a clock of its own, for tests. */
  RedisWorkQueue(
      UnifiedJedis redis,
      Settings settings,
      RandomGenerator random,
      @Nullable InstantSource clock) {
    this.redis = redis;
    this.settings = settings;
    this.random = random;
    this.clock = clock;
  }

  @Override
  public void schedule(MailboxId mailbox, Instant dueAt, String reason) {
    schedule(List.of(mailbox), dueAt, reason);
  }

  @Override
  public void schedule(Collection<MailboxId> mailboxes, Instant dueAt, String reason) {
    schedule(mailboxes, Math.max(1, dueAt.toEpochMilli()), reason, false);
  }

  @Override
  public void rebuild(Collection<MailboxId> all) {
    schedule(all, 0, "rebuild", true);
  }

  private void schedule(
      Collection<MailboxId> mailboxes, long dueMillis, String reason, boolean onlyMissing) {
    byte[] due = bytes(dueMillis);
    byCell(mailboxes)
        .forEach(
            (cell, part) -> {
              for (int from = 0; from < part.size(); from += AT_ONCE) {
                List<byte[]> args = new ArrayList<>();
                args.add(bytes(onlyMissing ? 1 : 0));
                for (MailboxId id : part.subList(from, Math.min(part.size(), from + AT_ONCE))) {
                  args.add(bytes(id.toString()));
                  args.add(due);
                  args.add(bytes(reason));
                }
                Object unused = run(SCHEDULE, cell, args);
              }
            });
  }

  @Override
  public List<Claim> claim(int max) {
    int[] waiting = new int[settings.cells()];
    int all = 0;
    for (int cell = 0; cell < waiting.length; cell++) {
      waiting[cell] = (int) number(run(WAITING, cell, List.of()));
      all += waiting[cell];
    }
    List<Claim> claims = new ArrayList<>();
    if (all == 0) {
      return claims;
    }
    draw(waiting, all, max).forEach((cell, count) -> claims.addAll(claim(cell, count)));
    // What a cell could not give, others may.
    for (int cell = 0; cell < waiting.length && claims.size() < max; cell++) {
      if (waiting[cell] > 0) {
        claims.addAll(claim(cell, max - claims.size()));
      }
    }
    return claims;
  }

  /** How many jobs to ask of each cell. */
  private Map<Integer, Integer> draw(int[] weights, int sum, int max) {
    Map<Integer, Integer> counts = new LinkedHashMap<>();
    for (int i = 0; i < max; i++) {
      int drawn = random.nextInt(sum);
      int cell = 0;
      while (drawn >= weights[cell]) {
        drawn -= weights[cell];
        cell++;
      }
      counts.merge(cell, 1, Integer::sum);
    }
    return counts;
  }

  private List<Claim> claim(int cell, int max) {
    List<?> answer =
        list(run(CLAIM, cell, List.of(bytes(max), bytes(settings.claimLength().toMillis()))));
    List<Claim> claims = new ArrayList<>();
    for (int i = 0; i < answer.size(); i += 6) {
      String mailbox = textAt(answer, i);
      int colon = mailbox.indexOf(':');
      claims.add(
          new Claim(
              new MailboxId(mailbox.substring(0, colon), mailbox.substring(colon + 1)),
              textAt(answer, i + 1),
              Integer.parseInt(textAt(answer, i + 2)),
              Instant.ofEpochMilli(Long.parseLong(textAt(answer, i + 3))),
              Long.parseLong(textAt(answer, i + 4)),
              Instant.ofEpochMilli(Long.parseLong(textAt(answer, i + 5)))));
    }
    return claims;
  }

  @Override
  public Optional<Claim> extend(Claim claim, Duration length) {
    Object until =
        run(
            EXTEND,
            cell(claim.mailbox()),
            List.of(
                bytes(claim.mailbox().toString()), bytes(claim.token()), bytes(length.toMillis())));
    return until instanceof Long millis
        ? Optional.of(
            new Claim(
                claim.mailbox(),
                claim.reason(),
                claim.attempt(),
                claim.dueAt(),
                claim.token(),
                Instant.ofEpochMilli(millis)))
        : Optional.empty();
  }

  @Override
  public boolean done(Claim claim, @Nullable Instant nextDue) {
    return finish(
        claim, "done", nextDue == null ? "0" : millis(Math.max(1, nextDue.toEpochMilli())), "poll");
  }

  @Override
  public boolean retry(Claim claim, Duration delay) {
    return finish(claim, "retry", millis(delay.toMillis()), claim.reason());
  }

  private boolean finish(Claim claim, String how, String wanted, String reason) {
    Object answer =
        run(
            FINISH,
            cell(claim.mailbox()),
            List.of(
                bytes(claim.mailbox().toString()),
                bytes(claim.token()),
                bytes(how),
                bytes(wanted),
                bytes(reason)));
    return number(answer) == 1;
  }

  private static String millis(long millis) {
    return Long.toString(millis);
  }

  @Override
  public void forget(Collection<MailboxId> mailboxes) {
    byCell(mailboxes)
        .forEach(
            (cell, part) -> {
              Object unused =
                  run(FORGET, cell, part.stream().map(id -> bytes(id.toString())).toList());
            });
  }

  @Override
  public Statistics statistics() {
    long known = 0;
    long out = 0;
    Map<String, OrgStatistics> orgs = new HashMap<>();
    for (int cell = 0; cell < settings.cells(); cell++) {
      List<?> answer = list(run(STATISTICS, cell, List.of()));
      known += number(answer.get(0));
      out += number(answer.get(1));
      for (int i = 2; i < answer.size(); i += 4) {
        long oldest = number(answer.get(i + 3));
        orgs.put(
            textAt(answer, i),
            new OrgStatistics(
                number(answer.get(i + 1)),
                number(answer.get(i + 2)),
                oldest == 0 ? null : Instant.ofEpochMilli(oldest)));
      }
    }
    return new Statistics(known, out, orgs);
  }

  private int cell(MailboxId mailbox) {
    return Math.floorMod(mailbox.orgId().hashCode(), settings.cells());
  }

  private Map<Integer, List<MailboxId>> byCell(Collection<MailboxId> mailboxes) {
    Map<Integer, List<MailboxId>> cells = new TreeMap<>();
    for (MailboxId mailbox : mailboxes) {
      cells.computeIfAbsent(cell(mailbox), key -> new ArrayList<>()).add(mailbox);
    }
    return cells;
  }

  private @Nullable Object run(RedisScript script, int cell, List<byte[]> more) {
    String prefix = "lockstep:{q" + cell + "}:";
    List<byte[]> args = new ArrayList<>();
    args.add(bytes(clock == null ? 0 : clock.instant().toEpochMilli()));
    args.add(bytes(settings.mostOfAnOrg()));
    args.addAll(more);
    return script.run(
        redis,
        List.of(
            bytes(prefix + "jobs"),
            bytes(prefix + "line"),
            bytes(prefix + "next"),
            bytes(prefix + "turn"),
            bytes(prefix + "out"),
            bytes(prefix + "held"),
            bytes(prefix + "cell"),
            bytes(prefix + "past")),
        args);
  }

  private static List<?> list(@Nullable Object answer) {
    return (List<?>) Objects.requireNonNull(answer);
  }

  private static long number(@Nullable Object answer) {
    return (Long) Objects.requireNonNull(answer);
  }

  private static String textAt(List<?> answer, int at) {
    return text((byte[]) Objects.requireNonNull(answer.get(at)));
  }
}

package io.lockstep.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.state.RedisWorkQueue.Settings;
import io.lockstep.state.WorkQueue.Claim;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

class RedisWorkQueueTest {
  private static final Duration LENGTH = Duration.ofMinutes(5);

  private final RedisClient redis = TestRedis.emptied();
  private final TestClock clock = new TestClock();
  private final RedisWorkQueue queue = queue(1, 3);

  private RedisWorkQueue queue(int cells, int mostOfAnOrg) {
    return new RedisWorkQueue(
        redis, new Settings(cells, mostOfAnOrg, LENGTH), new Random(1), clock);
  }

  private static MailboxId mailbox(int org, int user) {
    return new MailboxId("00D%015d".formatted(org), "005%015d".formatted(user));
  }

  private Instant in(Duration time) {
    return clock.instant().plus(time);
  }

  private Claim claimOne() {
    List<Claim> claims = queue.claim(1);
    assertThat(claims).hasSize(1);
    return claims.getFirst();
  }

  @Test
  void schedule_severalTimes_isOneJobAtTheEarliest() {
    queue.schedule(mailbox(1, 1), in(Duration.ofHours(2)), "poll");
    queue.schedule(mailbox(1, 1), in(Duration.ofHours(1)), "hook");
    queue.schedule(mailbox(1, 1), in(Duration.ofHours(3)), "sweep");
    assertThat(queue.claim(10)).isEmpty();

    clock.advance(Duration.ofHours(1));
    Claim claim = claimOne();

    assertThat(claim.mailbox()).isEqualTo(mailbox(1, 1));
    assertThat(claim.reason()).isEqualTo("hook");
    assertThat(claim.attempt()).isZero();
    assertThat(claim.until()).isEqualTo(in(LENGTH));
    assertThat(queue.claim(10)).isEmpty();
    assertThat(queue.done(claim, null)).isTrue();
    assertThat(queue.statistics().known()).isZero();
  }

  @Test
  void schedule_whileOut_foldsIntoTheNextTurn() {
    queue.schedule(mailbox(1, 1), clock.instant(), "poll");
    Claim claim = claimOne();
    queue.schedule(mailbox(1, 1), clock.instant(), "hook");
    queue.schedule(mailbox(1, 1), clock.instant(), "nudge");
    assertThat(queue.claim(1)).isEmpty();

    queue.done(claim, in(Duration.ofHours(6)));

    Claim next = claimOne();
    assertThat(next.reason()).isEqualTo("hook");
    queue.done(next, in(Duration.ofHours(6)));
    assertThat(queue.claim(1)).isEmpty();
    clock.advance(Duration.ofHours(6));
    assertThat(claimOne().reason()).isEqualTo("poll");
  }

  @Test
  void retry_hintsMeanwhile_waitsAsLongAsItWasTold() {
    queue.schedule(mailbox(1, 1), clock.instant(), "poll");
    Claim claim = claimOne();
    queue.schedule(mailbox(1, 1), clock.instant(), "hook");
    queue.retry(claim, Duration.ofMinutes(10));
    queue.schedule(mailbox(1, 1), clock.instant(), "hook");
    clock.advance(Duration.ofMinutes(9));
    assertThat(queue.claim(1)).isEmpty();

    clock.advance(Duration.ofMinutes(1));

    assertThat(claimOne().attempt()).isEqualTo(1);
  }

  @Test
  void claim_holderDied_isHandedOnAndTheDeadOneRefused() {
    queue.schedule(mailbox(1, 1), clock.instant(), "poll");
    Claim dead = claimOne();
    clock.advance(LENGTH.minusMillis(1));
    assertThat(queue.claim(1)).isEmpty();
    clock.advance(Duration.ofMillis(1));

    Claim next = claimOne();

    assertThat(next.attempt()).isEqualTo(1);
    assertThat(queue.done(dead, null)).isFalse();
    assertThat(queue.retry(dead, Duration.ZERO)).isFalse();
    assertThat(queue.extend(dead, LENGTH)).isEmpty();
    assertThat(queue.extend(next, LENGTH.multipliedBy(2))).isPresent();
    clock.advance(LENGTH);
    assertThat(queue.claim(1)).isEmpty();
    assertThat(queue.done(next, null)).isTrue();
  }

  @Test
  void claim_aLargeAndASmallOrg_takeTurns() {
    queue.schedule(users(1, 50), clock.instant(), "first");
    queue.schedule(users(2, 3), clock.instant(), "first");

    List<Claim> claims = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Claim claim = claimOne();
      claims.add(claim);
      queue.done(claim, null);
    }

    assertThat(claims.stream().map(claim -> claim.mailbox().orgId()).distinct()).hasSize(2);
    assertThat(claims.stream().filter(claim -> claim.mailbox().orgId().endsWith("2"))).hasSize(3);
  }

  @Test
  void claim_orgAtItsCap_leavesTheRestToOthers() {
    queue.schedule(users(1, 50), clock.instant(), "first");
    queue.schedule(users(2, 2), in(Duration.ofMillis(1)), "first");
    clock.advance(Duration.ofMillis(1));

    Map<String, Long> claimed =
        queue.claim(20).stream()
            .collect(
                Collectors.groupingBy(claim -> claim.mailbox().orgId(), Collectors.counting()));

    assertThat(claimed)
        .containsEntry(mailbox(1, 1).orgId(), 3L)
        .containsEntry(mailbox(2, 1).orgId(), 2L);
    assertThat(queue.claim(20)).isEmpty();
  }

  @Test
  void statistics_dueAndOut_areCountedByOrg() {
    queue.schedule(users(1, 5), clock.instant(), "first");
    queue.schedule(users(2, 5), in(Duration.ofDays(1)), "first");
    Instant due = clock.instant();
    clock.advance(Duration.ofMinutes(3));
    queue.claim(2);

    assertThat(queue.statistics())
        .isEqualTo(
            new WorkQueue.Statistics(
                10, 2, Map.of(mailbox(1, 1).orgId(), new WorkQueue.OrgStatistics(3, 2, due))));
  }

  @Test
  void rebuild_afterALossOfAllState_putsEveryMailboxInOnceAndRefusesOldClaims() {
    queue.schedule(users(1, 3), clock.instant(), "first");
    Claim old = claimOne();
    redis.flushAll();

    queue.rebuild(users(1, 3));
    queue.rebuild(users(1, 3));

    assertThat(queue.statistics().known()).isEqualTo(3);
    clock.advance(Duration.ofMillis(1));
    List<Claim> claims = queue.claim(10);
    assertThat(claims).hasSize(3);
    assertThat(queue.done(old, null)).isFalse();
  }

  @Test
  void forget_queuedAndClaimed_areGone() {
    queue.schedule(users(1, 4), clock.instant(), "first");
    Claim claim = claimOne();

    queue.forget(users(1, 4));

    assertThat(queue.done(claim, in(Duration.ofHours(1)))).isFalse();
    assertThat(queue.statistics()).isEqualTo(new WorkQueue.Statistics(0, 0, Map.of()));
  }

  @Test
  void claim_manyCells_findsWhatIsDueInAnyOfThem() {
    RedisWorkQueue wide = queue(16, 3);
    for (int org = 0; org < 40; org++) {
      wide.schedule(mailbox(org, 1), clock.instant(), "first");
    }
    List<Claim> claims = new ArrayList<>();
    for (List<Claim> some = wide.claim(7); !some.isEmpty(); some = wide.claim(7)) {
      assertThat(some).hasSizeLessThanOrEqualTo(7);
      claims.addAll(some);
    }

    assertThat(claims.stream().map(Claim::mailbox).distinct()).hasSize(40);
    assertThat(claims).hasSize(40);
  }

  @Test
  void randomOperations_behaveAsTheNaiveQueue() {
    for (int seed = 1; seed <= 30; seed++) {
      redis.flushAll();
      compareWithTheNaiveQueue(seed);
    }
  }

  private void compareWithTheNaiveQueue(int seed) {
    Random random = new Random(seed);
    NaiveWorkQueue naive = new NaiveWorkQueue(clock, 3, LENGTH);
    List<Claim> claims = new ArrayList<>();
    List<Claim> naiveClaims = new ArrayList<>();
    for (int step = 0; step < 250; step++) {
      String where = "seed " + seed + " step " + step;
      MailboxId mailbox = mailbox(random.nextInt(4), random.nextInt(6));
      int chosen = claims.isEmpty() ? -1 : random.nextInt(claims.size());
      Duration time = Duration.ofSeconds(random.nextInt(600));
      switch (random.nextInt(10)) {
        case 0, 1, 2 -> {
          Instant due = clock.instant().plus(time).minusSeconds(300);
          queue.schedule(mailbox, due, "r" + step);
          naive.schedule(mailbox, due, "r" + step);
        }
        case 3, 4 -> {
          int max = random.nextInt(4) + 1;
          List<Claim> got = queue.claim(max);
          List<Claim> expected = naive.claim(max);
          assertThat(got)
              .as(where)
              .usingRecursiveFieldByFieldElementComparatorIgnoringFields("token")
              .isEqualTo(expected);
          claims.addAll(got);
          naiveClaims.addAll(expected);
        }
        case 5, 6 -> {
          if (chosen >= 0) {
            Instant next = random.nextBoolean() ? clock.instant().plus(time) : null;
            assertThat(queue.done(claims.get(chosen), next))
                .as(where)
                .isEqualTo(naive.done(naiveClaims.get(chosen), next));
          }
        }
        case 7 -> {
          if (chosen >= 0) {
            assertThat(queue.retry(claims.get(chosen), time))
                .as(where)
                .isEqualTo(naive.retry(naiveClaims.get(chosen), time));
          }
        }
        case 8 -> clock.advance(time);
        default -> {
          if (random.nextInt(4) == 0) {
            queue.forget(List.of(mailbox));
            naive.forget(List.of(mailbox));
          } else if (random.nextInt(3) == 0) {
            queue.rebuild(users(1, 6));
            naive.rebuild(users(1, 6));
          } else if (chosen >= 0) {
            assertThat(queue.extend(claims.get(chosen), time).map(Claim::until))
                .as(where)
                .isEqualTo(naive.extend(naiveClaims.get(chosen), time).map(Claim::until));
          }
        }
      }
      assertThat(queue.statistics()).as(where).isEqualTo(naive.statistics());
    }
  }

  @Test
  void manyWorkers_oneMailbox_isNeverInTwoHandsAndEveryHintIsServed() throws Exception {
    RedisWorkQueue shared =
        new RedisWorkQueue(redis, new Settings(4, 5, Duration.ofMinutes(10)), new Random(1));
    List<MailboxId> all = new ArrayList<>();
    IntStream.range(0, 6).forEach(org -> all.addAll(users(org, 20)));
    Instant past = Instant.parse("2026-01-01T00:00:00Z");
    Map<MailboxId, Boolean> inHands = new ConcurrentHashMap<>();
    Map<String, AtomicInteger> heldByOrg = new ConcurrentHashMap<>();
    AtomicInteger collisions = new AtomicInteger();
    AtomicInteger aboveCap = new AtomicInteger();
    AtomicInteger served = new AtomicInteger();
    shared.schedule(all, past, "first");

    int workers = 12;
    try (ExecutorService pool = Executors.newFixedThreadPool(workers)) {
      List<Future<?>> futures = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        Random random = new Random(i);
        RedisWorkQueue own =
            new RedisWorkQueue(
                redis, new Settings(4, 5, Duration.ofMinutes(10)), new Random(100 + i));
        futures.add(
            pool.submit(
                () -> {
                  for (int round = 0; round < 150; round++) {
                    List<Claim> claims = own.claim(1 + random.nextInt(3));
                    for (Claim claim : claims) {
                      if (inHands.put(claim.mailbox(), true) != null) {
                        collisions.incrementAndGet();
                      }
                      AtomicInteger held =
                          heldByOrg.computeIfAbsent(
                              claim.mailbox().orgId(), org -> new AtomicInteger());
                      if (held.incrementAndGet() > 5) {
                        aboveCap.incrementAndGet();
                      }
                    }
                    own.schedule(all.get(random.nextInt(all.size())), past, "hint");
                    for (Claim claim : claims) {
                      heldByOrg
                          .getOrDefault(claim.mailbox().orgId(), new AtomicInteger())
                          .decrementAndGet();
                      inHands.remove(claim.mailbox());
                      assertThat(own.done(claim, null)).isTrue();
                      served.incrementAndGet();
                    }
                  }
                }));
      }
      for (Future<?> future : futures) {
        assertThat(Optional.ofNullable(future.get())).isEmpty();
      }
    }
    assertThat(collisions).hasValue(0);
    assertThat(aboveCap).hasValue(0);
    assertThat(served.get()).isGreaterThan(all.size());
    for (List<Claim> rest = shared.claim(5); !rest.isEmpty(); rest = shared.claim(5)) {
      rest.forEach(claim -> shared.done(claim, null));
    }
    assertThat(shared.statistics()).isEqualTo(new WorkQueue.Statistics(0, 0, Map.of()));
  }

  private static List<MailboxId> users(int org, int count) {
    return IntStream.range(0, count).mapToObj(user -> mailbox(org, user)).toList();
  }
}

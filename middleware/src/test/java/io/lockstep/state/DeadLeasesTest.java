package io.lockstep.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.state.Commit.Change;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

class DeadLeasesTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final RedisClient redis = TestRedis.emptied();
  private final TestClock clock = new TestClock();
  private final RedisMailboxState state = new RedisMailboxState(redis, clock);
  private final RedisWorkQueue queue =
      new RedisWorkQueue(redis, new RedisWorkQueue.Settings(4, 2_000, LONG), new Random(1), clock);

  private static List<MailboxId> mailboxes(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new MailboxId("00D000000000001AAA", "005%012dAAA".formatted(i)))
        .toList();
  }

  private List<WorkQueue.Claim> claimAll() {
    List<WorkQueue.Claim> all = new ArrayList<>();
    for (var some = queue.claim(200); !some.isEmpty(); some = queue.claim(200)) {
      all.addAll(some);
    }
    return all;
  }

  @Test
  void lease_ofAKilledProcess_isFreeAtOnce() {
    MailboxId mailbox = mailboxes(1).getFirst();
    Lease dead = state.acquire(mailbox, "killed", LONG).orElseThrow();
    assertThat(state.acquire(mailbox, "next", LONG)).isEmpty();

    DeadLeases.end(redis);

    Lease next = state.acquire(mailbox, "next", LONG).orElseThrow();
    assertThat(next.epoch()).isGreaterThan(dead.epoch());
    Commit late = new Commit(List.of(new Change.PutCursor("item.EVENT", "late")));
    assertThatThrownBy(() -> state.commit(dead, late)).isInstanceOf(LeaseLost.class);
  }

  @Test
  void factsOfTheMailbox_stay() {
    MailboxId mailbox = mailboxes(1).getFirst();
    Lease dead = state.acquire(mailbox, "killed", LONG).orElseThrow();
    state.commit(
        dead,
        new Commit(
            List.of(
                new Change.PutCursor("item.EVENT", "cursor"),
                new Change.PutHold("many deletions"))));

    DeadLeases.end(redis);

    assertThat(state.facts(mailbox).cursors()).containsEntry("item.EVENT", "cursor");
    assertThat(state.facts(mailbox).hold()).isEqualTo("many deletions");
  }

  @Test
  void turnsThatWereOut_areHandedOnAtOnceWithOneAttemptMore() {
    List<MailboxId> all = mailboxes(1_200); // more than one round of the scan brings
    queue.schedule(all, clock.instant(), "poll");
    assertThat(claimAll()).hasSize(1_200);
    assertThat(claimAll()).isEmpty();

    DeadLeases.end(redis);

    assertThat(claimAll())
        .hasSize(1_200)
        .allSatisfy(claim -> assertThat(claim.attempt()).isEqualTo(1));
  }

  @Test
  void emptyRedis_isLeftEmpty() {
    DeadLeases.end(redis);

    assertThat(redis.dbSize()).isZero();
  }
}

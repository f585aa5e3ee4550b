package io.lockstep.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.state.Commit.Change;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

class RedisMailboxStateTest extends MailboxStateContract {
  private final RedisClient redis = TestRedis.emptied();
  private final RedisMailboxState state = new RedisMailboxState(redis, clock);

  @Override
  MailboxState state() {
    return state;
  }

  @Test
  void acquire_withoutAClockOfItsOwn_runsByTheServersClock() {
    RedisMailboxState plain = new RedisMailboxState(redis);
    Lease lease = plain.acquire(ANN, "worker", Duration.ofHours(1)).orElseThrow();

    assertThat(lease.until()).isAfter(Instant.parse("2026-06-01T00:00:00Z"));
    assertThat(plain.acquire(ANN, "other", MINUTE)).isEmpty();
    assertThat(plain.renew(lease, Duration.ofHours(2)).until()).isAfter(lease.until());
  }

  @Test
  void commit_redisEmptiedMeanwhile_isRefused() {
    Lease lease = lease(ANN);
    redis.flushAll();

    assertThatThrownBy(() -> commit(lease, put(event("1")))).isInstanceOf(LeaseLost.class);
    assertThatThrownBy(() -> state.renew(lease, MINUTE)).isInstanceOf(LeaseLost.class);
    clock.advance(Duration.ofMillis(1));
    assertThat(lease(ANN).epoch()).isGreaterThan(lease.epoch());
  }

  @Test
  void commit_scriptsForgottenByTheServer_areLoadedAgain() {
    Lease lease = lease(ANN);
    redis.scriptFlush();

    commit(lease, put(event("1")));

    assertThat(find(ANN, Side.ITEM, "event1")).isEqualTo(event("1"));
  }

  @Test
  void everyKeyOfAMailbox_liesInItsSlot() {
    Lease lease = lease(ANN);
    commit(
        lease,
        put(event("1")),
        new Change.AddRemoval(clock.instant()),
        new Change.AddWork(work(Kind.EVENT, Side.ITEM, "x")));

    assertThat(redis.keys("*"))
        .isNotEmpty()
        .allMatch(
            key -> key.startsWith("lockstep:{" + ANN + "}:") || key.matches(".*\\{00D.*~\\d+}.*"));
  }

  @Test
  void recordHints_droppedByAWorkerThatLostItsLease_staysForItsSuccessor() {
    RecordHints hints = new RecordHints(redis);
    List<RecordHints.RecordRef> record = List.of(new RecordHints.RecordRef(Kind.EVENT, "00U1"));
    Lease old = lease(ANN);
    clock.advance(MINUTE);
    Lease newer = lease(ANN);
    hints.add(newer, record);

    hints.drop(old, record);
    assertThat(hints.mailboxesOf(ORG, Kind.EVENT, List.of("00U1")))
        .containsEntry("00U1", List.of(ANN));

    hints.drop(newer, record);
    assertThat(hints.mailboxesOf(ORG, Kind.EVENT, List.of("00U1"))).isEmpty();
  }

  @Test
  void commit_refusedForALostLease_leavesOnlyAHintTooMany() {
    Lease old = lease(ANN);
    clock.advance(MINUTE);
    lease(ANN);

    assertThatThrownBy(() -> commit(old, put(event("1")))).isInstanceOf(LeaseLost.class);
    assertThat(find(ANN, Side.RECORD, "00U1")).isNull();
    assertThat(state.mailboxesOf(ORG, Kind.EVENT, List.of("00U1"))).containsKey("00U1");
  }
}

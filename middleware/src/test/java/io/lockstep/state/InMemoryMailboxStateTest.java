package io.lockstep.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.sync.Kind;
import io.lockstep.sync.Side;
import org.junit.jupiter.api.Test;

class InMemoryMailboxStateTest extends MailboxStateContract {
  private final InMemoryMailboxState state = new InMemoryMailboxState(clock);

  @Override
  MailboxState state() {
    return state;
  }

  @Test
  void wipe_losesEverythingAndEveryLease() {
    Lease lease = lease(ANN);
    commit(lease, new Commit.Change.PutCursor("item.EVENT", "token"), put(event("1")));

    state.wipe();

    assertThat(state.facts(ANN)).isEqualTo(MailboxFacts.NONE);
    assertThat(state.links(ANN, Kind.EVENT, Side.ITEM, ids(event("1")))).isEmpty();
    assertThatThrownBy(() -> commit(lease, put(event("2")))).isInstanceOf(LeaseLost.class);
    assertThat(lease(ANN).epoch()).isGreaterThan(lease.epoch());
  }
}

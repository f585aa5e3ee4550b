package io.lockstep.worker;

import io.lockstep.state.Commit;
import io.lockstep.state.Lease;
import io.lockstep.state.MailboxState;
import io.lockstep.sync.Safeguard;
import io.lockstep.sync.Safeguards;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Holds a mailbox's lease through a pass: long enough before each outside call, and named in every
 * commit.
 */
final class LeaseKeeper {
  /** How long one outside call may take at most; a lease must outlive it twice over. */
  static final Duration CALL = Duration.ofSeconds(60);

  static final Duration LENGTH = CALL.multipliedBy(5);

  private final MailboxState state;
  private final InstantSource clock;
  private final Safeguards safeguards;
  private Lease lease;

  LeaseKeeper(MailboxState state, Lease lease, InstantSource clock, Safeguards safeguards) {
    this.state = state;
    this.lease = lease;
    this.clock = clock;
    this.safeguards = safeguards;
  }

  /**
   * To be called before each outside call.
   *
   * @throws io.lockstep.state.LeaseLost where somebody else took the mailbox
   */
  void beforeCall() {
    if (safeguards.on(Safeguard.LEASE)
        && lease.until().isBefore(clock.instant().plus(CALL.multipliedBy(2)))) {
      lease = state.renew(lease, LENGTH);
    }
  }

  void commit(Commit commit) {
    if (!commit.changes().isEmpty()) {
      state.commit(lease, commit);
    }
  }
}

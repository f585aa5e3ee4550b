package io.lockstep.worker;

import io.lockstep.port.Crm;
import io.lockstep.port.Mailbox;
import io.lockstep.port.PortException;
import io.lockstep.salesforce.OrgConfiguration;
import io.lockstep.salesforce.SyncRules;
import io.lockstep.state.Commit;
import io.lockstep.state.Lease;
import io.lockstep.state.MailboxId;
import io.lockstep.state.MailboxState;
import io.lockstep.sync.Direction;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Safeguards;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Runs the pass over one user's mailbox: from the org's configuration to a {@link MailboxPass}. */
final class PassRunner {
  private static final Duration RELEASE = Duration.ofHours(1);

  private final MailboxState state;
  private final MailboxGate gate;
  private final InstantSource clock;
  private final Supplier<String> tokens;
  private final String holder;

  PassRunner(
      MailboxState state,
      MailboxGate gate,
      InstantSource clock,
      Supplier<String> tokens,
      String holder) {
    this.state = state;
    this.gate = gate;
    this.clock = clock;
    this.tokens = tokens;
    this.holder = holder;
  }

  /**
   * @param syncedBefore the org remembers an earlier pass over this mailbox
   * @param orders what people chose on issues of this mailbox
   * @return empty where another worker holds the mailbox
   * @throws PortException where a side cannot be used now
   * @throws io.lockstep.state.LeaseLost where another worker took over
   */
  Optional<MailboxPass.Outcome> run(
      EnrolledOrg org,
      OrgConfiguration configuration,
      OrgConfiguration.SyncUser user,
      boolean syncedBefore,
      boolean sweep,
      List<Order> orders) {
    MailboxId id = new MailboxId(org.id(), user.id());
    Optional<Lease> lease = state.acquire(id, holder, LeaseKeeper.LENGTH);
    if (lease.isEmpty()) {
      return Optional.empty();
    }
    try {
      Crm crm = org.salesforce().actingAs(user.username(), user.rules().fieldChoices());
      Mailbox mailbox = gate.door(org.id(), configuration, user).open();
      MailboxPass.Setting setting =
          new MailboxPass.Setting(
              crm,
              mailbox,
              new Colleagues(configuration),
              kinds(user.rules()),
              org.fingerprints(),
              KindFacts.CATALOGUES,
              KindFacts.MATCHING,
              syncedBefore,
              orders);
      MailboxPass pass = new MailboxPass(state, clock, tokens, Safeguards.ALL);
      return Optional.of(pass.run(lease.get(), setting, sweep));
    } finally {
      state.release(lease.get());
    }
  }

  /** An administrator lets the held deletions go on for an hour. */
  void release(MailboxId id) {
    Lease lease =
        state
            .acquire(id, holder, LeaseKeeper.LENGTH)
            .orElseThrow(() -> new PortException.Unavailable("MAILBOX_BUSY", null));
    try {
      Instant until = clock.instant().plus(RELEASE);
      state.commit(
          lease,
          Commit.build()
              .add(new Commit.Change.PutHold(null))
              .add(new Commit.Change.PutNote(MailboxPass.BRAKE_RELEASED_UNTIL, until.toString()))
              .done());
    } finally {
      state.release(lease);
    }
  }

  private static Map<Kind, KindSettings> kinds(SyncRules rules) {
    Map<Kind, KindSettings> kinds = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      boolean contacts = kind == Kind.CONTACT;
      kinds.put(
          kind,
          new KindSettings(
              outbound(rules.direction(kind), rules.sends(kind)),
              rules.winner(kind),
              rules.propagateDeletes(),
              rules.propagateDeletes(),
              contacts && rules.contactScope() == SyncRules.ContactScope.ALL_VISIBLE,
              contacts ? rules.contactFilter() : rules.eventFilter(),
              rules.eventPastDays(),
              rules.eventFutureDays(),
              rules.privateEvents(),
              contacts && rules.removeOutOfScope(),
              rules.choices(kind).directions(),
              rules.choices(kind).columns()));
    }
    return kinds;
  }

  /** Nothing chosen for the outbound scope means that nothing goes out. */
  private static Direction outbound(Direction direction, boolean sends) {
    if (sends) {
      return direction;
    }
    return direction.writes(io.lockstep.sync.Side.RECORD) ? Direction.IN : Direction.OFF;
  }
}

package io.lockstep.worker;

import io.lockstep.port.PortException;
import io.lockstep.salesforce.OrgConfiguration;
import io.lockstep.state.LeaseLost;
import io.lockstep.state.MailboxId;
import io.lockstep.state.WorkQueue;
import io.lockstep.sync.Direction;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Side;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One turn of one mailbox: admit it, run the pass, tell what came of it, say when it is due. */
final class MailboxTurn {
  private static final Logger LOG = LoggerFactory.getLogger(MailboxTurn.class);
  private static final Duration MAILBOX_BUSY = Duration.ofSeconds(5);
  private static final Duration FEED_NOT_BEGUN = Duration.ofSeconds(5);

  /** Reasons for a turn that a log row names; others are the schedule's. */
  private static final Set<String> TRIGGERS = Set.of("Nudge", "Push", "SyncNow", "Sweep");

  /** Reasons for a turn that look at everything. */
  private static final Set<String> SWEEPS = Set.of("SyncNow", "Sweep");

  /** What a turn is made of, the same for all. */
  record Parts(
      Function<String, @Nullable EnrolledOrg> orgs,
      Dispatcher dispatcher,
      PassRunner passes,
      OrgFeed feeds,
      MailboxGate gate,
      MailboxMemory memory,
      PollTimes times,
      StatusRows statuses,
      Decisions decisions,
      Troubles troubles,
      InstantSource clock,
      Supplier<String> tokens,
      MeterRegistry meters) {}

  private final Parts parts;

  MailboxTurn(Parts parts) {
    this.parts = parts;
  }

  void take(WorkQueue.Claim claim) {
    MailboxId id = claim.mailbox();
    EnrolledOrg org = parts.orgs().apply(id.orgId());
    OrgConfiguration configuration = org == null ? null : org.configuration();
    OrgConfiguration.SyncUser user =
        configuration == null ? null : configuration.users().get(id.userId());
    if (org == null || configuration == null || user == null) {
      parts.dispatcher().forget(claim); // taken out of the configuration; nothing is deleted
      return;
    }
    if (!parts.feeds().hasBegun(org.id())) {
      parts.dispatcher().again(claim, FEED_NOT_BEGUN);
      return;
    }
    new Taken(claim, org, configuration, user, parts.clock().instant()).run();
  }

  /** A claim whose mailbox is configured. */
  private final class Taken {
    private final WorkQueue.Claim claim;
    private final EnrolledOrg org;
    private final OrgConfiguration configuration;
    private final OrgConfiguration.SyncUser user;
    private final MailboxId id;
    private final String address;
    private final Instant began;

    Taken(
        WorkQueue.Claim claim,
        EnrolledOrg org,
        OrgConfiguration configuration,
        OrgConfiguration.SyncUser user,
        Instant began) {
      this.claim = claim;
      this.org = org;
      this.configuration = configuration;
      this.user = user;
      this.id = claim.mailbox();
      this.address = Colleagues.addressOf(configuration, user);
      this.began = began;
    }

    void run() {
      try {
        org.admit(configuration, user);
        announce();
        Optional<MailboxPass.Outcome> outcome =
            parts
                .passes()
                .run(
                    org,
                    configuration,
                    user,
                    parts.memory().syncedBefore(id),
                    SWEEPS.contains(claim.reason()),
                    parts.decisions().of(id));
        parts.memory().synced(id);
        if (outcome.isEmpty()) {
          parts.dispatcher().again(claim, MAILBOX_BUSY);
          return;
        }
        watch();
        parts.decisions().ended(id, outcome.get().orders(), org.salesforce().issues());
        ended(outcome.get());
      } catch (PortException.RateLimited e) {
        interrupted(e.code(), parts.times().backOff(claim.attempt(), e.retryAfter()));
      } catch (PortException.AccessLost e) {
        paused(e);
      } catch (PortException e) {
        interrupted(e.code(), parts.times().backOff(claim.attempt()));
      } catch (LeaseLost e) {
        parts.dispatcher().again(claim, MAILBOX_BUSY);
      }
    }

    /** The org remembers that this mailbox syncs, before anything is written to it. */
    private void announce() {
      if (!parts.memory().mustAnnounce(id)) {
        return;
      }
      try {
        org.salesforce().statuses().write(List.of(parts.statuses().beginning(id, address)));
        parts.memory().announced(id);
      } catch (PortException e) {
        parts.memory().notAnnounced(id);
        throw e;
      }
    }

    /** Where push cannot be had, the mailbox is polled as often as without it. */
    private void watch() {
      Set<Kind> kinds =
          Arrays.stream(Kind.values())
              .filter(kind -> user.rules().direction(kind) != Direction.OFF)
              .collect(Collectors.toSet());
      try {
        boolean stands = parts.gate().door(org.id(), configuration, user).watch(id, kinds);
        parts.memory().pushed(id, stands);
        parts.troubles().over(org, place("push"));
      } catch (PortException e) {
        parts.memory().pushed(id, false);
        parts.troubles().say(org, place("push"), e.code() + ": " + e.advice());
      }
    }

    private void ended(MailboxPass.Outcome outcome) {
      parts.troubles().over(org, place("mailbox"));
      Instant now = parts.clock().instant();
      PassReport report = outcome.report();
      if (outcome.waiting() == 0) {
        parts.memory().firstSyncDone(id);
      }
      OrgConfiguration.SyncMailbox row = configuration.mailboxes().get(user.id());
      boolean asked = row != null && claim.reason().equals(row.request());
      var status = parts.statuses().now(id, address, now, report.braked(), asked);
      boolean held = status.status().equals("Held");
      count(held ? "held" : "done");
      countWrites(report);
      journal(now, held ? "Held" : outcome.waiting() > 0 ? "Partly" : "Done", "", report);
      boolean busy = !report.entries().isEmpty() || !outcome.orders().isEmpty();
      org.journal().status(status, busy);
      if (!report.entries().isEmpty()) {
        LOG.info(
            "Pass over {}: {} written to Salesforce, {} to the mailbox, {} waiting",
            id,
            report.writes(Side.RECORD),
            report.writes(Side.ITEM),
            outcome.waiting());
      }
      parts.dispatcher().done(claim, now.plus(parts.times().next(id, outcome, held)));
    }

    private void interrupted(String code, Duration wait) {
      count("interrupted");
      LOG.info("Pass over {} interrupted by {}; it goes on in {} s", id, code, wait.toSeconds());
      journal(parts.clock().instant(), "Stopped", code, new PassReport());
      parts.dispatcher().again(claim, wait);
    }

    /** Looked at again by itself, so that it goes on when somebody mended it. */
    private void paused(PortException.AccessLost why) {
      count("paused");
      parts.troubles().say(org, place("mailbox"), why.code() + ": " + why.advice());
      org.journal().status(parts.statuses().paused(id, address, why), false);
      parts.dispatcher().again(claim, parts.times().lostAccess());
    }

    /** A trouble of this mailbox only. */
    private String place(String what) {
      return what + " " + user.id();
    }

    private void journal(Instant now, String outcome, String code, PassReport report) {
      String trigger = TRIGGERS.contains(claim.reason()) ? claim.reason() : "Schedule";
      org.journal()
          .pass(user.id(), parts.tokens().get(), began, now, trigger, outcome, code, report);
    }

    private void count(String outcome) {
      parts.meters().counter("lockstep.passes", "outcome", outcome).increment();
    }

    private void countWrites(PassReport report) {
      parts
          .meters()
          .counter("lockstep.writes", "side", "salesforce")
          .increment(report.writes(Side.RECORD));
      parts.meters().counter("lockstep.writes", "side", "mail").increment(report.writes(Side.ITEM));
    }
  }
}

package io.lockstep.worker;

import io.lockstep.port.Crm;
import io.lockstep.port.Mailbox;
import io.lockstep.state.Commit;
import io.lockstep.state.Commit.Change;
import io.lockstep.state.Lease;
import io.lockstep.state.MailboxFacts;
import io.lockstep.state.MailboxState;
import io.lockstep.state.WorkEntry;
import io.lockstep.sync.Direction;
import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Fingerprint;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Matching;
import io.lockstep.sync.Rules;
import io.lockstep.sync.Safeguard;
import io.lockstep.sync.Safeguards;
import io.lockstep.sync.Side;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * One run over one mailbox: lease, collect, reconcile, write. The lease is the caller's; everything
 * else happens here, top to bottom:
 *
 * <ol>
 *   <li><b>Collect</b> each side's changes into the work set ({@link Collector}).
 *   <li><b>Rounds</b> over the work set, contacts before events ({@link Round}): look at both sides
 *       ({@link Look}), pair what has no link ({@link Pairing}), decide ({@link
 *       io.lockstep.sync.Reconciler}), brake, keep what is about to be overwritten, journal the
 *       intent, write, and note what was answered.
 * </ol>
 *
 * <p>It may stop after any call or commit and be run again: the end is the same. Throws {@link
 * io.lockstep.port.PortException} where a side cannot be used now, and {@link
 * io.lockstep.state.LeaseLost} where another worker took over; nothing is lost by either.
 */
public final class MailboxPass {
  /** The note that tells until when an administrator released the brake, as an ISO instant. */
  public static final String BRAKE_RELEASED_UNTIL = "brakeReleasedUntil";

  /** The note that tells when everything is looked at again, as an ISO instant. */
  public static final String SWEEP_DUE = "sweepDue";

  private static final Duration SWEEP_EVERY = Duration.ofHours(24);
  private static final int ROUND = 200;

  /** Of new records: after a stop in the middle the items of a round are looked for one by one. */
  private static final int NEW_RECORDS = 1_000;

  /** Of new items: what they need in Salesforce takes few calls however many they are. */
  private static final int NEW_ITEMS = 5_000;

  /**
   * What one mailbox is synced with.
   *
   * @param syncedBefore whether the org remembers an earlier pass over this mailbox; with an empty
   *     state it means that the state was lost, and that creates of a moment ago may not show yet
   * @param orders what people chose on issues of this mailbox
   */
  public record Setting(
      Crm crm,
      Mailbox mailbox,
      Directory directory,
      Map<Kind, KindSettings> kinds,
      Map<Kind, Fingerprint> fingerprints,
      Map<Kind, List<String>> catalogues,
      Map<Kind, Matching> matching,
      boolean syncedBefore,
      List<Order> orders) {

    /** Without anything that people chose. */
    public Setting(
        Crm crm,
        Mailbox mailbox,
        Directory directory,
        Map<Kind, KindSettings> kinds,
        Map<Kind, Fingerprint> fingerprints,
        Map<Kind, List<String>> catalogues,
        Map<Kind, Matching> matching,
        boolean syncedBefore) {
      this(
          crm,
          mailbox,
          directory,
          kinds,
          fingerprints,
          catalogues,
          matching,
          syncedBefore,
          List.of());
    }
  }

  /**
   * How a pass ended.
   *
   * @param waiting how many ids stay in the work set for a later pass
   * @param orders what came of what people chose, by issue
   */
  public record Outcome(PassReport report, long waiting, Map<String, Order.Outcome> orders) {}

  private final MailboxState state;
  private final InstantSource clock;
  private final Supplier<String> tokens;
  private final Safeguards safeguards;

  public MailboxPass(
      MailboxState state, InstantSource clock, Supplier<String> tokens, Safeguards safeguards) {
    this.state = state;
    this.clock = clock;
    this.tokens = tokens;
    this.safeguards = safeguards;
  }

  /**
   * Runs one pass, top to bottom.
   *
   * @param sweep look at everything, as if all cursors had expired
   */
  public Outcome run(Lease lease, Setting setting, boolean sweep) {
    Instant now = clock.instant();
    MailboxFacts facts = state.facts(lease.mailbox());
    Refit refit = Refit.of(facts, setting.kinds());
    Pass pass = begin(lease, setting, facts, refit, now);
    boolean due = sweep || sweepDue(facts, now) || refit.begins();
    refit.begin(pass);
    for (Kind kind : pass.kinds()) {
      new Collector(pass).collect(kind, facts, due);
    }
    noteNext(pass, facts, due);
    pass.leftAlone.tell(pass, facts);
    pass.orders.begin(setting.orders());
    rounds(pass);
    long waiting = state.workSize(lease.mailbox());
    if (waiting == 0) {
      refit.end(pass);
    }
    return new Outcome(pass.report, waiting, pass.orders.outcomes());
  }

  /** After a loss of all state everything is listed again before anything is made. */
  private static void noteNext(Pass pass, MailboxFacts facts, boolean swept) {
    Commit.Builder commit = Commit.build();
    boolean first = !facts.notes().containsKey(SWEEP_DUE);
    boolean waits = first && !pass.recovery.mayCreate(pass.now);
    if (swept || first) {
      Instant next = waits ? pass.recovery.createsFrom() : pass.now.plus(SWEEP_EVERY);
      commit.add(new Change.PutNote(SWEEP_DUE, next.toString()));
    }
    if (!Recovery.isNoted(facts)) {
      pass.recovery.note(commit);
    }
    pass.lease.commit(commit.done());
  }

  /** Whether nothing waits any longer for marks that a first listing after a loss left out. */
  public static boolean marksAreKnown(MailboxFacts facts, Instant now) {
    return Recovery.isNoted(facts)
        && Recovery.of(facts, true, now, Duration.ZERO).marksAreKnown(now);
  }

  /** Whether an administrator let go of the brake for a while. */
  static boolean released(MailboxFacts facts, Instant now) {
    String until = facts.notes().get(BRAKE_RELEASED_UNTIL);
    return until != null && now.isBefore(Instant.parse(until));
  }

  private static boolean sweepDue(MailboxFacts facts, Instant now) {
    String due = facts.notes().get(SWEEP_DUE);
    return due != null && !now.isBefore(Instant.parse(due));
  }

  /** Takes up the work set until it is empty or holds only what must wait. */
  private void rounds(Pass pass) {
    Set<WorkEntry> waiting = new HashSet<>();
    Map<String, Integer> tries = new java.util.HashMap<>();
    while (true) {
      List<WorkEntry> entries =
          state.work(pass.mailbox, NEW_ITEMS + waiting.size()).stream()
              .filter(entry -> !waiting.contains(entry))
              .filter(entry -> pass.kinds().contains(entry.id().kind()))
              .toList();
      entries = entries.subList(0, Math.min(entries.size(), size(pass, entries)));
      if (entries.isEmpty()) {
        return;
      }
      Kind kind = entries.getFirst().id().kind();
      List<WorkEntry> ofKind = entries.stream().filter(e -> e.id().kind() == kind).toList();
      waiting.addAll(new Round(pass, kind).run(ofKind));
      for (WorkEntry entry : ofKind) {
        // A thing that keeps changing under our hands is left for the next pass.
        if (tries.merge(entry.id().toString(), 1, Integer::sum) >= 4) {
          waiting.add(entry);
        }
      }
    }
  }

  /** More at once where a run of things that a listing showed as new comes next. */
  private static int size(Pass pass, List<WorkEntry> entries) {
    if (entries.isEmpty()) {
      return 0;
    }
    Side side = entries.getFirst().id().side();
    long fresh =
        entries.stream()
            .limit(side == Side.ITEM ? NEW_ITEMS : NEW_RECORDS)
            .takeWhile(e -> e.id().side() == side && pass.isNew(e.id()))
            .count();
    return Math.max(ROUND, (int) fresh);
  }

  private Pass begin(Lease lease, Setting setting, MailboxFacts facts, Refit refit, Instant now) {
    Map<Kind, Rules> rules = new EnumMap<>(Kind.class);
    setting
        .kinds()
        .forEach(
            (kind, settings) -> {
              if (settings.direction() != Direction.OFF) {
                rules.put(kind, rules(kind, settings, setting, refit, now));
              }
            });
    return new Pass(
        lease.mailbox(),
        state,
        new LeaseKeeper(state, lease, clock, safeguards),
        setting.crm(),
        setting.mailbox(),
        setting.directory(),
        setting.kinds(),
        rules,
        setting.matching(),
        safeguards,
        clock,
        now,
        recovery(facts, setting, now),
        tokens);
  }

  private Recovery recovery(MailboxFacts facts, Setting setting, Instant now) {
    return safeguards.on(Safeguard.MARKS_BEFORE_WRITES)
        ? Recovery.of(facts, setting.syncedBefore(), now, createsHidden(setting))
        : Recovery.NONE;
  }

  /** How long a create of any kind may stay unseen at most. */
  private static Duration createsHidden(Setting setting) {
    return setting.kinds().keySet().stream()
        .map(setting.mailbox()::createVisibleWithin)
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  private Rules rules(Kind kind, KindSettings settings, Setting setting, Refit refit, Instant now) {
    Set<String> fields = new TreeSet<>(setting.crm().fields(kind));
    fields.retainAll(setting.mailbox().fields(kind));
    fields.removeIf(field -> settings.fieldDirections().get(field) == Direction.OFF);
    UnaryOperator<FieldValues> normalRecord = values -> setting.crm().normal(kind, values);
    UnaryOperator<FieldValues> normalItem = values -> setting.mailbox().normal(kind, values);
    return new Rules(
        kind,
        settings.direction(),
        settings.winner(),
        fields,
        of(setting.catalogues(), kind),
        settings.deletesItem(),
        settings.deletesRecord(),
        normalRecord,
        normalItem,
        of(setting.fingerprints(), kind),
        now,
        safeguards,
        settings.fieldDirections(),
        refit.fields(kind));
  }

  private static <T> T of(Map<Kind, T> map, Kind kind) {
    T found = map.get(kind);
    if (found == null) {
      throw new IllegalArgumentException("nothing is set for " + kind);
    }
    return found;
  }
}

package io.lockstep.simulation;

import io.lockstep.port.PortException;
import io.lockstep.state.Commit;
import io.lockstep.state.InMemoryMailboxState;
import io.lockstep.state.Lease;
import io.lockstep.state.LeaseLost;
import io.lockstep.state.WorkId;
import io.lockstep.sync.Direction;
import io.lockstep.sync.Fingerprint;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Link;
import io.lockstep.sync.Safeguards;
import io.lockstep.sync.Side;
import io.lockstep.sync.Winner;
import io.lockstep.worker.KindSettings;
import io.lockstep.worker.MailboxPass;
import io.lockstep.worker.OrgFeed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One seeded life of an org with one to three mailboxes, of one provider or the other: people edit
 * all sides while passes run, break and run again; then the faults stop.
 */
final class Simulation {
  private static final int QUIET_WITHIN = 3;
  private static final Duration LEASE = Duration.ofMinutes(5);

  final World world;
  final SimulatedOrg org;
  final Meetings meetings;
  final List<Seat> seats = new ArrayList<>();
  final InMemoryMailboxState memory;
  final BreakingState state;
  final List<String> violations = new ArrayList<>();
  int passes;
  private final People people;
  final FeedPort feedPort;
  private final OrgFeed feed;
  private final Safeguards safeguards;
  private final boolean massDeletion;
  private int token;

  Simulation(long seed, Safeguards safeguards) {
    this(new World(seed), seed % 10 == 7, safeguards);
    int mailboxes = massDeletion || world.chance(.5) ? 1 : 2 + world.random.nextInt(2);
    for (int i = 0; i < mailboxes; i++) {
      seat(i, world.chance(.5) ? Provider.GOOGLE_LIKE : Provider.GRAPH_LIKE, world.chance(.5));
    }
    if (mailboxes > 1 && world.chance(.1)) {
      world.any(seats).troubled = true;
    }
    seats.forEach(seat -> seat.port.down = seat.troubled);
    world.nudges = seed % 10 == 3;
  }

  /** An org in which every mailbox takes part in all contacts. */
  Simulation(List<Provider> providers, Safeguards safeguards) {
    this(new World(1), false, safeguards);
    providers.forEach(provider -> seat(seats.size(), provider, true));
  }

  private Simulation(World world, boolean massDeletion, Safeguards safeguards) {
    this.safeguards = safeguards;
    this.world = world;
    this.massDeletion = massDeletion;
    this.org = new SimulatedOrg(world);
    this.meetings = new Meetings(world);
    this.memory = new InMemoryMailboxState(world);
    this.state = new BreakingState(memory, world, safeguards);
    this.feedPort = new FeedPort(org);
    this.feed = new OrgFeed(state, "feeder");
    this.people = new People(world, org, meetings, seats);
    world.everLinked = state::everLinked;
    world.renaming = state::linked;
    world.person = people::act;
    world.secondWorker = this::secondWorker;
    world.nudge = this::nudged;
  }

  private void seat(int number, Provider provider, boolean allVisible) {
    String name = String.valueOf((char) ('a' + number));
    String userId = "00500000000000" + (number + 1) + "AAA";
    SimulatedMailbox mailbox = new SimulatedMailbox(world, provider, name, userId, meetings);
    Winner winner = world.any(List.of(Winner.values()));
    seats.add(
        new Seat(
            org,
            mailbox,
            Map.of(Kind.CONTACT, both(winner, allVisible), Kind.EVENT, both(winner, false))));
  }

  private static KindSettings both(Winner winner, boolean allVisible) {
    return new KindSettings(Direction.BOTH, winner, true, true, allVisible, null, 0, null, true);
  }

  private MailboxPass.Setting setting(Seat seat) {
    Fingerprint fingerprint =
        new Fingerprint("a key of the simulation".getBytes(StandardCharsets.UTF_8), Fields::key);
    boolean before = seat.syncedBefore;
    seat.syncedBefore = true;
    return new MailboxPass.Setting(
        seat.crm,
        seat.port,
        meetings,
        seat.settings,
        Map.of(Kind.CONTACT, fingerprint, Kind.EVENT, fingerprint),
        Map.of(Kind.CONTACT, Fields.CONTACT, Kind.EVENT, Fields.EVENT),
        Map.of(Kind.CONTACT, Fields.CONTACTS, Kind.EVENT, Fields.EVENTS),
        before);
  }

  /** One whole life. Returns what went wrong; empty = every property was kept. */
  static List<String> live(long seed, Safeguards safeguards) {
    Simulation life = new Simulation(seed, safeguards);
    try {
      life.run();
    } catch (RuntimeException e) {
      life.violations.add(e + " at " + e.getStackTrace()[0]);
    }
    return life.violations;
  }

  /** Runs the whole life; the violations found are in {@link #violations}. */
  void run() {
    int things = massDeletion ? 14 : 2 + world.random.nextInt(3);
    for (int i = 0; i < things; i++) {
      people.create();
    }
    int rounds = 6 + world.random.nextInt(5);
    for (int i = 0; i < rounds; i++) {
      for (Seat seat : seats) {
        if (seats.size() == 1 || world.chance(.7)) {
          onePass(seat, false);
        }
      }
      world.pass(Duration.ofSeconds(world.random.nextInt(world.chance(.2) ? 4000 : 90)));
      if (massDeletion && i == rounds - 2) {
        SimulatedMailbox mailbox = seats.getFirst().mailbox;
        mailbox.live(Kind.CONTACT).forEach(mailbox::personDeletes);
        mailbox.live(Kind.EVENT).forEach(mailbox::personDeletes);
      }
      if (world.fault(.04)) {
        world.trace("all state lost");
        state.wipe();
      }
      strayHints();
    }
    calmDown();
    new Verdict(this).check();
  }

  /** Hints that nobody needed: for anything, known or not, once or twice. */
  private void strayHints() {
    for (Seat seat : seats) {
      if (world.fault(.2)) {
        List<WorkId> hints = new ArrayList<>();
        org.rows.values().stream()
            .filter(r -> world.chance(.3))
            .forEach(r -> hints.add(new WorkId(r.kind, Side.RECORD, r.id)));
        seat.mailbox.items.values().stream()
            .filter(i -> world.chance(.3))
            .forEach(i -> hints.add(new WorkId(i.kind, Side.ITEM, i.id)));
        hints.add(new WorkId(Kind.EVENT, Side.ITEM, "nobody-knows"));
        java.util.Collections.shuffle(hints, world.random);
        state.hint(seat.id, hints);
      }
    }
  }

  private void readFeed() {
    feed.poll(
        SimulatedOrg.ORG,
        feedPort,
        seats.stream().map(seat -> seat.mailbox.userId).collect(Collectors.toSet()));
  }

  void nudged() {
    try {
      readFeed();
    } catch (Crash | PortException | LeaseLost e) {
      // a nudge may come to nothing: the feed is read before the next pass anyway
    }
  }

  private MailboxPass pass(InstantSource clock) {
    return new MailboxPass(state, clock, () -> "t" + ++token, safeguards);
  }

  void onePass(Seat seat, boolean sweep) {
    passes++;
    world.trace(
        "---- pass "
            + passes
            + " of "
            + seat.mailbox.name
            + (sweep ? " with sweep" : "")
            + " faults "
            + world.faults);
    try {
      readFeed();
    } catch (Crash | PortException | LeaseLost e) {
      // the feed is read again before the next pass
    }
    if (!feed.hasBegun(SimulatedOrg.ORG)) {
      return;
    }
    Optional<Lease> lease = state.acquire(seat.id, "worker", LEASE);
    if (lease.isEmpty()) {
      world.pass(LEASE);
      return;
    }
    try {
      pass(world).run(lease.get(), setting(seat), sweep);
      noteResting(seat);
      state.release(lease.get());
    } catch (Crash e) {
      // the process is gone and with it the lease's holder; the lease lapses by itself
    } catch (PortException | LeaseLost e) {
      world.trace("pass ends: " + e);
      state.release(lease.get());
    }
  }

  private void noteResting(Seat seat) {
    for (Link link : memory.allLinks(seat.id, Kind.CONTACT, null).links()) {
      Item item = link.itemId() == null ? null : seat.mailbox.items.get(link.itemId());
      if (item != null) {
        item.rests = link.state() == Link.State.RESTING && !item.selected;
      }
    }
  }

  /** People select again what they took out, so that everything must agree in the end. */
  private void selectEverything() {
    for (Seat seat : seats) {
      seat.mailbox.live(Kind.CONTACT).stream()
          .filter(item -> !item.selected)
          .forEach(item -> seat.mailbox.personSelects(item, true));
    }
  }

  /**
   * Faults and people stop. Where no listing was ever short, no sweep is needed to converge; but
   * other people's records come to a user who wants all visible ones in a sweep only.
   */
  private void calmDown() {
    world.faults = false;
    world.people = false;
    world.pass(Duration.ofMinutes(20));
    selectEverything();
    for (Seat seat : seats) {
      seat.releasedAt = world.instant();
      release(seat);
    }
    if (world.listingFaults) {
      seats.forEach(seat -> onePass(seat, true));
    }
    recover();
    if (seats.size() > 1 && seats.stream().anyMatch(Seat::wantsAllVisible)) {
      sweepUntilNothingIsNew();
    }
    for (int i = 0; i < QUIET_WITHIN; i++) {
      seats.forEach(seat -> onePass(seat, false));
      world.pass(Duration.ofMinutes(11));
    }
    int before = writes();
    seats.forEach(seat -> onePass(seat, false));
    if (before != writes()) {
      violations.add("a quiet pass wrote");
    }
    for (Seat seat : seats) {
      if (!seat.troubled && memory.workSize(seat.id) > 0) {
        violations.add("work left: " + memory.work(seat.id, 10));
      }
    }
  }

  /**
   * After a loss what has no counterpart waits until everything was listed a second time: the three
   * passes count from then on. A mailbox whose first pass stopped early looks as if it had lost its
   * state.
   */
  private void recover() {
    if (seats.stream().allMatch(this::knowsItsMarks)) {
      return;
    }
    seats.forEach(seat -> onePass(seat, false));
    world.pass(Duration.ofMinutes(11));
    seats.forEach(seat -> onePass(seat, false));
  }

  private boolean knowsItsMarks(Seat seat) {
    return MailboxPass.marksAreKnown(memory.facts(seat.id), world.instant());
  }

  private void sweepUntilNothingIsNew() {
    int before = -1;
    for (int i = 0; i < 4 && before != org.rows.size(); i++) {
      before = org.rows.size();
      seats.forEach(seat -> onePass(seat, false));
      seats.forEach(seat -> onePass(seat, true));
    }
  }

  private int writes() {
    return org.writes + seats.stream().mapToInt(seat -> seat.mailbox.writes).sum();
  }

  /**
   * Another worker, whose clock is not quite this one's, tries a mailbox in the middle of a pass;
   * the feed may be read in the middle, too.
   */
  private void secondWorker() {
    try {
      if (world.chance(.5)) {
        readFeed();
        return;
      }
      boolean stalled = world.chance(.3);
      if (stalled) {
        world.pass(Duration.ofMinutes(6)); // the first worker stops for longer than its lease
      }
      Seat seat = world.any(seats);
      Optional<Lease> lease = state.acquire(seat.id, "second", LEASE);
      if (lease.isPresent()) {
        Duration skew = Duration.ofSeconds(world.random.nextInt(60) - 30);
        pass(() -> skewed(skew)).run(lease.get(), setting(seat), false);
        state.release(lease.get());
      }
    } catch (Crash | PortException | LeaseLost e) {
      // the second worker's end is not the first one's
    }
  }

  private Instant skewed(Duration skew) {
    return world.instant().plus(skew);
  }

  private void release(Seat seat) {
    Lease lease = state.acquire(seat.id, "administrator", Duration.ofMinutes(1)).orElseThrow();
    state.commit(
        lease,
        Commit.build()
            .add(new Commit.Change.PutHold(null))
            .add(
                new Commit.Change.PutNote(
                    MailboxPass.BRAKE_RELEASED_UNTIL,
                    world.instant().plus(Duration.ofDays(1)).toString()))
            .done());
    state.release(lease);
  }
}

package io.lockstep.simulation;

import io.lockstep.port.PortException;
import io.lockstep.state.Commit;
import io.lockstep.state.InMemoryMailboxState;
import io.lockstep.state.Lease;
import io.lockstep.state.LeaseLost;
import io.lockstep.state.MailboxId;
import io.lockstep.sync.Direction;
import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Fingerprint;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Safeguard;
import io.lockstep.sync.Safeguards;
import io.lockstep.sync.Winner;
import io.lockstep.worker.Directory;
import io.lockstep.worker.KindSettings;
import io.lockstep.worker.MailboxPass;
import io.lockstep.worker.OrgFeed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One seeded life of a mailbox: people edit both sides while passes run, break and run again; then
 * the faults stop.
 */
final class Simulation {
  private static final MailboxId MAILBOX = new MailboxId(SimulatedOrg.ORG, SimulatedOrg.USER);
  private static final int QUIET_WITHIN = 3;

  final World world;
  final SimulatedOrg org;
  final SimulatedMailbox mailbox;
  final InMemoryMailboxState memory;
  final List<String> violations = new ArrayList<>();
  int passes;
  final BreakingState state;
  private final MailboxPass pass;
  private final OrgFeed feed;
  private final Map<Kind, KindSettings> settings;
  private boolean syncedBefore;
  private final Safeguards safeguards;
  private final boolean massDeletion;
  private java.time.Instant releasedAt = java.time.Instant.MAX;
  private int token;
  private int typed;

  Simulation(long seed, Safeguards safeguards) {
    this.safeguards = safeguards;
    this.world = new World(seed);
    this.org = new SimulatedOrg(world);
    this.mailbox = new SimulatedMailbox(world);
    this.memory = new InMemoryMailboxState(world);
    this.state = new BreakingState(memory, world, safeguards);
    this.pass = new MailboxPass(state, world, () -> "t" + ++token, safeguards);
    this.feed = new OrgFeed(state, "feeder");
    this.massDeletion = seed % 10 == 7;
    this.settings = settings();
    world.person = this::somebodyActs;
    world.secondWorker = this::secondWorker;
  }

  private Map<Kind, KindSettings> settings() {
    Winner winner = Winner.values()[world.random.nextInt(3)];
    KindSettings both =
        new KindSettings(Direction.BOTH, winner, true, true, false, null, 0, null, true);
    return Map.of(Kind.CONTACT, both, Kind.EVENT, both);
  }

  private MailboxPass.Setting setting() {
    byte[] key = "a key of the simulation".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    Fingerprint fingerprint = new Fingerprint(key, Fields::key);
    boolean before = syncedBefore;
    syncedBefore = true; // the org keeps a row for each mailbox, written before its first pass
    return new MailboxPass.Setting(
        org,
        mailbox,
        Directory.ALONE,
        settings,
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
      somebodyCreates();
    }
    int rounds = 6 + world.random.nextInt(5);
    for (int i = 0; i < rounds; i++) {
      onePass(false);
      world.pass(Duration.ofSeconds(world.random.nextInt(world.chance(.2) ? 4000 : 90)));
      if (massDeletion && i == rounds - 2) {
        mailbox.live(Kind.CONTACT).forEach(mailbox::personDeletes);
        mailbox.live(Kind.EVENT).forEach(mailbox::personDeletes);
      }
      if (world.fault(.04)) {
        world.trace("all state lost");
        memory.wipe();
      }
    }
    calmDown();
    new Verdict(this).check();
  }

  private void onePass(boolean sweep) {
    passes++;
    world.trace("---- pass " + passes + (sweep ? " with sweep" : "") + " faults " + world.faults);
    try {
      feed.poll(SimulatedOrg.ORG, org, Set.of(SimulatedOrg.USER));
    } catch (Crash | PortException | LeaseLost e) {
      // the feed is read again before the next pass
    }
    Optional<Lease> lease = state.acquire(MAILBOX, "worker", Duration.ofMinutes(5));
    if (lease.isEmpty()) {
      world.pass(Duration.ofMinutes(5));
      return;
    }
    try {
      pass.run(lease.get(), setting(), sweep);
      state.release(lease.get());
    } catch (Crash e) {
      // the process is gone and with it the lease's holder; the lease lapses by itself
    } catch (PortException | LeaseLost e) {
      world.trace("pass ends: " + e);
      state.release(lease.get());
    }
  }

  /** Faults and people stop. Where no listing was ever short, no sweep is needed to converge. */
  private void calmDown() {
    world.faults = false;
    world.people = false;
    world.pass(Duration.ofMinutes(20));
    releasedAt = world.instant();
    release();
    if (world.listingFaults) {
      onePass(true);
    }
    for (int i = 0; i < QUIET_WITHIN; i++) {
      onePass(false);
      world.pass(Duration.ofMinutes(11));
    }
    int before = org.writes + mailbox.writes;
    onePass(false);
    if (before != org.writes + mailbox.writes) {
      violations.add("a quiet pass wrote");
    }
    if (memory.workSize(MAILBOX) > 0) {
      violations.add("work left: " + memory.work(MAILBOX, 10));
    }
  }

  /**
   * Another worker tries the same mailbox in the middle of a pass; the feed may be read in the
   * middle, too.
   */
  private void secondWorker() {
    try {
      if (world.chance(.5)) {
        feed.poll(SimulatedOrg.ORG, org, Set.of(SimulatedOrg.USER));
        return;
      }
      boolean stalled = world.chance(.3);
      if (stalled) {
        world.pass(Duration.ofMinutes(6)); // the first worker stops for longer than its lease
      }
      Optional<Lease> lease = state.acquire(MAILBOX, "second", Duration.ofMinutes(5));
      if (lease.isPresent()) {
        pass.run(lease.get(), setting(), false);
        state.release(lease.get());
      }
    } catch (Crash | PortException | LeaseLost e) {
      // the second worker's end is not the first one's
    }
  }

  Safeguards safeguards() {
    return safeguards;
  }

  boolean on(Safeguard safeguard) {
    return safeguards.on(safeguard);
  }

  // ---- people

  private void somebodyActs() {
    int what = world.random.nextInt(100);
    if (what < 18) {
      somebodyCreates();
    } else if (what < 80) {
      somebodyEdits();
    } else if (what < 92) {
      somebodyDeletes();
    } else if (what < 96) {
      somebodyRestores();
    } else {
      somebodyCopies();
    }
  }

  private String text() {
    typed++;
    String[] endings = {"", " ", " and a long tail", "x"};
    return (world.chance(.1) ? "q" : "w") + typed + endings[world.random.nextInt(endings.length)];
  }

  private FieldValues fresh(Kind kind) {
    if (kind == Kind.CONTACT) {
      String number = "+49 30 " + (10000 + ++typed);
      String name = world.chance(.15) ? "" : text();
      return new FieldValues(
          Map.of(
              "email", text().trim() + "@x", "lastName", name, "phone", number, "notes", text()));
    }
    return new FieldValues(
        Map.of(
            "subject", text(), "time", "t" + ++typed, "location", text(), "description", text()));
  }

  private void somebodyCreates() {
    Kind kind = world.anyKind();
    FieldValues values = fresh(kind);
    if (world.chance(.5)) {
      org.personCreates(kind, values);
    } else {
      mailbox.personCreates(kind, values);
    }
    if (world.chance(.15)) {
      // the same thing on both sides, before anybody linked it
      FieldValues twin =
          kind == Kind.CONTACT ? values.with("notes", text()) : values.with("location", text());
      boolean hasRecord = org.live(kind).stream().anyMatch(r -> sameKey(kind, r.fields, values));
      if (hasRecord) {
        mailbox.personCreates(kind, twin);
      } else {
        org.personCreates(kind, twin);
      }
    }
  }

  private static boolean sameKey(Kind kind, FieldValues one, FieldValues other) {
    var matching = kind == Kind.CONTACT ? Fields.CONTACTS : Fields.EVENTS;
    return matching
        .naturalKeys(Fields.normalRecord(one))
        .equals(matching.naturalKeys(Fields.normalRecord(other)));
  }

  private void somebodyEdits() {
    Kind kind = world.anyKind();
    List<String> fields = Fields.of(kind);
    String field = fields.get(world.random.nextInt(fields.size()));
    String value = field.equals("phone") ? "+49 (30) " + (10000 + ++typed) : text();
    if (field.equals("notes") && world.chance(.2)) {
      value = "";
    }
    if (field.equals("email")) {
      value = value.trim() + "@y";
    }
    if (world.chance(.5)) {
      List<SimulatedOrg.Row> rows = org.live(kind);
      if (!rows.isEmpty()) {
        org.personEdits(rows.get(world.random.nextInt(rows.size())), field, value);
      }
    } else {
      List<SimulatedMailbox.Item> items = mailbox.live(kind);
      if (!items.isEmpty()) {
        mailbox.personEdits(items.get(world.random.nextInt(items.size())), field, value);
      }
    }
  }

  private void somebodyDeletes() {
    Kind kind = world.anyKind();
    if (world.chance(.5)) {
      List<SimulatedOrg.Row> rows = org.live(kind);
      if (!rows.isEmpty()) {
        org.personDeletes(rows.get(world.random.nextInt(rows.size())));
      }
    } else {
      List<SimulatedMailbox.Item> items = mailbox.live(kind);
      if (!items.isEmpty()) {
        mailbox.personDeletes(items.get(world.random.nextInt(items.size())));
      }
    }
  }

  private void somebodyRestores() {
    if (world.chance(.5)) {
      org.rows.values().stream().filter(r -> r.deleted).findFirst().ifPresent(org::personUndeletes);
    } else {
      mailbox.items.values().stream()
          .filter(i -> i.deleted && i.kind == Kind.EVENT)
          .findFirst()
          .ifPresent(mailbox::personRestores);
    }
  }

  private void somebodyCopies() {
    if (world.chance(.5)) {
      org.live(Kind.CONTACT).stream().findFirst().ifPresent(org::personClones);
    } else {
      mailbox.live(Kind.CONTACT).stream().findFirst().ifPresent(mailbox::personCopies);
    }
  }

  /** When the administrator let go of the brake. */
  java.time.Instant releasedAt() {
    return releasedAt;
  }

  private void release() {
    Lease lease = memory.acquire(MAILBOX, "administrator", Duration.ofMinutes(1)).orElseThrow();
    memory.commit(
        lease,
        Commit.build()
            .add(new Commit.Change.PutHold(null))
            .add(
                new Commit.Change.PutNote(
                    MailboxPass.BRAKE_RELEASED_UNTIL,
                    world.instant().plus(Duration.ofDays(1)).toString()))
            .done());
    memory.release(lease);
  }
}

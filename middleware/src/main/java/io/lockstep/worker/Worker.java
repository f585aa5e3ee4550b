package io.lockstep.worker;

import io.lockstep.call.Sleeper;
import io.lockstep.port.PortException;
import io.lockstep.salesforce.LogRow;
import io.lockstep.salesforce.MailboxStatus;
import io.lockstep.salesforce.OrgConfiguration;
import io.lockstep.salesforce.OrgSettings;
import io.lockstep.salesforce.SalesforceOrg;
import io.lockstep.state.LeaseLost;
import io.lockstep.state.MailboxId;
import io.lockstep.state.MailboxState;
import io.lockstep.state.WorkQueue;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Side;
import io.lockstep.vault.OrgEntry;
import io.lockstep.vault.Registry;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.security.interfaces.RSAPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker process: reads each org's feed and configuration, takes mailboxes whose turn it is and
 * runs passes over them, and tells the orgs what happened. Any number of workers share the same
 * Redis.
 */
public final class Worker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
  private static final Duration RECHECK_LOST_ACCESS = Duration.ofMinutes(15);
  private static final Duration IDLE = Duration.ofMillis(200);

  /** What the worker is built from; everything that touches the outside comes in here. */
  public record Parts(
      WorkerSettings settings,
      Registry registry,
      MailboxState state,
      WorkQueue queue,
      MailServices services,
      Function<OrgEntry, RSAPrivateKey> keys,
      InstantSource clock,
      RandomGenerator random,
      Supplier<String> tokens,
      Sleeper sleeper,
      MeterRegistry meters) {}

  private final Parts parts;
  private final WorkerSettings settings;
  private final MailboxGate gate;
  private final PassRunner passes;
  private final OrgFeed feeds;
  private final NudgedReads nudged;
  private final Map<String, EnrolledOrg> orgs = new ConcurrentHashMap<>();
  private final Map<String, Journal> journals = new ConcurrentHashMap<>();
  private final Map<String, String> troubles = new ConcurrentHashMap<>();
  private final Map<MailboxId, Boolean> syncedBefore = new ConcurrentHashMap<>();
  private final Map<MailboxId, Integer> waits = new ConcurrentHashMap<>();
  private final Set<MailboxId> firstSyncs = ConcurrentHashMap.newKeySet();
  private final Decisions decisions = new Decisions();
  private final Set<MailboxId> announced = ConcurrentHashMap.newKeySet();
  private final Set<MailboxId> pushed = ConcurrentHashMap.newKeySet();
  private final Map<Long, WorkQueue.Claim> running = new ConcurrentHashMap<>();
  private final ScheduledExecutorService chores =
      Executors.newScheduledThreadPool(2, Thread.ofVirtual().factory());
  private final Semaphore free;
  private volatile boolean closing;
  private volatile @Nullable Thread dispatcher;

  public Worker(Parts parts) {
    this.parts = parts;
    this.settings = parts.settings();
    this.gate =
        new MailboxGate(
            parts.registry(),
            new GateParts(
                parts.services(), settings, parts.clock(), parts.random(), parts.sleeper()));
    this.passes =
        new PassRunner(parts.state(), gate, parts.clock(), parts.tokens(), settings.name());
    this.feeds = new OrgFeed(parts.state(), settings.name());
    this.nudged = new NudgedReads(chores, parts.clock(), this::readNudged);
    this.free = new Semaphore(settings.threads());
  }

  public void start() {
    for (String orgId : parts.registry().orgs()) {
      parts.registry().org(orgId).ifPresent(this::enrol);
    }
    every(settings.configurationEvery(), this::readConfigurations);
    every(settings.feedEvery(), this::readFeeds);
    every(settings.logsEvery(), this::tellOrgs);
    every(Duration.ofSeconds(30), this::keepClaims);
    dispatcher = Thread.ofPlatform().name("dispatcher").start(this::dispatch);
  }

  private void every(Duration time, Runnable chore) {
    chores.scheduleWithFixedDelay(() -> guarded(chore), 0, time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A chore that fails is done again at its next time; nothing else stops for it. */
  private void guarded(Runnable chore) {
    try {
      chore.run();
    } catch (RuntimeException e) {
      if (!closing) {
        LOG.error("A chore of the worker failed and is repeated: {}", where(e));
      }
    }
  }

  /**
   * Takes up an org, or its changed enrolment. Where the worker runs already, the configuration is
   * read at once and not only when its interval is over.
   */
  public void enrol(OrgEntry entry) {
    EnrolledOrg known = orgs.get(entry.orgId());
    if (known != null && known.enrolledAs(entry)) {
      return;
    }
    OrgSettings access =
        new OrgSettings(
                URI.create(entry.loginUrl()),
                entry.clientId(),
                parts.keys().apply(entry),
                entry.integrationUsername())
            .onlyOf(entry.orgId());
    SalesforceOrg salesforce =
        new SalesforceOrg(access, parts.clock(), time -> parts.sleeper().sleep(time));
    EnrolledOrg org = new EnrolledOrg(entry, salesforce);
    orgs.put(entry.orgId(), org);
    Journal unused = journal(entry.orgId());
    if (dispatcher != null) {
      chores.execute(
          () -> guarded(() -> attempt(org, "configuration", () -> readConfiguration(org))));
    }
  }

  // ---- chores

  private void readConfigurations() {
    for (EnrolledOrg org : orgs.values()) {
      attempt(org, "configuration", () -> readConfiguration(org));
    }
  }

  private void readConfiguration(EnrolledOrg org) {
    boolean first = org.configuration() == null;
    OrgConfiguration read = org.reload(parts.clock().instant());
    read.problems().forEach(p -> LOG.warn("Org {}: {}", org.id(), p.advice()));
    if (first) {
      // The feed begins before the first listing, so that nothing falls in between.
      readFeed(org);
    }
    List<MailboxId> mailboxes = new ArrayList<>();
    for (OrgConfiguration.SyncUser user : read.users().values()) {
      MailboxId id = new MailboxId(org.id(), user.id());
      mailboxes.add(id);
      OrgConfiguration.SyncMailbox row = read.mailboxes().get(user.id());
      syncedBefore.putIfAbsent(id, row != null && !row.status().equals("Waiting"));
      if (row != null && row.request() != null) {
        take(org, id, row.request());
      }
    }
    parts.queue().rebuild(mailboxes);
    Set<MailboxId> decided = decisions.read(org.id(), org.salesforce().issues(), passes::release);
    parts.queue().schedule(decided, parts.clock().instant(), "Choice");
    if (first) {
      // What an earlier process with longer intervals put off.
      for (MailboxId id : mailboxes) {
        parts.queue().schedule(id, parts.clock().instant().plus(idlePoll(id)), "poll");
      }
    }
  }

  /** How long a mailbox in which nothing happens rests. */
  private Duration idlePoll(MailboxId id) {
    return shorter(pollOfEvents(id), settings.pollContactsIdle());
  }

  private Duration pollOfEvents(MailboxId id) {
    return pushed.contains(id) ? settings.pollEventsPushed() : settings.pollEvents();
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** A person asked for something on the mailbox's page. */
  private void take(EnrolledOrg org, MailboxId id, String request) {
    switch (request) {
      case "SyncNow" -> parts.queue().schedule(id, parts.clock().instant(), "SyncNow");
      case "Release" -> {
        passes.release(id);
        parts.queue().schedule(id, parts.clock().instant(), "Release");
      }
      default ->
          LOG.warn(
              "Org {}: the request {} is not supported by this version and is left as it is",
              org.id(),
              request);
    }
  }

  private void readFeeds() {
    for (EnrolledOrg org : orgs.values()) {
      if (org.configuration() != null) {
        attempt(org, "feed", () -> readFeed(org));
      }
    }
  }

  private void readFeed(EnrolledOrg org) {
    OrgConfiguration configuration = org.configuration();
    if (configuration == null || overBudget(org)) {
      return;
    }
    Set<String> users = configuration.users().keySet();
    org.feedTurn().lock();
    try {
      Set<MailboxId> hinted = feeds.poll(org.id(), org.feed(), users);
      parts.queue().schedule(hinted, parts.clock().instant(), "Nudge");
    } catch (PortException.CursorExpired expired) {
      LOG.warn(
          "Org {}: the change feed cannot be read on ({}): everything is looked at again",
          org.id(),
          expired.code());
      parts
          .queue()
          .schedule(
              users.stream().map(user -> new MailboxId(org.id(), user)).toList(),
              parts.clock().instant(),
              "Sweep");
    } finally {
      org.feedTurn().unlock();
    }
  }

  /** Beyond its share of the org's daily calls the worker stops its background work. */
  private boolean overBudget(EnrolledOrg org) {
    var budget = org.salesforce().budget();
    boolean over = budget.limit() > 0 && budget.used() > budget.limit() * settings.quotaShare();
    if (over) {
      trouble(
          org,
          "budget",
          "the org has used "
              + budget.used()
              + " of its "
              + budget.limit()
              + " daily API calls, more than the share at which background work stops; it goes on"
              + " by itself");
    } else {
      troubles.remove(org.id() + ".budget");
    }
    return over;
  }

  private void attempt(EnrolledOrg org, String what, Runnable call) {
    try {
      call.run();
      if (troubles.remove(org.id() + "." + what) != null) {
        LOG.info("Org {}: the {} can be read again", org.id(), what);
      }
    } catch (PortException e) {
      trouble(org, what, e.code() + ": " + e.advice());
    } catch (LeaseLost e) {
      LOG.info("Org {}: another worker reads the {}", org.id(), what);
    }
  }

  /** Said once, until it is over. */
  private void trouble(EnrolledOrg org, String what, String why) {
    if (!why.equals(troubles.put(org.id() + "." + what, why))) {
      LOG.warn("Org {}: {}: {}", org.id(), what, why);
    }
  }

  private void keepClaims() {
    running.forEach(
        (token, claim) ->
            parts
                .queue()
                .extend(claim, Duration.ofMinutes(5))
                .ifPresent(c -> running.replace(token, c)));
  }

  private void tellOrgs() {
    orgs.values().forEach(org -> attempt(org, "log", () -> tell(org)));
  }

  private void tell(EnrolledOrg org) {
    Journal journal = journal(org.id());
    noteProgress(org, journal);
    List<MailboxStatus> statuses = journal.takeStatuses();
    List<LogRow> logs = journal.takeLogs();
    if (statuses.isEmpty() && logs.isEmpty()) {
      return;
    }
    try {
      org.salesforce().statuses().write(statuses);
      Map<String, Integer> refused = org.salesforce().logs().write(logs);
      if (!refused.isEmpty()) {
        LOG.warn("Org {}: log rows were refused: {}", org.id(), refused);
      }
    } catch (PortException e) {
      journal.putBack(logs, statuses);
      throw e;
    }
  }

  /** A first sync can take longer than the time between two reports. */
  private void noteProgress(EnrolledOrg org, Journal journal) {
    OrgConfiguration configuration = org.configuration();
    for (WorkQueue.Claim claim : running.values()) {
      MailboxId id = claim.mailbox();
      OrgConfiguration.SyncUser user =
          configuration == null ? null : configuration.users().get(id.userId());
      if (configuration != null
          && user != null
          && id.orgId().equals(org.id())
          && firstSyncs.contains(id)) {
        journal.status(
            status(
                id,
                Colleagues.addressOf(configuration, user),
                parts.state().facts(id).hold(),
                parts.clock().instant(),
                0,
                false),
            false);
      }
    }
  }

  private Journal journal(String orgId) {
    return journals.computeIfAbsent(orgId, id -> new Journal());
  }

  // ---- passes

  private void dispatch() {
    while (!closing) {
      try {
        if (!free.tryAcquire(IDLE.toMillis(), TimeUnit.MILLISECONDS)) {
          continue;
        }
        List<WorkQueue.Claim> claims = parts.queue().claim(1);
        if (claims.isEmpty()) {
          free.release();
          pause();
          continue;
        }
        WorkQueue.Claim claim = claims.getFirst();
        running.put(claim.token(), claim);
        Thread.ofVirtual().name("pass-" + claim.mailbox()).start(() -> work(claim));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        free.release();
        if (!closing) {
          LOG.error("The work queue cannot be reached; it is tried again: {}", where(e));
          pauseQuietly();
        }
      }
    }
  }

  private void pause() {
    parts.sleeper().sleep(IDLE);
  }

  private void pauseQuietly() {
    parts.sleeper().sleep(Duration.ofSeconds(1));
  }

  private void work(WorkQueue.Claim claim) {
    try {
      pass(claim);
    } catch (RuntimeException e) {
      LOG.error("A pass over {} failed: {}", claim.mailbox(), where(e));
      finish(claim, () -> parts.queue().retry(current(claim), backOff(claim.attempt())));
    } finally {
      running.remove(claim.token());
      free.release();
    }
  }

  /** A fault by its kinds and places only: a message might quote somebody's data. */
  private static String where(Throwable fault) {
    StringBuilder out = new StringBuilder();
    for (Throwable t = fault; t != null; t = t.getCause()) {
      out.append(out.isEmpty() ? "" : ", caused by ").append(t.getClass().getName());
      StackTraceElement[] trace = t.getStackTrace();
      for (int i = 0; i < Math.min(8, trace.length); i++) {
        out.append(i == 0 ? " at " : " < ")
            .append(trace[i].getClassName())
            .append(':')
            .append(trace[i].getLineNumber());
      }
    }
    return out.toString();
  }

  private WorkQueue.Claim current(WorkQueue.Claim claim) {
    return running.getOrDefault(claim.token(), claim);
  }

  private void finish(WorkQueue.Claim claim, Runnable end) {
    try {
      end.run();
    } catch (RuntimeException e) {
      LOG.warn(
          "The turn of {} could not be given back and lapses by itself: {}",
          claim.mailbox(),
          where(e));
    }
  }

  private void pass(WorkQueue.Claim claim) {
    MailboxId id = claim.mailbox();
    EnrolledOrg org = orgs.get(id.orgId());
    OrgConfiguration configuration = org == null ? null : org.configuration();
    OrgConfiguration.SyncUser user =
        configuration == null ? null : configuration.users().get(id.userId());
    if (org == null || configuration == null || user == null) {
      parts.queue().forget(List.of(id)); // taken out of the configuration; nothing is deleted
      return;
    }
    Instant began = parts.clock().instant();
    try {
      org.admit(configuration, user, Colleagues.addressOf(configuration, user));
      announce(org, configuration, user);
      boolean sweep = Set.of("SyncNow", "Sweep").contains(claim.reason());
      Optional<MailboxPass.Outcome> outcome =
          passes.run(
              org,
              configuration,
              user,
              Boolean.TRUE.equals(syncedBefore.get(id)),
              sweep,
              decisions.of(id));
      syncedBefore.put(id, true);
      if (outcome.isEmpty()) {
        finish(claim, () -> parts.queue().retry(current(claim), Duration.ofSeconds(5)));
        return;
      }
      watch(org, configuration, user, id);
      decisions.ended(id, outcome.get().orders(), org.salesforce().issues());
      ended(org, configuration, user, claim, began, outcome.get());
    } catch (PortException.RateLimited e) {
      failed(org, claim, began, e.code(), longer(e.retryAfter(), backOff(claim.attempt())));
    } catch (PortException.AccessLost e) {
      lost(org, configuration, user, claim, e);
    } catch (PortException e) {
      failed(org, claim, began, e.code(), backOff(claim.attempt()));
    } catch (LeaseLost e) {
      finish(claim, () -> parts.queue().retry(current(claim), Duration.ofSeconds(5)));
    }
  }

  /** The org remembers that this mailbox syncs, before anything is written to it. */
  private void announce(
      EnrolledOrg org, OrgConfiguration configuration, OrgConfiguration.SyncUser user) {
    MailboxId id = new MailboxId(org.id(), user.id());
    if (Boolean.TRUE.equals(syncedBefore.get(id)) || !announced.add(id)) {
      return;
    }
    String address = Colleagues.addressOf(configuration, user);
    try {
      org.salesforce()
          .statuses()
          .write(
              List.of(
                  new MailboxStatus(
                      user.id(), address, "Active", "", "", null, 0, 0, 0, 0, false)));
      firstSyncs.add(id);
    } catch (PortException e) {
      announced.remove(id);
      throw e;
    }
  }

  private void watch(
      EnrolledOrg org,
      OrgConfiguration configuration,
      OrgConfiguration.SyncUser user,
      MailboxId id) {
    Set<Kind> kinds =
        java.util.Arrays.stream(Kind.values())
            .filter(kind -> user.rules().direction(kind) != io.lockstep.sync.Direction.OFF)
            .collect(java.util.stream.Collectors.toSet());
    try {
      if (gate.door(org.id(), configuration, user).watch(id, kinds)) {
        pushed.add(id);
      } else {
        pushed.remove(id);
      }
    } catch (PortException e) {
      pushed.remove(id); // polled as often as without push until it stands again
      trouble(org, "push", e.code() + ": " + e.advice());
    }
  }

  private void ended(
      EnrolledOrg org,
      OrgConfiguration configuration,
      OrgConfiguration.SyncUser user,
      WorkQueue.Claim claim,
      Instant began,
      MailboxPass.Outcome outcome) {
    Instant now = parts.clock().instant();
    MailboxId id = claim.mailbox();
    PassReport report = outcome.report();
    boolean held = parts.state().facts(id).hold() != null;
    count("lockstep.passes", "outcome", held ? "held" : "done");
    parts
        .meters()
        .counter("lockstep.writes", "side", "salesforce")
        .increment(report.writes(Side.RECORD));
    parts.meters().counter("lockstep.writes", "side", "mail").increment(report.writes(Side.ITEM));
    Journal journal = journal(org.id());
    journal.pass(
        user.id(),
        parts.tokens().get(),
        began,
        now,
        trigger(claim.reason()),
        held ? "Held" : outcome.waiting() > 0 ? "Partly" : "Done",
        "",
        report);
    OrgConfiguration.SyncMailbox row = configuration.mailboxes().get(user.id());
    if (outcome.waiting() == 0) {
      firstSyncs.remove(id);
    }
    String hold = parts.state().facts(id).hold();
    journal.status(
        status(
            id,
            Colleagues.addressOf(configuration, user),
            hold,
            now,
            report.braked(),
            row != null && row.request() != null && claim.reason().equals(row.request())),
        !report.entries().isEmpty() || !outcome.orders().isEmpty());
    if (!report.entries().isEmpty()) {
      LOG.info(
          "Pass over {}: {} written to Salesforce, {} to the mailbox, {} waiting",
          id,
          report.writes(Side.RECORD),
          report.writes(Side.ITEM),
          outcome.waiting());
    }
    Instant due = now.plus(nextPoll(id, report, outcome, held));
    finish(claim, () -> parts.queue().done(current(claim), due));
  }

  private MailboxStatus status(
      MailboxId id,
      String address,
      @Nullable String hold,
      Instant now,
      int braked,
      boolean requestDone) {
    long contacts = parts.state().linkCount(id, Kind.CONTACT);
    long events = parts.state().linkCount(id, Kind.EVENT);
    long waiting = firstSyncs.contains(id) ? parts.state().workSize(id) : 0;
    return new MailboxStatus(
        id.userId(),
        address,
        hold == null ? "Active" : "Held",
        hold == null ? "" : "DELETIONS_HELD",
        hold == null ? "" : hold,
        now,
        contacts,
        events,
        hold == null ? 0 : braked,
        MailboxStatus.progress(contacts + events, waiting),
        requestDone);
  }

  private Duration nextPoll(
      MailboxId id, PassReport report, MailboxPass.Outcome outcome, boolean held) {
    Duration next =
        report.entries().isEmpty()
            ? idlePoll(id)
            : shorter(pollOfEvents(id), settings.pollContacts());
    if (outcome.waiting() == 0 || held) {
      waits.remove(id);
      return next;
    }
    // What waits, say for a lock or for a create to show, is looked at soon at first, then rarely.
    int before = waits.merge(id, 1, Integer::sum) - 1;
    return shorter(backOff(before + 1), next);
  }

  private void failed(
      EnrolledOrg org, WorkQueue.Claim claim, Instant began, String code, Duration wait) {
    count("lockstep.passes", "outcome", "interrupted");
    LOG.info(
        "Pass over {} interrupted by {}; it goes on in {} s",
        claim.mailbox(),
        code,
        wait.toSeconds());
    journal(org.id())
        .pass(
            claim.mailbox().userId(),
            parts.tokens().get(),
            began,
            parts.clock().instant(),
            trigger(claim.reason()),
            "Stopped",
            code,
            new PassReport());
    finish(claim, () -> parts.queue().retry(current(claim), wait));
  }

  /**
   * Paused until somebody mends it; looked at again by itself, so that it goes on when they have.
   */
  private void lost(
      EnrolledOrg org,
      OrgConfiguration configuration,
      OrgConfiguration.SyncUser user,
      WorkQueue.Claim claim,
      PortException.AccessLost e) {
    count("lockstep.passes", "outcome", "paused");
    trouble(org, "mailbox " + user.id(), e.code() + ": " + e.advice());
    journal(org.id())
        .status(
            new MailboxStatus(
                user.id(),
                Colleagues.addressOf(configuration, user),
                "Paused",
                e.code(),
                e.advice(),
                null,
                parts.state().linkCount(claim.mailbox(), Kind.CONTACT),
                parts.state().linkCount(claim.mailbox(), Kind.EVENT),
                0,
                MailboxStatus.progress(0, firstSyncs.contains(claim.mailbox()) ? 1 : 0),
                false),
            false);
    Duration again = shorter(RECHECK_LOST_ACCESS, settings.pollContactsIdle());
    finish(claim, () -> parts.queue().retry(current(claim), again));
  }

  private void count(String meter, String tag, String value) {
    parts.meters().counter(meter, tag, value).increment();
  }

  /** The reason of a turn in the words of {@code SyncLog__c}. */
  private static String trigger(String reason) {
    return Set.of("Nudge", "Push", "SyncNow", "Sweep").contains(reason) ? reason : "Schedule";
  }

  private Duration backOff(int attempt) {
    return BackOff.after(attempt, parts.random());
  }

  // ---- what the entrances ask for

  /** Something changed in the org: read its feed now. Many nudges at once are one or two reads. */
  public void nudge(String orgId) {
    if (orgs.containsKey(orgId)) {
      nudged.nudge(orgId);
    }
  }

  private void readNudged(String orgId) {
    EnrolledOrg org = orgs.get(orgId);
    if (org != null && !closing) {
      guarded(() -> attempt(org, "feed", () -> readFeed(org)));
    }
  }

  /** Something changed in the mailbox: look at it now. */
  public void push(MailboxId mailbox) {
    parts.queue().schedule(mailbox, parts.clock().instant(), "Push");
  }

  /** What is wrong at the moment, by org and place, in sentences. */
  public Map<String, String> troubles() {
    return Map.copyOf(troubles);
  }

  /** Calls made to each org by this process. */
  public Map<String, Long> salesforceCalls() {
    Map<String, Long> calls = new java.util.TreeMap<>();
    orgs.forEach((id, org) -> calls.put(id, org.salesforce().calls()));
    return calls;
  }

  /** Lets running passes stop where they are and tells the orgs what is still to be told. */
  @Override
  public void close() {
    closing = true;
    chores.shutdown();
    if (dispatcher != null) {
      dispatcher.interrupt();
    }
    boolean idle;
    try {
      idle = free.tryAcquire(settings.threads(), 20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      idle = false;
    }
    if (!idle) {
      LOG.warn("Some passes did not end in time; they are taken up again at the next start");
    }
    guarded(this::tellOrgs);
  }
}

package io.lockstep.worker;

import io.lockstep.call.Sleeper;
import io.lockstep.salesforce.OrgSettings;
import io.lockstep.salesforce.SalesforceOrg;
import io.lockstep.state.MailboxId;
import io.lockstep.state.MailboxState;
import io.lockstep.state.WorkQueue;
import io.lockstep.vault.OrgEntry;
import io.lockstep.vault.Registry;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.security.interfaces.RSAPrivateKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker process: does each org's chores at their intervals ({@link OrgChores}), takes mailboxes
 * whose turn it is ({@link Dispatcher}) and runs passes over them ({@link MailboxTurn}). Any number
 * of workers share the same Redis.
 */
public final class Worker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
  private static final Duration KEEP_CLAIMS_EVERY = Duration.ofSeconds(30);

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
  private final Map<String, EnrolledOrg> orgs = new ConcurrentHashMap<>();
  private final Troubles troubles = new Troubles();
  private final OrgChores chores;
  private final Dispatcher dispatcher;
  private final MailboxTurn turn;
  private final ScheduledExecutorService timer =
      Executors.newScheduledThreadPool(2, Thread.ofVirtual().factory());
  private final NudgedReads nudged;
  private volatile boolean closing;

  public Worker(Parts parts) {
    this.parts = parts;
    nudged = new NudgedReads(timer, parts.clock(), this::readNudged);
    WorkerSettings settings = parts.settings();
    MailboxGate gate =
        new MailboxGate(
            parts.registry(),
            new GateParts(
                parts.services(), settings, parts.clock(), parts.random(), parts.sleeper()));
    PassRunner passes =
        new PassRunner(parts.state(), gate, parts.clock(), parts.tokens(), settings.name());
    MailboxMemory memory = new MailboxMemory();
    PollTimes times = new PollTimes(settings, memory, parts.random());
    StatusRows statuses = new StatusRows(parts.state(), memory);
    Decisions decisions = new Decisions();
    OrgFeed feeds = new OrgFeed(parts.state(), settings.name());
    chores =
        new OrgChores(
            new OrgChores.Parts(
                feeds,
                parts.queue(),
                passes,
                memory,
                times,
                statuses,
                decisions,
                troubles,
                parts.clock(),
                settings.quotaShare()));
    dispatcher = new Dispatcher(parts.queue(), parts.sleeper(), times, settings.threads());
    turn =
        new MailboxTurn(
            new MailboxTurn.Parts(
                orgs::get,
                dispatcher,
                passes,
                feeds,
                gate,
                memory,
                times,
                statuses,
                decisions,
                troubles,
                parts.clock(),
                parts.tokens(),
                parts.meters()));
  }

  public void start() {
    for (String orgId : parts.registry().orgs()) {
      parts.registry().org(orgId).ifPresent(this::enrol);
    }
    WorkerSettings settings = parts.settings();
    every(settings.configurationEvery(), () -> forEachOrg(chores::readConfiguration));
    every(settings.feedEvery(), () -> forEachOrg(chores::readFeed));
    every(settings.logsEvery(), this::tellOrgs);
    every(KEEP_CLAIMS_EVERY, dispatcher::keepClaims);
    dispatcher.start(turn::take);
  }

  private void every(Duration time, Runnable chore) {
    timer.scheduleWithFixedDelay(() -> guarded(chore), 0, time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void forEachOrg(Consumer<EnrolledOrg> chore) {
    orgs.values().forEach(chore);
  }

  private void tellOrgs() {
    forEachOrg(org -> chores.tell(org, dispatcher.running()));
  }

  /** A chore that fails is done again at its next time; nothing else stops for it. */
  private void guarded(Runnable chore) {
    try {
      chore.run();
    } catch (RuntimeException e) {
      if (!closing) {
        LOG.error("A chore of the worker failed and is repeated: {}", FaultPlaces.of(e));
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
    Journal journal = known == null ? new Journal() : known.journal();
    EnrolledOrg org = new EnrolledOrg(entry, salesforce, journal);
    orgs.put(entry.orgId(), org);
    if (dispatcher.isStarted()) {
      timer.execute(() -> guarded(() -> chores.readConfiguration(org)));
    }
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
      guarded(() -> chores.readFeed(org));
    }
  }

  /** Something changed in the mailbox: look at it now. */
  public void push(MailboxId mailbox) {
    parts.queue().schedule(mailbox, parts.clock().instant(), "Push");
  }

  /** What is wrong at the moment, by org and place, in sentences. */
  public Map<String, String> troubles() {
    return troubles.all();
  }

  /** Calls made to each org by this process. */
  public Map<String, Long> salesforceCalls() {
    Map<String, Long> calls = new TreeMap<>();
    orgs.forEach((id, org) -> calls.put(id, org.salesforce().calls()));
    return calls;
  }

  /** Lets running passes stop where they are and tells the orgs what is still to be told. */
  @Override
  public void close() {
    closing = true;
    timer.shutdown();
    dispatcher.close();
    guarded(this::tellOrgs);
  }
}

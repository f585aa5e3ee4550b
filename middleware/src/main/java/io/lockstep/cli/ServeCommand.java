package io.lockstep.cli;

import io.lockstep.call.Sleeper;
import io.lockstep.google.GoogleEndpoints;
import io.lockstep.google.GoogleTransport;
import io.lockstep.google.GoogleWatch;
import io.lockstep.microsoft.GraphEndpoints;
import io.lockstep.microsoft.GraphTransport;
import io.lockstep.microsoft.GraphWatch;
import io.lockstep.port.PortException;
import io.lockstep.state.MailboxId;
import io.lockstep.state.RedisMailboxState;
import io.lockstep.state.RedisWorkQueue;
import io.lockstep.state.WorkQueue;
import io.lockstep.vault.OrgEntry;
import io.lockstep.vault.Registry;
import io.lockstep.vault.Vault;
import io.lockstep.vault.VaultException;
import io.lockstep.vault.VaultKey;
import io.lockstep.web.NudgeCheck;
import io.lockstep.web.Signals;
import io.lockstep.web.WebServer;
import io.lockstep.worker.MailServices;
import io.lockstep.worker.RedisChannels;
import io.lockstep.worker.Worker;
import io.lockstep.worker.WorkerSettings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the middleware: web server and worker in one process, or one of them. */
@Command(
    name = "serve",
    description = "Runs the middleware: web server and worker in one process.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);
  private static final Duration ENROL_AGAIN = Duration.ofSeconds(10);

  /** How long the end may take; what runs the process often kills it after 30 seconds. */
  private static final Duration STOP = Duration.ofSeconds(28);

  @Option(names = "--web-only", description = "only the web server: entrances, health, metrics")
  boolean webOnly;

  @Option(names = "--worker-only", description = "only the worker")
  boolean workerOnly;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
  CommandSpec spec;

  private final InstantSource clock = Clock.systemUTC();
  private final SecureRandom random = new SecureRandom();

  @Override
  public Integer call() throws InterruptedException {
    if (webOnly && workerOnly) {
      throw new ParameterException(
          spec.commandLine(),
          "--web-only and --worker-only exclude each other; without both, serve does both.");
    }
    Settings settings = SettingFlags.read(spec, System.getenv());
    WorkerSettings worker =
        workerSettings(settings); // all settings are looked at before anything starts
    Optional<Enrolment> enrolment = Enrolment.of(settings, random);
    Path dataDir = Path.of(settings.text(Setting.DATA_DIR));
    CountDownLatch stopped = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    try (RedisAccess redis = RedisAccess.open(settings)) {
      Registry registry = registry(settings, redis, dataDir);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stopped, ended), "stop"));
      run(settings, worker, enrolment, redis, registry, stopped);
    } finally {
      ended.countDown();
    }
    return 0;
  }

  /**
   * The JVM ends when its hooks have: so this one lasts until passes, logs and Redis are closed.
   */
  private static void stop(CountDownLatch stopped, CountDownLatch ended) {
    stopped.countDown();
    try {
      if (!ended.await(STOP.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("Not everything was closed in time; the next start takes it up");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static Registry registry(Settings settings, RedisAccess redis, Path dataDir) {
    String given = settings.text(Setting.VAULT_KEY);
    VaultKey key =
        given.isEmpty()
            ? VaultKey.find(System.getenv(), dataDir)
            : VaultKey.parse(given, settings.value(Setting.VAULT_KEY).source());
    String backup = settings.text(Setting.BACKUP_DIR);
    Path backupDir = backup.isEmpty() ? dataDir.resolve("backup") : Path.of(backup);
    return Registry.open(redis.client(), new Vault(key), backupDir);
  }

  private void run(
      Settings settings,
      WorkerSettings workerSettings,
      Optional<Enrolment> enrolment,
      RedisAccess redis,
      Registry registry,
      CountDownLatch stopped)
      throws InterruptedException {
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    WorkQueue queue = new RedisWorkQueue(redis.client(), RedisWorkQueue.Settings.DEFAULT, random);
    MailServices services = services(workerSettings.publicUrl(), redis);
    PrivateKeys keys = new PrivateKeys();
    @Nullable Worker worker = null;
    if (!webOnly) {
      worker =
          new Worker(
              new Worker.Parts(
                  workerSettings,
                  registry,
                  new RedisMailboxState(redis.client()),
                  queue,
                  services,
                  entry -> keys.read(entry.privateKey().reveal()),
                  clock,
                  random,
                  this::token,
                  sleeper(),
                  meters));
      worker.start();
    }
    Worker running = worker;
    Thread enrolling = null;
    if (enrolment.isPresent() && running != null) {
      enrolling =
          Thread.ofVirtual().start(() -> enrol(enrolment.get(), registry, keys, running, stopped));
    }
    try (WebServer web =
        workerOnly ? null : web(settings, running, services, queue, registry, meters, redis)) {
      LOG.info("Lockstep is up{}", web == null ? "" : " on port " + web.port());
      stopped.await();
    } finally {
      if (enrolling != null) {
        enrolling.interrupt();
      }
      if (running != null) {
        running.close();
      }
    }
  }

  private WebServer web(
      Settings settings,
      @Nullable Worker worker,
      MailServices services,
      WorkQueue queue,
      Registry registry,
      PrometheusMeterRegistry meters,
      RedisAccess redis) {
    Signals signals =
        new Signals() {
          @Override
          public void nudge(String orgId) {
            if (worker != null) {
              worker.nudge(orgId);
            }
          }

          @Override
          public void push(MailboxId mailbox) {
            queue.schedule(mailbox, clock.instant(), "Push");
          }
        };
    return new WebServer(
        settings.text(Setting.HTTP_HOST),
        settings.number(Setting.HTTP_PORT, 0, 65_535),
        worker,
        services,
        new NudgeCheck(registry, clock),
        signals,
        meters,
        redis::answers);
  }

  /** An org that cannot be asked yet is enrolled as soon as it can. */
  private void enrol(
      Enrolment enrolment,
      Registry registry,
      PrivateKeys keys,
      Worker worker,
      CountDownLatch stopped) {
    while (stopped.getCount() > 0) {
      try {
        for (OrgEntry entry : enrolment.enrolInto(registry, keys)) {
          worker.enrol(entry);
          LOG.info("Org {} is enrolled", entry.orgId());
        }
        return;
      } catch (PortException e) {
        LOG.warn(
            "An org cannot be enrolled yet ({}): {} It is tried again in {} s.",
            e.code(),
            e.advice(),
            ENROL_AGAIN.toSeconds());
      } catch (Settings.InvalidSetting | VaultException e) {
        LOG.error("{}", e.getMessage());
        return;
      }
      sleeper().sleep(ENROL_AGAIN);
    }
  }

  private MailServices services(@Nullable URI publicUrl, RedisAccess redis) {
    GoogleTransport google = GoogleTransport.standard();
    GraphTransport microsoft = GraphTransport.standard();
    if (publicUrl == null) {
      return new MailServices(google, null, microsoft, null);
    }
    String base = publicUrl.toString().replaceFirst("/*$", "");
    RedisChannels channels = new RedisChannels(redis.client());
    return new MailServices(
        google,
        new GoogleWatch(
            channels,
            URI.create(base + "/hooks/google"),
            Duration.ofHours(24),
            random,
            clock,
            sleeper()),
        microsoft,
        new GraphWatch(channels, URI.create(base + "/hooks/microsoft"), random, clock, sleeper()));
  }

  /** Looks at all settings. Throws where one is not usable. */
  static void check(Settings settings) {
    WorkerSettings unused = workerSettings(settings);
  }

  private static WorkerSettings workerSettings(Settings settings) {
    settings.redis(Setting.REDIS_URL);
    settings.number(Setting.HTTP_PORT, 0, 65_535);
    settings.address(Setting.SALESFORCE_LOGIN_URL);
    settings.url(Setting.GOOGLE_ROOT_URL);
    settings.url(Setting.GOOGLE_TOKEN_URL);
    return new WorkerSettings(
        "worker-" + ProcessHandle.current().pid(),
        settings.number(Setting.THREADS, 1, 200),
        settings.time(Setting.FEED_INTERVAL),
        settings.time(Setting.CONFIGURATION_INTERVAL),
        settings.time(Setting.POLL_EVENTS),
        settings.time(Setting.POLL_EVENTS_PUSHED),
        settings.time(Setting.POLL_CONTACTS),
        settings.time(Setting.POLL_CONTACTS_IDLE),
        settings.time(Setting.LOG_INTERVAL),
        settings.share(Setting.QUOTA_SHARE),
        settings.url(Setting.PUBLIC_URL),
        GoogleEndpoints.of(
            settings.text(Setting.GOOGLE_ROOT_URL), settings.text(Setting.GOOGLE_TOKEN_URL)),
        settings.time(Setting.GOOGLE_CONTACTS_VISIBLE_WITHIN),
        microsoft(settings),
        settings.time(Setting.GRAPH_CREATES_VISIBLE_WITHIN));
  }

  static GraphEndpoints microsoft(Settings settings) {
    return new GraphEndpoints(
        settings.address(Setting.GRAPH_ROOT_URL).toString(),
        settings.address(Setting.MICROSOFT_LOGIN_URL).toString());
  }

  /** Twelve characters that no other write has. */
  private String token() {
    byte[] bytes = new byte[9];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static Sleeper sleeper() {
    return time -> {
      try {
        Thread.sleep(time);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    };
  }
}

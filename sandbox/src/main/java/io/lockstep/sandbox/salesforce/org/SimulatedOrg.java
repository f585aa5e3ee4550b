package io.lockstep.sandbox.salesforce.org;

import io.lockstep.sandbox.frame.Faults;
import io.lockstep.sandbox.frame.SandboxClock;
import io.lockstep.sandbox.salesforce.org.rules.Save;
import io.lockstep.sandbox.salesforce.org.schema.ForceApp;
import io.lockstep.sandbox.salesforce.org.schema.Package;
import io.lockstep.sandbox.salesforce.org.store.Rec;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A Salesforce org in memory. It is made with its Organization row, the administrator {@code
 * admin@lockstep.example} and the integration user {@code integration@lockstep.example}; everybody
 * and everything else is added through {@link #setup()} and {@link #people()}.
 *
 * <p>Thread-safe: one lock. Listeners are called without it.
 */
public final class SimulatedOrg implements Org {
  private final Object lock = new Object();
  private final OrgState state;
  private final Reads reads;
  private final Writes writes;
  private final Feeds feeds;
  private final Describes describes;
  private final Setup setup;
  private final People people;
  private final List<Consumer<List<ChangedId>>> listeners = new CopyOnWriteArrayList<>();

  private SimulatedOrg(OrgState state, String name, boolean sandbox) {
    this.state = state;
    this.reads = new Reads(state);
    this.writes = new Writes(state);
    this.feeds = new Feeds(state);
    this.describes = new Describes(state);
    this.setup = new Setup(this, state, feeds, reads, writes);
    this.people = new People(this, state, writes);
    new Beginning(state).make(name, sandbox);
  }

  public static Builder builder(SandboxClock clock) {
    return new Builder(clock);
  }

  /** What an org is made from. */
  public static final class Builder {
    private final SandboxClock clock;
    private Faults faults = new Faults(1);
    private long seed = 1;
    private OrgShape shape = OrgShape.plain();
    private @Nullable Path forceApp;
    private String name = "Lockstep Demo";
    private boolean sandbox;

    private Builder(SandboxClock clock) {
      this.clock = clock;
    }

    public Builder faults(Faults f) {
      faults = f;
      return this;
    }

    /** Decides ids and delays. */
    public Builder seed(long s) {
      seed = s;
      return this;
    }

    public Builder shape(OrgShape s) {
      shape = s;
      return this;
    }

    /** The folder with {@code sfdx-project.json}; without one the org has no package. */
    public Builder forceApp(Path folder) {
      forceApp = folder;
      return this;
    }

    public Builder name(String organization) {
      name = organization;
      return this;
    }

    /** Makes it a sandbox org, as {@code Organization.IsSandbox} shows. */
    public Builder sandbox(boolean on) {
      sandbox = on;
      return this;
    }

    public SimulatedOrg build() {
      Package pkg = forceApp == null ? Package.none() : ForceApp.read(forceApp, shape.namespace());
      return new SimulatedOrg(new OrgState(shape, clock, faults, seed, pkg), name, sandbox);
    }
  }

  /** The package that the org has; an empty one where it has none. */
  public Package installed() {
    return state.pkg;
  }

  /** Administration: people, rights, rules and the platform's switches. */
  public Setup setup() {
    return setup;
  }

  /** What people do at the screen. */
  public People people() {
    return people;
  }

  /** Called after each commit that the package's triggers tell about. */
  public void onNudge(Consumer<List<ChangedId>> listener) {
    listeners.add(listener);
  }

  <T> T locked(Supplier<T> work) {
    T result;
    List<ChangedId> nudges;
    synchronized (lock) {
      result = work.get();
      nudges = writes.takeNudges();
    }
    if (!nudges.isEmpty()) {
      listeners.forEach(l -> l.accept(nudges));
    }
    return result;
  }

  /** As {@link #locked}, for a call through the API: by a user who may make one. */
  private <T> T api(Call call, Supplier<T> work) {
    return locked(
        () -> {
          Rec user = state.find(call.userId());
          if (user == null || !user.flag("IsActive")) {
            throw new OrgException(
                "INVALID_SESSION_ID",
                "Invalid Session ID found in SessionHeader: Illegal Session. Session not found,"
                    + " missing session hash: inactive user");
          }
          if (!state.directory.rights(user.id()).has("ApiEnabled")) {
            throw new OrgException("API_CURRENTLY_DISABLED", "API is not enabled for this User");
          }
          return work.get();
        });
  }

  @Override
  public Identity identity() {
    return locked(
        () -> {
          Rec org = state.rows.all("Organization").iterator().next();
          return new Identity(
              org.id(),
              String.valueOf(org.text("Name")),
              org.flag("IsSandbox"),
              state.shape.personAccounts(),
              state.shape.multiCurrency(),
              state.shape.namespace());
        });
  }

  @Override
  public @Nullable UserInfo userByName(String username) {
    return optional(() -> state.directory.info(state.directory.byUsername(username)));
  }

  @Override
  public @Nullable UserInfo userById(String id) {
    return optional(() -> state.directory.info(state.find(id)));
  }

  private @Nullable UserInfo optional(Supplier<@Nullable UserInfo> work) {
    synchronized (lock) {
      return work.get();
    }
  }

  @Override
  public List<Describe> describeGlobal(Call call) {
    return api(call, () -> describes.global(call));
  }

  @Override
  public Describe describe(Call call, String object) {
    return api(call, () -> describes.describe(call, object));
  }

  @Override
  public Page query(Call call, String soql, boolean all, int batchSize) {
    return api(call, () -> reads.query(call, soql, all, batchSize));
  }

  @Override
  public Page queryMore(Call call, String locator) {
    return api(call, () -> reads.queryMore(call, locator));
  }

  @Override
  public List<@Nullable Row> retrieve(
      Call call, String object, List<String> fields, List<String> ids) {
    return api(call, () -> reads.retrieve(call, object, fields, ids));
  }

  @Override
  public void atomically(BooleanSupplier work) {
    locked(
        () -> {
          writes.beginUnit();
          boolean keep = false;
          try {
            keep = work.getAsBoolean();
          } finally {
            writes.endUnit(keep);
          }
          return keep;
        });
  }

  @Override
  public List<Saved> create(Call call, List<Row> rows) {
    return api(call, () -> writes.create(call, rows, Save.Origin.API));
  }

  @Override
  public List<Saved> update(Call call, List<Row> rows) {
    return api(call, () -> writes.update(call, rows, Save.Origin.API));
  }

  @Override
  public List<Saved> upsert(Call call, String externalIdField, List<Row> rows) {
    return api(call, () -> writes.upsert(call, externalIdField, rows));
  }

  @Override
  public List<Saved> delete(Call call, List<String> ids) {
    return api(call, () -> writes.delete(call, ids, Save.Origin.API));
  }

  @Override
  public List<Saved> undelete(Call call, List<String> ids) {
    return api(call, () -> writes.undelete(call, ids, Save.Origin.API));
  }

  @Override
  public Updated getUpdated(Call call, String object, Instant start, Instant end) {
    return api(call, () -> feeds.updated(call, object, start, end));
  }

  @Override
  public DeletedRange getDeleted(Call call, String object, Instant start, Instant end) {
    return api(call, () -> feeds.deleted(call, object, start, end));
  }

  /** The administrator made with the org. */
  public String adminId() {
    return Objects.requireNonNull(userByName(Beginning.ADMIN)).id();
  }

  /** The integration user made with the org. */
  public String integrationUserId() {
    return Objects.requireNonNull(userByName(Beginning.INTEGRATION)).id();
  }
}

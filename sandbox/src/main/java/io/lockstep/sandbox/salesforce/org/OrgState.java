package io.lockstep.sandbox.salesforce.org;

import io.lockstep.sandbox.frame.Fault;
import io.lockstep.sandbox.frame.Faults;
import io.lockstep.sandbox.frame.SandboxClock;
import io.lockstep.sandbox.salesforce.org.access.Sharing;
import io.lockstep.sandbox.salesforce.org.rules.AccountRules;
import io.lockstep.sandbox.salesforce.org.rules.ContactRules;
import io.lockstep.sandbox.salesforce.org.rules.EventRelationRules;
import io.lockstep.sandbox.salesforce.org.rules.EventRules;
import io.lockstep.sandbox.salesforce.org.rules.LeadRules;
import io.lockstep.sandbox.salesforce.org.rules.ObjectRules;
import io.lockstep.sandbox.salesforce.org.rules.OrgSettings;
import io.lockstep.sandbox.salesforce.org.rules.Saver;
import io.lockstep.sandbox.salesforce.org.rules.UserRules;
import io.lockstep.sandbox.salesforce.org.schema.ObjectDef;
import io.lockstep.sandbox.salesforce.org.schema.Package;
import io.lockstep.sandbox.salesforce.org.schema.Schema;
import io.lockstep.sandbox.salesforce.org.store.Ids;
import io.lockstep.sandbox.salesforce.org.store.Rec;
import io.lockstep.sandbox.salesforce.org.store.Rows;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Everything one org is made of. The org's lock guards it. */
final class OrgState {
  static final String SERVICE = "salesforce";

  final OrgShape shape;
  final SandboxClock clock;
  final Faults faults;
  final Random random;
  final Schema schema;
  final Package pkg;
  final Rows rows = new Rows();
  final Ids ids;
  final OrgSettings settings = new OrgSettings();
  final Sharing sharing;
  final Directory directory;
  final DeleteLog deleteLog = new DeleteLog();
  final Saver.World world;

  /** How late a commit may show in the feed, at most. */
  Duration feedDelay = Duration.ofSeconds(2);

  /** Whether private events of others show as "Busy" where the row itself is shared. */
  boolean privateAsBusy;

  OrgState(OrgShape shape, SandboxClock clock, Faults faults, long seed, Package pkg) {
    this.shape = shape;
    this.clock = clock;
    this.faults = faults;
    this.random = new Random(seed);
    this.pkg = pkg;
    this.schema = new Schema(shape, pkg);
    this.ids = new Ids(seed);
    this.sharing = new Sharing(schema, rows);
    this.directory = new Directory(this);
    Map<String, ObjectRules> rules = new LinkedHashMap<>();
    rules.put("Event", new EventRules());
    rules.put("EventRelation", new EventRelationRules());
    rules.put("Contact", new ContactRules());
    rules.put("Lead", new LeadRules());
    rules.put("Account", new AccountRules());
    rules.put("User", new UserRules());
    this.world =
        new Saver.World(schema, shape, settings, rows, ids, pkg.triggers(), Map.copyOf(rules));
  }

  Instant now() {
    return clock.now();
  }

  /** Starts a transaction; {@code subject} is what a fault's pattern is held against. */
  Saver.Transaction transaction(Sharing.Viewer viewer, String subject) {
    Instant now = now();
    boolean late = faults.strikes(SERVICE, Fault.Kind.lateFeed, subject);
    long millis =
        late
            ? 60_000 + (long) (random.nextDouble() * 180_000)
            : (long) (random.nextDouble() * feedDelay.toMillis());
    return new Saver.Transaction(
        now,
        now.truncatedTo(ChronoUnit.SECONDS),
        now.plus(clock.scaled(Duration.ofMillis(millis))),
        viewer);
  }

  /** A transaction in which nothing is saved. */
  Saver.Transaction quiet(Sharing.Viewer viewer) {
    Instant now = now();
    return new Saver.Transaction(now, now.truncatedTo(ChronoUnit.SECONDS), now, viewer);
  }

  @Nullable Rec find(String id) {
    String full = Ids.normal(id);
    ObjectDef type = full == null ? null : schema.byId(full);
    return type == null || full == null ? null : rows.find(type.name(), full);
  }
}

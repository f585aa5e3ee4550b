package io.lockstep.salesforce;

import com.sforce.soap.partner.DescribeGlobalSObjectResult;
import com.sforce.soap.partner.GetUserInfoResult;
import io.lockstep.port.Crm;
import io.lockstep.port.CrmFeed;
import io.lockstep.port.PortException;
import io.lockstep.sync.Kind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One Salesforce org, and the way in: everything else of this package is reached from here. Shared
 * by all threads; the ports it hands out are for one thread each.
 */
public final class SalesforceOrg {
  private static final String PACKAGE_OBJECT = "SyncConfiguration__c";

  private final OrgWire wire;
  private final InstantSource clock;
  private final Sleeper sleeper;
  private final UserViews views;
  private final AtomicReference<Instant> bulkBusyUntil = new AtomicReference<>(Instant.EPOCH);
  private volatile @Nullable Installed installed;

  /**
   * Under which namespace the package's objects are; null = none; {@code there} = they are seen.
   */
  private record Installed(@Nullable String namespace, boolean there) {}

  /**
   * Makes no call.
   *
   * @param sleeper waits between looks at a bulk job
   */
  public SalesforceOrg(OrgSettings settings, InstantSource clock, Sleeper sleeper) {
    this.wire = OrgWire.of(settings, clock);
    this.clock = clock;
    this.sleeper = sleeper;
    this.views = new UserViews(clock);
  }

  /**
   * The org as this user sees it; for one thread at a time. Makes no call before it is used.
   *
   * @param choices what an administrator set for single fields
   */
  public Crm actingAs(String username, Map<Kind, FieldChoices> choices) {
    SoapUser user = user(username);
    RowLoad load = new RowLoad(new BulkJobs(wire, user, sleeper), clock, bulkBusyUntil);
    return new SalesforceCrm(user, integration(), views, clock, choices, load);
  }

  /** With the fields that Lockstep comes with. */
  public Crm actingAs(String username) {
    return actingAs(username, Map.of());
  }

  /** The change feed; one for an org, since it remembers what it told. */
  public CrmFeed feed() {
    return new SalesforceFeed(integration(), clock);
  }

  /** What the org has used of its API quota, by its last answer. */
  public ApiBudget budget() {
    return wire.meter().budget();
  }

  /** Calls made by this process so far, failed ones included. */
  public long calls() {
    return wire.meter().calls();
  }

  /**
   * Everything that keeps this user from syncing. Writes nothing.
   *
   * @throws PortException where Salesforce cannot be asked now
   */
  public Preflight check(String username) {
    wire.signIn().forget(username);
    return new PreflightCheck(user(username), integration(), views, clock).run();
  }

  /**
   * Who the org is, asked anew: each pass compares it with the enrolment.
   *
   * @throws PortException where it cannot be asked
   */
  public OrgInfo identity() {
    SoapUser integration = integration();
    Row organization =
        new RecordQueries(integration)
            .all("SELECT Id, Name, IsSandbox FROM Organization LIMIT 1", false)
            .getFirst();
    GetUserInfoResult info = integration.call(on -> on.getUserInfo());
    UserView view = views.of(integration);
    Installed where = installed();
    return new OrgInfo(
        organization.id(),
        organization.text("Name"),
        organization.flag("IsSandbox"),
        where.namespace(),
        where.there(),
        view.event().sees("EventWhoIds"),
        info.getOrgHasPersonAccounts() || view.contact().sees("IsPersonAccount"),
        info.isOrganizationMultiCurrency());
  }

  /**
   * Organization.Id and Organization.IsSandbox, in one call.
   *
   * @throws PortException where they cannot be asked
   */
  public Organization organization() {
    Row row =
        new RecordQueries(integration())
            .all("SELECT Id, IsSandbox FROM Organization LIMIT 1", false)
            .getFirst();
    return new Organization(row.id(), row.flag("IsSandbox"));
  }

  /**
   * @param id 18 characters
   */
  public record Organization(String id, boolean sandbox) {}

  SoapUser integration() {
    return user(wire.settings().integrationUsername());
  }

  private SoapUser user(String username) {
    return new SoapUser(wire, username, () -> installed().namespace());
  }

  /**
   * Reads all that administrators have set.
   *
   * @throws PortException where it cannot be read
   */
  public OrgConfiguration configuration() {
    SoapUser integration = integration();
    return new ConfigurationReader(
            new CountedRows(
                new BulkJobs(wire, integration, sleeper), new RecordQueries(integration)),
            new RecordQueries(integration),
            () -> views.of(integration))
        .read();
  }

  /**
   * The ids of the org's connections by their names.
   *
   * @throws PortException where they cannot be read
   */
  public Map<String, String> connections() {
    Map<String, String> ids = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    new RecordQueries(integration())
        .all("SELECT Id, Name FROM SyncConnection__c", false)
        .forEach(row -> ids.put(row.text("Name"), row.id()));
    return ids;
  }

  /**
   * Changes whenever an administrator changed something or a person asks for something: the newest
   * stamps of the rows, deleted ones too, and the requests. Two calls, where reading it all takes
   * five and more.
   *
   * @throws PortException where it cannot be asked
   */
  public String configurationStamp() {
    RecordQueries queries = new RecordQueries(integration());
    StringBuilder stamp = new StringBuilder();
    String newest = "(SELECT Id, SystemModstamp FROM %s ORDER BY SystemModstamp DESC, Id LIMIT 1)";
    String soql =
        "SELECT Id, SystemModstamp, Connection__c, Connection__r.SystemModstamp, "
            + newest.formatted("Assignments__r")
            + ", "
            + newest.formatted("FieldMappings__r")
            + " FROM SyncConfiguration__c ORDER BY Id";
    for (Row row : queries.all(soql, true)) {
      Row connection = row.parent("Connection__r");
      stamp.append(row.id()).append(row.text("SystemModstamp"));
      stamp.append(connection == null ? "" : connection.text("SystemModstamp"));
      for (String below : List.of("Assignments__r", "FieldMappings__r")) {
        row.children(below)
            .forEach(child -> stamp.append(child.id()).append(child.text("SystemModstamp")));
      }
      stamp.append(';');
    }
    queries
        .all(
            "SELECT Id, Request__c FROM SyncMailbox__c WHERE Request__c != null ORDER BY Id LIMIT 200",
            false)
        .forEach(row -> stamp.append(row.id()).append(row.text("Request__c")));
    return stamp.toString();
  }

  /** For one thread at a time. */
  public StatusWriter statuses() {
    SoapUser integration = integration();
    return new StatusWriter(integration, new DecidedIssues(integration, clock));
  }

  /** For one thread at a time. */
  public DecidedIssues issues() {
    return new DecidedIssues(integration(), clock);
  }

  /** For one thread at a time. */
  public LogWriter logs() {
    SoapUser integration = integration();
    return new LogWriter(new BulkJobs(wire, integration, sleeper), integration);
  }

  /** Looked up once: a package does not change its namespace while it is installed. */
  private Installed installed() {
    Installed known = installed;
    if (known == null || !known.there()) {
      known = look();
      installed = known;
    }
    return known;
  }

  private Installed look() {
    SoapUser plain = new SoapUser(wire, wire.settings().integrationUsername(), () -> null);
    for (DescribeGlobalSObjectResult object : plain.call(on -> on.describeGlobal()).getSobjects()) {
      String name = object.getName();
      if (name.equals(PACKAGE_OBJECT)) {
        return new Installed(null, true);
      }
      if (name.endsWith("__" + PACKAGE_OBJECT)) {
        return new Installed(name.substring(0, name.length() - PACKAGE_OBJECT.length() - 2), true);
      }
    }
    return new Installed(null, false);
  }
}

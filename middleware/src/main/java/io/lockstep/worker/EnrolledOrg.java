package io.lockstep.worker;

import io.lockstep.port.CrmFeed;
import io.lockstep.port.PortException;
import io.lockstep.salesforce.OrgConfiguration;
import io.lockstep.salesforce.SalesforceOrg;
import io.lockstep.sync.Fingerprint;
import io.lockstep.sync.Kind;
import io.lockstep.vault.OrgEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One org at work in this process: its way in, its feed, and its configuration as last read. Shared
 * by all threads.
 */
final class EnrolledOrg {
  /** How often it is looked who is in the groups, permission sets, roles and profiles. */
  private static final Duration PEOPLE_EVERY = Duration.ofHours(1);

  /** And what the clocks may differ by. */
  private static final Duration SAME_SECOND = Duration.ofSeconds(5);

  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");

  private final OrgEntry entry;
  private final SalesforceOrg salesforce;
  private final CrmFeed feed;
  private final Journal journal;
  private final Map<Kind, Fingerprint> fingerprints = new EnumMap<>(Kind.class);
  private final ReentrantLock feedTurn = new ReentrantLock();
  private volatile @Nullable OrgConfiguration configuration;
  private volatile String stamp = "";
  private Instant readAt = Instant.EPOCH;

  /**
   * @param journal what this org has still to be told, also from before a changed enrolment
   */
  EnrolledOrg(OrgEntry entry, SalesforceOrg salesforce, Journal journal) {
    this.entry = entry;
    this.salesforce = salesforce;
    this.journal = journal;
    this.feed = salesforce.feed();
    byte[] key = Base64.getDecoder().decode(entry.hashKey().reveal());
    for (Kind kind : Kind.values()) {
      fingerprints.put(kind, new Fingerprint(key, of(KindFacts.COMPARISONS, kind)));
    }
  }

  private static <T> T of(Map<Kind, T> map, Kind kind) {
    T found = map.get(kind);
    if (found == null) {
      throw new IllegalStateException("nothing is known of " + kind);
    }
    return found;
  }

  /** Held while this process reads the feed, so that who comes meanwhile reads after it. */
  ReentrantLock feedTurn() {
    return feedTurn;
  }

  /** Whether nothing of the enrolment is otherwise. */
  boolean enrolledAs(OrgEntry other) {
    return entry.equals(other);
  }

  String id() {
    return entry.orgId();
  }

  /**
   * Refuses a mailbox that must not be touched.
   *
   * @throws PortException.AccessLost with the reason
   */
  void admit(OrgConfiguration read, OrgConfiguration.SyncUser user) {
    Optional<PortException.AccessLost> refusal = Admission.refusal(entry, read, user);
    if (refusal.isPresent()) {
      throw refusal.get();
    }
  }

  SalesforceOrg salesforce() {
    return salesforce;
  }

  CrmFeed feed() {
    return feed;
  }

  Journal journal() {
    return journal;
  }

  Map<Kind, Fingerprint> fingerprints() {
    return fingerprints;
  }

  /** The configuration as last read; null before the first time. */
  @Nullable OrgConfiguration configuration() {
    return configuration;
  }

  /**
   * Reads the configuration anew where it changed, and hourly, since nothing of it changes when
   * somebody joins a group, a permission set, a role or a profile that it names.
   *
   * @throws PortException.AccessLost where it is another org, for instance a refreshed sandbox
   */
  synchronized OrgConfiguration reload(Instant now) {
    // Each sign-in compares the org's id; a sandbox that is refreshed gets another.
    if (configuration == null && salesforce.organization().sandbox() != entry.sandbox()) {
      throw new PortException.AccessLost(
          "ANOTHER_ORG",
          PortException.AccessLost.Mender.OPERATOR,
          "The org that answers is not the one that was enrolled ("
              + entry.orgId()
              + "): it may be a refreshed sandbox. Nothing is synced until it is enrolled anew.",
          null);
    }
    String newest = salesforce.configurationStamp();
    OrgConfiguration known = configuration;
    if (known == null
        || !newest.equals(stamp)
        || mayHideAnEdit(stamp, readAt)
        || now.isAfter(readAt.plus(PEOPLE_EVERY))) {
      known = salesforce.configuration();
      configuration = known;
      stamp = newest;
      readAt = now;
    }
    return known;
  }

  /**
   * Stamps have whole seconds: what was read in the second of its newest stamp may have been
   * changed once more in that second, and the stamp does not tell.
   */
  private static boolean mayHideAnEdit(String stamp, Instant readAt) {
    return TIME.matcher(stamp)
        .results()
        .map(found -> Instant.parse(found.group()))
        .anyMatch(stamped -> stamped.plus(SAME_SECOND).isAfter(readAt));
  }
}

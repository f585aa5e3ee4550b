package io.lockstep.sandbox.salesforce.org;

import io.lockstep.sandbox.salesforce.org.access.Sharing;
import io.lockstep.sandbox.salesforce.org.schema.ObjectDef;
import io.lockstep.sandbox.salesforce.org.schema.Schema;
import io.lockstep.sandbox.salesforce.org.store.Rec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code getUpdated} and {@code getDeleted}. The documents say that seconds are cut from both
 * bounds, so the range is of whole minutes, both ends included.
 */
final class Feeds {
  private static final Duration UPDATED_BACK = Duration.ofDays(30);
  private static final int MAX_IDS = 600_000;

  private final OrgState org;
  private @Nullable Instant heldBackTo;

  Feeds(OrgState org) {
    this.org = org;
  }

  /** Holds {@code latestDateCovered} back, as a long transaction elsewhere does; null lets go. */
  void holdBack(@Nullable Instant to) {
    heldBackTo = to;
  }

  Org.Updated updated(Org.Call call, String object, Instant start, Instant end) {
    ObjectDef type = replicated(call, object);
    Instant from = start.truncatedTo(ChronoUnit.MINUTES);
    Instant to = end.truncatedTo(ChronoUnit.MINUTES);
    checkOrder(from, to, Duration.ZERO);
    if (from.isBefore(org.now().minus(UPDATED_BACK))) {
      throw invalid("startDate cannot be more than 30 days ago");
    }
    Sharing.Viewer viewer = org.sharing.viewer(org.directory.rights(call.userId()));
    List<String> ids =
        org.rows.feed(type.name(), org.now()).stream()
            .filter(r -> !r.deleted() && within(r, from, to) && viewer.canRead(r))
            .map(Rec::id)
            .toList();
    if (ids.size() > MAX_IDS) {
      throw new OrgException("EXCEEDED_ID_LIMIT", "too many results, narrow the date range");
    }
    return new Org.Updated(ids, covered(type, to));
  }

  private static boolean within(Rec r, Instant from, Instant to) {
    Instant at = r.instant("SystemModstamp");
    return at != null && !at.isBefore(from) && !at.isAfter(to);
  }

  Org.DeletedRange deleted(Org.Call call, String object, Instant start, Instant end) {
    ObjectDef type = replicated(call, object);
    Instant from = start.truncatedTo(ChronoUnit.MINUTES);
    Instant to = end.truncatedTo(ChronoUnit.MINUTES);
    checkOrder(from, to, Duration.ofMinutes(1));
    Instant earliest = org.deleteLog.earliest(org.now());
    if (from.isBefore(earliest.truncatedTo(ChronoUnit.MINUTES))) {
      throw invalid("startDate is before the earliest date available: " + earliest);
    }
    return new Org.DeletedRange(
        org.deleteLog.between(type.name(), from, to, org.now()), earliest, covered(type, to));
  }

  private Instant covered(ObjectDef type, Instant to) {
    Instant latest = to.isAfter(org.now()) ? org.now().truncatedTo(ChronoUnit.SECONDS) : to;
    Instant hidden = org.rows.oldestHidden(type.name(), org.now());
    if (hidden != null && hidden.isBefore(latest)) {
      latest = hidden;
    }
    Instant held = heldBackTo;
    return held != null && held.isBefore(latest) ? held : latest;
  }

  private ObjectDef replicated(Org.Call call, String object) {
    ObjectDef type = org.schema.find(object, call.defaultNamespace());
    if (type == null || !org.directory.rights(call.userId()).on(type, 'r')) {
      throw new OrgException("INVALID_TYPE", Schema.noType(object));
    }
    if (!type.can().contains("replicate")) {
      throw new OrgException("INVALID_TYPE", "object " + object + " is not replicateable");
    }
    return type;
  }

  private static void checkOrder(Instant from, Instant to, Duration apart) {
    if (!to.isAfter(from.plus(apart))) {
      throw invalid(
          apart.isZero()
              ? "startDate must be before endDate"
              : "startDate must be more than one minute before endDate");
    }
  }

  private static OrgException invalid(String message) {
    return new OrgException("INVALID_REPLICATION_DATE", message);
  }
}

package io.lockstep.salesforce;

import com.sforce.soap.partner.DeletedRecord;
import com.sforce.soap.partner.GetDeletedResult;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Sighting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Collection;
import java.util.GregorianCalendar;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * Asks as the integration user, who sees all data, whether records were deleted. Gone is only what
 * a query of all rows shows as deleted or what is in the delete log; everything else is unknown.
 */
final class DeletionCheck {
  /** The delete log and the recycle bin reach back 15 days; a little less is safe to ask for. */
  private static final Duration LOG = Duration.ofDays(15).minusHours(1);

  private final RecordQueries queries;

  /**
   * @param queries as the integration user
   */
  DeletionCheck(RecordQueries queries) {
    this.queries = queries;
  }

  Map<String, Sighting> confirm(Kind kind, Collection<String> ids) {
    Map<String, Sighting> seen = new LinkedHashMap<>();
    LinkedHashSet<String> missing = new LinkedHashSet<>();
    for (String id : ids) {
      seen.put(id, new Sighting.Unknown(RecordIds.isId(id) ? "NOT_FOUND" : "MALFORMED_ID"));
      if (RecordIds.isId(id)) {
        missing.add(id);
      }
    }
    String merged = kind == Kind.CONTACT ? ", MasterRecordId" : "";
    for (List<String> group : Soql.groups(List.copyOf(missing), SoapUser.PAGE)) {
      String soql =
          "SELECT Id, IsDeleted"
              + merged
              + " FROM "
              + object(kind)
              + " WHERE Id IN "
              + Soql.in(group);
      for (Row row : queries.all(soql, true)) {
        missing.remove(row.id());
        seen.put(
            row.id(),
            row.flag("IsDeleted")
                ? new Sighting.Gone(master(row), null)
                : new Sighting.Unknown("NOT_DELETED"));
      }
    }
    if (!missing.isEmpty()) {
      deletedSince(object(kind), serverTime().minus(LOG)).ids().stream()
          .filter(missing::contains)
          .forEach(id -> seen.put(id, Sighting.Gone.PLAIN));
    }
    return seen;
  }

  private static @Nullable String master(Row row) {
    String master = row.text("MasterRecordId");
    return RecordIds.isId(master) ? RecordIds.full(master) : null;
  }

  static String object(Kind kind) {
    return switch (kind) {
      case EVENT -> "Event";
      case CONTACT -> "Contact";
    };
  }

  Instant serverTime() {
    return queries.user().call(on -> on.getServerTimestamp()).getTimestamp().toInstant();
  }

  /**
   * @param earliest from when on the log is whole; null = not told
   * @param covered up to when the log is whole; it can lag behind the clock for hours
   */
  record Deleted(List<String> ids, @Nullable Instant earliest, Instant covered) {}

  Deleted deletedSince(String object, Instant from) {
    // The end must lie more than a minute after the start, and both lose their seconds.
    Instant until = serverTime();
    GetDeletedResult log =
        queries.user().call(on -> on.getDeleted(object, calendar(from), calendar(until)));
    List<String> ids = new ArrayList<>();
    if (log.getDeletedRecords() != null) {
      for (DeletedRecord one : log.getDeletedRecords()) {
        ids.add(RecordIds.full(one.getId()));
      }
    }
    return new Deleted(
        ids,
        log.getEarliestDateAvailable() == null ? null : log.getEarliestDateAvailable().toInstant(),
        log.getLatestDateCovered() == null ? until : log.getLatestDateCovered().toInstant());
  }

  private static Calendar calendar(Instant at) {
    Calendar calendar = new GregorianCalendar(TimeZone.getTimeZone("UTC"));
    calendar.setTimeInMillis(at.toEpochMilli());
    return calendar;
  }
}

package io.lockstep.salesforce;

import static java.util.stream.Collectors.joining;

import io.lockstep.port.Crm;
import io.lockstep.port.PortException;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Sighting;
import io.lockstep.sync.Snapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads records with content as one user. */
final class RecordReader {
  private final RecordQueries queries;
  private final RecordMapping mapping;
  private final String userId;

  RecordReader(RecordQueries queries, RecordMapping mapping, String userId) {
    this.queries = queries;
    this.mapping = mapping;
    this.userId = userId;
  }

  /**
   * By id. A query of all rows and not a retrieve: it follows relationships, shows archived events,
   * and costs the same one call.
   */
  Map<String, Sighting> read(Collection<String> ids) {
    Map<String, Sighting> seen = new LinkedHashMap<>();
    for (String id : ids) {
      seen.put(id, new Sighting.Unknown("NOT_VISIBLE"));
    }
    for (List<String> group : groups(ids)) {
      for (Row row : queries.all(select() + " WHERE Id IN " + Soql.in(group), true)) {
        seen.put(
            row.id(),
            row.flag("IsDeleted")
                ? new Sighting.Unknown("IS_DELETED")
                : new Sighting.Present(mapping.snapshot(row)));
      }
    }
    return seen;
  }

  private static List<List<String>> groups(Collection<String> ids) {
    LinkedHashSet<String> valid = new LinkedHashSet<>(ids);
    valid.removeIf(id -> !RecordIds.isId(id));
    return Soql.groups(valid, SoapUser.PAGE);
  }

  /** Of rows that were deleted, what they held; ids that the user never saw are not in it. */
  Map<String, Snapshot> readDeleted(Collection<String> ids) {
    Map<String, Snapshot> last = new HashMap<>();
    for (List<String> group : groups(ids)) {
      for (Row row :
          queries.all(select() + " WHERE IsDeleted = true AND Id IN " + Soql.in(group), true)) {
        last.put(row.id(), mapping.snapshot(row));
      }
    }
    return last;
  }

  /** By our key, deleted rows too. */
  List<Crm.KeyMatch> withKeys(Collection<String> keys) {
    List<Crm.KeyMatch> found = new ArrayList<>();
    for (List<String> group : Soql.groups(new LinkedHashSet<>(keys), SoapUser.PAGE)) {
      String soql = select() + " WHERE LockstepKey__c IN " + Soql.in(group);
      for (Row row : queries.all(soql, true)) {
        Snapshot snapshot = mapping.snapshot(row);
        found.add(
            new Crm.KeyMatch(
                row.text("LockstepKey__c"),
                row.id(),
                row.flag("IsDeleted")
                    ? new Sighting.Gone(null, snapshot)
                    : new Sighting.Present(snapshot)));
      }
    }
    return found;
  }

  /**
   * A page in the order of ids, so that a page asked for again or after a pause is the same.
   *
   * @param after the last id of the page before; null for the first
   */
  Crm.Page candidates(Crm.Scope scope, @Nullable String after) {
    List<String> conditions = conditions(scope);
    if (after != null) {
      conditions.add("Id > " + Soql.text(after));
    }
    List<Row> rows =
        filtered(
            scope,
            select()
                + " WHERE "
                + String.join(" AND ", conditions)
                + " ORDER BY Id LIMIT "
                + SoapUser.PAGE);
    return new Crm.Page(
        rows.stream().map(mapping::snapshot).toList(),
        rows.size() < SoapUser.PAGE ? null : rows.getLast().id());
  }

  Set<String> inScope(Crm.Scope scope, Collection<String> ids) {
    Set<String> inside = new LinkedHashSet<>();
    String conditions = String.join(" AND ", conditions(scope));
    for (List<String> group : groups(ids)) {
      String soql =
          "SELECT Id FROM "
              + mapping.object()
              + " WHERE "
              + conditions
              + " AND Id IN "
              + Soql.in(group);
      filtered(scope, soql).forEach(row -> inside.add(row.id()));
    }
    return inside;
  }

  private List<Row> filtered(Crm.Scope scope, String soql) {
    try {
      return queries.all(soql, false);
    } catch (PortException.AccessLost e) {
      if (scope.filter() == null || !isAboutTheQuery(e.code())) {
        throw e;
      }
      throw badFilter(e);
    }
  }

  private static boolean isAboutTheQuery(String code) {
    return code.equals("MALFORMED_QUERY")
        || code.equals("INVALID_FIELD")
        || code.equals("INVALID_QUERY_FILTER_OPERATOR")
        || code.equals("INVALID_TYPE");
  }

  private PortException badFilter(@Nullable Throwable cause) {
    return new PortException.AccessLost(
        "BAD_FILTER",
        PortException.AccessLost.Mender.ADMINISTRATOR,
        "Salesforce does not accept the "
            + mapping.object()
            + " filter of this user's configuration. Correct it there.",
        cause);
  }

  private List<String> conditions(Crm.Scope scope) {
    List<String> conditions = new ArrayList<>(mapping.conditions());
    if (!scope.allVisible()) {
      conditions.add("OwnerId = " + Soql.text(userId));
    }
    if (mapping.kind() == Kind.EVENT && scope.eventsFrom() != null) {
      conditions.add("EndDateTime >= " + Soql.time(scope.eventsFrom()));
    }
    if (mapping.kind() == Kind.EVENT && scope.eventsUntil() != null) {
      conditions.add("StartDateTime <= " + Soql.time(scope.eventsUntil()));
    }
    String filter = scope.filter();
    if (filter != null && !filter.isBlank()) {
      if (!Soql.staysInside(filter)) {
        throw badFilter(null);
      }
      conditions.add("(" + filter.strip() + ")");
    }
    if (conditions.isEmpty()) {
      conditions.add("Id != null");
    }
    return conditions;
  }

  String select() {
    return "SELECT "
        + mapping.columns().stream().collect(joining(", "))
        + " FROM "
        + mapping.object();
  }
}

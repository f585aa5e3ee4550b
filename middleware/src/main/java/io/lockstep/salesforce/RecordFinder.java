package io.lockstep.salesforce;

import io.lockstep.calendar.EventField;
import io.lockstep.calendar.EventTime;
import io.lockstep.contact.PersonField;
import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Snapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds records that could be the counterpart of items, by natural key: an event by subject and
 * start, a contact by e-mail, or by name and company.
 */
final class RecordFinder {
  private static final int VALUES_A_QUERY = 200;

  /** Most recent activity, then last updated, then oldest. The texts are ISO and sort by time. */
  private static final Comparator<Row> PREFERRED =
      Comparator.<Row, String>comparing(row -> row.text("LastActivityDate"))
          .thenComparing(row -> row.text("LastModifiedDate"))
          .reversed()
          .thenComparing(row -> row.text("CreatedDate"))
          .thenComparing(Row::id);

  private final RecordQueries queries;
  private final RecordReader reader;
  private final RecordMapping mapping;
  private final String userId;

  RecordFinder(RecordQueries queries, RecordReader reader, RecordMapping mapping, String userId) {
    this.queries = queries;
    this.reader = reader;
    this.mapping = mapping;
    this.userId = userId;
  }

  /** In the order of preference; one record once. */
  List<Snapshot> find(Collection<FieldValues> values) {
    Map<String, Row> found = new LinkedHashMap<>();
    for (List<FieldValues> group : groups(values)) {
      String condition =
          switch (mapping.kind()) {
            case EVENT -> events(group);
            case CONTACT -> contacts(group);
          };
      if (!condition.isEmpty()) {
        List<String> conditions = new ArrayList<>(mapping.conditions());
        conditions.add("(" + condition + ")");
        String soql = reader.select() + " WHERE " + String.join(" AND ", conditions);
        queries.all(soql, false).forEach(row -> found.putIfAbsent(row.id(), row));
      }
    }
    return found.values().stream().sorted(PREFERRED).map(mapping::snapshot).toList();
  }

  private static List<List<FieldValues>> groups(Collection<FieldValues> values) {
    List<FieldValues> all = List.copyOf(values);
    List<List<FieldValues>> groups = new ArrayList<>();
    for (int from = 0; from < all.size(); from += VALUES_A_QUERY) {
      groups.add(all.subList(from, Math.min(all.size(), from + VALUES_A_QUERY)));
    }
    return groups;
  }

  /**
   * Only the user's own: a colleague's event of the same name and time is another one. Subjects and
   * starts are crossed, which finds more than was asked; the caller compares.
   */
  private String events(List<FieldValues> group) {
    Set<String> subjects = new LinkedHashSet<>();
    Set<String> starts = new LinkedHashSet<>();
    boolean nameless = false;
    for (FieldValues given : group) {
      FieldValues values = mapping.normal(given);
      EventTime.tryParse(values.get(EventField.TIME))
          .ifPresent(time -> starts.add(Soql.time(time.span().start())));
      if (values.has(EventField.SUBJECT)) {
        subjects.add(values.get(EventField.SUBJECT));
      } else {
        nameless = true;
      }
    }
    if (starts.isEmpty()) {
      return "";
    }
    List<String> names = new ArrayList<>();
    if (!subjects.isEmpty()) {
      names.add("Subject IN " + Soql.in(subjects));
    }
    if (nameless) {
      names.add("Subject = null");
    }
    return "OwnerId = "
        + Soql.text(userId)
        + " AND StartDateTime IN ("
        + String.join(",", starts)
        + ") AND ("
        + String.join(" OR ", names)
        + ")";
  }

  private String contacts(List<FieldValues> group) {
    Set<String> addresses = new LinkedHashSet<>();
    Set<String> named = new LinkedHashSet<>();
    for (FieldValues given : group) {
      FieldValues values = mapping.normal(given);
      if (values.has(PersonField.EMAIL)) {
        addresses.add(values.get(PersonField.EMAIL));
      }
      if (values.has(PersonField.LAST_NAME) && values.has(PersonField.COMPANY)) {
        named.add(
            "(LastName = "
                + Soql.text(values.get(PersonField.LAST_NAME))
                + " AND FirstName = "
                + (values.has(PersonField.FIRST_NAME)
                    ? Soql.text(values.get(PersonField.FIRST_NAME))
                    : "null")
                + " AND Account.Name = "
                + Soql.text(values.get(PersonField.COMPANY))
                + ")");
      }
    }
    List<String> ways = new ArrayList<>(named);
    if (!addresses.isEmpty()) {
      ways.addFirst("Email IN " + Soql.in(addresses));
    }
    return String.join(" OR ", ways);
  }
}

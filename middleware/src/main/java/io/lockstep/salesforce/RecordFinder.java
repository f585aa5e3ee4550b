package io.lockstep.salesforce;

import io.lockstep.calendar.EventField;
import io.lockstep.calendar.EventTime;
import io.lockstep.contact.PersonField;
import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Snapshot;
import java.util.ArrayList;
import java.util.Collection;
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

  private final RecordQueries queries;
  private final RecordReader reader;
  private final RecordMapping mapping;
  private final String userId;
  private final boolean activityKnown;

  /**
   * @param activityKnown whether the user sees when a contact last had an activity
   */
  RecordFinder(
      RecordQueries queries,
      RecordReader reader,
      RecordMapping mapping,
      String userId,
      boolean activityKnown) {
    this.queries = queries;
    this.reader = reader;
    this.mapping = mapping;
    this.userId = userId;
    this.activityKnown = activityKnown;
  }

  /** In the order of preference; one record once. */
  List<Snapshot> find(Collection<FieldValues> values) {
    Map<String, Snapshot> found = new LinkedHashMap<>();
    for (List<FieldValues> group : groups(values)) {
      String condition =
          switch (mapping.kind()) {
            case EVENT -> events(group);
            case CONTACT -> contacts(group);
          };
      if (condition.isEmpty()) {
        continue;
      }
      List<String> conditions = new ArrayList<>(mapping.conditions());
      conditions.add("(" + condition + ")");
      String soql =
          reader.select() + " WHERE " + String.join(" AND ", conditions) + " ORDER BY " + order();
      for (Row row : queries.all(soql, false)) {
        found.putIfAbsent(row.id(), mapping.snapshot(row));
      }
    }
    return List.copyOf(found.values());
  }

  private static List<List<FieldValues>> groups(Collection<FieldValues> values) {
    List<FieldValues> all = List.copyOf(values);
    List<List<FieldValues>> groups = new ArrayList<>();
    for (int from = 0; from < all.size(); from += VALUES_A_QUERY) {
      groups.add(all.subList(from, Math.min(all.size(), from + VALUES_A_QUERY)));
    }
    return groups;
  }

  private String order() {
    String last = "LastModifiedDate DESC, CreatedDate ASC";
    return activityKnown ? "LastActivityDate DESC NULLS LAST, " + last : last;
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

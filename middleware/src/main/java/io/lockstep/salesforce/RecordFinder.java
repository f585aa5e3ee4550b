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
  /** Of a time and the marks around literals. */
  private static final int AROUND = 40;

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
    List<FieldValues> normal = values.stream().map(mapping::normal).toList();
    for (List<FieldValues> group : Soql.groups(normal, SoapUser.PAGE, this::length)) {
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

  /**
   * Only the user's own: a colleague's event of the same name and time is another one. Subjects and
   * starts are crossed, which finds more than was asked; the caller compares.
   */
  private String events(List<FieldValues> group) {
    Set<String> subjects = new LinkedHashSet<>();
    Set<String> starts = new LinkedHashSet<>();
    boolean nameless = false;
    for (FieldValues values : group) {
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

  /** Last names and companies are crossed for the same reason as subjects and starts. */
  private static String contacts(List<FieldValues> group) {
    Set<String> addresses = new LinkedHashSet<>();
    Set<String> lastNames = new LinkedHashSet<>();
    Set<String> companies = new LinkedHashSet<>();
    Set<String> withoutCompany = new LinkedHashSet<>();
    for (FieldValues values : group) {
      if (values.has(PersonField.EMAIL)) {
        addresses.add(values.get(PersonField.EMAIL));
      }
      String lastName = values.get(PersonField.LAST_NAME);
      if (!lastName.isEmpty() && values.has(PersonField.COMPANY)) {
        lastNames.add(lastName);
        companies.add(values.get(PersonField.COMPANY));
      } else if (!lastName.isEmpty() && values.has(PersonField.FIRST_NAME)) {
        withoutCompany.add(lastName);
      }
    }
    List<String> ways = new ArrayList<>();
    if (!addresses.isEmpty()) {
      ways.add("Email IN " + Soql.in(addresses));
    }
    if (!lastNames.isEmpty()) {
      ways.add(
          "(LastName IN "
              + Soql.in(lastNames)
              + " AND Account.Name IN "
              + Soql.in(companies)
              + ")");
    }
    if (!withoutCompany.isEmpty()) {
      ways.add("(LastName IN " + Soql.in(withoutCompany) + " AND AccountId = null)");
    }
    return String.join(" OR ", ways);
  }

  private int length(FieldValues values) {
    List<String> named =
        switch (mapping.kind()) {
          case EVENT -> List.of(EventField.SUBJECT);
          case CONTACT -> List.of(PersonField.EMAIL, PersonField.LAST_NAME, PersonField.COMPANY);
        };
    return AROUND + named.stream().mapToInt(f -> Soql.text(values.get(f)).length()).sum();
  }
}

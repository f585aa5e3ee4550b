package io.lockstep.salesforce;

import com.sforce.soap.partner.sobject.SObject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;

/**
 * A row on its way in. A field is set or emptied, never both: the API empties only what {@code
 * fieldsToNull} names.
 */
final class Draft {
  private final String object;
  private final Map<String, Object> values = new LinkedHashMap<>();
  private final List<String> emptied = new ArrayList<>();

  Draft(String object) {
    this.object = object;
  }

  /** Sets a text, or empties the field where it is empty. */
  Draft text(String field, String value) {
    return value.isEmpty() ? empty(field) : put(field, value);
  }

  Draft flag(String field, boolean value) {
    return put(field, value);
  }

  Draft number(String field, double value) {
    return put(field, value);
  }

  Draft time(String field, Instant at) {
    Calendar calendar = new GregorianCalendar(TimeZone.getTimeZone("UTC"));
    calendar.setTimeInMillis(at.toEpochMilli());
    return put(field, calendar);
  }

  Draft date(String field, LocalDate day) {
    return put(field, Date.from(day.atStartOfDay(ZoneOffset.UTC).toInstant()));
  }

  Draft empty(String field) {
    values.remove(field);
    if (!emptied.contains(field)) {
      emptied.add(field);
    }
    return this;
  }

  private Draft put(String field, Object value) {
    emptied.remove(field);
    values.put(field, value);
    return this;
  }

  /** What is set, by column: String, Boolean, Calendar or Date. */
  Map<String, Object> values() {
    return values;
  }

  /** What is set, by column, as the Bulk API takes it. */
  Map<String, String> columns() {
    Map<String, String> columns = new LinkedHashMap<>();
    values.forEach((column, value) -> columns.put(column, text(value)));
    return columns;
  }

  private static String text(Object value) {
    return switch (value) {
      case Calendar time -> time.toInstant().toString();
      case Date day -> LocalDate.ofInstant(day.toInstant(), ZoneOffset.UTC).toString();
      default -> String.valueOf(value);
    };
  }

  boolean isEmpty() {
    return values.isEmpty() && emptied.isEmpty();
  }

  /** The row for a call; in a new row there is nothing to empty. */
  SObject row(boolean creating) {
    SObject row = new SObject(object);
    if (!creating && !emptied.isEmpty()) {
      row.setFieldsToNull(emptied.toArray(String[]::new));
    }
    values.forEach(row::setField);
    return row;
  }
}

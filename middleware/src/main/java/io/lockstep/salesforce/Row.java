package io.lockstep.salesforce;

import com.sforce.ws.bind.XmlObject;
import com.sforce.ws.types.Time;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Date;
import java.util.List;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * A row as the API answered it. The Partner API gives most values as text, some typed; absent,
 * {@code xsi:nil} and empty are all the empty text here.
 */
record Row(XmlObject row, @Nullable String namespace) {

  String id() {
    String id = text("Id");
    return RecordIds.isId(id) ? RecordIds.full(id) : id;
  }

  String text(String field) {
    Object value = value(field);
    return switch (value) {
      case null -> "";
      case Calendar time -> time.toInstant().toString();
      case Date date -> {
        Calendar utc = Calendar.getInstance(TimeZone.getTimeZone("UTC"));
        utc.setTime(date);
        yield utc.toInstant().toString().substring(0, 10);
      }
      case Time time -> time.toString();
      default -> value.toString();
    };
  }

  boolean flag(String field) {
    return text(field).equalsIgnoreCase("true");
  }

  /** A dateTime, UTC; null where there is none. */
  @Nullable Instant time(String field) {
    String text = text(field);
    return text.isEmpty() ? null : instant(text);
  }

  /** The parent row behind a relationship; null where there is none. */
  @Nullable Row parent(String relationship) {
    XmlObject child = row.getChild(relationship);
    if (child == null && namespace != null) {
      child = row.getChild(namespace + "__" + relationship);
    }
    return child == null || !child.hasChildren() ? null : new Row(child, namespace);
  }

  /**
   * The rows of a sub-select; none where there are none. Only those that came with the row itself:
   * ask for no more than a page of them.
   */
  List<Row> children(String relationship) {
    XmlObject page = row.getChild(relationship);
    if (page == null && namespace != null) {
      page = row.getChild(namespace + "__" + relationship);
    }
    List<Row> rows = new ArrayList<>();
    if (page != null) {
      page.getChildren("records").forEachRemaining(child -> rows.add(new Row(child, namespace)));
    }
    return rows;
  }

  /** Reads {@code 2026-03-01T09:00:00.000Z} and {@code 2026-03-01T09:00:00.000+0000}. */
  static Instant instant(String text) {
    String iso = text.matches(".*[+-]\\d{4}") ? withColon(text) : text;
    return OffsetDateTime.parse(iso, DateTimeFormatter.ISO_OFFSET_DATE_TIME).toInstant();
  }

  private static String withColon(String text) {
    int cut = text.length() - 2;
    return text.substring(0, cut) + ":" + text.substring(cut);
  }

  private @Nullable Object value(String field) {
    Object plain = row.getField(field);
    if (plain == null && namespace != null && field.endsWith("__c")) {
      return row.getField(namespace + "__" + field);
    }
    return plain;
  }

  /** Without values. */
  @Override
  public String toString() {
    return "Row[" + id() + "]";
  }
}

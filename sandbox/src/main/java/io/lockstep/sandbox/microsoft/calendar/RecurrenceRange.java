package io.lockstep.sandbox.microsoft.calendar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.microsoft.GraphError;
import io.lockstep.sandbox.microsoft.GraphJson;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * {@code recurrence.range}: how long a series goes on.
 *
 * @param endDate the last day that may have an occurrence; null = not ended by a date
 * @param numberOfOccurrences 0 = not ended by a number
 */
record RecurrenceRange(LocalDate startDate, @Nullable LocalDate endDate, int numberOfOccurrences) {
  /** More occurrences than this Outlook does not count. */
  private static final int MOST = 999;

  static RecurrenceRange read(JsonNode node) {
    LocalDate start = date(node, "startDate");
    LocalDate end = date(node, "endDate");
    JsonNode number = node.path("numberOfOccurrences");
    if (!(number.isMissingNode() || number.isNull() || number.canConvertToInt())) {
      throw invalid();
    }
    if (start == null || number.asInt() < 0) {
      throw invalid();
    }
    switch (GraphJson.text(node, "type", "").toLowerCase(java.util.Locale.ROOT)) {
      case "enddate" -> {
        if (end == null || end.isBefore(start)) {
          throw invalid();
        }
        return new RecurrenceRange(start, end, 0);
      }
      case "noend" -> {
        return new RecurrenceRange(start, null, 0);
      }
      case "numbered" -> {
        if (number.asInt() < 1 || number.asInt() > MOST) {
          throw invalid();
        }
        return new RecurrenceRange(start, null, number.asInt());
      }
      default -> throw invalid();
    }
  }

  private static @Nullable LocalDate date(JsonNode node, String field) {
    String text = GraphJson.text(node, field);
    try {
      return text == null ? null : LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw invalid();
    }
  }

  RecurrenceRange startingOn(LocalDate day) {
    return new RecurrenceRange(day, endDate, numberOfOccurrences);
  }

  String rrule() {
    if (endDate != null) {
      return ";UNTIL=" + endDate.format(DateTimeFormatter.BASIC_ISO_DATE);
    }
    return numberOfOccurrences > 0 ? ";COUNT=" + numberOfOccurrences : "";
  }

  ObjectNode json(String zoneName) {
    String type = endDate != null ? "endDate" : numberOfOccurrences > 0 ? "numbered" : "noEnd";
    return GraphJson.object()
        .put("type", type)
        .put("startDate", startDate.toString())
        .put("endDate", endDate == null ? "0001-01-01" : endDate.toString())
        .put("recurrenceTimeZone", zoneName)
        .put("numberOfOccurrences", numberOfOccurrences);
  }

  private static GraphError invalid() {
    return GraphError.invalidProperty("At least one property failed validation.");
  }
}

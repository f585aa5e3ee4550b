package io.lockstep.sandbox.salesforce.org.soql;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code DAY_ONLY}, {@code CALENDAR_MONTH} and the like, on dates in the user's time zone. */
final class DateFunctions {
  private DateFunctions() {}

  static <T> Extractor<T> apply(
      String function, Extractor<T> of, ZoneId zone, Resolver errors, int column) {
    if (function.equals("FORMAT") || function.equals("TOLABEL")) {
      return new Extractor<>(
          of.name(),
          "string",
          of.field(),
          row -> {
            Object v = of.get().apply(row);
            return v == null ? null : v.toString();
          });
    }
    Function<ZonedDateTime, @Nullable Object> part =
        switch (function) {
          case "DAY_ONLY" -> t -> t.withZoneSameInstant(ZoneOffset.UTC).toLocalDate();
          case "CALENDAR_YEAR", "FISCAL_YEAR" -> ZonedDateTime::getYear;
          case "CALENDAR_QUARTER", "FISCAL_QUARTER" -> t -> t.get(IsoFields.QUARTER_OF_YEAR);
          case "CALENDAR_MONTH", "FISCAL_MONTH" -> ZonedDateTime::getMonthValue;
          case "DAY_IN_MONTH" -> ZonedDateTime::getDayOfMonth;
          case "DAY_IN_WEEK" -> t -> t.getDayOfWeek().getValue() % 7 + 1;
          case "DAY_IN_YEAR" -> ZonedDateTime::getDayOfYear;
          case "HOUR_IN_DAY" -> ZonedDateTime::getHour;
          case "WEEK_IN_MONTH" -> t -> (t.getDayOfMonth() - 1) / 7 + 1;
          case "WEEK_IN_YEAR" -> t -> t.get(ChronoField.ALIGNED_WEEK_OF_YEAR);
          default ->
              throw errors.error(
                  "MALFORMED_QUERY", column, "the function " + function + " is not supported here");
        };
    return new Extractor<>(
        "expr",
        function.equals("DAY_ONLY") ? "date" : "int",
        null,
        row ->
            switch (of.get().apply(row)) {
              case Instant i -> part.apply(i.atZone(zone));
              case LocalDate d -> part.apply(d.atStartOfDay(ZoneOffset.UTC));
              case null, default -> null;
            });
  }
}

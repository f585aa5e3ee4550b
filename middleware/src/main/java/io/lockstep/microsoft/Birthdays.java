package io.lockstep.microsoft;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * A birthday, which Graph answers as a moment at a fixed time of day: only its UTC date means
 * anything. Exchange has no birthday without a year; phones that sync with it write the year 1604
 * then, which is a leap year.
 */
final class Birthdays {
  private static final int NO_YEAR = 1604;
  private static final int LAST_YEAR = 4500;

  /** What Exchange itself makes of a date: the same day in most of the world. */
  private static final LocalTime NOON = LocalTime.of(11, 59);

  private Birthdays() {}

  /** {@code 1980-02-29}, {@code --02-29}, or empty. */
  static String read(@Nullable OffsetDateTime birthday) {
    if (birthday == null) {
      return "";
    }
    LocalDate date = birthday.withOffsetSameInstant(ZoneOffset.UTC).toLocalDate();
    if (date.getYear() < NO_YEAR) {
      return "";
    }
    return date.getYear() == NO_YEAR ? MonthDay.from(date).toString() : date.toString();
  }

  /** Null where the text is no birthday, or none that Exchange can hold. */
  static @Nullable OffsetDateTime written(String text) {
    try {
      LocalDate date =
          text.startsWith("--") ? MonthDay.parse(text).atYear(NO_YEAR) : LocalDate.parse(text);
      boolean held =
          date.getYear() <= LAST_YEAR && (date.getYear() > NO_YEAR || text.startsWith("--"));
      return held ? date.atTime(NOON).atOffset(ZoneOffset.UTC) : null;
    } catch (DateTimeException e) {
      return null;
    }
  }
}

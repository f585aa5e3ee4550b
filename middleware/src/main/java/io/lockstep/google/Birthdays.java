package io.lockstep.google;

import com.google.api.services.people.v1.model.Date;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.MonthDay;
import org.jspecify.annotations.Nullable;

/** A birthday with or without its year; Google writes year 0 or none where it is unknown. */
final class Birthdays {
  private Birthdays() {}

  /** {@code 1980-02-29}, {@code --02-29}, or empty where day or month is unknown. */
  static String read(@Nullable Date date) {
    if (date == null || date.getMonth() == null || date.getDay() == null) {
      return "";
    }
    try {
      return date.getYear() == null || date.getYear() == 0
          ? MonthDay.of(date.getMonth(), date.getDay()).toString()
          : LocalDate.of(date.getYear(), date.getMonth(), date.getDay()).toString();
    } catch (DateTimeException e) {
      return "";
    }
  }

  /** Null where the text is no birthday. */
  static @Nullable Date written(String text) {
    try {
      if (text.startsWith("--")) {
        MonthDay day = MonthDay.parse(text);
        return new Date().setMonth(day.getMonthValue()).setDay(day.getDayOfMonth());
      }
      LocalDate date = LocalDate.parse(text);
      boolean fourDigits = date.getYear() >= 1 && date.getYear() <= 9999;
      return fourDigits
          ? new Date()
              .setYear(date.getYear())
              .setMonth(date.getMonthValue())
              .setDay(date.getDayOfMonth())
          : null;
    } catch (DateTimeException e) {
      return null;
    }
  }
}

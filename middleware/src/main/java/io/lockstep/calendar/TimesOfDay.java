package io.lockstep.calendar;

import io.lockstep.calendar.Rrule.By;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;

/** BYHOUR, BYMINUTE and BYSECOND; what is not given is DTSTART's. */
final class TimesOfDay {
  private final Rrule rule;
  private final List<Integer> hours;
  private final List<Integer> minutes;
  private final List<Integer> seconds;

  /**
   * @throws Unsupported for a leap second, which no wall time here can name
   */
  TimesOfDay(Rrule rule, LocalDateTime start) {
    if (rule.by(By.BYSECOND).contains(60)) {
      throw new Unsupported("BYSECOND=60 cannot be expanded: a leap second has no name here");
    }
    this.rule = rule;
    this.hours = given(By.BYHOUR, start.getHour());
    this.minutes = given(By.BYMINUTE, start.getMinute());
    this.seconds = given(By.BYSECOND, start.getSecond());
  }

  private List<Integer> given(By part, int otherwise) {
    return rule.has(part) ? rule.by(part).stream().sorted().toList() : List.of(otherwise);
  }

  List<LocalDateTime> on(LocalDate day) {
    List<LocalDateTime> times = new ArrayList<>();
    for (int hour : hours) {
      times.addAll(inHour(day.atTime(hour, 0)));
    }
    return times;
  }

  List<LocalDateTime> inHour(LocalDateTime hour) {
    List<LocalDateTime> times = new ArrayList<>();
    for (int minute : minutes) {
      times.addAll(inMinute(hour.withMinute(minute)));
    }
    return times;
  }

  List<LocalDateTime> inMinute(LocalDateTime minute) {
    return seconds.stream().map(minute::withSecond).toList();
  }

  /** Whether the parts as long as the unit or longer allow the time. */
  boolean allows(LocalTime time) {
    return switch (rule.freq()) {
      case HOURLY -> limits(By.BYHOUR, time.getHour());
      case MINUTELY -> limits(By.BYHOUR, time.getHour()) && limits(By.BYMINUTE, time.getMinute());
      case SECONDLY ->
          limits(By.BYHOUR, time.getHour())
              && limits(By.BYMINUTE, time.getMinute())
              && limits(By.BYSECOND, time.getSecond());
      case DAILY, WEEKLY, MONTHLY, YEARLY -> true;
    };
  }

  private boolean limits(By part, int value) {
    return !rule.has(part) || rule.by(part).contains(value);
  }
}

package io.lockstep.sandbox.salesforce.org.rules;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * When an event is: one start, and an end or a duration that must agree. An all-day event is a
 * range of UTC dates at 00:00Z with its last day included.
 */
final class EventTimes {
  private static final int DAY = 1440;
  private static final int FOURTEEN_DAYS = 14 * DAY;

  private final Save save;
  private final boolean multiDay;

  EventTimes(Save save, boolean multiDay) {
    this.save = save;
    this.multiDay = multiDay;
  }

  void settle() {
    boolean asked =
        save.insert()
            || save.sent("StartDateTime")
            || save.sent("EndDateTime")
            || save.sent("DurationInMinutes")
            || save.sent("IsAllDayEvent")
            || save.sent("ActivityDate")
            || save.sent("ActivityDateTime");
    if (!asked) {
      return;
    }
    boolean allDay = save.flag("IsAllDayEvent");
    Instant start = start(allDay);
    if (start == null) {
      throw RowFailure.required(java.util.List.of("StartDateTime"));
    }
    Instant end = sentInstant("EndDateTime");
    Integer duration =
        save.sent("DurationInMinutes") ? (Integer) save.sentValue("DurationInMinutes") : null;
    if (allDay) {
      settleAllDay(start, end, duration);
    } else {
      settleTimed(start, end, duration);
    }
  }

  private @Nullable Instant start(boolean allDay) {
    Instant start = sentInstant("StartDateTime");
    Instant legacy = sentInstant("ActivityDateTime");
    LocalDate legacyDate = (LocalDate) save.sentValue("ActivityDate");
    if (start != null) {
      boolean differs =
          (legacy != null && !legacy.equals(start))
              || (allDay && legacyDate != null && !legacyDate.equals(day(start)));
      if (differs) {
        throw new RowFailure(
            "FIELD_INTEGRITY_EXCEPTION",
            "StartDateTime and ActivityDateTime must agree when both are given",
            "ActivityDateTime");
      }
    } else if (legacy != null) {
      start = legacy;
    } else if (allDay && legacyDate != null) {
      start = midnight(legacyDate);
    } else if (!save.insert() && !save.sent("StartDateTime")) {
      start = save.old() == null ? null : save.old().instant("StartDateTime");
    }
    return start != null && allDay ? midnight(day(start)) : start;
  }

  private void settleAllDay(Instant start, @Nullable Instant end, @Nullable Integer duration) {
    long days;
    if (end != null) {
      days = ChronoUnit.DAYS.between(day(start), day(end)) + 1;
      if (days < 1) {
        throw tooShort(duration);
      }
      if (duration != null && duration != days * DAY) {
        throw disagree();
      }
    } else if (duration != null) {
      if (duration < 0) {
        throw tooShort(duration);
      }
      days = Math.max(1, (duration + DAY - 1) / DAY);
    } else {
      boolean keeps = save.old() != null && save.old().flag("IsAllDayEvent");
      Object old = keeps ? save.get("DurationInMinutes") : null;
      days = old instanceof Integer minutes ? minutes / DAY : 1;
    }
    set(start, midnight(day(start).plusDays(days - 1)), days * DAY, duration != null);
    save.set("ActivityDate", day(start));
    save.set("ActivityDateTime", start);
  }

  private void settleTimed(Instant start, @Nullable Instant end, @Nullable Integer duration) {
    long minutes;
    if (end != null) {
      minutes = Duration.between(start, end).toMinutes();
      if (end.isBefore(start)) {
        throw tooShort(duration);
      }
      if (duration != null && duration != minutes) {
        throw disagree();
      }
    } else if (duration != null) {
      minutes = duration;
      if (minutes < 0) {
        throw tooShort(duration);
      }
    } else if (!save.insert()
        && !save.sent("EndDateTime")
        && save.get("DurationInMinutes") instanceof Integer old) {
      // a move of the start alone keeps the duration
      minutes = old;
    } else {
      throw RowFailure.required(java.util.List.of("EndDateTime"));
    }
    set(
        start,
        end == null ? start.plus(minutes, ChronoUnit.MINUTES) : end,
        minutes,
        duration != null);
    save.set("ActivityDate", day(start));
    save.set("ActivityDateTime", start);
  }

  private void set(Instant start, Instant end, long minutes, boolean durationSent) {
    int max = multiDay ? FOURTEEN_DAYS : DAY;
    if (minutes > max) {
      throw new RowFailure(
          "FIELD_INTEGRITY_EXCEPTION",
          "Duration must be between 0 and " + max + " minutes",
          durationSent ? "DurationInMinutes" : "EndDateTime");
    }
    save.set("StartDateTime", start);
    save.set("EndDateTime", end);
    save.set("EndDate", day(end));
    save.set("DurationInMinutes", (int) minutes);
  }

  private @Nullable Instant sentInstant(String field) {
    return (Instant) save.sentValue(field);
  }

  private static RowFailure tooShort(@Nullable Integer duration) {
    return new RowFailure(
        "FIELD_INTEGRITY_EXCEPTION",
        "Event duration cannot be negative: the end lies before the start",
        duration == null ? "EndDateTime" : "DurationInMinutes");
  }

  private static RowFailure disagree() {
    return new RowFailure(
        "FIELD_INTEGRITY_EXCEPTION",
        "DurationInMinutes and EndDateTime must agree when both are given",
        "DurationInMinutes");
  }

  private static LocalDate day(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC).toLocalDate();
  }

  private static Instant midnight(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}

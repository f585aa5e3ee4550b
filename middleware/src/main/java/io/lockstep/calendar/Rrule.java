package io.lockstep.calendar;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A recurrence rule as RFC 5545 3.3.10 has it, checked.
 *
 * @param interval from 1
 * @param count how many occurrences; null = not bounded so
 * @param until the last moment; null = not bounded so
 * @param byDay empty = not given, likewise the other lists
 * @param numbers the other BY parts, by part
 * @param weekStart Monday where the rule says nothing
 */
public record Rrule(
    Freq freq,
    int interval,
    @Nullable Integer count,
    @Nullable Until until,
    List<Nth> byDay,
    Map<By, List<Integer>> numbers,
    DayOfWeek weekStart) {

  public enum Freq {
    SECONDLY,
    MINUTELY,
    HOURLY,
    DAILY,
    WEEKLY,
    MONTHLY,
    YEARLY
  }

  /** The parts that are lists of numbers, with their greatest value and whether they count back. */
  public enum By {
    BYMONTH(1, 12, false),
    BYWEEKNO(1, 53, true),
    BYYEARDAY(1, 366, true),
    BYMONTHDAY(1, 31, true),
    BYHOUR(0, 23, false),
    BYMINUTE(0, 59, false),
    BYSECOND(0, 60, false),
    BYSETPOS(1, 366, true);

    private final int least;
    private final int most;
    private final boolean signed;

    By(int least, int most, boolean signed) {
      this.least = least;
      this.most = most;
      this.signed = signed;
    }
  }

  /**
   * A weekday, perhaps numbered.
   *
   * @param n 0 = every one; 2 = the second; -1 = the last
   */
  public record Nth(int n, DayOfWeek day) {
    String text() {
      return (n == 0 ? "" : String.valueOf(n)) + abbreviation(day);
    }
  }

  /**
   * A rule's last moment, inclusive.
   *
   * @param at local, or UTC
   * @param utc whether it ends in {@code Z}
   */
  public record Until(WallTime at, boolean utc) {
    String text() {
      return at.basic() + (utc ? "Z" : "");
    }
  }

  private static final Pattern DAY = Pattern.compile("([+-]?\\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)");
  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,3}");

  public Rrule {
    byDay = List.copyOf(byDay);
    numbers = Map.copyOf(numbers);
    check(freq, count, until, byDay, numbers);
  }

  /** A rule without bounds and BY parts. */
  public static Rrule every(int interval, Freq freq) {
    return new Rrule(freq, interval, null, null, List.of(), Map.of(), DayOfWeek.MONDAY);
  }

  public List<Integer> by(By part) {
    return numbers.getOrDefault(part, List.of());
  }

  public boolean has(By part) {
    return numbers.containsKey(part);
  }

  public Rrule with(By part, List<Integer> values) {
    Map<By, List<Integer>> more = new EnumMap<>(By.class);
    more.putAll(numbers);
    if (values.isEmpty()) {
      more.remove(part);
    } else {
      more.put(part, List.copyOf(values));
    }
    return new Rrule(freq, interval, count, until, byDay, more, weekStart);
  }

  public Rrule withDays(List<Nth> days) {
    return new Rrule(freq, interval, count, until, days, numbers, weekStart);
  }

  public Rrule at(Freq newFreq, int newInterval) {
    return new Rrule(newFreq, newInterval, count, until, byDay, numbers, weekStart);
  }

  public Rrule bounded(@Nullable Integer newCount, @Nullable Until newUntil) {
    return new Rrule(freq, interval, newCount, newUntil, byDay, numbers, weekStart);
  }

  public Rrule startingWeeksOn(DayOfWeek day) {
    return new Rrule(freq, interval, count, until, byDay, numbers, day);
  }

  /**
   * Reads a rule, with or without {@code RRULE:} before it.
   *
   * @throws IllegalArgumentException where it is not a rule of RFC 5545; the message says why
   * @throws Unsupported for the parts of RFC 7529 (other calendars)
   */
  public static Rrule parse(String text) {
    String rule = text.strip().toUpperCase(Locale.ROOT);
    if (rule.startsWith("RRULE:")) {
      rule = rule.substring("RRULE:".length());
    }
    Map<String, String> parts = new java.util.LinkedHashMap<>();
    for (String part : rule.split(";", -1)) {
      int equals = part.indexOf('=');
      if (equals < 1 || equals == part.length() - 1) {
        throw new IllegalArgumentException("Each part of an RRULE is NAME=VALUE: \"" + part + "\"");
      }
      String name = part.substring(0, equals);
      if (parts.put(name, part.substring(equals + 1)) != null) {
        throw new IllegalArgumentException(name + " may be given once only");
      }
    }
    return of(parts);
  }

  private static Rrule of(Map<String, String> parts) {
    Freq freq = null;
    int interval = 1;
    Integer count = null;
    Until until = null;
    List<Nth> days = List.of();
    Map<By, List<Integer>> numbers = new EnumMap<>(By.class);
    DayOfWeek weekStart = DayOfWeek.MONDAY;
    for (Map.Entry<String, String> part : parts.entrySet()) {
      String value = part.getValue();
      switch (part.getKey()) {
        case "FREQ" -> freq = freq(value);
        case "INTERVAL" -> interval = positive("INTERVAL", value);
        case "COUNT" -> count = positive("COUNT", value);
        case "UNTIL" -> until = until(value);
        case "BYDAY" -> days = days(value);
        case "WKST" -> weekStart = weekday(value);
        case "RSCALE", "SKIP" ->
            throw new Unsupported(part.getKey() + " of RFC 7529 is not supported");
        default -> {
          By by = by(part.getKey());
          numbers.put(by, numbers(by, value));
        }
      }
    }
    if (freq == null) {
      throw new IllegalArgumentException("An RRULE needs FREQ");
    }
    return new Rrule(freq, interval, count, until, days, numbers, weekStart);
  }

  private static Freq freq(String value) {
    for (Freq freq : Freq.values()) {
      if (freq.name().equals(value)) {
        return freq;
      }
    }
    throw new IllegalArgumentException("Not a FREQ: " + value);
  }

  private static By by(String name) {
    for (By by : By.values()) {
      if (by.name().equals(name)) {
        return by;
      }
    }
    throw new IllegalArgumentException("Not a part of an RRULE: " + name);
  }

  /** More than an int holds lies beyond the year 9999 at any frequency that matters. */
  private static int positive(String name, String value) {
    if (!value.matches("\\d{1,18}")) {
      throw new IllegalArgumentException(name + " is a whole number from 1: " + value);
    }
    long number = Long.parseLong(value);
    if (number < 1) {
      throw new IllegalArgumentException(name + " is a whole number from 1: " + value);
    }
    return (int) Math.min(number, Integer.MAX_VALUE);
  }

  private static List<Integer> numbers(By by, String value) {
    List<Integer> numbers = new ArrayList<>();
    for (String item : value.split(",", -1)) {
      if (!NUMBER.matcher(item).matches()) {
        throw new IllegalArgumentException(by + " is a list of numbers: " + value);
      }
      int number = Integer.parseInt(item);
      int size = by.signed ? Math.abs(number) : number;
      if (size < by.least || size > by.most) {
        throw new IllegalArgumentException(
            by
                + " goes "
                + (by.signed ? "from 1 or -1 to " : "from " + by.least + " to ")
                + by.most
                + (by.signed ? " or -" + by.most : "")
                + ": "
                + number);
      }
      if (!numbers.contains(number)) {
        numbers.add(number);
      }
    }
    return numbers;
  }

  private static List<Nth> days(String value) {
    List<Nth> days = new ArrayList<>();
    for (String item : value.split(",", -1)) {
      Matcher day = DAY.matcher(item);
      if (!day.matches()) {
        throw new IllegalArgumentException("Not a weekday of BYDAY: " + item);
      }
      int n = Optional.ofNullable(day.group(1)).map(Integer::parseInt).orElse(0);
      if (day.group(1) != null && (n == 0 || Math.abs(n) > 53)) {
        throw new IllegalArgumentException("BYDAY counts from 1 or -1 to 53 or -53: " + item);
      }
      Nth nth = new Nth(n, weekday(item.substring(item.length() - 2)));
      if (!days.contains(nth)) {
        days.add(nth);
      }
    }
    return days;
  }

  private static DayOfWeek weekday(String value) {
    for (DayOfWeek day : DayOfWeek.values()) {
      if (abbreviation(day).equals(value)) {
        return day;
      }
    }
    throw new IllegalArgumentException("Not a weekday: " + value);
  }

  static String abbreviation(DayOfWeek day) {
    return day.name().substring(0, 2);
  }

  private static Until until(String value) {
    boolean utc = value.endsWith("Z");
    String digits = utc ? value.substring(0, value.length() - 1) : value;
    try {
      if (digits.indexOf('T') < 0 && !utc) {
        return new Until(
            WallTime.of(LocalDate.parse(digits, DateTimeFormatter.BASIC_ISO_DATE)), false);
      }
      DateTimeFormatter basic = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss");
      return new Until(WallTime.of(LocalDateTime.parse(digits, basic)), utc);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "UNTIL is 20261231, 20261231T120000 or 20261231T120000Z: " + value, e);
    }
  }

  /** The rules of RFC 5545 3.3.10 on what may stand beside what. */
  private static void check(
      Freq freq,
      @Nullable Integer count,
      @Nullable Until until,
      List<Nth> byDay,
      Map<By, List<Integer>> numbers) {
    refuse(count != null && until != null, "COUNT and UNTIL must not be in the same RRULE");
    boolean numbered = byDay.stream().anyMatch(day -> day.n() != 0);
    refuse(
        numbered && freq != Freq.MONTHLY && freq != Freq.YEARLY,
        "A numbered BYDAY goes with FREQ=MONTHLY and FREQ=YEARLY only");
    refuse(
        numbered && numbers.containsKey(By.BYWEEKNO), "A numbered BYDAY does not go with BYWEEKNO");
    refuse(
        numbers.containsKey(By.BYWEEKNO) && freq != Freq.YEARLY,
        "BYWEEKNO goes with FREQ=YEARLY only");
    refuse(
        numbers.containsKey(By.BYMONTHDAY) && freq == Freq.WEEKLY,
        "BYMONTHDAY does not go with FREQ=WEEKLY");
    refuse(
        numbers.containsKey(By.BYYEARDAY)
            && (freq == Freq.DAILY || freq == Freq.WEEKLY || freq == Freq.MONTHLY),
        "BYYEARDAY does not go with FREQ=" + freq);
    refuse(
        numbers.containsKey(By.BYSETPOS) && byDay.isEmpty() && numbers.size() == 1,
        "BYSETPOS needs another BY part");
  }

  private static void refuse(boolean wrong, String sentence) {
    if (wrong) {
      throw new IllegalArgumentException(sentence);
    }
  }

  /** The rule in its canonical order, without {@code RRULE:}; what has its default is left out. */
  public String text() {
    List<String> parts = new ArrayList<>();
    parts.add("FREQ=" + freq);
    if (interval != 1) {
      parts.add("INTERVAL=" + interval);
    }
    for (By by : By.values()) {
      if (by == By.BYHOUR && !byDay.isEmpty()) {
        parts.add("BYDAY=" + String.join(",", byDay.stream().map(Nth::text).toList()));
      }
      if (has(by)) {
        parts.add(by + "=" + String.join(",", by(by).stream().map(String::valueOf).toList()));
      }
    }
    if (weekStart != DayOfWeek.MONDAY) {
      parts.add("WKST=" + abbreviation(weekStart));
    }
    if (count != null) {
      parts.add("COUNT=" + count);
    }
    if (until != null) {
      parts.add("UNTIL=" + until.text());
    }
    return String.join(";", parts);
  }

  /** The instant of a bound in UTC. */
  static java.time.Instant utc(Until until) {
    return until.at().at().toInstant(ZoneOffset.UTC);
  }
}

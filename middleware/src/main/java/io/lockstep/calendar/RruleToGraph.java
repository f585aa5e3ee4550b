package io.lockstep.calendar;

import io.lockstep.calendar.Rrule.By;
import io.lockstep.calendar.Rrule.Freq;
import io.lockstep.calendar.Rrule.Nth;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Finds the Graph pattern that has exactly the occurrences of an RRULE, bounds aside. A rule is
 * first brought to its simplest frequency; then, for rules by month, the days it chooses are
 * compared with what each pattern would choose in a month of every shape it can meet.
 */
final class RruleToGraph {
  private static final Set<DayOfWeek> WEEK = EnumSet.allOf(DayOfWeek.class);
  private static final String SKIPPED =
      "RFC 5545 skips months that lack the day, Outlook takes their last day instead";

  private final WallTime start;

  private RruleToGraph(WallTime start) {
    this.start = start;
  }

  static GraphPattern pattern(Rrule rule, WallTime start) {
    RruleToGraph search = new RruleToGraph(start);
    GraphPattern found = search.find(search.withoutTimes(rule));
    if (!GraphPattern.first(found, start.date()).equals(start.date())) {
      throw new Unsupported("The first occurrence does not fit the rule");
    }
    return found;
  }

  /** The parts on the time of day say nothing where they only repeat the start's. */
  private Rrule withoutTimes(Rrule rule) {
    if (rule.freq().compareTo(Freq.DAILY) < 0) {
      throw new Unsupported("Graph has no " + rule.freq() + " recurrence");
    }
    boolean same =
        start.allDay()
            || (only(rule, By.BYHOUR, start.at().getHour())
                && only(rule, By.BYMINUTE, start.at().getMinute())
                && only(rule, By.BYSECOND, start.at().getSecond()));
    if (!same) {
      throw new Unsupported("Graph has no recurrence at several times of the day");
    }
    List<Integer> positions = rule.by(By.BYSETPOS);
    Rrule days =
        rule.with(By.BYSETPOS, List.of())
            .with(By.BYHOUR, List.of())
            .with(By.BYMINUTE, List.of())
            .with(By.BYSECOND, List.of());
    if (positions.isEmpty()) {
      return days;
    }
    if (!days.byDay().isEmpty() || !days.numbers().isEmpty()) {
      return days.with(By.BYSETPOS, positions);
    }
    return onlyOne(days, positions);
  }

  private static boolean only(Rrule rule, By part, int value) {
    return !rule.has(part) || rule.by(part).equals(List.of(value));
  }

  /** Positions in sets that have one member each. */
  private static Rrule onlyOne(Rrule rule, List<Integer> positions) {
    if (positions.contains(1) || positions.contains(-1)) {
      return rule;
    }
    throw new Unsupported("BYSETPOS chooses nothing");
  }

  private GraphPattern find(Rrule rule) {
    return switch (rule.freq()) {
      case DAILY -> daily(rule);
      case WEEKLY -> weekly(rule);
      case MONTHLY -> monthly(rule);
      case YEARLY -> yearly(rule);
      default -> throw new Unsupported("Graph has no " + rule.freq() + " recurrence");
    };
  }

  private GraphPattern daily(Rrule rule) {
    if (rule.has(By.BYSETPOS)) {
      List<Integer> positions = rule.by(By.BYSETPOS);
      return daily(onlyOne(rule.with(By.BYSETPOS, List.of()), positions));
    }
    if (rule.has(By.BYMONTH) || rule.has(By.BYMONTHDAY)) {
      if (rule.interval() != 1 || !rule.has(By.BYMONTHDAY)) {
        throw new Unsupported("Graph cannot filter a daily recurrence by month or day of month");
      }
      return monthly(rule.at(Freq.MONTHLY, 1));
    }
    Set<DayOfWeek> days = days(rule);
    if (days.isEmpty() || days.equals(WEEK)) {
      return new GraphPattern.Daily(rule.interval());
    }
    if (rule.interval() == 1) {
      return new GraphPattern.Weekly(1, days, rule.weekStart());
    }
    if (rule.interval() % 7 == 0 && days.contains(start.date().getDayOfWeek())) {
      return new GraphPattern.Daily(rule.interval());
    }
    throw new Unsupported("Graph cannot filter a daily recurrence with an interval by weekday");
  }

  private GraphPattern weekly(Rrule rule) {
    if (rule.has(By.BYMONTH)) {
      throw new Unsupported("Graph cannot filter a weekly recurrence by month");
    }
    Set<DayOfWeek> days = days(rule);
    if (days.isEmpty()) {
      days.add(start.date().getDayOfWeek());
    }
    if (rule.has(By.BYSETPOS)) {
      List<DayOfWeek> ordered =
          IntStream.range(0, 7).mapToObj(rule.weekStart()::plus).filter(days::contains).toList();
      days = new TreeSet<>(chosen(ordered, rule.by(By.BYSETPOS)));
      if (days.isEmpty()) {
        throw new Unsupported("BYSETPOS chooses nothing");
      }
    }
    return new GraphPattern.Weekly(rule.interval(), days, rule.weekStart());
  }

  private GraphPattern monthly(Rrule rule) {
    if (everyWeekdayAlike(rule) && !rule.has(By.BYMONTH)) {
      return new GraphPattern.Weekly(1, days(rule), rule.weekStart());
    }
    return byMonth(rule, rule.has(By.BYMONTH) ? step(rule) : rule.interval());
  }

  /** Every Monday of every month, and so on: weeks in fact. */
  private static boolean everyWeekdayAlike(Rrule rule) {
    return rule.interval() == 1
        && !rule.byDay().isEmpty()
        && rule.byDay().stream().allMatch(day -> day.n() == 0)
        && !rule.has(By.BYMONTHDAY)
        && !rule.has(By.BYSETPOS);
  }

  private GraphPattern yearly(Rrule rule) {
    if (rule.has(By.BYWEEKNO)) {
      throw new Unsupported("Graph has no recurrence by number of the week");
    }
    if (rule.has(By.BYYEARDAY)) {
      throw new Unsupported("Graph has no recurrence by day of the year");
    }
    if (rule.has(By.BYMONTH)) {
      if (rule.has(By.BYSETPOS) && rule.by(By.BYMONTH).size() > 1) {
        throw new Unsupported("Graph cannot choose by position among several months");
      }
      return byMonth(rule, step(rule));
    }
    if (rule.byDay().isEmpty() && !rule.has(By.BYMONTHDAY)) {
      return yearly(rule.with(By.BYMONTH, List.of(start.date().getMonthValue())));
    }
    if (rule.has(By.BYSETPOS)) {
      throw new Unsupported("Graph cannot choose by position within a year");
    }
    if (everyWeekdayAlike(rule)) {
      return new GraphPattern.Weekly(1, days(rule), rule.weekStart());
    }
    if (rule.has(By.BYMONTHDAY)) {
      // Without BYMONTH the days are of every month.
      return yearly(rule.with(By.BYMONTH, IntStream.rangeClosed(1, 12).boxed().toList()));
    }
    // A weekday counted within the year, if it always falls into its first or last month.
    if (rule.byDay().stream().allMatch(day -> day.n() >= 1 && day.n() <= 4)) {
      return yearly(rule.with(By.BYMONTH, List.of(1)));
    }
    if (rule.byDay().stream().allMatch(day -> day.n() <= -1 && day.n() >= -4)) {
      return yearly(rule.with(By.BYMONTH, List.of(12)));
    }
    throw new Unsupported("Graph cannot count weekdays within a year");
  }

  /** How many months lie between the months that BYMONTH lets through, if always as many. */
  private int step(Rrule rule) {
    List<Integer> wanted = rule.by(By.BYMONTH);
    int first = start.date().getMonthValue();
    if (!wanted.contains(first)) {
      throw new Unsupported("The first occurrence does not fit the rule");
    }
    boolean years = rule.freq() == Freq.YEARLY;
    long period = years ? 12L * rule.interval() : lcm(rule.interval(), 12);
    TreeSet<Long> offsets = new TreeSet<>();
    if (years) {
      // The months before the start's belong to the next year that is reached.
      wanted.forEach(m -> offsets.add(m >= first ? (long) m - first : period + m - first));
    } else {
      // Twelve steps at most lead through the period.
      for (long at = 0; at < period; at += rule.interval()) {
        if (wanted.contains((int) ((first - 1 + at) % 12) + 1)) {
          offsets.add(at);
        }
      }
    }
    long gap = period / offsets.size();
    long expected = 0;
    for (long offset : offsets) {
      if (offset != expected) {
        throw new Unsupported("Graph has one interval for all months; these lie unevenly");
      }
      expected += gap;
    }
    if (gap * offsets.size() != period || gap > Integer.MAX_VALUE) {
      throw new Unsupported("Graph has one interval for all months; these lie unevenly");
    }
    return (int) gap;
  }

  private static long lcm(long a, long b) {
    return a / gcd(a, b) * b;
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /** A rule that chooses days in every {@code step}th month. */
  private GraphPattern byMonth(Rrule rule, int step) {
    int month = step % 12 == 0 ? start.date().getMonthValue() : 0;
    Set<Integer> lengths =
        GraphPattern.lengths(GraphPattern.months(start.date().getMonthValue(), step));
    int least = start.date().getDayOfMonth();
    for (int i = 0; i < 31; i++) {
      // The start's own day first: where months are long enough several days mean the same.
      int day = i == 0 ? least : i < least ? i : i + 1;
      if (day <= 31 && fits(rule, lengths, (length, first) -> Math.min(day, length))) {
        return new GraphPattern.Absolute(step, shown(day, lengths), month);
      }
    }
    Set<DayOfWeek> days = days(rule);
    if (!days.isEmpty()) {
      for (int index : new int[] {1, 2, 3, 4, -1}) {
        if (fits(
            rule,
            lengths,
            (length, first) -> GraphPattern.relativeDay(days, index, length, first))) {
          return new GraphPattern.Relative(step, days, index, month);
        }
      }
    }
    throw new Unsupported(
        rule.byDay().isEmpty() && !rule.has(By.BYSETPOS) && single(rule)
            ? SKIPPED
            : "Graph has no recurrence that chooses these days of the month");
  }

  private static boolean single(Rrule rule) {
    return rule.by(By.BYMONTHDAY).size() <= 1;
  }

  /** Where every month has the same length, no day beyond it is named. */
  private static int shown(int day, Set<Integer> lengths) {
    return lengths.size() == 1 ? Math.min(day, lengths.iterator().next()) : day;
  }

  private interface Choice {
    int day(int length, DayOfWeek first);
  }

  private boolean fits(Rrule rule, Set<Integer> lengths, Choice choice) {
    for (int length : lengths) {
      for (DayOfWeek first : DayOfWeek.values()) {
        if (!inMonth(rule, length, first).equals(List.of(choice.day(length, first)))) {
          return false;
        }
      }
    }
    return true;
  }

  /** The days that the rule chooses in a month of this shape, by RFC 5545. */
  private List<Integer> inMonth(Rrule rule, int length, DayOfWeek first) {
    List<Integer> days = new ArrayList<>();
    List<Integer> monthDays = rule.by(By.BYMONTHDAY);
    if (rule.byDay().isEmpty() && monthDays.isEmpty()) {
      monthDays = List.of(start.date().getDayOfMonth());
    }
    for (int day = 1; day <= length; day++) {
      boolean byMonthDay =
          monthDays.isEmpty() || monthDays.contains(day) || monthDays.contains(day - length - 1);
      if (byMonthDay && isNth(rule.byDay(), day, length, first)) {
        days.add(day);
      }
    }
    return rule.has(By.BYSETPOS) ? chosen(days, rule.by(By.BYSETPOS)) : days;
  }

  private static boolean isNth(List<Nth> wanted, int day, int length, DayOfWeek first) {
    if (wanted.isEmpty()) {
      return true;
    }
    DayOfWeek weekday = first.plus(day - 1);
    int fromStart = (day - 1) / 7 + 1;
    int fromEnd = -((length - day) / 7 + 1);
    return wanted.stream()
        .anyMatch(
            nth ->
                nth.day() == weekday
                    && (nth.n() == 0 || nth.n() == fromStart || nth.n() == fromEnd));
  }

  private static <T> List<T> chosen(List<T> ordered, List<Integer> positions) {
    List<T> chosen = new ArrayList<>();
    for (int i = 0; i < ordered.size(); i++) {
      if (positions.contains(i + 1) || positions.contains(i - ordered.size())) {
        chosen.add(ordered.get(i));
      }
    }
    return chosen;
  }

  private static Set<DayOfWeek> days(Rrule rule) {
    Set<DayOfWeek> days = new TreeSet<>();
    rule.byDay().forEach(day -> days.add(day.day()));
    return days;
  }

  /** The last date on which an occurrence at the start's time of day is not past a bound. */
  static Optional<LocalDate> lastDate(Recurrence recurrence) {
    Rrule rule = recurrence.rule();
    Rrule.Until until = rule == null ? null : rule.until();
    if (until == null) {
      return Optional.empty();
    }
    WallTime start = recurrence.start();
    if (start.allDay()) {
      return Optional.of(until.at().date());
    }
    ZoneId zone = Objects.requireNonNull(recurrence.zone());
    Instant last = Rrule.utc(until);
    LocalDate date = last.atZone(zone).toLocalDate().plusDays(1);
    while (date.atTime(start.at().toLocalTime()).atZone(zone).toInstant().isAfter(last)) {
      date = date.minusDays(1);
    }
    return Optional.of(date);
  }
}

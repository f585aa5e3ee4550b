package io.lockstep.calendar;

import io.lockstep.calendar.Rrule.By;
import io.lockstep.calendar.Rrule.Freq;
import io.lockstep.calendar.Rrule.Nth;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Seeded rules of days, valid by RFC 5545. */
final class RandomRule {
  private final Random random;

  RandomRule(long seed) {
    this.random = new Random(seed);
  }

  LocalDate start() {
    LocalDate day = LocalDate.of(2023, 1, 1).plusDays(random.nextInt(1500));
    return random.nextInt(4) == 0 ? day.withDayOfMonth(day.lengthOfMonth()) : day;
  }

  /**
   * @param simple only parts that calendars offer in their dialogs
   */
  Rrule rule(boolean simple) {
    Freq freq = pick(List.of(Freq.DAILY, Freq.WEEKLY, Freq.MONTHLY, Freq.MONTHLY, Freq.YEARLY));
    Rrule rule = Rrule.every(chance(2) ? 1 : 1 + random.nextInt(freq == Freq.YEARLY ? 3 : 6), freq);
    boolean weekNumbers = !simple && freq == Freq.YEARLY && chance(5);
    boolean yearDays = !simple && freq == Freq.YEARLY && !weekNumbers && chance(6);
    if (weekNumbers) {
      rule = rule.with(By.BYWEEKNO, some(53, true));
    }
    if (yearDays) {
      rule = rule.with(By.BYYEARDAY, some(366, true));
    }
    if (!weekNumbers && !yearDays && chance(freq == Freq.YEARLY ? 2 : 6)) {
      rule = rule.with(By.BYMONTH, some(12, false));
    }
    if (freq != Freq.WEEKLY && !weekNumbers && !yearDays && chance(4)) {
      rule = rule.with(By.BYMONTHDAY, chance(3) ? List.of(28 + random.nextInt(4)) : some(31, true));
    }
    if (!yearDays && chance(2)) {
      rule = rule.withDays(days(freq, weekNumbers));
    }
    if ((!rule.byDay().isEmpty() || !rule.numbers().isEmpty()) && chance(3)) {
      rule = rule.with(By.BYSETPOS, chance(2) ? List.of(-1) : some(4, true));
    }
    if (chance(3)) {
      rule = rule.startingWeeksOn(pick(List.of(DayOfWeek.values())));
    }
    return chance(3) ? rule.bounded(1 + random.nextInt(20), null) : rule;
  }

  private List<Nth> days(Freq freq, boolean weekNumbers) {
    boolean numbered =
        !weekNumbers && (freq == Freq.MONTHLY || freq == Freq.YEARLY) && random.nextBoolean();
    List<Nth> days = new ArrayList<>();
    int many = 1 + random.nextInt(chance(3) ? 7 : 2);
    for (int i = 0; i < many; i++) {
      int n = numbered ? pick(List.of(1, 2, 3, 4, 5, -1, -2, -5)) : 0;
      Nth day = new Nth(n, pick(List.of(DayOfWeek.values())));
      if (!days.contains(day)) {
        days.add(day);
      }
    }
    return days;
  }

  private List<Integer> some(int most, boolean signed) {
    List<Integer> numbers = new ArrayList<>();
    int many = 1 + random.nextInt(3);
    for (int i = 0; i < many; i++) {
      int number = (1 + random.nextInt(most)) * (signed && chance(3) ? -1 : 1);
      if (!numbers.contains(number)) {
        numbers.add(number);
      }
    }
    return numbers;
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}

package io.lockstep.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecurrenceTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static List<String> expand(String rule, String start, int limit) {
    WallTime at = WallTime.parse(start);
    return texts(new Recurrence(Rrule.parse(rule), at, at.allDay() ? null : BERLIN), limit);
  }

  private static List<String> texts(Recurrence recurrence, int limit) {
    return recurrence.occurrences(limit).stream().map(WallTime::text).toList();
  }

  @RepeatedTest(20)
  void occurrences_anyRuleOfDays_areThoseOfTheRfcReadDayByDay(RepetitionInfo seed) {
    RandomRule random = new RandomRule(seed.getCurrentRepetition());
    for (int i = 0; i < 60; i++) {
      Rrule rule = random.rule(false);
      LocalDate start = random.start();
      List<LocalDate> expected = PlainExpansion.days(rule, start, 30, 25);
      List<LocalDate> found =
          new Recurrence(rule, WallTime.of(start), null)
              .occurrences(Math.min(25, expected.size())).stream().map(WallTime::date).toList();
      assertThat(found.toString())
          .as("%s from %s", rule.text(), start)
          .isEqualTo(expected.toString());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FREQ=MONTHLY;BYMONTHDAY=31 | 2026-01-31 | 2026-01-31 2026-03-31 2026-05-31",
        "FREQ=MONTHLY | 2026-01-30 | 2026-01-30 2026-03-30 2026-04-30",
        "FREQ=YEARLY | 2024-02-29 | 2024-02-29 2028-02-29 2032-02-29",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=MO | 1997-08-05 | 1997-08-05 1997-08-10 1997-08-19",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU | 1997-08-05 | 1997-08-05 1997-08-17 1997-08-19",
        "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO | 1997-05-12 | 1997-05-12 1998-05-11 1999-05-17",
        "FREQ=YEARLY;INTERVAL=3;BYYEARDAY=1,100 | 1997-01-01 | 1997-01-01 1997-04-10 2000-01-01",
        "FREQ=MONTHLY;BYDAY=TU,WE,TH;BYSETPOS=3 | 1997-09-04 | 1997-09-04 1997-10-07 1997-11-06",
        "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13 | 1998-02-13 | 1998-02-13 1998-03-13 1998-11-13",
        "FREQ=DAILY;BYHOUR=9,10 | 2026-01-01 | 2026-01-01 2026-01-02 2026-01-03",
        "FREQ=YEARLY;BYMONTH=1,12;BYMONTHDAY=31;BYSETPOS=1 | 2024-12-31 | 2024-12-31 2025-01-31 2026-01-31",
        "FREQ=YEARLY;BYMONTHDAY=1 | 2026-11-01 | 2026-11-01 2026-12-01 2027-01-01",
        "rrule:freq=daily | 2026-01-01 | 2026-01-01 2026-01-02 2026-01-03",
      })
  void occurrences_knownRules_areAsTheRfcSays(String rule, String start, String expected) {
    assertThat(expand(rule, start, 3)).containsExactly(expected.split(" "));
  }

  @Test
  void occurrences_hoursOfAnAllDayStart_areUnsupported() {
    assertThatThrownBy(() -> expand("FREQ=HOURLY", "2026-01-01", 3))
        .isInstanceOf(Unsupported.class)
        .hasMessageContaining("all-day");
  }

  @Test
  void occurrences_timeInGap_isGivenAsNamed() {
    assertThat(expand("FREQ=DAILY;COUNT=3", "2026-03-28T02:30:00", 10))
        .containsExactly("2026-03-28T02:30:00", "2026-03-29T02:30:00", "2026-03-30T02:30:00");
  }

  @Test
  void occurrences_untilIsTheLastInstant_isInclusiveInUtc() {
    // 09:00 in Berlin is 08:00 UTC in winter and 07:00 UTC from the 29th of March on.
    assertThat(expand("FREQ=DAILY;UNTIL=20260330T070000Z", "2026-03-28T09:00:00", 10)).hasSize(3);
    assertThat(expand("FREQ=DAILY;UNTIL=20260330T065959Z", "2026-03-28T09:00:00", 10)).hasSize(2);
  }

  @Test
  void occurrences_untilOfAllDay_isInclusive() {
    assertThat(expand("FREQ=DAILY;UNTIL=20260103", "2026-01-01", 10)).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({
    "20260103, 2026-01-01T09:00:00, Europe/Berlin",
    "20260103T090000, 2026-01-01T09:00:00, Europe/Berlin",
    "20260103T090000Z, 2026-01-01T09:00:00,",
    "20260103T090000Z, 2026-01-01,",
  })
  void until_ofAnotherValueType_isUnsupported(String until, String start, String zone) {
    Rrule rule = Rrule.parse("FREQ=DAILY;UNTIL=" + until);
    assertThatThrownBy(
            () ->
                new Recurrence(rule, WallTime.parse(start), zone == null ? null : ZoneId.of(zone)))
        .isInstanceOf(Unsupported.class);
  }

  @Test
  void occurrences_startDoesNotFit_isFirstAndCounted() {
    assertThat(expand("FREQ=WEEKLY;BYDAY=MO;COUNT=3", "2026-01-01", 10))
        .containsExactly("2026-01-01", "2026-01-05", "2026-01-12");
  }

  @Test
  void occurrences_excluded_areCountedAndLeftOut() {
    Recurrence recurrence =
        new Recurrence(
            Rrule.parse("FREQ=DAILY;COUNT=3"),
            WallTime.parse("2026-01-01"),
            null,
            List.of(WallTime.parse("2026-01-02")),
            List.of(WallTime.parse("2025-12-24"), WallTime.parse("2026-01-03")));
    assertThat(texts(recurrence, 10)).containsExactly("2025-12-24", "2026-01-01", "2026-01-03");
    assertThat(texts(recurrence, 2)).containsExactly("2025-12-24", "2026-01-01");
  }

  @Test
  void occurrences_ruleThatNeverFits_endsAfterTheStart() {
    assertThat(expand("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "2026-01-01", 10)).hasSize(1);
    assertThat(expand("FREQ=YEARLY;BYMONTH=2;BYDAY=MO;BYMONTHDAY=30", "2026-01-01", 10)).hasSize(1);
    assertThat(expand("FREQ=YEARLY;INTERVAL=2147483647", "2026-01-01", 10)).hasSize(1);
    assertThat(expand("FREQ=YEARLY;INTERVAL=4000", "2026-01-01", 10)).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Every 14 days a Friday comes, never a Tuesday.
        "FREQ=DAILY;INTERVAL=14;BYDAY=TU | 2026-01-02 | 2026-01-02",
        "FREQ=MONTHLY;INTERVAL=12;BYMONTH=3 | 2026-01-02 | 2026-01-02",
        "FREQ=MONTHLY;BYMONTHDAY=30;BYMONTH=2 | 2026-01-02T09:00:00 | 2026-01-02T09:00:00",
        "FREQ=WEEKLY;INTERVAL=5000;BYDAY=MO | 2026-01-05 | 2026-01-05 2121-11-03 2217-09-01",
        "FREQ=MONTHLY;INTERVAL=11;BYMONTHDAY=29;BYMONTH=2 | 2026-01-29 | 2026-01-29 2036-02-29 2080-02-29",
        "FREQ=DAILY;INTERVAL=90;BYMONTH=2;BYMONTHDAY=29;UNTIL=20500101 | 2026-01-02 | 2026-01-02",
        "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO | 2026-12-28 | 2026-12-28 2032-12-27 2037-12-28",
        "FREQ=YEARLY;BYWEEKNO=52;BYDAY=SU | 2022-01-01 | 2022-01-01 2022-01-02 2023-01-01",
        "FREQ=YEARLY;BYDAY=1MO;BYMONTHDAY=1 | 2026-01-01 | 2026-01-01 2029-01-01 2035-01-01",
        "FREQ=YEARLY;BYDAY=FR;BYYEARDAY=-1,-366,60 | 2024-03-29 | 2024-03-29 2027-12-31 2030-03-01",
        "FREQ=HOURLY;INTERVAL=24;BYHOUR=10 | 2026-01-02T09:00:00 | 2026-01-02T09:00:00",
        "FREQ=HOURLY;BYMONTH=1 | 2026-02-01T05:30:00 | 2026-02-01T05:30:00 2027-01-01T00:30:00 2027-01-01T01:30:00",
        "FREQ=SECONDLY;BYMONTH=1 | 2026-02-01T00:00:00 | 2026-02-01T00:00:00 2027-01-01T00:00:00 2027-01-01T00:00:01",
        "FREQ=MINUTELY;INTERVAL=2;BYMINUTE=1 | 2026-02-01T00:00:00 | 2026-02-01T00:00:00",
        "FREQ=MINUTELY;BYDAY=MO;BYHOUR=3;BYMINUTE=7;BYSECOND=1,2;BYSETPOS=-1;BYMONTH=1 | 2026-02-01T00:00:00 | 2026-02-01T00:00:00 2027-01-04T03:07:02 2027-01-11T03:07:02",
      })
  void occurrences_farApartOrNone_areFoundOrKnownToBeNone(
      String rule, String start, String expected) {
    assertThat(expand(rule, start, 3)).containsExactly(expected.split(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Every other Friday is never a Tuesday.
        "FREQ=DAILY;INTERVAL=14;BYDAY=TU | 2026-11-27T09:00:00 | 1",
        "FREQ=DAILY;INTERVAL=7;BYDAY=TU;COUNT=5 | 2026-11-27T09:00:00 | 1",
        "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31 | 2026-02-03T09:00:00 | 1",
        "FREQ=MONTHLY;INTERVAL=12;BYMONTH=3 | 2026-02-03T09:00:00 | 1",
        "FREQ=WEEKLY;INTERVAL=500;BYMONTH=7;UNTIL=20300101T000000Z | 2026-01-05T09:00:00 | 1",
      })
  void occurrences_provablyNoMore_areThoseThatThereAre(String rule, String start, int count) {
    assertThat(expand(rule, start, 10)).hasSize(count);
  }

  @Test
  void occurrences_nothingWithinReach_isUnsupportedNotEndless() {
    assertThatThrownBy(
            () ->
                expand(
                    "FREQ=SECONDLY;BYHOUR=3;BYMINUTE=1;BYSECOND=0;BYSETPOS=2",
                    "2026-02-01T00:00:00",
                    10))
        .isInstanceOf(Unsupported.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "FREQ",
        "FREQ=",
        "FREQ=SOMETIMES",
        "INTERVAL=2",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=2;UNTIL=20260101",
        "FREQ=DAILY;COUNT=2;COUNT=3",
        "FREQ=DAILY;X=1",
        "FREQ=WEEKLY;BYDAY=1MO",
        "FREQ=WEEKLY;BYMONTHDAY=1",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=MONTHLY;BYWEEKNO=1",
        "FREQ=YEARLY;BYWEEKNO=1;BYDAY=1MO",
        "FREQ=MONTHLY;BYSETPOS=1",
        "FREQ=DAILY;UNTIL=20260230",
        "FREQ=DAILY;UNTIL=20260101Z",
        "FREQ=DAILY;;COUNT=1"
      })
  void parse_notARule_isRefusedWithASentence(String rule) {
    assertThatThrownBy(() -> Rrule.parse(rule))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("(?s).{10,}");
  }

  @RepeatedTest(5)
  void text_anyRule_readsBack(RepetitionInfo seed) {
    RandomRule random = new RandomRule(900 + seed.getCurrentRepetition());
    for (int i = 0; i < 100; i++) {
      Rrule rule = random.rule(false);
      assertThat(Rrule.parse(rule.text())).isEqualTo(rule);
    }
  }
}

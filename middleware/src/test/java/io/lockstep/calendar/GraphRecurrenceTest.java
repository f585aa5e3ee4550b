package io.lockstep.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphRecurrenceTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final String[] DAYS = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"
  };

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static ObjectNode graph(String rule, String start) {
    WallTime at = WallTime.parse(start);
    return GraphRecurrence.of(new Recurrence(Rrule.parse(rule), at, BERLIN));
  }

  @RepeatedTest(20)
  void of_anyRule_hasTheSameOccurrencesOrIsUnsupported(RepetitionInfo seed) {
    RandomRule random = new RandomRule(5000 + seed.getCurrentRepetition());
    int carried = 0;
    for (int i = 0; i < 200; i++) {
      Rrule rule = random.rule(true);
      LocalDate start = random.start();
      JsonNode graph;
      try {
        graph = GraphRecurrence.of(new Recurrence(rule, WallTime.of(start), null));
      } catch (Unsupported e) {
        continue;
      }
      carried++;
      List<LocalDate> expected = PlainExpansion.days(rule, start, 15, 120);
      LocalDate horizon = start.plusYears(15).minusDays(1);
      assertThat(GraphExpansion.days(graph, 120, horizon))
          .as("%s from %s as %s", rule.text(), start, graph)
          .isEqualTo(expected);
    }
    assertThat(carried).isGreaterThan(15);
  }

  @RepeatedTest(10)
  void read_anyPattern_hasTheSameOccurrences(RepetitionInfo seed) {
    Random random = new Random(seed.getCurrentRepetition());
    for (int i = 0; i < 100; i++) {
      ObjectNode recurrence = randomRecurrence(random);
      GraphRecurrence.Read read;
      try {
        read = GraphRecurrence.read(recurrence, null, true);
      } catch (Unsupported e) {
        assertThat(e).hasMessageMatching("startDate does not fit.*|The recurrence ends before.*");
        continue;
      }
      LocalDate horizon = read.first().plusYears(15).minusDays(1);
      List<LocalDate> expected = GraphExpansion.days(recurrence, 100, horizon);
      assertThat(PlainExpansion.days(unbounded(read.rule()), read.first(), 15, expected.size()))
          .as("%s as %s", recurrence, read.rule().text())
          .isEqualTo(expected);
      assertThat(
              new Recurrence(read.rule(), WallTime.of(read.first()), null)
                  .occurrences(expected.size()).stream().map(WallTime::date))
          .as("%s as %s", recurrence, read.rule().text())
          .isEqualTo(expected);
    }
  }

  private static Rrule unbounded(Rrule rule) {
    return rule.bounded(rule.count(), null);
  }

  private static ObjectNode randomRecurrence(Random random) {
    String[] types = {
      "daily", "weekly", "absoluteMonthly", "relativeMonthly", "absoluteYearly", "relativeYearly"
    };
    String type = types[random.nextInt(types.length)];
    ObjectNode pattern = JSON.createObjectNode().put("type", type);
    pattern.put("interval", random.nextBoolean() ? 1 : 1 + random.nextInt(4));
    pattern.put(
        "dayOfMonth", random.nextInt(3) == 0 ? 28 + random.nextInt(4) : 1 + random.nextInt(28));
    pattern.put("month", 1 + random.nextInt(12));
    pattern.put("index", GraphPattern.INDEXES.get(random.nextInt(5)));
    pattern.put("firstDayOfWeek", DAYS[random.nextInt(7)]);
    java.util.TreeSet<String> days = new java.util.TreeSet<>();
    int many = 1 + random.nextInt(random.nextBoolean() ? 1 : 7);
    for (int i = 0; i < many; i++) {
      days.add(DAYS[random.nextInt(7)]);
    }
    days.forEach(pattern.putArray("daysOfWeek")::add);
    LocalDate start = LocalDate.of(2023, 1, 1).plusDays(random.nextInt(1500));
    ObjectNode range = JSON.createObjectNode().put("startDate", start.toString());
    switch (random.nextInt(3)) {
      case 0 -> range.put("type", "noEnd").put("endDate", "0001-01-01");
      case 1 -> range.put("type", "numbered").put("numberOfOccurrences", 1 + random.nextInt(30));
      default ->
          range
              .put("type", "endDate")
              .put("endDate", start.plusDays(random.nextInt(900)).toString());
    }
    ObjectNode out = JSON.createObjectNode();
    out.set("pattern", pattern);
    out.set("range", range);
    // The first day that is on the pattern: most series start there.
    if (random.nextInt(4) != 0) {
      ObjectNode open = out.deepCopy();
      ((ObjectNode) open.get("range")).put("type", "noEnd");
      ((ObjectNode) open.get("pattern")).put("interval", 1);
      LocalDate first = GraphExpansion.days(open, 1, start.plusYears(9)).getFirst();
      range.put("startDate", first.toString());
    }
    return out;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FREQ=MONTHLY;BYMONTHDAY=31 | 2026-01-31",
        "FREQ=MONTHLY;BYMONTHDAY=29 | 2026-01-29",
        "FREQ=MONTHLY | 2026-01-30",
        "FREQ=YEARLY | 2024-02-29",
        "FREQ=MONTHLY;BYDAY=5MO | 2026-03-30",
        "FREQ=MONTHLY;BYDAY=1MO,3MO | 2026-01-05",
        "FREQ=MONTHLY;BYMONTHDAY=1,15 | 2026-01-01",
        "FREQ=MONTHLY;BYMONTHDAY=-2 | 2026-01-30",
        "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13 | 2026-02-13",
        "FREQ=DAILY;INTERVAL=2;BYDAY=MO | 2026-01-05",
        "FREQ=WEEKLY;BYMONTH=1 | 2026-01-05",
        "FREQ=YEARLY;BYWEEKNO=20 | 2026-05-11",
        "FREQ=HOURLY | 2026-01-01T09:00:00",
        "FREQ=DAILY;BYHOUR=9,17 | 2026-01-01T09:00:00",
        "FREQ=WEEKLY;BYDAY=MO | 2026-01-01",
        "FREQ=YEARLY;BYMONTH=1,2;BYMONTHDAY=1 | 2026-01-01",
        "FREQ=DAILY;UNTIL=20251231 | 2026-01-01",
      })
  void of_notExpressible_isUnsupported(String rule, String start) {
    assertThatThrownBy(() -> graph(rule, start)).isInstanceOf(Unsupported.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FREQ=MONTHLY;BYMONTHDAY=-1 | 2026-01-31 | {'type':'absoluteMonthly','interval':1,'dayOfMonth':31}",
        "FREQ=MONTHLY;INTERVAL=2 | 2026-01-30 | {'type':'absoluteMonthly','interval':2,'dayOfMonth':30}",
        "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2 | 2026-01-13 | {'type':'relativeMonthly','interval':1,'daysOfWeek':['tuesday'],'index':'second'}",
        "FREQ=MONTHLY;BYDAY=TU;BYMONTHDAY=8,9,10,11,12,13,14 | 2026-01-13 | {'type':'relativeMonthly','interval':1,'daysOfWeek':['tuesday'],'index':'second'}",
        "FREQ=YEARLY;BYDAY=1MO | 2026-01-05 | {'type':'relativeYearly','interval':1,'daysOfWeek':['monday'],'index':'first','month':1}",
        "FREQ=YEARLY;BYMONTH=1,4,7,10 | 2026-01-05 | {'type':'absoluteMonthly','interval':3,'dayOfMonth':5}",
        "FREQ=MONTHLY;INTERVAL=12 | 2026-01-31 | {'type':'absoluteYearly','interval':1,'dayOfMonth':31,'month':1}",
        "FREQ=DAILY;BYDAY=MO,FR | 2026-01-05 | {'type':'weekly','interval':1,'daysOfWeek':['monday','friday'],'firstDayOfWeek':'monday'}",
        "FREQ=WEEKLY;INTERVAL=2;WKST=SU | 2026-01-05 | {'type':'weekly','interval':2,'daysOfWeek':['monday'],'firstDayOfWeek':'sunday'}",
        "FREQ=WEEKLY;BYDAY=MO,FR;BYSETPOS=-1 | 2026-01-09 | {'type':'weekly','interval':1,'daysOfWeek':['friday'],'firstDayOfWeek':'monday'}",
      })
  void of_sameThingSaidOtherwise_isFound(String rule, String start, String pattern) {
    assertThat(graph(rule, start).get("pattern")).isEqualTo(json(pattern));
  }

  @Test
  void of_untilBeforeTheTimeOfDay_endsTheDayBefore() {
    // 22:30 UTC on the 9th is 23:30 in Berlin, after 9 o'clock; 07:59 UTC is 08:59, before it.
    assertThat(
            graph("FREQ=DAILY;UNTIL=20260109T223000Z", "2026-01-05T09:00:00")
                .at("/range/endDate")
                .asText())
        .isEqualTo("2026-01-09");
    assertThat(
            graph("FREQ=DAILY;UNTIL=20260109T075959Z", "2026-01-05T09:00:00")
                .at("/range/endDate")
                .asText())
        .isEqualTo("2026-01-08");
    // In Berlin it is the 10th already, at 00:30.
    assertThat(
            graph("FREQ=DAILY;UNTIL=20260109T233000Z", "2026-01-05T00:15:00")
                .at("/range/endDate")
                .asText())
        .isEqualTo("2026-01-10");
  }

  @Test
  void of_moreThanOutlookNumbers_isBoundedByTheLastDate() {
    assertThat(graph("FREQ=DAILY;COUNT=1000", "2026-01-01").get("range"))
        .isEqualTo(
            json(
                "{'type':'endDate','startDate':'2026-01-01','endDate':'2028-09-26','recurrenceTimeZone':'W. Europe Standard Time'}"));
  }

  @Test
  void read_dayThatMonthsLack_isClampedNotSkipped() {
    JsonNode thirty =
        json(
            "{'pattern':{'type':'absoluteMonthly','interval':1,'dayOfMonth':30},'range':{'type':'noEnd','startDate':'2026-01-30'}}");
    assertThat(GraphRecurrence.read(thirty, BERLIN, false).rule().text())
        .isEqualTo("FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1");
  }

  @Test
  void read_endDate_isTheEndOfTheDayInTheRecurrencesZone() {
    JsonNode daily =
        json(
            "{'pattern':{'type':'Daily','interval':1},'range':{'type':'EndDate','startDate':'2026-06-01','endDate':'2026-06-30','recurrenceTimeZone':'W. Europe Standard Time'}}");
    GraphRecurrence.Read read = GraphRecurrence.read(daily, ZoneId.of("Europe/Rome"), false);
    assertThat(read.rule().text()).isEqualTo("FREQ=DAILY;UNTIL=20260630T215959Z");
    assertThat(read.zone()).isEqualTo(ZoneId.of("Europe/Rome"));
    assertThat(GraphRecurrence.read(daily, null, true).rule().text())
        .isEqualTo("FREQ=DAILY;UNTIL=20260630");
  }

  @Test
  void read_startDateBeforeTheFirstDay_anchorsAtTheFirstDay() {
    JsonNode weekly =
        json(
            "{'pattern':{'type':'weekly','interval':1,'daysOfWeek':['monday']},'range':{'type':'noEnd','startDate':'2026-11-01'}}");
    assertThat(GraphRecurrence.read(weekly, BERLIN, false).first()).isEqualTo("2026-11-02");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}",
        "{'pattern':{'type':'daily'},'range':{'type':'noEnd','startDate':'2026-01-01'}}",
        "{'pattern':{'type':'daily','interval':0},'range':{'type':'noEnd','startDate':'2026-01-01'}}",
        "{'pattern':{'type':'weekly','interval':1},'range':{'type':'noEnd','startDate':'2026-01-01'}}",
        "{'pattern':{'type':'weekly','interval':1,'daysOfWeek':['funday']},'range':{'type':'noEnd','startDate':'2026-01-01'}}",
        "{'pattern':{'type':'absoluteMonthly','interval':1,'dayOfMonth':0},'range':{'type':'noEnd','startDate':'2026-01-01'}}",
        "{'pattern':{'type':'daily','interval':1},'range':{'type':'numbered','startDate':'2026-01-01','numberOfOccurrences':0}}",
        "{'pattern':{'type':'daily','interval':1},'range':{'type':'noEnd'}}",
      })
  void read_memberMissingOrWrong_isRefused(String recurrence) {
    JsonNode wrong = json(recurrence);
    assertThatThrownBy(() -> GraphRecurrence.read(wrong, BERLIN, false))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

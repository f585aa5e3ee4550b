package io.lockstep.sandbox.microsoft.calendar;

import static io.lockstep.sandbox.microsoft.calendar.GraphFixture.ANNA;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lockstep.sandbox.microsoft.calendar.GraphFixture.Answer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SeriesTest {
  private static final String WINDOW =
      "startDateTime=2026-10-01T00:00:00Z&endDateTime=2027-03-01T00:00:00Z";
  private GraphFixture graph;

  @BeforeEach
  void start() throws Exception {
    graph = new GraphFixture();
  }

  @AfterEach
  void stop() {
    graph.close();
  }

  static String series(String start, String pattern, String range) {
    String zone = "'timeZone':'W. Europe Standard Time'";
    return "{'subject':'Weekly','start':{'dateTime':'"
        + start
        + "T09:00:00',"
        + zone
        + "},'end':{'dateTime':'"
        + start
        + "T10:00:00',"
        + zone
        + "},'recurrence':{'pattern':"
        + pattern
        + ",'range':"
        + range
        + "}}";
  }

  static final String MONDAYS =
      series(
          "2026-10-19",
          "{'type':'weekly','interval':1,'daysOfWeek':['Monday']}",
          "{'type':'numbered','startDate':'2026-10-19','numberOfOccurrences':4}");

  private Answer create(String body) throws Exception {
    Answer made = graph.post(ANNA, "/me/events", body);
    assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
    return made;
  }

  private List<JsonNode> instances(String id) throws Exception {
    return graph.get(ANNA, "/me/events/" + id + "/instances?$top=50&" + WINDOW).value();
  }

  private static List<String> starts(List<JsonNode> events) {
    return events.stream()
        .map(e -> e.path("start").path("dateTime").asText().substring(0, 16))
        .toList();
  }

  private List<String> days(String body) throws Exception {
    return starts(instances(create(body).text("id"))).stream()
        .map(s -> s.substring(0, 10))
        .toList();
  }

  @Test
  void series_keepsItsWallTimeAcrossTheChangeOfClocks() throws Exception {
    Answer made = create(MONDAYS);
    assertThat(made.text("type")).isEqualTo("seriesMaster");
    JsonNode recurrence = made.body().path("recurrence");
    assertThat(recurrence.path("range").path("endDate").asText()).isEqualTo("0001-01-01");
    assertThat(recurrence.path("range").path("recurrenceTimeZone").asText())
        .isEqualTo("W. Europe Standard Time");
    assertThat(recurrence.path("pattern").path("month").asInt()).isZero();
    assertThat(starts(instances(made.text("id"))))
        .containsExactly(
            "2026-10-19T07:00", "2026-10-26T08:00", "2026-11-02T08:00", "2026-11-09T08:00");
    assertThat(graph.get(ANNA, "/me/events").value()).hasSize(1);
    List<JsonNode> view = graph.get(ANNA, "/me/calendarView?" + WINDOW).value();
    assertThat(view).hasSize(4).allMatch(e -> e.path("type").asText().equals("occurrence"));
    assertThat(view).extracting(e -> e.path("iCalUId").asText()).doesNotHaveDuplicates();
    assertThat(view).allMatch(e -> e.path("seriesMasterId").asText().equals(made.text("id")));
  }

  @Test
  void patterns_nameTheDaysThatOutlookNames() throws Exception {
    String noEnd = "{'type':'noEnd','startDate':'2026-10-31'}";
    assertThat(
            days(
                series(
                    "2026-10-31",
                    "{'type':'absoluteMonthly','interval':1,'dayOfMonth':31}",
                    noEnd)))
        .containsExactly("2026-10-31", "2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28");
    graph.settings.shortMonthsClamp = false;
    assertThat(
            days(
                series(
                    "2026-10-31",
                    "{'type':'absoluteMonthly','interval':1,'dayOfMonth':31}",
                    noEnd)))
        .containsExactly("2026-10-31", "2026-12-31", "2027-01-31");
    assertThat(
            days(
                series(
                    "2026-10-13",
                    "{'type':'relativeMonthly','interval':1,'daysOfWeek':['tuesday'],'index':'second'}",
                    "{'type':'endDate','startDate':'2026-10-13','endDate':'2026-12-08'}")))
        .containsExactly("2026-10-13", "2026-11-10", "2026-12-08");
    String allDays = "['sunday','monday','tuesday','wednesday','thursday','friday','saturday']";
    assertThat(
            days(
                series(
                    "2026-10-31",
                    "{'type':'relativeMonthly','interval':1,'daysOfWeek':"
                        + allDays
                        + ",'index':'last'}",
                    "{'type':'numbered','startDate':'2026-10-31','numberOfOccurrences':3}")))
        .containsExactly("2026-10-31", "2026-11-30", "2026-12-31");
    assertThat(
            days(
                series(
                    "2026-11-26",
                    "{'type':'relativeYearly','interval':1,'daysOfWeek':['thursday'],'index':'fourth','month':11}",
                    "{'type':'noEnd','startDate':'2026-11-26'}")))
        .containsExactly("2026-11-26");
    assertThat(
            days(
                series(
                    "2026-10-20",
                    "{'type':'weekly','interval':2,'daysOfWeek':['monday','tuesday'],'firstDayOfWeek':'monday'}",
                    "{'type':'numbered','startDate':'2026-10-20','numberOfOccurrences':3}")))
        .containsExactly("2026-10-20", "2026-11-02", "2026-11-03");
  }

  @Test
  void startOffThePattern_movesToTheFirstDayThatFits() throws Exception {
    Answer made = create(MONDAYS.replace("2026-10-19", "2026-10-21"));
    assertThat(made.body().path("start").path("dateTime").asText()).startsWith("2026-10-26");
    assertThat(made.body().path("recurrence").path("range").path("startDate").asText())
        .isEqualTo("2026-10-26");
  }

  @Test
  void wrongRecurrences_areRefused() throws Exception {
    for (String wrong :
        List.of(
            MONDAYS.replace("'interval':1", "'interval':0"),
            MONDAYS.replace("['Monday']", "[]"),
            MONDAYS.replace("'startDate':'2026-10-19'", "'startDate':'2026-10-20'"),
            MONDAYS.replace("'numberOfOccurrences':4", "'numberOfOccurrences':1000"),
            MONDAYS.replace("'numbered'", "'endDate'"),
            MONDAYS.replace("'interval':1", "'interval':1,'dayOfMonth':40"),
            MONDAYS.replace("'type':'weekly'", "'type':'hourly'"),
            MONDAYS.replace("'type':'weekly'", "'type':'absoluteYearly'"))) {
      assertThat(graph.post(ANNA, "/me/events", wrong).status()).as(wrong).isEqualTo(400);
    }
    String swapped =
        MONDAYS.replaceFirst(
            "'recurrence':\\{('pattern':.*),('range':.*)\\}\\}$", "'recurrence':{$2,$1}}");
    assertThat(graph.post(ANNA, "/me/events", swapped).code())
        .isEqualTo("400 UnableToDeserializePostBody");
  }

  @Test
  void occurrence_changedBecomesAnException_andKeepsTheRestOfItsSeries() throws Exception {
    String id = create(MONDAYS).text("id");
    String second = instances(id).get(1).path("id").asText();
    Answer changed = graph.patch(ANNA, "/me/events/" + second, "{'subject':'Special'}");
    assertThat(changed.text("type")).isEqualTo("exception");
    assertThat(changed.text("id")).as("a regular id").isNotEqualTo(second);
    assertThat(changed.text("seriesMasterId")).isEqualTo(id);
    graph.patch(ANNA, "/me/events/" + id, "{'location':{'displayName':'Room 1'},'subject':'Team'}");
    List<JsonNode> now = instances(id);
    assertThat(now)
        .extracting(e -> e.path("subject").asText())
        .containsExactly("Team", "Special", "Team", "Team");
    assertThat(now).allMatch(e -> e.path("location").path("displayName").asText().equals("Room 1"));
    assertThat(now.get(1).has("originalStart")).isFalse();
    Answer selected =
        graph.get(ANNA, "/me/events/" + changed.text("id") + "?$select=originalStart,subject");
    assertThat(selected.text("originalStart")).isEqualTo("2026-10-26T08:00:00Z");
  }

  @Test
  void immutableIdOfAnOccurrence_staysWhenItBecomesAnException() throws Exception {
    String immutable = "IdType=\"ImmutableId\"";
    String id = create(MONDAYS).text("id");
    String occurrence =
        graph
            .get(ANNA, "/me/events/" + id + "/instances?" + WINDOW, "Prefer", immutable)
            .value()
            .get(2)
            .path("id")
            .asText();
    Answer changed =
        graph.patch(ANNA, "/me/events/" + occurrence, "{'subject':'x'}", "Prefer", immutable);
    assertThat(changed.text("id")).isEqualTo(occurrence);
  }

  @Test
  void occurrence_cannotCrossItsNeighbours() throws Exception {
    String id = create(MONDAYS).text("id");
    String second = "/me/events/" + instances(id).get(1).path("id").asText();
    String zone = ",'timeZone':'UTC'}";
    String onto =
        "{'start':{'dateTime':'2026-11-02T15:00:00'"
            + zone
            + ",'end':{'dateTime':'2026-11-02T16:00:00'"
            + zone
            + "}";
    assertThat(graph.patch(ANNA, second, onto).code())
        .isEqualTo("400 ErrorOccurrenceCrossingBoundary");
    Answer moved = graph.patch(ANNA, second, onto.replace("11-02", "10-28"));
    assertThat(moved.status()).isEqualTo(200);
    assertThat(starts(instances(id)).get(1)).isEqualTo("2026-10-28T15:00");
    assertThat(graph.patch(ANNA, "/me/events/" + moved.text("id"), "{'recurrence':{}}").status())
        .isEqualTo(400);
  }

  @Test
  void deletedOccurrence_isNamedByItsMasterOnlyWhenSelected() throws Exception {
    String id = create(MONDAYS).text("id");
    String third = "/me/events/" + instances(id).get(2).path("id").asText();
    assertThat(graph.call("DELETE", ANNA, third, null).status()).isEqualTo(204);
    assertThat(graph.get(ANNA, third).code()).isEqualTo("404 ErrorItemNotFound");
    assertThat(instances(id)).hasSize(3);
    assertThat(graph.get(ANNA, "/me/events/" + id).body().has("cancelledOccurrences")).isFalse();
    Answer asked =
        graph.get(
            ANNA,
            "/me/events/"
                + id
                + "?$select=cancelledOccurrences,exceptionOccurrences&$expand=exceptionOccurrences");
    assertThat(asked.body().path("cancelledOccurrences").get(0).asText())
        .isEqualTo("OID." + id + ".2026-11-02");
    assertThat(asked.body().path("exceptionOccurrences")).isEmpty();
  }

  @Test
  void newTimesOfASeries_renewAllOccurrencesAndForgetExceptions() throws Exception {
    String id = create(MONDAYS).text("id");
    List<JsonNode> before = instances(id);
    graph.patch(ANNA, "/me/events/" + before.get(1).path("id").asText(), "{'subject':'Special'}");
    graph.call("DELETE", ANNA, "/me/events/" + before.get(2).path("id").asText(), null);
    Answer later =
        graph.patch(
            ANNA,
            "/me/events/" + id,
            "{'start':{'dateTime':'2026-10-19T11:00:00','timeZone':'W. Europe Standard"
                + " Time'},'end':{'dateTime':'2026-10-19T12:00:00','timeZone':'W. Europe Standard"
                + " Time'}}");
    assertThat(later.text("id")).isEqualTo(id);
    List<JsonNode> after = instances(id);
    assertThat(starts(after))
        .containsExactly(
            "2026-10-19T09:00", "2026-10-26T10:00", "2026-11-02T10:00", "2026-11-09T10:00");
    assertThat(after).noneMatch(e -> e.path("subject").asText().equals("Special"));
    assertThat(after)
        .extracting(e -> e.path("id").asText())
        .doesNotContainAnyElementsOf(before.stream().map(e -> e.path("id").asText()).toList());
    assertThat(graph.get(ANNA, "/me/events/" + before.get(0).path("id").asText()).status())
        .isEqualTo(404);
  }

  @Test
  void recurrenceNull_makesOneEventOfASeries() throws Exception {
    String id = create(MONDAYS).text("id");
    Answer single = graph.patch(ANNA, "/me/events/" + id, "{'recurrence':null}");
    assertThat(single.text("type")).isEqualTo("singleInstance");
    assertThat(single.body().path("recurrence").isNull()).isTrue();
    assertThat(graph.get(ANNA, "/me/calendarView?" + WINDOW).value()).hasSize(1);
  }

  @Test
  void views_demandAWindow() throws Exception {
    assertThat(graph.get(ANNA, "/me/calendarView").code()).isEqualTo("400 ErrorInvalidParameter");
    assertThat(graph.get(ANNA, "/me/calendarView?startDateTime=&endDateTime=2026-01-01").code())
        .isEqualTo("400 ErrorInvalidParameter");
    assertThat(
            graph
                .get(ANNA, "/me/calendarView?startdatetime=2000-01-01&enddatetime=2026-01-01")
                .code())
        .isEqualTo("400 ErrorInvalidRequest");
    String single = create(EventsApiTest.LUNCH).text("id");
    assertThat(graph.get(ANNA, "/me/events/" + single + "/instances?" + WINDOW).status())
        .isEqualTo(400);
  }
}

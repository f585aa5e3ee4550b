package io.lockstep.sandbox.microsoft.calendar;

import static io.lockstep.sandbox.microsoft.calendar.GraphFixture.ANNA;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.sandbox.microsoft.calendar.GraphFixture.Answer;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventsQueryTest {
  private GraphFixture graph;

  @BeforeEach
  void start() throws IOException {
    graph = new GraphFixture();
  }

  @AfterEach
  void stop() {
    graph.close();
  }

  private Answer create(String more) throws IOException, InterruptedException {
    return graph.post(
        ANNA,
        "/me/events",
        "{\"subject\":\"A\",\"start\":{\"dateTime\":\"2026-03-02T09:00:00\",\"timeZone\":\"UTC\"},"
            + "\"end\":{\"dateTime\":\"2026-03-02T10:00:00\",\"timeZone\":\"UTC\"}"
            + more
            + "}");
  }

  @Test
  void filter_startIsATextAndComparedWithOneInQuotes() throws IOException, InterruptedException {
    create("");
    assertThat(
            graph
                .get(ANNA, "/me/events?$filter=start/dateTime%20ge%20'2026-01-01T00:00:00'")
                .value())
        .hasSize(1);
    assertThat(
            graph.get(ANNA, "/me/events?$filter=start/dateTime%20ge%202026-01-01T00:00:00Z").code())
        .isEqualTo("400 BadRequest");
  }

  @Test
  void truthValuesAndNumbers_areAlsoReadFromTexts() throws IOException, InterruptedException {
    Answer made =
        create(
            ",\"isOnlineMeeting\":\"false\",\"isReminderOn\":\"true\","
                + "\"reminderMinutesBeforeStart\":\"45\"");
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.body().path("reminderMinutesBeforeStart").isInt()).isTrue();
    assertThat(made.body().path("isReminderOn").isBoolean()).isTrue();
    assertThat(create(",\"isReminderOn\":\"yes\"").code()).isEqualTo("400 RequestBodyRead");
  }

  @Test
  void countAndCalendarOfAnEvent_areThere() throws IOException, InterruptedException {
    String id = create("").text("id");
    assertThat(graph.get(ANNA, "/me/events/$count").body().asInt()).isEqualTo(1);
    assertThat(graph.get(ANNA, "/me/events/" + id + "/calendar").text("name"))
        .isEqualTo("Calendar");
    assertThat(graph.get(ANNA, "/me/events?$expand=extensions").code())
        .isEqualTo("501 NotImplemented");
  }
}

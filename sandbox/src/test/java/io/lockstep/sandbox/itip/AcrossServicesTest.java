package io.lockstep.sandbox.itip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.google.GoogleFixture;
import io.lockstep.sandbox.microsoft.calendar.GraphFixture;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One meeting with people of Google and of Microsoft 365. */
class AcrossServicesTest {
  private static final String GINA = "gina@google.example";
  private static final String MIA = "mia@microsoft.example";
  private GraphFixture graph;
  private GoogleFixture google;

  @BeforeEach
  void start() throws Exception {
    graph = new GraphFixture();
    graph.microsoft.addUser(MIA, "Mia", "Mohn", ZoneId.of("Europe/Berlin"), List.of());
    google = new GoogleFixture();
    google.google.addUser(GINA, "Gina Gold", ZoneId.of("Europe/Paris"), List.of());
    google.google.join(graph.post);
    google.google.settings().postTime = Duration.ofMillis(1);
    graph.settings.postTime = Duration.ofMillis(1);
  }

  @AfterEach
  void stop() {
    google.close();
    graph.close();
  }

  private static void until(BooleanSupplier done) {
    await().atMost(Duration.ofSeconds(10)).until(done::getAsBoolean);
  }

  private List<ObjectNode> ginas() {
    return google.google.events(GINA);
  }

  private List<ObjectNode> mias() {
    return graph.calendar.events(MIA);
  }

  private String fromMicrosoft(String recurrence) throws Exception {
    return graph
        .calendar
        .create(
            MIA,
            GraphFixture.json(
                "{'subject':'Review','body':{'content':'Agenda'},'start':{'dateTime':'2026-10-19T09:00:00','timeZone':'W. Europe Standard Time'},'end':{'dateTime':'2026-10-19T10:00:00','timeZone':'W. Europe Standard Time'},'attendees':[{'emailAddress':{'address':'"
                    + GINA
                    + "','name':'Gina'}}]"
                    + recurrence
                    + "}"))
        .path("id")
        .asText();
  }

  private ObjectNode fromGoogle(String recurrence) throws Exception {
    return google.google.createEvent(
        GINA,
        GraphFixture.json(
            "{'summary':'Plan','start':{'dateTime':'2026-10-19T09:00:00+02:00','timeZone':'Europe/Paris'},'end':{'dateTime':'2026-10-19T10:00:00+02:00','timeZone':'Europe/Paris'},'attendees':[{'email':'"
                + MIA
                + "'}]"
                + recurrence
                + "}"));
  }

  @Test
  void microsoftOrganizes_theGoogleGuestGetsTheSameICalUid_andTheAnswerComesBack()
      throws Exception {
    String id = fromMicrosoft("");
    until(() -> ginas().size() == 1);
    ObjectNode copy = ginas().getFirst();
    assertThat(copy.path("iCalUID").asText()).isEqualTo(mias().getFirst().path("iCalUId").asText());
    assertThat(copy.path("summary").asText()).isEqualTo("Review");
    assertThat(copy.path("organizer").path("email").asText()).isEqualTo(MIA);
    google.google.answer(GINA, copy.path("id").asText(), "accepted");
    until(() -> response(mias().getFirst()).equals("accepted"));
    graph.calendar.edit(MIA, id, GraphFixture.json("{'subject':'Later'}"));
    until(() -> ginas().getFirst().path("summary").asText().equals("Later"));
    assertThat(ginas().getFirst().path("attendees").get(0).path("responseStatus").asText())
        .isEqualTo("accepted");
    graph.calendar.delete(MIA, id);
    until(() -> ginas().isEmpty());
  }

  private static String response(JsonNode event) {
    return event.path("attendees").get(0).path("status").path("response").asText();
  }

  @Test
  void googleOrganizes_theMicrosoftGuestGetsTheSameICalUid_andTheAnswerComesBack()
      throws Exception {
    ObjectNode made = fromGoogle("");
    until(() -> mias().size() == 1);
    ObjectNode copy = mias().getFirst();
    assertThat(copy.path("iCalUId").asText()).isEqualTo(made.path("iCalUID").asText());
    assertThat(copy.path("isOrganizer").asBoolean()).isFalse();
    assertThat(copy.path("originalStartTimeZone").asText()).isEqualTo("Romance Standard Time");
    graph.calendar.answer(MIA, copy.path("id").asText(), "tentativelyAccepted");
    until(
        () ->
            ginas()
                .getFirst()
                .path("attendees")
                .get(0)
                .path("responseStatus")
                .asText()
                .equals("tentative"));
    google.google.deleteEvent(GINA, made.path("id").asText());
    until(() -> mias().getFirst().path("isCancelled").asBoolean());
  }

  @Test
  void seriesOfMicrosoft_isASeriesAtGoogle_withItsExceptions() throws Exception {
    fromMicrosoft(
        ",'recurrence':{'pattern':{'type':'weekly','interval':1,'daysOfWeek':['monday']},'range':{'type':'endDate','startDate':'2026-10-19','endDate':'2026-11-09'}}");
    until(() -> ginas().size() == 1);
    assertThat(ginas().getFirst().path("recurrence").get(0).asText())
        .isEqualTo("RRULE:FREQ=WEEKLY;INTERVAL=1;WKST=SU;BYDAY=MO;UNTIL=20261109T080000Z");
    String second =
        graph
            .get(MIA, "/me/calendarView?startDateTime=2026-10-25&endDateTime=2026-10-28")
            .value()
            .getFirst()
            .path("id")
            .asText();
    graph.calendar.edit(MIA, second, GraphFixture.json("{'subject':'Special'}"));
    until(() -> ginas().size() == 2);
    Map<String, ObjectNode> bySummary =
        ginas().stream().collect(Collectors.toMap(e -> e.path("summary").asText(), e -> e));
    ObjectNode special = bySummary.getOrDefault("Special", GraphFixture.json("{}"));
    assertThat(special.path("originalStartTime").path("dateTime").asText())
        .startsWith("2026-10-26T");
    assertThat(special.path("recurringEventId").asText()).isNotEmpty();
  }

  @Test
  void seriesOfGoogle_isASeriesAtMicrosoft_andADeletedInstanceIsCancelled() throws Exception {
    ObjectNode made = fromGoogle(",'recurrence':['RRULE:FREQ=MONTHLY;BYDAY=3MO;COUNT=3']");
    until(() -> mias().size() == 1);
    JsonNode pattern = mias().getFirst().path("recurrence").path("pattern");
    assertThat(pattern.path("type").asText()).isEqualTo("relativeMonthly");
    assertThat(pattern.path("index").asText()).isEqualTo("third");
    google.google.deleteEvent(GINA, made.path("id").asText() + "_20261116T080000Z");
    until(() -> mias().getFirst().path("exceptionOccurrences").size() == 1);
    assertThat(
            mias().getFirst().path("exceptionOccurrences").get(0).path("isCancelled").asBoolean())
        .isTrue();
  }
}

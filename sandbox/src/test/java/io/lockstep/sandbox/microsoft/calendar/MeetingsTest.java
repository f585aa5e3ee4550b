package io.lockstep.sandbox.microsoft.calendar;

import static io.lockstep.sandbox.microsoft.calendar.GraphFixture.ANNA;
import static io.lockstep.sandbox.microsoft.calendar.GraphFixture.BEN;
import static io.lockstep.sandbox.microsoft.calendar.GraphFixture.CORA;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lockstep.sandbox.microsoft.calendar.GraphFixture.Answer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MeetingsTest {
  private static final String WINDOW =
      "?startDateTime=2026-10-01T00:00:00Z&endDateTime=2027-03-01T00:00:00Z";
  private GraphFixture graph;

  @BeforeEach
  void start() throws Exception {
    graph = new GraphFixture();
  }

  @AfterEach
  void stop() {
    graph.close();
  }

  private static String with(String body, String... guests) {
    StringBuilder list = new StringBuilder();
    for (String guest : guests) {
      list.append(list.isEmpty() ? "" : ",")
          .append("{'type':'required','emailAddress':{'address':'" + guest + "'}}");
    }
    return body.substring(0, body.length() - 1) + ",'attendees':[" + list + "]}";
  }

  private String meeting(String... guests) throws Exception {
    Answer made = graph.post(ANNA, "/me/events", with(EventsApiTest.LUNCH, guests));
    assertThat(made.status()).isEqualTo(201);
    return "/me/events/" + made.text("id");
  }

  private JsonNode only(String user) throws Exception {
    List<JsonNode> events = graph.get(user, "/me/events").value();
    assertThat(events).hasSize(1);
    return events.getFirst();
  }

  private String copy(String user) throws Exception {
    return "/me/events/" + only(user).path("id").asText();
  }

  @Test
  void create_invitesAndPutsATentativeCopyIntoTheGuestsCalendar() throws Exception {
    String path = meeting(BEN, "guest@elsewhere.example");
    assertThat(graph.mails())
        .containsExactly("invitation " + BEN, "invitation guest@elsewhere.example");
    JsonNode copy = only(BEN);
    assertThat(copy.path("iCalUId")).isEqualTo(graph.get(ANNA, path).body().path("iCalUId"));
    assertThat(copy.path("isOrganizer").asBoolean()).isFalse();
    assertThat(copy.path("showAs").asText()).isEqualTo("tentative");
    assertThat(copy.path("responseStatus").path("response").asText()).isEqualTo("notResponded");
    assertThat(copy.path("organizer").path("emailAddress").path("address").asText())
        .isEqualTo(ANNA);
    assertThat(copy.path("id")).isNotEqualTo(graph.get(ANNA, path).body().path("id"));
  }

  @Test
  void updates_mailEverybody_butANewGuestListOnlyThoseItConcerns() throws Exception {
    String path = meeting(BEN);
    graph.microsoft.outbox().clear();
    graph.patch(ANNA, path, "{'subject':'Brunch'}");
    assertThat(graph.mails()).containsExactly("update " + BEN);
    assertThat(only(BEN).path("subject").asText()).isEqualTo("Brunch");
    graph.microsoft.outbox().clear();
    graph.patch(ANNA, path, with("{'x':1}", BEN, CORA).replace("'x':1,", ""));
    assertThat(graph.mails()).containsExactly("invitation " + CORA);
    assertThat(only(BEN).path("attendees")).hasSize(2);
    graph.microsoft.outbox().clear();
    graph.patch(ANNA, path, with("{'x':1}", CORA).replace("'x':1,", ""));
    assertThat(graph.mails()).containsExactly("cancellation " + BEN);
    assertThat(only(BEN).path("isCancelled").asBoolean()).isTrue();
  }

  @Test
  void personalChange_mailsToo_unlessSwitchedOff() throws Exception {
    String path = meeting(BEN);
    graph.microsoft.outbox().clear();
    graph.patch(ANNA, path, "{'categories':['Red']}");
    assertThat(graph.mails()).containsExactly("update " + BEN);
    graph.microsoft.outbox().clear();
    graph.settings.personalChangesMail = false;
    graph.patch(ANNA, path, "{'categories':['Blue']}");
    assertThat(graph.mails()).isEmpty();
    assertThat(only(BEN).path("categories")).isEmpty();
  }

  @Test
  void deletion_cancelsAndTheCopyStaysCancelled() throws Exception {
    String path = meeting(BEN);
    graph.call("DELETE", ANNA, path, null);
    assertThat(graph.mails()).contains("cancellation " + BEN);
    assertThat(only(BEN).path("subject").asText()).isEqualTo("Canceled: Lunch");
    assertThat(only(BEN).path("showAs").asText()).isEqualTo("free");
    assertThat(graph.post(BEN, copy(BEN) + "/accept", "{}").status()).isEqualTo(400);
    graph.call("DELETE", BEN, copy(BEN), null);
    assertThat(graph.mails()).hasSize(2);
  }

  @Test
  void answers_flowBackToTheOrganizer() throws Exception {
    String path = meeting(BEN, CORA);
    String before = graph.get(ANNA, path).text("changeKey");
    assertThat(
            graph.post(BEN, copy(BEN) + "/accept", "{'comment':'ok','sendResponse':true}").status())
        .isEqualTo(202);
    assertThat(graph.mails()).contains("reply " + ANNA);
    Answer after = graph.get(ANNA, path);
    assertThat(after.text("changeKey")).isNotEqualTo(before);
    assertThat(after.body().path("attendees").get(0).path("status").path("response").asText())
        .isEqualTo("accepted");
    assertThat(only(BEN).path("responseStatus").path("response").asText()).isEqualTo("accepted");
    assertThat(only(BEN).path("showAs").asText()).isEqualTo("busy");
    assertThat(only(CORA).path("attendees").get(0).path("status").path("response").asText())
        .isEqualTo("none");
    graph.post(CORA, copy(CORA) + "/decline", "{'SendResponse':false}");
    assertThat(graph.get(CORA, "/me/events").value()).isEmpty();
    assertThat(
            graph
                .get(ANNA, path)
                .body()
                .path("attendees")
                .get(1)
                .path("status")
                .path("response")
                .asText())
        .isEqualTo("none");
  }

  @Test
  void newTime_forgetsAnswers() throws Exception {
    String path = meeting(BEN);
    graph.post(BEN, copy(BEN) + "/tentativelyAccept", "{}");
    graph.patch(ANNA, path, "{'end':{'dateTime':'2026-11-23T14:00:00','timeZone':'UTC'}}");
    assertThat(only(BEN).path("responseStatus").path("response").asText())
        .isEqualTo("notResponded");
    assertThat(
            graph
                .get(ANNA, path)
                .body()
                .path("attendees")
                .get(0)
                .path("status")
                .path("response")
                .asText())
        .isEqualTo("none");
  }

  @Test
  void proposal_reachesTheOrganizer() throws Exception {
    String path = meeting(BEN);
    String slot =
        "{'start':{'dateTime':'2026-11-24T12:00:00','timeZone':'UTC'},'end':{'dateTime':'2026-11-24T13:00:00','timeZone':'UTC'}}";
    assertThat(
            graph
                .post(BEN, copy(BEN) + "/tentativelyAccept", "{'proposedNewTime':" + slot + "}")
                .status())
        .isEqualTo(202);
    assertThat(
            graph
                .get(ANNA, path)
                .body()
                .path("attendees")
                .get(0)
                .path("proposedNewTime")
                .path("start")
                .path("dateTime")
                .asText())
        .startsWith("2026-11-24T12:00:00");
    assertThat(graph.post(BEN, copy(BEN) + "/accept", "{'proposedNewTime':" + slot + "}").status())
        .isEqualTo(400);
  }

  @Test
  void onlyTheOrganizerMayCancelOrChange() throws Exception {
    String path = meeting(BEN);
    assertThat(graph.post(BEN, copy(BEN) + "/cancel", "{'Comment':'no'}").code())
        .isEqualTo("400 ErrorInvalidRequest");
    assertThat(graph.patch(BEN, copy(BEN), "{'subject':'Mine'}").code())
        .isEqualTo("403 ErrorAccessDenied");
    assertThat(graph.patch(BEN, copy(BEN), "{'categories':['Red'],'showAs':'oof'}").status())
        .isEqualTo(200);
    assertThat(graph.post(ANNA, path + "/accept", "{}").code())
        .isEqualTo("400 ErrorInvalidRequest");
    graph.settings.guestMayEditCopy = true;
    assertThat(graph.patch(BEN, copy(BEN), "{'subject':'Mine'}").status()).isEqualTo(200);
    assertThat(graph.get(ANNA, path).text("subject")).isEqualTo("Lunch");
    graph.patch(ANNA, path, "{'importance':'high'}");
    assertThat(only(BEN).path("subject").asText()).isEqualTo("Lunch");
    assertThat(only(BEN).path("categories").toString()).isEqualTo("[\"Red\"]");
    assertThat(graph.post(ANNA, path + "/cancel", "{'Comment':'off'}").status()).isEqualTo(202);
    assertThat(graph.get(ANNA, path).status()).isEqualTo(404);
    assertThat(only(BEN).path("isCancelled").asBoolean()).isTrue();
  }

  @Test
  void series_isCopiedWithItsExceptions() throws Exception {
    Answer made = graph.post(ANNA, "/me/events", with(SeriesTest.MONDAYS, BEN));
    String master = "/me/events/" + made.text("id");
    List<JsonNode> days = graph.get(ANNA, "/me/calendarView" + WINDOW).value();
    graph.microsoft.outbox().clear();
    graph.patch(ANNA, "/me/events/" + days.get(1).path("id").asText(), "{'subject':'Special'}");
    graph.call("DELETE", ANNA, "/me/events/" + days.get(2).path("id").asText(), null);
    assertThat(graph.mails()).containsExactly("update " + BEN, "cancellation " + BEN);
    List<JsonNode> theirs = graph.get(BEN, "/me/calendarView" + WINDOW).value();
    assertThat(theirs)
        .extracting(e -> e.path("subject").asText())
        .containsExactly("Weekly", "Special", "Canceled: Weekly", "Weekly");
    assertThat(theirs)
        .extracting(e -> e.path("iCalUId").asText())
        .containsExactlyElementsOf(days.stream().map(e -> e.path("iCalUId").asText()).toList());
    graph.microsoft.outbox().clear();
    graph.patch(ANNA, master, "{'importance':'low'}");
    assertThat(graph.mails())
        .as("one for the series and one for its exception")
        .containsExactly("update " + BEN, "update " + BEN);
    graph.post(BEN, "/me/events/" + theirs.get(3).path("id").asText() + "/decline", "{}");
    assertThat(graph.get(BEN, "/me/calendarView" + WINDOW).value()).hasSize(3);
    JsonNode last = graph.get(ANNA, "/me/calendarView" + WINDOW).value().getLast();
    assertThat(last.path("attendees").get(0).path("status").path("response").asText())
        .isEqualTo("declined");
    assertThat(last.path("type").asText()).isEqualTo("exception");
    assertThat(
            graph
                .get(ANNA, master)
                .body()
                .path("attendees")
                .get(0)
                .path("status")
                .path("response")
                .asText())
        .isEqualTo("none");
  }

  @Test
  void hiddenAttendees_areNotShownToGuests() throws Exception {
    graph.post(
        ANNA,
        "/me/events",
        with(
            EventsApiTest.LUNCH.replace("{'subject'", "{'hideAttendees':true,'subject'"),
            BEN,
            CORA));
    assertThat(only(BEN).path("attendees")).hasSize(1);
    assertThat(only(BEN).path("attendees").get(0).path("emailAddress").path("address").asText())
        .isEqualTo(BEN);
  }

  @Test
  void forward_invitesSomebodyMore() throws Exception {
    String path = meeting(BEN);
    assertThat(
            graph
                .post(
                    ANNA,
                    path + "/forward",
                    "{'ToRecipients':[{'emailAddress':{'address':'"
                        + CORA
                        + "'}}],'Comment':'fyi'}")
                .status())
        .isEqualTo(202);
    assertThat(only(CORA).path("subject").asText()).isEqualTo("Lunch");
    assertThat(graph.get(ANNA, path).body().path("attendees")).hasSize(2);
  }

  @Test
  void withoutAttendees_nothingIsEverSent() throws Exception {
    String path = meeting();
    graph.patch(ANNA, path, "{'subject':'x'}");
    graph.call("DELETE", ANNA, path, null);
    assertThat(graph.mails()).isEmpty();
  }
}

package io.lockstep.sandbox.microsoft.calendar;

import static io.lockstep.sandbox.microsoft.calendar.GraphFixture.ANNA;
import static io.lockstep.sandbox.microsoft.calendar.GraphFixture.BEN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lockstep.sandbox.microsoft.calendar.GraphFixture.Answer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventsApiTest {
  static final String LUNCH =
      "{'subject':'Lunch','start':{'dateTime':'2026-11-23T12:00:00','timeZone':'W. Europe Standard"
          + " Time'},'end':{'dateTime':'2026-11-23T13:00:00','timeZone':'W. Europe Standard"
          + " Time'}}";
  private static final String MARK =
      "String {66f5a359-4659-4830-9070-00047ec6ac6e} Name LockstepTest";

  private GraphFixture graph;

  @BeforeEach
  void start() throws Exception {
    graph = new GraphFixture();
  }

  @AfterEach
  void stop() {
    graph.close();
  }

  private Answer create(String body, String... headers) throws Exception {
    Answer made = graph.post(ANNA, "/me/events", body, headers);
    assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
    return made;
  }

  /** {@code LUNCH} with more members. */
  private static String lunch(String more) {
    return LUNCH.substring(0, LUNCH.length() - 1) + "," + more + "}";
  }

  @Test
  void create_isAnsweredWithEverythingTheServerMakesOfIt() throws Exception {
    Answer made = create(lunch("'body':{'content':'Hi <you>'},'location':{'displayName':'Bar'}"));
    JsonNode event = made.body();
    assertThat(made.headers().firstValue("Location")).isPresent();
    assertThat(event.path("@odata.etag").asText())
        .isEqualTo("W/\"" + event.path("changeKey").asText() + "\"");
    assertThat(event.path("start").path("dateTime").asText())
        .isEqualTo("2026-11-23T11:00:00.0000000");
    assertThat(event.path("start").path("timeZone").asText()).isEqualTo("UTC");
    assertThat(event.path("originalStartTimeZone").asText()).isEqualTo("W. Europe Standard Time");
    assertThat(event.path("body").path("contentType").asText()).isEqualTo("html");
    assertThat(event.path("body").path("content").asText())
        .startsWith("<html><head>")
        .contains("Hi &lt;you&gt;");
    assertThat(event.path("bodyPreview").asText()).isEqualTo("Hi <you>");
    assertThat(event.path("location").path("uniqueIdType").asText()).isEqualTo("private");
    assertThat(event.path("locations").get(0).path("uniqueIdType").asText()).isEqualTo("unknown");
    assertThat(event.path("iCalUId").asText()).startsWith("040000008200E00074C5B7101A82E008");
    assertThat(event.path("type").asText()).isEqualTo("singleInstance");
    assertThat(event.path("isOrganizer").asBoolean()).isTrue();
    assertThat(event.path("responseStatus").path("time").asText())
        .isEqualTo("0001-01-01T00:00:00Z");
    assertThat(event.path("showAs").asText()).isEqualTo("busy");
    assertThat(event.has("singleValueExtendedProperties")).isFalse();
    assertThat(event.has("originalStart")).isFalse();
    assertThat(event.has("cancelledOccurrences")).isFalse();
    assertThat(event.path("createdDateTime").asText()).matches(".*\\.\\d{7}Z");
  }

  @Test
  void preferences_showTimesInAZoneAndBodiesAsText() throws Exception {
    String id =
        create(lunch("'body':{'contentType':'html','content':'<p>A</p><p>B</p>'}")).text("id");
    Answer shown =
        graph.get(
            ANNA,
            "/me/events/" + id,
            "Prefer",
            "outlook.timezone=\"Pacific Standard Time\"",
            "Prefer",
            "outlook.body-content-type=\"text\"");
    assertThat(shown.body().path("start").toString())
        .isEqualTo(
            "{\"dateTime\":\"2026-11-23T03:00:00.0000000\",\"timeZone\":\"Pacific Standard"
                + " Time\"}");
    assertThat(shown.body().path("body").path("content").asText()).isEqualTo("A\r\nB");
    assertThat(shown.headers().firstValue("Preference-Applied").orElse(""))
        .contains("outlook.timezone=\"Pacific Standard Time\"")
        .contains("outlook.body-content-type=\"text\"");
    assertThat(graph.get(ANNA, "/me/events/" + id, "Prefer", "outlook.timezone=\"Mars\"").code())
        .isEqualTo("400 TimeZoneNotSupportedException");
  }

  @Test
  void zones_windowsAndIanaAreTaken_othersRefused() throws Exception {
    for (String zone : List.of("Europe/Rome", "UTC", "Tokyo Standard Time", "Asia/Kolkata")) {
      create(LUNCH.replace("W. Europe Standard Time", zone));
    }
    for (String zone : List.of("", "Mars", "tzone://Microsoft/Custom", "CEST")) {
      assertThat(
              graph.post(ANNA, "/me/events", LUNCH.replace("W. Europe Standard Time", zone)).code())
          .as(zone)
          .isEqualTo("400 TimeZoneNotSupportedException");
    }
    assertThat(
            graph
                .post(ANNA, "/me/events", LUNCH.replace("W. Europe Standard Time", "GMT+6:30"))
                .status())
        .isEqualTo(500);
    graph.settings.undocumentedZones = false;
    assertThat(
            graph
                .post(ANNA, "/me/events", LUNCH.replace("W. Europe Standard Time", "Europe/Rome"))
                .code())
        .isEqualTo("400 TimeZoneNotSupportedException");
    graph.settings.originalZoneAsWindows = false;
    assertThat(
            create(LUNCH.replace("W. Europe Standard Time", "Europe/Berlin"))
                .text("originalStartTimeZone"))
        .isEqualTo("Europe/Berlin");
  }

  @Test
  void allDay_keepsItsDateInEveryZone_andMustBeMidnightToMidnight() throws Exception {
    String day =
        "{'subject':'Off','isAllDay':true,'start':{'dateTime':'2026-11-23T00:00:00','timeZone':'Tokyo"
            + " Standard Time'},'end':{'dateTime':'2026-11-24T00:00:00','timeZone':'Tokyo Standard"
            + " Time'}}";
    Answer made = create(day, "Prefer", "outlook.timezone=\"Pacific Standard Time\"");
    assertThat(made.body().path("start").path("dateTime").asText())
        .isEqualTo("2026-11-23T00:00:00.0000000");
    assertThat(made.body().path("end").path("dateTime").asText())
        .isEqualTo("2026-11-24T00:00:00.0000000");
    for (String wrong :
        List.of(
            day.replace("23T00:00:00", "23T01:00:00"),
            day.replace("24T00:00:00", "23T00:00:00"),
            day.replaceFirst("Tokyo Standard Time", "UTC"))) {
      assertThat(graph.post(ANNA, "/me/events", wrong).code())
          .isEqualTo("400 ErrorPropertyValidationFailure");
    }
  }

  @Test
  void wrongBodies_areRefused() throws Exception {
    List<String> wrong =
        List.of(
            LUNCH.replace("T13:00", "T11:00"),
            LUNCH.replace("T12:00:00", "T12:00:00Z"),
            LUNCH.replace("2026-11-23T12", "noon"),
            "{'subject':'no times'}",
            lunch("'subject2':'x'"),
            lunch("'showAs':'sleeping'"),
            lunch("'isAllDay':'yes'"),
            lunch("'attendees':[{'emailAddress':{'address':'nobody'}}]"),
            lunch("'reminderMinutesBeforeStart':-5"),
            lunch("'transactionId':''"),
            "{'subject':");
    for (String body : wrong) {
      Answer answer = graph.post(ANNA, "/me/events", body);
      assertThat(answer.status()).as(body).isEqualTo(400);
      assertThat(answer.body().path("error").path("innerError").has("request-id")).isTrue();
    }
    assertThat(graph.post(ANNA, "/me/events", lunch("'attachments':[{'name':'a'}]")).status())
        .isEqualTo(501);
    assertThat(graph.get(ANNA, "/me/events").value()).isEmpty();
  }

  @Test
  void patch_mergesAndBumpsTheChangeKey_andIfMatchGuards() throws Exception {
    Answer made = create(lunch("'categories':['A','B'],'body':{'content':'kept'}"));
    String path = "/me/events/" + made.text("id");
    Answer changed =
        graph.patch(
            ANNA,
            path,
            "{'subject':'Late lunch','categories':['C']}",
            "If-Match",
            made.text("@odata.etag"));
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.text("subject")).isEqualTo("Late lunch");
    assertThat(changed.body().path("categories").toString()).isEqualTo("[\"C\"]");
    assertThat(changed.text("bodyPreview")).isEqualTo("kept");
    assertThat(changed.text("changeKey")).isNotEqualTo(made.text("changeKey"));
    assertThat(
            graph.patch(ANNA, path, "{'subject':'x'}", "If-Match", made.text("@odata.etag")).code())
        .isEqualTo("412 ErrorIrresolvableConflict");
    assertThat(graph.call("DELETE", ANNA, path, null, "If-Match", made.text("@odata.etag")).code())
        .isEqualTo("412 ErrorIrresolvableConflict");
    assertThat(graph.patch(ANNA, path, "{'subject':null}").text("subject")).isEmpty();
    assertThat(graph.call("DELETE", ANNA, path, null).status()).isEqualTo(204);
    assertThat(graph.call("DELETE", ANNA, path, null).code()).isEqualTo("404 ErrorItemNotFound");
    assertThat(graph.get(ANNA, path).code()).isEqualTo("404 ErrorItemNotFound");
  }

  @Test
  void serviceWrite_makesTheAnsweredChangeKeyStale() throws Exception {
    graph.microsoft.settings().serviceWrites = 1;
    Answer made = create(LUNCH);
    assertThat(
            graph
                .patch(
                    ANNA,
                    "/me/events/" + made.text("id"),
                    "{'subject':'x'}",
                    "If-Match",
                    made.text("@odata.etag"))
                .status())
        .isEqualTo(412);
  }

  @Test
  void transactionId_repeatedPostMakesOneEvent() throws Exception {
    String body = lunch("'transactionId':'t-1'");
    Answer first = create(body);
    assertThat(create(body).text("id")).isEqualTo(first.text("id"));
    assertThat(first.text("transactionId")).isEqualTo("t-1");
    assertThat(graph.get(ANNA, "/me/events").value()).hasSize(1);
    assertThat(graph.post(BEN, "/me/events", body).text("id")).isNotEqualTo(first.text("id"));
    graph.settings.repeatedTransactionAnswersFirst = false;
    assertThat(graph.post(ANNA, "/me/events", body).code())
        .isEqualTo("409 ErrorDuplicateTransactionId");
    graph.clock.set(graph.clock.now().plus(Duration.ofDays(3)));
    assertThat(create(body).text("id")).isNotEqualTo(first.text("id"));
  }

  @Test
  void extendedProperty_isHiddenUnlessExpandedAndCanBeSearched() throws Exception {
    String made =
        create(lunch("'singleValueExtendedProperties':[{'id':'" + MARK + "','value':'00Uaa'}]"))
            .text("id");
    create(LUNCH);
    Answer plain = graph.get(ANNA, "/me/events/" + made);
    assertThat(plain.body().has("singleValueExtendedProperties")).isFalse();
    String expand = "$expand=singleValueExtendedProperties($filter=id eq '" + MARK + "')";
    Answer expanded = graph.get(ANNA, encoded("/me/events/" + made + "?" + expand));
    assertThat(expanded.body().path("singleValueExtendedProperties").get(0).path("value").asText())
        .isEqualTo("00Uaa");
    String filter =
        "/me/events?$filter=singleValueExtendedProperties/Any(ep: ep/id eq '"
            + MARK
            + "' and ep/value eq '00UAA')";
    assertThat(graph.get(ANNA, encoded(filter)).value())
        .extracting(e -> e.path("id").asText())
        .containsExactly(made);
    assertThat(graph.get(ANNA, encoded("/me/events?$filter=id eq 'x'")).code())
        .isEqualTo("400 ErrorInvalidProperty");
  }

  private static String encoded(String path) {
    return path.replace(" ", "%20").replace("{", "%7B").replace("}", "%7D");
  }

  @Test
  void list_selectsFiltersOrdersAndPages() throws Exception {
    for (int i = 0; i < 12; i++) {
      create(LUNCH.replace("Lunch", "E" + i).replace("11-23", "12-" + (10 + i)));
    }
    Answer first = graph.get(ANNA, "/me/events?$select=subject&$top=5&$orderby=start/dateTime");
    assertThat(first.value()).hasSize(5);
    assertThat(first.value().getFirst().properties())
        .extracting(e -> e.getKey())
        .containsExactlyInAnyOrder("@odata.etag", "id", "subject");
    Answer second = graph.get(ANNA, first.text("@odata.nextLink"));
    assertThat(second.value()).extracting(e -> e.path("subject").asText()).startsWith("E5");
    Answer filtered =
        graph.get(ANNA, "/me/events?$filter=start/dateTime ge '2026-12-20T00:00:00'&$top=50");
    assertThat(filtered.value()).hasSize(2);
    assertThat(graph.get(ANNA, "/me/events?$select=nonsense").status()).isEqualTo(400);
    assertThat(graph.get(ANNA, "/me/events").value()).hasSize(10);
  }

  @Test
  void onlineMeeting_livesInTheBody() throws Exception {
    Answer made = create(lunch("'isOnlineMeeting':true,'body':{'content':'Agenda'}"));
    String url = made.body().path("onlineMeeting").path("joinUrl").asText();
    assertThat(url).startsWith("https://teams.microsoft.com/");
    assertThat(made.text("onlineMeetingProvider")).isEqualTo("teamsForBusiness");
    assertThat(made.body().path("body").path("content").asText()).contains(url).contains("Agenda");
    String path = "/me/events/" + made.text("id");
    assertThat(
            graph
                .patch(ANNA, path, "{'isOnlineMeeting':false}")
                .body()
                .path("isOnlineMeeting")
                .asBoolean())
        .isTrue();
    Answer lost = graph.patch(ANNA, path, "{'body':{'contentType':'text','content':'New'}}");
    assertThat(lost.body().path("isOnlineMeeting").asBoolean()).isFalse();
    assertThat(lost.body().path("onlineMeeting").isNull()).isTrue();
  }

  @Test
  void location_andLocationsReplaceEachOther() throws Exception {
    Answer made =
        create(
            lunch("'locations':[{'displayName':'A'},{'displayName':'B','address':{'city':'X'}}]"));
    assertThat(made.body().path("location").path("displayName").asText()).isEqualTo("A; B");
    Answer changed =
        graph.patch(ANNA, "/me/events/" + made.text("id"), "{'location':{'displayName':'C'}}");
    assertThat(changed.body().path("locations")).hasSize(1);
    Answer none =
        graph.patch(ANNA, "/me/events/" + made.text("id"), "{'location':{'displayName':''}}");
    assertThat(none.body().path("locations")).isEmpty();
    assertThat(none.body().path("location").path("displayName").asText()).isEmpty();
  }

  @Test
  void ids_regularOnesChangeOnAMove_immutableOnesDoNot() throws Exception {
    String immutable = "IdType=\"ImmutableId\"";
    String regular = create(LUNCH).text("id");
    String stable =
        graph.get(ANNA, "/me/events", "Prefer", immutable).value().getFirst().path("id").asText();
    assertThat(stable).isNotEqualTo(regular);
    String other = graph.calendar.addCalendar(ANNA, "Private");
    graph.calendar.move(ANNA, regular, other);
    assertThat(graph.get(ANNA, "/me/events/" + regular).code()).isEqualTo("404 ErrorItemNotFound");
    Answer found = graph.get(ANNA, "/me/events/" + stable);
    assertThat(found.text("id")).isNotEqualTo(regular);
    assertThat(graph.get(ANNA, "/me/events/" + stable, "Prefer", immutable).text("id"))
        .isEqualTo(stable);
    assertThat(graph.get(ANNA, "/me/calendars/" + other + "/events").value()).hasSize(1);
    assertThat(graph.get(ANNA, "/me/events").value()).isEmpty();
    assertThat(graph.get(ANNA, "/me/calendar/events/" + stable).status()).isEqualTo(404);
    assertThat(graph.get(ANNA, "/me/events/nonsense").code())
        .isEqualTo("400 ErrorInvalidIdMalformed");
  }

  @Test
  void calendars_areMadeRenamedAndDeleted() throws Exception {
    Answer all = graph.get(ANNA, "/me/calendars");
    assertThat(all.value()).hasSize(1);
    assertThat(all.value().getFirst().path("isDefaultCalendar").asBoolean()).isTrue();
    Answer made = graph.post(ANNA, "/me/calendars", "{'name':'Volunteer'}");
    assertThat(made.status()).isEqualTo(201);
    assertThat(graph.post(ANNA, "/me/calendars", "{'name':'volunteer'}").code())
        .isEqualTo("409 ErrorFolderExists");
    String path = "/me/calendars/" + made.text("id");
    assertThat(graph.patch(ANNA, path, "{'name':'Charity'}").text("name")).isEqualTo("Charity");
    assertThat(graph.get(ANNA, "/me/calendar").text("name")).isEqualTo("Calendar");
    String group = graph.get(ANNA, "/me/calendarGroups").value().getFirst().path("id").asText();
    assertThat(graph.get(ANNA, "/me/calendarGroups/" + group + "/calendars").value()).hasSize(2);
    assertThat(graph.post(ANNA, path + "/events", LUNCH).status()).isEqualTo(201);
    assertThat(graph.call("DELETE", ANNA, "/me/calendar", null).code())
        .isEqualTo("400 ErrorDeleteDistinguishedFolder");
    assertThat(graph.call("DELETE", ANNA, path, null).status()).isEqualTo(204);
    assertThat(graph.get(ANNA, path + "/events").code()).isEqualTo("404 ErrorItemNotFound");
  }

  @Test
  void privateEvent_isMaskedForOthers() throws Exception {
    create(lunch("'sensitivity':'private','body':{'content':'secret'}"));
    String path = "/users/" + ANNA + "/events";
    assertThat(graph.get(BEN, path).status()).isEqualTo(403);
    graph.calendar.share(ANNA, BEN, false);
    JsonNode masked = graph.get(BEN, path).value().getFirst();
    assertThat(masked.path("subject").asText()).isEqualTo("Private Appointment");
    assertThat(masked.path("bodyPreview").asText()).isEmpty();
    graph.calendar.share(ANNA, BEN, true);
    assertThat(graph.get(BEN, path).value().getFirst().path("subject").asText()).isEqualTo("Lunch");
  }
}

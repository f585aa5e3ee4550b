package io.lockstep.microsoft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.graph.models.Event;
import io.lockstep.SomeValues;
import io.lockstep.calendar.EventField;
import io.lockstep.sync.FieldValues;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventMappingTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final List<ZoneId> ZONES =
      List.of(
          BERLIN,
          ZoneId.of("America/Los_Angeles"),
          ZoneId.of("Asia/Kolkata"),
          ZoneId.of("Pacific/Apia"),
          ZoneId.of("Africa/Casablanca"),
          ZoneId.of("Etc/UTC"));

  private static JsonNode json(String text) throws Exception {
    return new ObjectMapper().readTree(text.replace('\'', '"'));
  }

  private static Event patch(Map<String, String> changes, String present) {
    return EventMapping.patch(changes, Exchange.event(present), BERLIN);
  }

  @Test
  void normal_isIdempotentAndWhatExchangeKeeps() {
    for (long seed = 0; seed < 2_000; seed++) {
      FieldValues values = new SomeValues(seed).event();
      FieldValues normal = EventMapping.normal(values);
      assertThat(EventMapping.normal(normal).values())
          .as("seed %s", seed)
          .isEqualTo(normal.values());
      ZoneId zone = ZONES.get((int) (seed % ZONES.size()));
      assertThat(EventMapping.read(Exchange.kept(EventMapping.created(values, zone))).values())
          .as("seed %s", seed)
          .isEqualTo(normal.values());
    }
  }

  @Test
  void patch_anyFieldsOfAnyEvent_readBackAsNormalAndNothingElseChanges() {
    for (long seed = 0; seed < 1_000; seed++) {
      Event present = Exchange.kept(EventMapping.created(new SomeValues(seed).event(), BERLIN));
      FieldValues before = EventMapping.read(present);
      FieldValues wanted = EventMapping.normal(new SomeValues(seed + 10_000).event());
      Random random = new Random(seed);
      Map<String, String> changes = new java.util.TreeMap<>(wanted.only(EventField.ALL).values());
      changes.keySet().removeIf(field -> random.nextBoolean());
      Event patch = EventMapping.patch(changes, present, ZONES.get(random.nextInt(ZONES.size())));
      FieldValues after =
          EventMapping.read(Exchange.patched(Exchange.whole(present).toString(), patch));
      for (String field : EventField.ALL) {
        String expected = changes.getOrDefault(field, before.get(field));
        assertThat(EventField.comparisonKey(field, after.get(field)))
            .as("seed %s, %s", seed, field)
            .isEqualTo(EventField.comparisonKey(field, expected));
      }
    }
  }

  @Test
  void created_isSentInThePersonsZoneUnderItsWindowsName() throws Exception {
    JsonNode sent =
        Exchange.sent(
            EventMapping.created(
                new FieldValues(
                    Map.of(EventField.TIME, "2026-07-01T08:00:00Z/2026-07-01T09:00:00Z")),
                BERLIN));
    assertThat(sent.path("start"))
        .isEqualTo(json("{'dateTime':'2026-07-01T10:00:00','timeZone':'W. Europe Standard Time'}"));
    assertThat(sent.path("isReminderOn").asBoolean(true)).isFalse();
    assertThat(sent.has("attendees")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    // The wall clock shows 02:30 twice in that night.
    "2026-10-25T00:30:00Z/2026-10-25T02:00:00Z, W. Europe Standard Time, 2026-10-25T02:30:00",
    "2026-10-25T01:30:00Z/2026-10-25T02:00:00Z, UTC, 2026-10-25T01:30:00",
    "2026-10-24T23:30:00Z/2026-10-25T01:30:00Z, UTC, 2026-10-24T23:30:00"
  })
  void time_thatComesTwice_isNamedInUtc(String time, String zone, String start) {
    JsonNode sent =
        Exchange.sent(EventMapping.created(new FieldValues(Map.of(EventField.TIME, time)), BERLIN));
    assertThat(sent.path("start").path("timeZone").asText()).isEqualTo(zone);
    assertThat(sent.path("end").path("timeZone").asText()).isEqualTo(zone);
    assertThat(sent.path("start").path("dateTime").asText()).isEqualTo(start);
  }

  @Test
  void allDay_isTheSameDatesInEveryZone() throws Exception {
    for (ZoneId zone : ZONES) {
      JsonNode sent =
          Exchange.sent(
              EventMapping.created(
                  new FieldValues(Map.of(EventField.TIME, "2026-03-01/2026-03-03")), zone));
      assertThat(sent.path("isAllDay").asBoolean()).isTrue();
      assertThat(sent.path("start").path("dateTime").asText()).isEqualTo("2026-03-01T00:00:00");
      assertThat(sent.path("end").path("dateTime").asText()).isEqualTo("2026-03-03T00:00:00");
      assertThat(sent.path("end").path("timeZone")).isEqualTo(sent.path("start").path("timeZone"));
    }
    for (String zone : List.of("UTC", "Hawaiian Standard Time", "tzone://Microsoft/Custom")) {
      Event event =
          Exchange.event(
              "{'isAllDay':true,'start':{'dateTime':'2026-03-01T00:00:00.0000000','timeZone':'"
                  + zone
                  + "'},'end':{'dateTime':'2026-03-03T00:00:00.0000000','timeZone':'"
                  + zone
                  + "'}}");
      assertThat(EventMapping.read(event).get(EventField.TIME)).isEqualTo("2026-03-01/2026-03-03");
    }
  }

  @Test
  void changedTime_keepsTheZoneOfTheEvent() {
    Map<String, String> moved =
        Map.of(EventField.TIME, "2026-07-01T17:00:00Z/2026-07-01T18:00:00Z");
    JsonNode sent =
        Exchange.sent(patch(moved, "{'originalStartTimeZone':'Pacific Standard Time'}"));
    assertThat(sent.path("start").path("dateTime").asText()).isEqualTo("2026-07-01T10:00:00");
    assertThat(sent.path("isAllDay").asBoolean(true)).isFalse();
    JsonNode custom =
        Exchange.sent(patch(moved, "{'originalStartTimeZone':'tzone://Microsoft/Custom'}"));
    assertThat(custom.path("start").path("timeZone").asText()).isEqualTo("W. Europe Standard Time");
  }

  @Test
  void times_thatCannotBeRead_areNone() {
    for (String event :
        List.of(
            "{}",
            "{'start':{'dateTime':'2026-03-01T09:00:00','timeZone':'UTC'}}",
            "{'start':{'dateTime':'2026-03-01T09:00:00','timeZone':'Nowhere'},"
                + "'end':{'dateTime':'2026-03-01T10:00:00','timeZone':'UTC'}}",
            "{'start':{'dateTime':'2026-03-01T11:00:00','timeZone':'UTC'},"
                + "'end':{'dateTime':'2026-03-01T10:00:00','timeZone':'UTC'}}",
            "{'isAllDay':true,'start':{'dateTime':'soon'},'end':{'dateTime':''}}")) {
      assertThat(EventTimes.read(Exchange.event(event))).as(event).isEmpty();
    }
  }

  @Test
  void equalText_leavesTheHtmlAlone() {
    String present =
        "{'body':{'contentType':'html','content':'<html><body><p><b>Plan</b> for <i>Q3</i></p>"
            + "<ul><li>one</li></ul></body></html>'}}";
    String seen = EventMapping.read(Exchange.event(present)).get(EventField.DESCRIPTION);
    assertThat(seen).isEqualTo("Plan for Q3\n\n- one");
    assertThat(Exchange.sent(patch(Map.of(EventField.DESCRIPTION, seen), present))).isEmpty();
    assertThat(
            Exchange.sent(patch(Map.of(EventField.DESCRIPTION, "Plan for Q3\r\n- one  "), present)))
        .isEmpty();
    assertThat(
            Exchange.sent(patch(Map.of(EventField.DESCRIPTION, "Plan for Q4"), present))
                .path("body")
                .path("content")
                .asText())
        .isEqualTo("Plan for Q4");
  }

  private static final String RULE = "_".repeat(64);
  private static final String JOIN =
      "https://teams.microsoft.com/l/meetup-join/19%3ameeting_abc%40thread.v2/0";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<div>Agenda</div><br><div style='width:100%'><span>RULE</span></div><div"
            + " class='me-email-text'><div><a class='me-email-headline' href='JOIN'>Join the"
            + " meeting</a></div><div>Conference ID: <span>123</span>#</div></div><div><span>RULE</span></div>",
        "<p>Agenda</p><div>RULE</div><p><a href='JOIN'>Join the meeting</a></p><p>Conference"
            + " ID: 123#</p><div>RULE</div>",
        "Agenda<br>RULE<br><a href='JOIN'>Join the meeting</a><br>Conference ID: 123#<br>RULE",
        "<div>Agenda</div><div class='me-email-text'><div>RULE</div><a href='JOIN'>Join the"
            + " meeting</a><div>Conference ID: <span>123</span>#</div></div>"
      })
  void rewrittenDescription_keepsHowToJoinTheMeeting(String form) {
    String html = form.replace("RULE", RULE).replace("JOIN", JOIN).replace('\'', '"');
    Event present = new Event();
    present.setBody(Bodies.written(""));
    present.getBody().setContent("<html><body>" + html + "\r\n</body></html>");
    String seen = Bodies.read(present.getBody());
    assertThat(seen).startsWith("Agenda").contains(JOIN);
    for (String text :
        List.of(
            seen.replace("Agenda", "New agenda\nand more"),
            "New agenda\nand more",
            "New agenda\n" + JOIN + "\nand more")) {
      String written =
          Bodies.rewritten(present, text).orElseThrow().getContent().replace("\n", "\r\n");
      assertThat(written)
          .contains("href=\"" + JOIN + "\"")
          .contains("123</span>#".substring(0, 3))
          .doesNotContain(">Agenda");
      Event after = new Event();
      after.setBody(Bodies.written(""));
      after.getBody().setContent(written);
      String back = Bodies.read(after.getBody());
      assertThat(back).startsWith("New agenda").contains("and more").contains("Conference ID");
      assertThat(back.split("Join the meeting", -1)).as(back).hasSize(2);
      // Writing what was read back changes nothing any more.
      assertThat(Bodies.rewritten(after, back)).isEmpty();
    }
    // Taken away in Salesforce, it stays here, and only the person's own text goes.
    assertThat(Bodies.rewritten(present, "").orElseThrow().getContent())
        .contains(JOIN)
        .doesNotContain("Agenda");
  }

  @Test
  void meetingWithoutFrame_keepsItsLink() {
    Event present =
        Exchange.event(
            "{'onlineMeeting':{'joinUrl':'https://call.example.com/x?a=1'},"
                + "'body':{'contentType':'html','content':''}}");
    present
        .getBody()
        .setContent("<p>Hello <a href=\"https://call.example.com/x?a=1\">call</a></p>");
    assertThat(Bodies.rewritten(present, "Bye").orElseThrow().getContent())
        .isEqualTo("Bye<br>\n<a href=\"https://call.example.com/x?a=1\">call</a>");
  }

  @ParameterizedTest
  @CsvSource({
    "free, free",
    "tentative, tentative",
    "busy, busy",
    "oof, oof",
    "workingElsewhere, workingElsewhere",
    "unknown, busy",
    "somethingNew, busy"
  })
  void showAs_isReadAndComesBack(String graph, String core) {
    Event event = Exchange.event("{'showAs':'" + graph + "'}");
    assertThat(EventMapping.read(event).get(EventField.SHOW_AS)).isEqualTo(core);
    assertThat(Exchange.sent(patch(Map.of(EventField.SHOW_AS, core), "{}")).path("showAs").asText())
        .isEqualTo(core);
  }

  @ParameterizedTest
  @CsvSource({"normal, ''", "personal, ''", "private, private", "confidential, private"})
  void sensitivity_isThePrivateFlag(String graph, String core) {
    assertThat(
            EventMapping.read(Exchange.event("{'sensitivity':'" + graph + "'}"))
                .get(EventField.PRIVACY))
        .isEqualTo(core);
  }

  @Test
  void reminder_thatIsOff_isNone_andIsSwitchedOffWithoutLosingItsMinutes() throws Exception {
    assertThat(
            EventMapping.read(
                    Exchange.event("{'isReminderOn':false,'reminderMinutesBeforeStart':15}"))
                .get(EventField.REMINDER))
        .isEmpty();
    assertThat(Exchange.sent(patch(Map.of(EventField.REMINDER, ""), "{}")))
        .isEqualTo(json("{'isReminderOn':false}"));
    assertThat(Exchange.sent(patch(Map.of(EventField.REMINDER, "0"), "{}")))
        .isEqualTo(json("{'isReminderOn':true,'reminderMinutesBeforeStart':0}"));
  }

  @Test
  void severalLocations_areOneText() {
    assertThat(
            EventMapping.read(
                    Exchange.event(
                        "{'location':{'displayName':''},'locations':[{'displayName':'Room"
                            + " 1'},{'displayName':'Café'}]}"))
                .get(EventField.LOCATION))
        .isEqualTo("Room 1; Café");
  }

  @Test
  void patch_namesOnlyWhatChanges() throws Exception {
    assertThat(Exchange.sent(EventMapping.patch(Map.of(EventField.LOCATION, ""), null, BERLIN)))
        .isEqualTo(json("{'location':{'displayName':''}}"));
    assertThat(Exchange.sent(EventMapping.patch(Map.of(EventField.SUBJECT, ""), null, BERLIN)))
        .isEqualTo(json("{'subject':''}"));
    assertThatThrownBy(() -> EventMapping.patch(Map.of(EventField.DESCRIPTION, "x"), null, BERLIN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void longSubject_isCutAsOutlookHoldsIt_neverWithinACharacter() {
    String subject = "x".repeat(254) + "👩" + "y";
    assertThat(
            EventMapping.normal(new FieldValues(Map.of(EventField.SUBJECT, subject)))
                .get(EventField.SUBJECT))
        .isEqualTo("x".repeat(254));
  }

  @Test
  void eachCall_makesObjectsOfItsOwn() {
    FieldValues values = new SomeValues(7).event();
    JsonNode first = Exchange.sent(EventMapping.created(values, BERLIN));
    assertThat(Exchange.sent(EventMapping.created(values, BERLIN))).isEqualTo(first);
    assertThat(first.path("start").path("dateTime").asText()).isNotEmpty();
  }
}

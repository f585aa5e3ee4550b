package io.lockstep.google;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.calendar.model.Event;
import com.google.api.services.calendar.model.EventReminder;
import io.lockstep.SomeValues;
import io.lockstep.calendar.EventField;
import io.lockstep.calendar.EventTime;
import io.lockstep.sync.FieldValues;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventMappingTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static Event event(String json) throws IOException {
    return GsonFactory.getDefaultInstance().fromString(json.replace('\'', '"'), Event.class);
  }

  private static String json(Event event) throws IOException {
    event.setFactory(GsonFactory.getDefaultInstance());
    return GsonFactory.getDefaultInstance().toString(event).replace('"', '\'');
  }

  @Test
  void normal_isIdempotentAndWhatANewEventReadsBackAs() {
    for (long seed = 0; seed < 2_000; seed++) {
      FieldValues values = new SomeValues(seed).event();
      FieldValues normal = EventMapping.normal(values);
      assertThat(EventMapping.normal(normal).values())
          .as("seed %s", seed)
          .isEqualTo(normal.values());
      assertThat(EventMapping.read(EventMapping.created(values, BERLIN), List.of()).values())
          .as("seed %s", seed)
          .isEqualTo(normal.values());
    }
  }

  @Test
  void created_carriesTheUsersZoneAndItsOffsetOfThatDay() throws IOException {
    FieldValues values =
        new FieldValues(Map.of(EventField.TIME, "2026-07-01T08:00:00Z/2026-07-01T09:00:00Z"));
    assertThat(json(EventMapping.created(values, BERLIN)))
        .contains(
            "'start':{'dateTime':'2026-07-01T10:00:00.000+02:00','timeZone':'Europe/Berlin'}");
  }

  @Test
  void patch_timedToAllDay_clearsTheOtherKey() throws IOException {
    Event patch =
        EventMapping.patch(Map.of(EventField.TIME, "2026-03-01/2026-03-03"), null, List.of());
    assertThat(json(patch))
        .contains("'start':{'date':'2026-03-01','dateTime':null,'timeZone':null}")
        .contains("'end':{'date':'2026-03-03','dateTime':null,'timeZone':null}");
  }

  @Test
  void patch_namesOnlyWhatChanges_andKeepsTheEventsZone() throws IOException {
    Event patch =
        EventMapping.patch(
            Map.of(EventField.TIME, "2026-03-01T09:00:00Z/2026-03-01T10:00:00Z"), null, List.of());
    assertThat(json(patch))
        .isEqualTo(
            "{'end':{'date':null,'dateTime':'2026-03-01T10:00:00.000Z'},"
                + "'start':{'date':null,'dateTime':'2026-03-01T09:00:00.000Z'}}");
    assertThat(json(EventMapping.patch(Map.of(EventField.LOCATION, ""), null, List.of())))
        .isEqualTo("{'location':null}");
  }

  @Test
  void reminder_isTheLastPopup_defaultsCount_mailDoesNot() throws IOException {
    List<EventReminder> defaults =
        List.of(
            new EventReminder().setMethod("popup").setMinutes(30),
            new EventReminder().setMethod("email").setMinutes(5));
    assertThat(read("{'reminders':{'useDefault':true}}", defaults)).isEqualTo("30");
    assertThat(
            read(
                "{'reminders':{'useDefault':false,'overrides':[{'method':'popup','minutes':60},"
                    + "{'method':'popup','minutes':10}]}}",
                defaults))
        .isEqualTo("10");
    assertThat(
            read(
                "{'reminders':{'useDefault':false,'overrides':[{'method':'email','minutes':60}]}}",
                defaults))
        .isEmpty();
  }

  private static String read(String json, List<EventReminder> defaults) throws IOException {
    return EventMapping.read(event(json), defaults).get(EventField.REMINDER);
  }

  @Test
  void writtenReminder_keepsThoseByMail() throws IOException {
    Event present =
        event(
            "{'reminders':{'useDefault':false,'overrides':[{'method':'email','minutes':60},"
                + "{'method':'popup','minutes':10}]}}");
    Event patch =
        EventMapping.patch(Map.of(EventField.REMINDER, "15"), present.getReminders(), List.of());
    assertThat(json(patch))
        .isEqualTo(
            "{'reminders':{'overrides':[{'method':'email','minutes':60},"
                + "{'method':'popup','minutes':15}],'useDefault':false}}");
  }

  @Test
  void showAs_whatGoogleCannotSay_isBusy() {
    assertThat(
            EventMapping.normal(new FieldValues(Map.of(EventField.SHOW_AS, "oof")))
                .get(EventField.SHOW_AS))
        .isEqualTo("busy");
    assertThat(EventMapping.normal(FieldValues.NONE).get(EventField.SHOW_AS)).isEqualTo("busy");
  }

  @Test
  void confidential_isPrivate() throws IOException {
    assertThat(
            EventMapping.read(event("{'visibility':'confidential'}"), List.of())
                .get(EventField.PRIVACY))
        .isEqualTo("private");
  }

  @Test
  void description_htmlIsReadAsAPersonSeesIt() {
    assertThat(Descriptions.plain("<b>Hi</b><br>there &amp; <a href=\"https://x.de\">here</a>"))
        .isEqualTo("Hi\nthere & here (https://x.de)");
    assertThat(Descriptions.plain("<ul><li>one</li><li>two</li></ul>after"))
        .isEqualTo("- one\n- two\nafter");
    assertThat(Descriptions.plain("AT&T < IBM\nline two")).isEqualTo("AT&T < IBM\nline two");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "a < b & c > d",
        "<b>not bold</b>",
        "&amp;",
        "&lt;b&gt;",
        "one\ntwo\n\nthree",
        "  indented\n\ttab",
        "x <y> z",
        "5 &copy; &#169;"
      })
  void description_textComesBackAsItStood(String text) {
    assertThat(Descriptions.plain(Descriptions.stored(text))).isEqualTo(text);
  }

  @Test
  void times_ofDifferentKindsOrReversed_areNone() throws IOException {
    assertThat(
            EventTimes.read(
                event("{'start':{'date':'2026-03-01'}}").getStart(),
                event("{'end':{'dateTime':'2026-03-01T10:00:00Z'}}").getEnd()))
        .isEmpty();
    assertThat(
            EventTimes.read(
                event("{'start':{'date':'2026-03-01'}}").getStart(),
                event("{'end':{'date':'2026-03-01'}}").getEnd()))
        .isEmpty();
    assertThat(
            EventTimes.read(
                event("{'start':{'date':'2026-03-01'}}").getStart(),
                event("{'end':{'date':'2026-03-02'}}").getEnd()))
        .contains(EventTime.allDay(LocalDate.of(2026, 3, 1), LocalDate.of(2026, 3, 2)));
  }

  @Test
  void id_isLegalForGoogleAndStandsForItsKey() {
    String key = "00D000000000001EAA:00U000000000001AAA:0";
    assertThat(EventWrites.id(key)).matches("[a-v0-9]{52}").isEqualTo(EventWrites.id(key));
    assertThat(EventWrites.id(key)).isNotEqualTo(EventWrites.id(key + "1"));
  }

  @Test
  void mark_onACopyOfTheEvent_isNone() throws IOException {
    Event event = new Event().setId("first");
    EventMark.write(event, "first", "mark", null);
    assertThat(EventMark.read(event)).isEqualTo("mark");
    event.setId("copy");
    assertThat(EventMark.read(event)).isNull();
  }
}

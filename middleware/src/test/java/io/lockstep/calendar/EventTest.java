package io.lockstep.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lockstep.sync.FieldValues;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final EventTime TIME =
      EventTime.parse("2026-03-01T09:00:00Z/2026-03-01T10:00:00Z");

  private static final Event FULL =
      Event.at(TIME)
          .subject("Review")
          .description("a\nb")
          .bodyHtml("a<br>b")
          .location("Room 1")
          .timeZone("Europe/Berlin")
          .showAs(Event.ShowAs.WORKING_ELSEWHERE)
          .isPrivate(true)
          .reminder(0)
          .attendees(
              List.of(
                  new Attendee(
                      "a@x.example", "Ana", Attendee.Type.OPTIONAL, Attendee.Response.ACCEPTED)))
          .organizer(new Attendee("o@x.example", null, null, Attendee.Response.ORGANIZER))
          .iCalUid("uid@x")
          .recurrence(List.of("RRULE:FREQ=DAILY"))
          .originalStart("2026-03-01T09:00:00Z")
          .onlineMeetingUrl("https://x.example/j")
          .categories(List.of("Blue"))
          .status(Event.Status.TENTATIVE)
          .build();

  private static JsonNode json(String text) throws IOException {
    return JSON.readTree(text.replace('\'', '"'));
  }

  @Test
  void write_littleKnown_holdsWhatIsThereOnly() throws IOException {
    assertThat(CanonicalJson.write(Event.at(EventTime.parse("2026-03-01/2026-03-02")).build()))
        .isEqualTo(
            json(
                "{'time':{'start':'2026-03-01','end':'2026-03-02','allDay':true},'showAs':'busy',"
                    + "'status':'confirmed'}"));
  }

  @Test
  void write_full_isTheStableForm() {
    assertThat(CanonicalJson.write(FULL).toString())
        .isEqualTo(
            ("{'subject':'Review','description':'a\\nb','bodyHtml':'a<br>b','location':'Room 1',"
                    + "'time':{'start':'2026-03-01T09:00:00Z','end':'2026-03-01T10:00:00Z'},"
                    + "'timeZone':'Europe/Berlin','showAs':'workingElsewhere','private':true,'reminder':0,"
                    + "'attendees':[{'address':'a@x.example','name':'Ana','type':'optional','response':'accepted'}],"
                    + "'organizer':{'address':'o@x.example','type':'required','response':'organizer'},"
                    + "'iCalUid':'uid@x','recurrence':['RRULE:FREQ=DAILY'],'originalStart':'2026-03-01T09:00:00Z',"
                    + "'onlineMeetingUrl':'https://x.example/j','categories':['Blue'],'status':'tentative'}")
                .replace('\'', '"'));
  }

  @Test
  void read_ownForm_isTheSameEvent() {
    assertThat(CanonicalJson.read(CanonicalJson.write(FULL), Event.class)).isEqualTo(FULL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'time':{'start':'2026-03-02','end':'2026-03-01'}}",
        "{'time':{'start':'2026-03-01','end':'2026-03-02'},'colour':'red'}",
        "{'time':{'start':'2026-03-01','end':'2026-03-02'},'showAs':'asleep'}",
        "{'time':{'start':'2026-03-01','end':'2026-03-02'},'reminder':-5}"
      })
  void read_noEvent_isRefused(String text) throws IOException {
    JsonNode wrong = json(text);
    assertThatThrownBy(() -> CanonicalJson.read(wrong, Event.class))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void fields_ofAnEvent_comeBackOntoIt() {
    FieldValues values = EventFields.of(FULL);
    assertThat(values.values()).containsOnlyKeys(EventField.ALL);
    assertThat(EventFields.of(EventFields.event(values))).isEqualTo(values);
    Event same = EventFields.onto(FULL, Map.of(EventField.SUBJECT, "Review"));
    assertThat(same).isEqualTo(FULL);
  }

  @Test
  void onto_someChanges_leaveTheRest() {
    Event changed =
        EventFields.onto(
            FULL,
            Map.of(EventField.DESCRIPTION, "new", EventField.REMINDER, "", EventField.PRIVACY, ""));
    assertThat(changed.bodyHtml()).isNull();
    assertThat(changed.reminder()).isNull();
    assertThat(changed.isPrivate()).isFalse();
    assertThat(changed.attendees()).isEqualTo(FULL.attendees());
    assertThat(changed.iCalUid()).isEqualTo("uid@x");
  }

  @Test
  void onto_wrongValue_isRefused() {
    assertThatThrownBy(() -> EventFields.onto(FULL, Map.of(EventField.TIME, "")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> EventFields.onto(FULL, Map.of(EventField.SHOW_AS, "asleep")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> EventFields.onto(FULL, Map.of("colour", "red")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void match_sameSubjectAndTime_isCompatible() {
    FieldValues event = EventFields.of(FULL);
    FieldValues shouted = event.with(EventField.SUBJECT, " REVIEW ");
    assertThat(new EventMatch().naturalKeys(shouted))
        .isEqualTo(new EventMatch().naturalKeys(event))
        .hasSize(1);
    assertThat(new EventMatch().compatible(event, shouted)).isTrue();
    assertThat(
            new EventMatch()
                .compatible(event, event.with(EventField.TIME, "2026-03-01/2026-03-02")))
        .isFalse();
    assertThat(new EventMatch().naturalKeys(FieldValues.NONE)).isEmpty();
    assertThat(new EventMatch().compatible(FieldValues.NONE, FieldValues.NONE)).isFalse();
  }

  @Test
  void toString_holdsNoContent() {
    assertThat(FULL.toString()).doesNotContain("Review", "Ana", "Room");
  }
}

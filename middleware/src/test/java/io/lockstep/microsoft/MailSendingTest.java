package io.lockstep.microsoft;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.graph.models.Event;
import io.lockstep.microsoft.MailSending.Call;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One test for each case of the reference: reference/microsoft.md B6. */
class MailSendingTest {
  private static final String BOB = "'attendees':[{'emailAddress':{'address':'bob@x.de'}}]";
  private static final String ROOM =
      "'attendees':[{'type':'resource','emailAddress':{'address':'room1@x.de'}}]";
  private static final String ADA = "'organizer':{'emailAddress':{'address':'ada@x.de'}}";
  private static final String ADA_AS_ATTENDEE =
      "'attendees':[{'emailAddress':{'address':'ADA@x.de'}}]";

  private static boolean change(String present, String body) {
    return MailSending.sends(new Call.Change(Exchange.event(present), Exchange.event(body)));
  }

  @Test
  void create_withAttendees_sends() {
    assertThat(MailSending.sends(new Call.Create(Exchange.event("{" + BOB + "}")))).isTrue();
    assertThat(MailSending.sends(new Call.Create(Exchange.event("{" + ROOM + "}")))).isTrue();
  }

  @Test
  void create_withoutAttendees_doesNot() {
    assertThat(MailSending.sends(new Call.Create(new Event()))).isFalse();
    assertThat(MailSending.sends(new Call.Create(Exchange.event("{'attendees':[]}")))).isFalse();
    assertThat(
            MailSending.sends(
                new Call.Create(Exchange.event("{" + ADA + "," + ADA_AS_ATTENDEE + "}"))))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'subject':'x'}",
        "{'categories':['Red']}",
        "{'isReminderOn':false}",
        "{'showAs':'free'}",
        "{'singleValueExtendedProperties':[{'id':'String {66f5a359-4659-4830-9070-00047ec6ac6e}"
            + " Name Mark','value':'x'}]}",
        "{'attendees':[]}",
        "{}"
      })
  void anyChange_ofTheOrganizersMeeting_sends(String body) {
    assertThat(change("{'isOrganizer':true," + ADA + "," + BOB + "}", body)).isTrue();
  }

  @Test
  void change_whereNothingTellsWhoOrganizes_countsAsSending() {
    assertThat(change("{" + BOB + "}", "{'subject':'x'}")).isTrue();
  }

  @Test
  void change_ofAnAttendeesCopy_doesNot() {
    assertThat(change("{'isOrganizer':false," + BOB + "}", "{'isReminderOn':false}")).isFalse();
  }

  @Test
  void change_ofAnEventWithoutAttendees_doesNot() {
    assertThat(change("{'isOrganizer':true," + ADA + "}", "{'subject':'x'}")).isFalse();
    assertThat(
            change("{'isOrganizer':true," + ADA + "," + ADA_AS_ATTENDEE + "}", "{'subject':'x'}"))
        .isFalse();
  }

  @Test
  void change_thatAddsTheFirstAttendee_sends() {
    assertThat(change("{'isOrganizer':true," + ADA + "}", "{" + BOB + "}")).isTrue();
  }

  @Test
  void deleteAndCancel_byTheOrganizer_send() {
    Event meeting = Exchange.event("{'isOrganizer':true," + ADA + "," + BOB + "}");
    assertThat(MailSending.sends(new Call.Delete(meeting))).isTrue();
    assertThat(MailSending.sends(new Call.Cancel(meeting))).isTrue();
  }

  @Test
  void delete_ofACopyOrWithoutAttendees_doesNot() {
    assertThat(
            MailSending.sends(new Call.Delete(Exchange.event("{'isOrganizer':false," + BOB + "}"))))
        .isFalse();
    assertThat(MailSending.sends(new Call.Delete(Exchange.event("{'isOrganizer':true}"))))
        .isFalse();
    assertThat(MailSending.sends(new Call.Cancel(Exchange.event("{'isOrganizer':true}"))))
        .isFalse();
  }

  @Test
  void response_sendsUnlessToldNotTo() {
    assertThat(MailSending.sends(new Call.Respond(true))).isTrue();
    assertThat(MailSending.sends(new Call.Respond(null))).isTrue();
    assertThat(MailSending.sends(new Call.Respond(false))).isFalse();
  }

  @Test
  void forward_sends() {
    assertThat(MailSending.sends(new Call.Forward())).isTrue();
  }
}

package io.lockstep.microsoft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lockstep.SomeValues;
import io.lockstep.calendar.CanonicalJson;
import io.lockstep.calendar.EventFields;
import io.lockstep.calendar.Unsupported;
import io.lockstep.contact.Person;
import io.lockstep.contact.PersonFields;
import io.lockstep.sync.FieldValues;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConversionsTest {
  private static final String MEETING =
      "{'@odata.etag':'W/\\'x\\'','id':'AAMk1','changeKey':'x','iCalUId':'0400u','subject':'Plan',"
          + "'categories':['Red'],'importance':'high','sensitivity':'confidential','showAs':'workingElsewhere',"
          + "'isAllDay':false,'isCancelled':false,'isReminderOn':true,'reminderMinutesBeforeStart':20,"
          + "'body':{'contentType':'html','content':'<p><b>Hi</b></p><p>there</p>'},"
          + "'start':{'dateTime':'2026-03-02T09:00:00.0000000','timeZone':'UTC'},"
          + "'end':{'dateTime':'2026-03-02T10:00:00.0000000','timeZone':'UTC'},"
          + "'originalStartTimeZone':'W. Europe Standard Time',"
          + "'location':{'displayName':'Room 1; Café'},'locations':[{'displayName':'Room"
          + " 1'},{'displayName':'Café'}],"
          + "'attendees':[{'type':'optional','status':{'response':'tentativelyAccepted','time':'0001-01-01T00:00:00Z'},"
          + "'emailAddress':{'name':'Bob','address':'bob@x.de'}},{'type':'resource','status':{'response':'none'},"
          + "'emailAddress':{'address':'room1@x.de'}}],"
          + "'organizer':{'emailAddress':{'name':'Ada','address':'ada@x.de'}},"
          + "'isOnlineMeeting':true,'onlineMeeting':{'joinUrl':'https://teams.microsoft.com/l/meetup-join/1'},"
          + "'recurrence':{'pattern':{'type':'weekly','interval':1,'month':0,'dayOfMonth':0,'daysOfWeek':['monday'],"
          + "'firstDayOfWeek':'sunday','index':'first'},'range':{'type':'numbered','startDate':'2026-03-02',"
          + "'endDate':'0001-01-01','recurrenceTimeZone':'W. Europe Standard Time','numberOfOccurrences':5}}}";

  private final EventConversion events = new EventConversion();
  private final ContactConversion contacts = new ContactConversion();

  private static JsonNode json(String text) throws JsonProcessingException {
    return new ObjectMapper().readTree(text.replace("\\'", "\\\"").replace('\'', '"'));
  }

  @Test
  void event_toTheCanonicalFormAndBack() throws Exception {
    JsonNode canonical = events.apply(json(MEETING), false);
    assertThat(canonical)
        .isEqualTo(
            json(
                "{'subject':'Plan','description':'Hi\\n\\nthere','bodyHtml':'<p><b>Hi</b></p><p>there</p>',"
                    + "'location':'Room 1; Café',"
                    + "'time':{'start':'2026-03-02T09:00:00Z','end':'2026-03-02T10:00:00Z'},'timeZone':'Europe/Berlin',"
                    + "'showAs':'workingElsewhere','private':true,'reminder':20,"
                    + "'attendees':[{'address':'bob@x.de','name':'Bob','type':'optional','response':'tentative'},"
                    + "{'address':'room1@x.de','type':'resource','response':'none'}],"
                    + "'organizer':{'address':'ada@x.de','name':'Ada','type':'required','response':'organizer'},"
                    + "'iCalUid':'0400u','recurrence':['RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=5'],"
                    + "'onlineMeetingUrl':'https://teams.microsoft.com/l/meetup-join/1',"
                    + "'categories':['Red'],'status':'confirmed'}"));
    JsonNode back = events.apply(canonical, true);
    assertThat(back.path("start"))
        .isEqualTo(
            json(
                "{'dateTime':'2026-03-02T10:00:00.0000000','timeZone':'W. Europe Standard Time'}"));
    assertThat(events.apply(back, false)).isEqualTo(canonical);
  }

  @Test
  void cancelledOccurrences_areExdatesOnTheWallClockOfTheSeries() throws Exception {
    String series = MEETING.substring(0, MEETING.length() - 1);
    JsonNode canonical =
        events.apply(json(series + ",'cancelledOccurrences':['OID.AAMk1.x=.2026-03-30']}"), false);
    assertThat(canonical.path("recurrence").get(1).asText())
        .isEqualTo("EXDATE;TZID=Europe/Berlin:20260330T100000");
    assertThatThrownBy(() -> events.apply(canonical, true)).isInstanceOf(Unsupported.class);
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin",
    "Europe/Rome",
    "America/Argentina/Buenos_Aires",
    "Africa/Casablanca",
    "Antarctica/Troll",
    "Etc/UTC",
    "''"
  })
  void timeZone_comesBackWhetherOrNotWindowsHasAName(String zone) throws Exception {
    for (String time :
        new String[] {
          "'start':'2026-07-01T09:00:00Z','end':'2026-07-01T10:00:00Z'",
          "'start':'2026-10-25T01:30:00Z','end':'2026-10-25T02:30:00Z'"
        }) {
      JsonNode canonical =
          json(
              "{'time':{"
                  + time
                  + "},"
                  + (zone.isEmpty() ? "" : "'timeZone':'" + zone + "',")
                  + "'showAs':'busy','status':'confirmed'}");
      assertThat(events.apply(events.apply(canonical, true), false)).isEqualTo(canonical);
    }
  }

  @Test
  void allDayEvent_keepsItsDatesInWhateverZoneItIsAnswered() throws Exception {
    JsonNode canonical =
        events.apply(
            json(
                "{'isAllDay':true,'start':{'dateTime':'2026-03-01T00:00:00.0000000','timeZone':'Tonga Standard Time'},"
                    + "'end':{'dateTime':'2026-03-02T00:00:00.0000000','timeZone':'Tonga Standard Time'},"
                    + "'type':'exception','originalStart':'2026-02-28T00:00:00Z'}"),
            false);
    assertThat(canonical.path("time"))
        .isEqualTo(json("{'start':'2026-03-01','end':'2026-03-02','allDay':true}"));
    assertThat(canonical.path("originalStart").asText()).isEqualTo("2026-02-28");
    assertThat(events.apply(events.apply(canonical, true), false)).isEqualTo(canonical);
  }

  @Test
  void anyFields_comeBack() {
    for (long seed = 0; seed < 500; seed++) {
      FieldValues event = EventMapping.normal(new SomeValues(seed).event());
      JsonNode canonical = CanonicalJson.write(EventFields.event(event));
      JsonNode back = events.apply(events.apply(canonical, true), false);
      assertThat(back).as("seed %s", seed).isEqualTo(canonical);
      FieldValues person = PersonMapping.normal(new SomeValues(seed).person());
      JsonNode graph = contacts.apply(CanonicalJson.write(PersonFields.person(person)), true);
      Person again = CanonicalJson.read(contacts.apply(graph, false), Person.class);
      assertThat(PersonFields.of(again).values()).as("seed %s", seed).isEqualTo(person.values());
    }
  }

  private static final String AT =
      "'start':{'dateTime':'2026-03-02T09:00:00','timeZone':'UTC'},"
          + "'end':{'dateTime':'2026-03-02T10:00:00','timeZone':'UTC'}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'id':'x','@removed':{'reason':'deleted'}}",
        "{'id':'x','type':'occurrence','seriesMasterId':'m',AT}",
        "{'showAs':'unknown',AT}",
        "{'start':{'dateTime':'2026-03-02T09:00:00','timeZone':'tzone://Microsoft/Custom'},"
            + "'end':{'dateTime':'2026-03-02T10:00:00','timeZone':'tzone://Microsoft/Custom'}}",
        "{'recurrence':{'pattern':{'type':'weekly','interval':2,'daysOfWeek':['friday']},"
            + "'range':{'type':'noEnd','startDate':'2026-03-02','recurrenceTimeZone':'UTC'}},AT}",
        "{'recurrence':{'pattern':{'type':'weekly','interval':1,'daysOfWeek':['friday']},"
            + "'range':{'type':'noEnd','startDate':'2026-03-02','recurrenceTimeZone':'UTC'}},AT}"
      })
  void graphEventThatCannotBeCarried_isRefused(String graph) {
    assertThatThrownBy(() -> events.apply(json(graph.replace("AT", AT)), false))
        .isInstanceOf(Unsupported.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'start':{'dateTime':'2026-03-02T09:00:00','timeZone':'UTC'}}",
        "{'start':{'dateTime':'2026-03-02T09:00:00Z','timeZone':'UTC'},"
            + "'end':{'dateTime':'2026-03-02T10:00:00Z','timeZone':'UTC'}}",
        "{'isAllDay':true,'start':{'dateTime':'2026-03-02T00:00:00','timeZone':'UTC'},"
            + "'end':{'dateTime':'2026-03-02T00:00:00','timeZone':'UTC'}}"
      })
  void wrongEvent_isAnErrorNotARefusal(String graph) {
    assertThatThrownBy(() -> events.apply(json(graph), false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static final String TIME =
      "'time':{'start':'2026-03-02T09:00:00Z','end':'2026-03-02T10:00:00Z'}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'status':'tentative',TIME}",
        "{'recurrence':['RRULE:FREQ=DAILY'],TIME}",
        "{'recurrence':['RRULE:FREQ=HOURLY'],'timeZone':'Europe/Berlin',TIME}",
        "{'recurrence':['RRULE:FREQ=DAILY','EXDATE:20260303T090000Z'],'timeZone':'Europe/Berlin',TIME}",
        "{'timeZone':'Middle/Earth',TIME}",
        "{'description':'one','bodyHtml':'<p>other</p>',TIME}"
      })
  void canonicalEventThatGraphCannotHold_isRefused(String canonical) {
    assertThatThrownBy(() -> events.apply(json(canonical.replace("TIME", TIME)), true))
        .isInstanceOf(Unsupported.class);
  }

  @Test
  void contact_toTheCanonicalFormAndBack() throws Exception {
    JsonNode canonical =
        contacts.apply(
            json(
                "{'id':'AAMk2','title':'Dr.','givenName':'Ada','middleName':'King','surname':'Lovelace','generation':'Jr.',"
                    + "'displayName':'Ada King Lovelace Jr.','fileAs':'Lovelace, Ada King','initials':'A.L.','nickName':'Countess',"
                    + "'emailAddresses':[{'name':'Ada','address':'a@x.de'},{'address':'b@x.de'},{'address':'c@x.de'}],"
                    + "'businessPhones':['+1 1','+1 2'],'mobilePhone':'+1 3','homePhones':['+1 4'],"
                    + "'homeAddress':{'street':'Main 1','city':'Bonn'},'businessAddress':{'city':'Ulm','countryOrRegion':'DE'},'otherAddress':{},"
                    + "'companyName':'ACME','jobTitle':'CTO','department':'R&D','personalNotes':'one\\r\\ntwo',"
                    + "'businessHomePage':'https://a.de','birthday':'1815-12-10T11:59:00Z'}"),
            false);
    assertThat(canonical)
        .isEqualTo(
            json(
                "{'name':{'prefix':'Dr.','first':'Ada','middle':'King','last':'Lovelace','suffix':'Jr.'},"
                    + "'emails':[{'address':'a@x.de','primary':true},{'address':'b@x.de'},{'address':'c@x.de'}],"
                    + "'phones':[{'number':'+1 1','type':'business'},{'number':'+1 2','type':'business'},"
                    + "{'number':'+1 3','type':'mobile'},{'number':'+1 4','type':'home'}],"
                    + "'addresses':[{'city':'Ulm','country':'DE','type':'business'},{'street':'Main 1','city':'Bonn','type':'home'}],"
                    + "'organization':{'company':'ACME','title':'CTO','department':'R&D'},'notes':'one\\ntwo',"
                    + "'birthday':'1815-12-10','nicknames':['Countess'],'urls':['https://a.de']}"));
    JsonNode back = contacts.apply(canonical, true);
    assertThat(back.path("fileAs").asText()).isEqualTo("Lovelace, Ada King");
    assertThat(contacts.apply(back, false)).isEqualTo(canonical);
  }

  @Test
  void primaryAddress_comesFirst() throws Exception {
    assertThat(
            contacts
                .apply(
                    json("{'emails':[{'address':'a@x.de'},{'address':'b@x.de','primary':true}]}"),
                    true)
                .path("emailAddresses"))
        .isEqualTo(json("[{'address':'b@x.de'},{'address':'a@x.de'}]"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'emails':[{'address':'a@x.de'},{'address':'b@x.de'},{'address':'c@x.de'},{'address':'d@x.de'}]}",
        "{'phones':[{'number':'1','type':'business'},{'number':'2','type':'business'},{'number':'3','type':'business'}]}",
        "{'phones':[{'number':'1','type':'mobile'},{'number':'2','type':'mobile'}]}",
        "{'phones':[{'number':'1','type':'fax'}]}",
        "{'phones':[{'number':'1','type':'other'}]}",
        "{'addresses':[{'city':'A','type':'home'},{'city':'B','type':'home'}]}",
        "{'nicknames':['a','b']}",
        "{'urls':['https://a.de','https://b.de']}",
        "{'birthday':'1066-10-14'}"
      })
  void personThatGraphCannotHold_isRefused(String canonical) {
    assertThatThrownBy(() -> contacts.apply(json(canonical), true)).isInstanceOf(Unsupported.class);
  }

  @Test
  void deletedContact_isRefused_andWrongOneIsAnError() {
    assertThatThrownBy(
            () -> contacts.apply(json("{'id':'x','@removed':{'reason':'deleted'}}"), false))
        .isInstanceOf(Unsupported.class);
    assertThatThrownBy(() -> contacts.apply(json("{'birthday':'soon'}"), false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("soon");
  }
}

package io.lockstep.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lockstep.calendar.Unsupported;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConversionsTest {
  private final EventConversion events = new EventConversion();
  private final ContactConversion contacts = new ContactConversion();

  private static JsonNode json(String text) throws JsonProcessingException {
    return new ObjectMapper().readTree(text.replace('\'', '"'));
  }

  @Test
  void event_toTheCanonicalFormAndBack() throws Exception {
    JsonNode google =
        json(
            "{'iCalUID':'u@google.com','summary':'Plan','description':'<b>Hi</b><br>there','location':'Bonn',"
                + "'start':{'dateTime':'2026-03-01T10:00:00+01:00','timeZone':'Europe/Berlin'},"
                + "'end':{'dateTime':'2026-03-01T11:00:00+01:00','timeZone':'Europe/Berlin'},"
                + "'transparency':'transparent','visibility':'private',"
                + "'reminders':{'useDefault':false,'overrides':[{'method':'popup','minutes':15}]},"
                + "'organizer':{'email':'ada@x.de'},"
                + "'attendees':[{'email':'b@x.de','displayName':'Bob','optional':true,'responseStatus':'declined'}],"
                + "'recurrence':['RRULE:FREQ=DAILY;COUNT=3'],"
                + "'hangoutLink':'https://meet.google.com/abc','status':'confirmed'}");
    JsonNode canonical = events.apply(google, false);
    assertThat(canonical)
        .isEqualTo(
            json(
                "{'subject':'Plan','description':'Hi\\nthere','bodyHtml':'<b>Hi</b><br>there','location':'Bonn',"
                    + "'time':{'start':'2026-03-01T09:00:00Z','end':'2026-03-01T10:00:00Z'},'timeZone':'Europe/Berlin',"
                    + "'showAs':'free','private':true,'reminder':15,"
                    + "'attendees':[{'address':'b@x.de','name':'Bob','type':'optional','response':'declined'}],"
                    + "'organizer':{'address':'ada@x.de','type':'required','response':'organizer'},"
                    + "'iCalUid':'u@google.com','recurrence':['RRULE:FREQ=DAILY;COUNT=3'],"
                    + "'onlineMeetingUrl':'https://meet.google.com/abc','status':'confirmed'}"));
    assertThat(events.apply(events.apply(canonical, true), false)).isEqualTo(canonical);
  }

  @Test
  void allDayEvent_keepsItsDates() throws Exception {
    JsonNode canonical =
        events.apply(json("{'start':{'date':'2026-03-01'},'end':{'date':'2026-03-02'}}"), false);
    assertThat(canonical.path("time"))
        .isEqualTo(json("{'start':'2026-03-01','end':'2026-03-02','allDay':true}"));
    assertThat(events.apply(canonical, true).path("end")).isEqualTo(json("{'date':'2026-03-02'}"));
  }

  @Test
  void dateTimeWithoutOffset_isWallClockInItsZone() throws Exception {
    JsonNode canonical =
        events.apply(
            json(
                "{'start':{'dateTime':'2026-07-01T10:00:00','timeZone':'Europe/Berlin'},'end':{'dateTime':'2026-07-01T09:00:00Z'}}"),
            false);
    assertThat(canonical.path("time").path("start").asText()).isEqualTo("2026-07-01T08:00:00Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'eventType':'birthday','start':{'date':'2026-03-01'},'end':{'date':'2026-03-02'}}",
        "{'attendeesOmitted':true,'start':{'date':'2026-03-01'},'end':{'date':'2026-03-02'}}",
        "{'id':'x','status':'cancelled'}"
      })
  void googleEventThatCannotBeCarried_isRefused(String google) {
    assertThatThrownBy(() -> events.apply(json(google), false)).isInstanceOf(Unsupported.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'time':{'start':'2026-03-01','end':'2026-03-02'},'showAs':'oof'}",
        "{'time':{'start':'2026-03-01','end':'2026-03-02'},'categories':['Red']}",
        "{'time':{'start':'2026-03-01','end':'2026-03-02'},'reminder':99999}",
        "{'time':{'start':'2026-03-01T09:00:00Z','end':'2026-03-01T10:00:00Z'},'recurrence':['RRULE:FREQ=DAILY']}",
        "{'time':{'start':'2026-03-01T09:00:00Z','end':'2026-03-01T10:00:00Z'},'timeZone':'W. Europe Standard Time'}"
      })
  void canonicalEventThatGoogleCannotHold_isRefused(String canonical) {
    assertThatThrownBy(() -> events.apply(json(canonical), true)).isInstanceOf(Unsupported.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'start':{'date':'2026-03-01'},'end':{'dateTime':'2026-03-01T10:00:00Z'}}",
        "{'start':{'dateTime':'2026-03-01T10:00:00'},'end':{'dateTime':'2026-03-01T11:00:00'}}",
        "{'start':{'date':'2026-03-02'},'end':{'date':'2026-03-01'}}"
      })
  void wrongEvent_isAnErrorNotARefusal(String google) {
    assertThatThrownBy(() -> events.apply(json(google), false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void contact_toTheCanonicalFormAndBack() throws Exception {
    JsonNode canonical =
        contacts.apply(
            json(
                "{'resourceName':'people/c1','names':[{'givenName':'Ada','familyName':'Lovelace','displayName':'Ada Lovelace'}],"
                    + "'emailAddresses':[{'value':'a@x.de','type':'home'},{'value':'b@x.de','metadata':{'primary':true}}],"
                    + "'phoneNumbers':[{'value':'+1 1','type':'workFax','canonicalForm':'+11'},{'value':'+1 2'}],"
                    + "'addresses':[{'type':'home','streetAddress':'Main 1','city':'Bonn'}],"
                    + "'organizations':[{'name':'ACME','title':'CTO'}],'birthdays':[{'date':{'month':2,'day':29}}],"
                    + "'biographies':[{'value':'Note'}],'nicknames':[{'value':'Countess'}],'urls':[{'value':'https://a.de'}]}"),
            false);
    assertThat(canonical)
        .isEqualTo(
            json(
                "{'name':{'first':'Ada','last':'Lovelace'},"
                    + "'emails':[{'address':'a@x.de','type':'home'},{'address':'b@x.de','primary':true}],"
                    + "'phones':[{'number':'+1 1','type':'fax'},{'number':'+1 2','type':'other'}],"
                    + "'addresses':[{'street':'Main 1','city':'Bonn','type':'home'}],"
                    + "'organization':{'company':'ACME','title':'CTO'},'notes':'Note','birthday':'--02-29',"
                    + "'nicknames':['Countess'],'urls':['https://a.de']}"));
    assertThat(contacts.apply(contacts.apply(canonical, true), false)).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'phoneNumbers':[{'value':'1','type':'pager'}]}",
        "{'addresses':[{'city':'Bonn','type':'Cabin'}]}",
        "{'organizations':[{'name':'A'},{'name':'B'}]}",
        "{'metadata':{'deleted':true}}"
      })
  void contactThatCannotBeCarried_isRefused(String google) {
    assertThatThrownBy(() -> contacts.apply(json(google), false)).isInstanceOf(Unsupported.class);
  }
}

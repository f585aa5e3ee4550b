package io.lockstep.sandbox.google.calendar;

import static io.lockstep.sandbox.google.GoogleFixture.ANNA;
import static io.lockstep.sandbox.google.GoogleFixture.reason;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.client.http.ByteArrayContent;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpResponse;
import com.google.api.services.calendar.Calendar;
import com.google.api.services.calendar.model.Event;
import com.google.api.services.calendar.model.EventDateTime;
import com.google.api.services.calendar.model.Events;
import io.lockstep.sandbox.google.GoogleFixture;
import io.lockstep.sandbox.google.Json;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client that Google did not write may send. */
class CalendarWireTest {
  private GoogleFixture google;
  private Calendar anna;

  @BeforeEach
  void start() throws IOException {
    google = new GoogleFixture();
    anna = google.calendar(ANNA);
  }

  @AfterEach
  void stop() {
    google.close();
  }

  private String insert(String more) throws IOException {
    String body =
        "{'start':{'dateTime':'2026-03-23T10:00:00Z'},'end':{'dateTime':'2026-03-23T11:00:00Z'},"
            + more
            + "}";
    return call("POST", "", body);
  }

  private String list(String query) throws IOException {
    return call("GET", "?" + query, null);
  }

  /** {@code 400 parseError}, or the status alone. */
  private String call(String method, String more, @org.jspecify.annotations.Nullable String body)
      throws IOException {
    HttpResponse response =
        anna.getRequestFactory()
            .buildRequest(
                method,
                new GenericUrl(google.http.url() + "/calendar/v3/calendars/primary/events" + more),
                body == null
                    ? null
                    : ByteArrayContent.fromString("application/json", body.replace('\'', '"')))
            .setThrowExceptionOnExecuteError(false)
            .execute();
    String text = response.parseAsString();
    String reason = Json.text(Json.parse(text).path("error").path("errors").path(0), "reason", "");
    return (response.getStatusCode() + " " + reason).strip();
  }

  @Test
  void insert_valueOfAnotherType_isAParseErrorNotPassedOver() throws IOException {
    for (String wrong :
        List.of(
            "'attendees':{'email':'ben@example.com'}",
            "'attendees':['ben@example.com']",
            "'recurrence':'RRULE:FREQ=DAILY'",
            "'summary':{}",
            "'location':['x']",
            "'guestsCanModify':'maybe'",
            "'sequence':'a'",
            "'reminders':{'useDefault':false,'overrides':{'method':'popup','minutes':5}}",
            "'extendedProperties':{'private':['x']}")) {
      assertThat(insert(wrong)).as(wrong).isEqualTo("400 parseError");
    }
    assertThat(insert("'colorId':5,'guestsCanModify':'true','unknown':{}")).isEqualTo("200");
  }

  @Test
  void fields_namesThatThereAreNot_areRefused() throws IOException {
    assertThat(list("fields=items(id,start/dateTime),nextPageToken")).isEqualTo("200");
    assertThat(list("fields=items/extendedProperties/private/anything")).isEqualTo("200");
    assertThat(list("fields=items/bogus")).isEqualTo("400 invalidParameter");
    assertThat(list("fields=id")).isEqualTo("400 invalidParameter");
  }

  @Test
  void parameters_outOfTheirRange_areRefused() throws IOException {
    assertThat(list("privateExtendedProperty=nothing")).isEqualTo("400 invalid");
    assertThat(call("POST", "?conferenceDataVersion=2", "{}")).isEqualTo("400 invalidParameter");
  }

  @Test
  void rule_thatNamesNoDay_hasItsFirstStartAndBreaksNoListing() throws IOException {
    EventDateTime start = CalendarEventsTest.at("2026-03-23T10:00:00Z");
    Event never =
        anna.events()
            .insert(
                "primary",
                CalendarEventsTest.meeting("Never again")
                    .setStart(start.setTimeZone("Europe/Berlin"))
                    .setEnd(
                        CalendarEventsTest.at("2026-03-23T11:00:00Z").setTimeZone("Europe/Berlin"))
                    .setRecurrence(List.of("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")))
            .execute();
    assertThat(anna.events().instances("primary", never.getId()).execute().getItems()).hasSize(1);
    assertThat(anna.events().list("primary").setSingleEvents(true).execute().getItems())
        .extracting(Event::getRecurringEventId)
        .containsExactly(never.getId());
  }

  @Test
  void syncToken_doesNotMindAnotherPageSizeButOtherParameters() throws IOException {
    Events all = anna.events().list("primary").setMaxResults(2500).execute();
    anna.events().insert("primary", CalendarEventsTest.meeting("New")).execute();
    String token = all.getNextSyncToken();
    assertThat(
            anna.events().list("primary").setMaxResults(5).setSyncToken(token).execute().getItems())
        .hasSize(1);
    assertThat(
            reason(
                () ->
                    anna.events()
                        .list("primary")
                        .setSingleEvents(true)
                        .setSyncToken(token)
                        .execute()))
        .isEqualTo("410 fullSyncRequired");
  }

  @Test
  void clear_deletesAllEventsOfThePrimaryCalendarOnly() throws IOException {
    anna.events().insert("primary", CalendarEventsTest.meeting("One")).execute();
    anna.events().insert("primary", CalendarEventsTest.meeting("Two")).execute();
    anna.calendars().clear("primary").execute();
    assertThat(anna.events().list("primary").execute().getItems()).isEmpty();
    String other =
        anna.calendars()
            .insert(new com.google.api.services.calendar.model.Calendar().setSummary("Other"))
            .execute()
            .getId();
    assertThat(reason(() -> anna.calendars().clear(other).execute())).isEqualTo("400 invalid");
  }

  @Test
  void acl_showsTheOwnerAndCannotBeWritten() throws IOException {
    assertThat(anna.acl().list("primary").execute().getItems())
        .extracting(r -> r.getId() + " " + r.getRole())
        .containsExactly("user:" + ANNA + " owner");
    assertThat(anna.acl().get("primary", "user:" + ANNA).execute().getScope().getType())
        .isEqualTo("user");
    assertThat(reason(() -> anna.acl().delete("primary", "user:" + ANNA).execute()))
        .isEqualTo("501 notImplemented");
  }
}

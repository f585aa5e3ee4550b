package io.lockstep.sandbox.google.calendar;

import static io.lockstep.sandbox.google.GoogleFixture.ANNA;
import static io.lockstep.sandbox.google.GoogleFixture.BEN;
import static io.lockstep.sandbox.google.GoogleFixture.reason;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.client.util.DateTime;
import com.google.api.services.calendar.Calendar;
import com.google.api.services.calendar.model.Event;
import com.google.api.services.calendar.model.EventAttendee;
import com.google.api.services.calendar.model.EventDateTime;
import com.google.api.services.calendar.model.Events;
import io.lockstep.sandbox.frame.Fault;
import io.lockstep.sandbox.google.GoogleFixture;
import io.lockstep.sandbox.google.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CalendarSyncTest {
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

  private Events delta(String token) throws IOException {
    return anna.events().list("primary").setSyncToken(token).execute();
  }

  private Event weekly() throws IOException {
    EventDateTime start = CalendarEventsTest.at("2026-03-23T10:00:00+01:00");
    EventDateTime end = CalendarEventsTest.at("2026-03-23T11:00:00+01:00");
    return anna.events()
        .insert(
            "primary",
            new Event()
                .setId("series0")
                .setSummary("Weekly")
                .setStart(start.setTimeZone("Europe/Berlin"))
                .setEnd(end.setTimeZone("Europe/Berlin"))
                .setRecurrence(List.of("RRULE:FREQ=WEEKLY;COUNT=4")))
        .execute();
  }

  private List<Event> instances() throws IOException {
    return anna.events().instances("primary", "series0").execute().getItems();
  }

  @Test
  void pages_showTheFirstPagesStateAndTokenOnlyAtTheEnd() throws IOException {
    for (int i = 0; i < 5; i++) {
      anna.events().insert("primary", CalendarEventsTest.meeting("E" + i)).execute();
    }
    Events first = anna.events().list("primary").setMaxResults(2).execute();
    assertThat(first.getNextSyncToken()).isNull();
    anna.events().insert("primary", CalendarEventsTest.meeting("late")).execute();
    List<Event> all = new ArrayList<>(first.getItems());
    Events page = first;
    while (page.getNextPageToken() != null) {
      page =
          anna.events()
              .list("primary")
              .setMaxResults(2)
              .setPageToken(page.getNextPageToken())
              .execute();
      all.addAll(page.getItems());
    }
    assertThat(all).hasSize(5);
    Events delta =
        anna.events()
            .list("primary")
            .setMaxResults(2)
            .setSyncToken(page.getNextSyncToken())
            .execute();
    assertThat(delta.getItems()).extracting(Event::getSummary).containsExactly("late");
  }

  @Test
  void delta_showsChangesAndBareTombstones() throws IOException {
    Event kept = anna.events().insert("primary", CalendarEventsTest.meeting("kept")).execute();
    Event gone = anna.events().insert("primary", CalendarEventsTest.meeting("gone")).execute();
    String token = anna.events().list("primary").execute().getNextSyncToken();
    assertThat(delta(token).getItems()).isEmpty();
    google.google.editEvent(ANNA, kept.getId(), Json.object().put("summary", "edited"));
    google.google.deleteEvent(ANNA, gone.getId());
    List<Event> items = delta(token).getItems();
    assertThat(items).extracting(Event::getId).containsExactly(kept.getId(), gone.getId());
    assertThat(items.get(0).getSummary()).isEqualTo("edited");
    assertThat(items.get(1).keySet()).containsExactlyInAnyOrder("kind", "etag", "id", "status");
  }

  @Test
  void syncToken_withForbiddenOrOtherParameters_isRefused() throws IOException {
    String token = anna.events().list("primary").execute().getNextSyncToken();
    DateTime min = new DateTime("2026-01-01T00:00:00Z");
    assertThat(
            reason(
                () -> anna.events().list("primary").setSyncToken(token).setTimeMin(min).execute()))
        .startsWith("400");
    assertThat(
            reason(
                () ->
                    anna.events()
                        .list("primary")
                        .setSyncToken(token)
                        .setShowDeleted(false)
                        .execute()))
        .startsWith("400");
    assertThat(
            reason(
                () ->
                    anna.events()
                        .list("primary")
                        .setSyncToken(token)
                        .setSingleEvents(true)
                        .execute()))
        .isEqualTo("410 fullSyncRequired");
    assertThat(reason(() -> delta("nonsense"))).isEqualTo("400 invalid");
    assertThat(
            reason(
                () -> google.calendar(BEN).events().list("primary").setSyncToken(token).execute()))
        .isEqualTo("410 fullSyncRequired");
  }

  @Test
  void syncToken_expired_demandsFullSync() throws IOException {
    String token = anna.events().list("primary").execute().getNextSyncToken();
    google.faults.add("google", Fault.Kind.expireSyncTokens, 1, 1, "syncToken");
    assertThat(reason(() -> delta(token))).isEqualTo("410 fullSyncRequired");
    assertThat(delta(token).getItems()).isEmpty();
    google.clock.set(google.clock.now().plus(Duration.ofDays(40)));
    assertThat(reason(() -> delta(token))).isEqualTo("410 fullSyncRequired");
  }

  @Test
  void listingFaults_shortenFullListingsAndDelayDeltas() throws IOException {
    for (int i = 0; i < 6; i++) {
      anna.events().insert("primary", CalendarEventsTest.meeting("E" + i)).execute();
    }
    google.faults.add("google", Fault.Kind.shortListing, 1, 1, null);
    assertThat(anna.events().list("primary").execute().getItems()).hasSize(4);
    google.faults.add("google", Fault.Kind.emptyListing, 1, 1, null);
    assertThat(anna.events().list("primary").execute().getItems()).isEmpty();
    Events full = anna.events().list("primary").execute();
    assertThat(full.getItems()).hasSize(6);
    anna.events().insert("primary", CalendarEventsTest.meeting("new")).execute();
    google.faults.add("google", Fault.Kind.lateFeed, 1, 1, null);
    Events late = delta(full.getNextSyncToken());
    assertThat(late.getItems()).isEmpty();
    assertThat(delta(late.getNextSyncToken()).getItems()).hasSize(1);
  }

  @Test
  void series_keepsLocalTimeAcrossTheChangeOfClocks() throws IOException {
    weekly();
    assertThat(instances())
        .extracting(e -> e.getStart().getDateTime().toStringRfc3339())
        .containsExactly(
            "2026-03-23T10:00:00.000+01:00",
            "2026-03-30T10:00:00.000+02:00",
            "2026-04-06T10:00:00.000+02:00",
            "2026-04-13T10:00:00.000+02:00");
    assertThat(instances().get(1).getId()).isEqualTo("series0_20260330T080000Z");
  }

  @Test
  void instances_changedAndCancelled_becomeExceptions() throws IOException {
    weekly();
    String token = anna.events().list("primary").execute().getNextSyncToken();
    anna.events()
        .patch("primary", "series0_20260330T080000Z", new Event().setSummary("Special"))
        .execute();
    anna.events().delete("primary", "series0_20260406T080000Z").execute();
    assertThat(instances())
        .extracting(Event::getSummary)
        .containsExactly("Weekly", "Special", "Weekly");
    List<Event> items = delta(token).getItems();
    assertThat(items)
        .extracting(Event::getId)
        .containsExactly("series0_20260330T080000Z", "series0_20260406T080000Z");
    assertThat(items.get(1).keySet())
        .containsExactlyInAnyOrder(
            "kind", "etag", "id", "status", "recurringEventId", "originalStartTime");
    // Cancelled instances of a living series show in every listing of masters.
    assertThat(anna.events().list("primary").execute().getItems())
        .extracting(Event::getStatus)
        .containsExactly("confirmed", "confirmed", "cancelled");
    Events single =
        anna.events().list("primary").setSingleEvents(true).setOrderBy("startTime").execute();
    assertThat(single.getItems())
        .extracting(Event::getSummary)
        .containsExactly("Weekly", "Special", "Weekly");
    anna.events().patch("primary", "series0", new Event().setSummary("Renamed")).execute();
    assertThat(instances())
        .extracting(Event::getSummary)
        .containsExactly("Renamed", "Special", "Renamed");
  }

  @Test
  void series_movedInTime_dropsItsExceptions() throws IOException {
    weekly();
    anna.events()
        .patch("primary", "series0_20260330T080000Z", new Event().setSummary("Special"))
        .execute();
    Event later =
        new Event()
            .setStart(CalendarEventsTest.at("2026-03-23T12:00:00+01:00"))
            .setEnd(CalendarEventsTest.at("2026-03-23T13:00:00+01:00"));
    anna.events().patch("primary", "series0", later).execute();
    assertThat(instances()).extracting(Event::getSummary).containsOnly("Weekly").hasSize(4);
  }

  @Test
  void thisAndFollowing_endsTheSeriesAndStartsANewOne() throws IOException {
    weekly();
    String token = anna.events().list("primary").execute().getNextSyncToken();
    google.google.editFollowing(
        ANNA, "series0_20260406T080000Z", Json.object().put("summary", "Second half"));
    List<Event> items = delta(token).getItems();
    assertThat(items)
        .extracting(Event::getId)
        .containsExactly("series0", "series0_R20260406T080000");
    assertThat(items.get(0).getRecurrence())
        .containsExactly("RRULE:FREQ=WEEKLY;UNTIL=20260406T075959Z");
    assertThat(items.get(1).getRecurrence()).containsExactly("RRULE:FREQ=WEEKLY;COUNT=2");
    assertThat(instances()).hasSize(2);
  }

  @Test
  void guestOfASeries_cancelsOneInstance_isNoticed() throws IOException {
    Event series = weekly();
    series.setAttendees(List.of(new EventAttendee().setEmail(BEN)));
    anna.events().update("primary", "series0", series).execute();
    Calendar ben = google.calendar(BEN);
    assertThat(ben.events().instances("primary", "series0").execute().getItems()).hasSize(4);
    ben.events().delete("primary", "series0_20260330T080000Z").execute();
    assertThat(ben.events().instances("primary", "series0").execute().getItems()).hasSize(3);
    anna.events().delete("primary", "series0_20260413T080000Z").execute();
    assertThat(ben.events().instances("primary", "series0").execute().getItems()).hasSize(2);
    anna.events().delete("primary", "series0").execute();
    assertThat(google.google.events(BEN)).isEmpty();
  }

  @Test
  void recurrence_badRules_areRefused() {
    EventDateTime start =
        CalendarEventsTest.at("2026-03-23T10:00:00+01:00").setTimeZone("Europe/Berlin");
    EventDateTime end =
        CalendarEventsTest.at("2026-03-23T11:00:00+01:00").setTimeZone("Europe/Berlin");
    for (String line :
        List.of(
            "RRULE:FREQ=NEVER", "RRULE:FREQ=DAILY;UNTIL=20260401", "DTSTART:20260101T000000Z")) {
      Event event = new Event().setStart(start).setEnd(end).setRecurrence(List.of(line));
      assertThat(reason(() -> anna.events().insert("primary", event).execute()))
          .as(line)
          .isEqualTo("400 invalid");
    }
  }

  @Test
  void windows_andOrders_areChecked() throws IOException {
    weekly();
    anna.events().insert("primary", CalendarEventsTest.meeting("January")).execute();
    Events window =
        anna.events()
            .list("primary")
            .setTimeMin(new DateTime("2026-04-01T00:00:00Z"))
            .setTimeMax(new DateTime("2026-04-10T00:00:00Z"))
            .execute();
    assertThat(window.getItems()).extracting(Event::getId).containsExactly("series0");
    assertThat(window.getNextSyncToken()).isNotNull();
    assertThat(
            reason(
                () ->
                    anna.events()
                        .list("primary")
                        .setTimeMin(new DateTime("2026-04-01T00:00:00Z"))
                        .setTimeMax(new DateTime("2026-04-01T00:00:00Z"))
                        .execute()))
        .isEqualTo("400 timeRangeEmpty");
    assertThat(reason(() -> anna.events().list("primary").setOrderBy("startTime").execute()))
        .isEqualTo("400 badRequest");
  }

  @Test
  void singleEventsDelta_namesLostInstances() throws IOException {
    weekly();
    Events full = anna.events().list("primary").setSingleEvents(true).execute();
    Event shorter = new Event().setRecurrence(List.of("RRULE:FREQ=WEEKLY;COUNT=2"));
    anna.events().patch("primary", "series0", shorter).execute();
    List<Event> items =
        anna.events()
            .list("primary")
            .setSingleEvents(true)
            .setSyncToken(full.getNextSyncToken())
            .execute()
            .getItems();
    assertThat(items).filteredOn(e -> "cancelled".equals(e.getStatus())).hasSize(2);
    assertThat(items).filteredOn(e -> "confirmed".equals(e.getStatus())).hasSize(2);
  }
}

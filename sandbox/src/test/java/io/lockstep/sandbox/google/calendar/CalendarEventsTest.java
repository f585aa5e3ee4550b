package io.lockstep.sandbox.google.calendar;

import static io.lockstep.sandbox.google.GoogleFixture.ANNA;
import static io.lockstep.sandbox.google.GoogleFixture.BEN;
import static io.lockstep.sandbox.google.GoogleFixture.CALENDAR;
import static io.lockstep.sandbox.google.GoogleFixture.reason;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.client.http.apache.v5.Apache5HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.util.Data;
import com.google.api.client.util.DateTime;
import com.google.api.services.calendar.Calendar;
import com.google.api.services.calendar.model.Event;
import com.google.api.services.calendar.model.EventAttendee;
import com.google.api.services.calendar.model.EventDateTime;
import com.google.api.services.calendar.model.EventReminder;
import com.google.api.services.calendar.model.Events;
import io.lockstep.sandbox.google.GoogleFixture;
import io.lockstep.sandbox.google.Json;
import io.lockstep.sandbox.google.Mail;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CalendarEventsTest {
  private GoogleFixture google;
  private Calendar anna;
  private Calendar ben;

  @BeforeEach
  void start() throws IOException {
    google = new GoogleFixture();
    anna = google.calendar(ANNA);
    ben = google.calendar(BEN);
  }

  @AfterEach
  void stop() {
    google.close();
  }

  static EventDateTime at(String time) {
    return new EventDateTime().setDateTime(DateTime.parseRfc3339(time));
  }

  static Event meeting(String summary) {
    return new Event()
        .setSummary(summary)
        .setStart(at("2026-01-05T10:00:00+01:00"))
        .setEnd(at("2026-01-05T11:00:00+01:00"));
  }

  private static Event with(Event event, String... guests) {
    return event.setAttendees(
        List.of(guests).stream().map(g -> new EventAttendee().setEmail(g)).toList());
  }

  @Test
  void insert_thenGet_showsNormalisedEvent() throws IOException {
    Event made =
        anna.events()
            .insert(
                "primary",
                meeting("Review  ").setDescription("<b>ok</b><script>x</script>").setId("abc12345"))
            .execute();
    Event read = anna.events().get("primary", "abc12345").execute();
    assertThat(read).isEqualTo(made);
    assertThat(read.getSummary()).isEqualTo("Review");
    assertThat(read.getDescription()).isEqualTo("<b>ok</b>");
    assertThat(read.getICalUID()).isEqualTo("abc12345@google.com");
    assertThat(read.getOrganizer().getSelf()).isTrue();
    assertThat(read.getStart().getTimeZone()).isEqualTo("Europe/Berlin");
    assertThat(read.getReminders().getUseDefault()).isTrue();
    assertThat(google.requests.counts())
        .anyMatch(c -> c.operation().equals("calendar.events.insert"));
  }

  @Test
  void insert_idUsedBefore_isDuplicateEvenAfterDeletion() throws IOException {
    anna.events().insert("primary", meeting("A").setId("abc12345")).execute();
    assertThat(
            reason(() -> anna.events().insert("primary", meeting("A").setId("abc12345")).execute()))
        .isEqualTo("409 duplicate");
    anna.events().delete("primary", "abc12345").execute();
    assertThat(
            reason(() -> anna.events().insert("primary", meeting("A").setId("abc12345")).execute()))
        .isEqualTo("409 duplicate");
    assertThat(reason(() -> anna.events().delete("primary", "abc12345").execute()))
        .isEqualTo("410 deleted");
    assertThat(anna.events().get("primary", "abc12345").execute().getStatus())
        .isEqualTo("cancelled");
  }

  @Test
  void update_ofDeleted_restoresOrIsForbiddenBySetting() throws IOException {
    anna.events().insert("primary", meeting("A").setId("abc12345")).execute();
    anna.events().delete("primary", "abc12345").execute();
    google.google.settings().updateRestoresDeleted = false;
    assertThat(reason(() -> anna.events().update("primary", "abc12345", meeting("B")).execute()))
        .isEqualTo("403 forbidden");
    google.google.settings().updateRestoresDeleted = true;
    Event back = anna.events().update("primary", "abc12345", meeting("B")).execute();
    assertThat(back.getStatus()).isEqualTo("confirmed");
  }

  @Test
  void insert_badIdsAndTimes_areRefused() {
    assertThat(reason(() -> anna.events().insert("primary", meeting("A").setId("xyz-1")).execute()))
        .isEqualTo("400 invalid");
    assertThat(reason(() -> anna.events().insert("primary", meeting("A").setEnd(null)).execute()))
        .isEqualTo("400 required");
    assertThat(
            reason(
                () ->
                    anna.events()
                        .insert("primary", meeting("A").setEnd(at("2026-01-05T09:00:00+01:00")))
                        .execute()))
        .isEqualTo("400 timeRangeEmpty");
    EventDateTime day = new EventDateTime().setDate(new DateTime("2026-01-06"));
    assertThat(reason(() -> anna.events().insert("primary", meeting("A").setEnd(day)).execute()))
        .isEqualTo("400 invalid");
    assertThat(
            reason(
                () ->
                    anna.events()
                        .insert("primary", meeting("A").setRecurrence(List.of("RRULE:FREQ=WEEKLY")))
                        .execute()))
        .isEqualTo("400 required");
  }

  @Test
  void patch_staleEtag_is412AndNothingChanges() throws IOException {
    Event made = anna.events().insert("primary", meeting("A")).execute();
    anna.events().patch("primary", made.getId(), new Event().setSummary("B")).execute();
    Calendar.Events.Patch stale =
        anna.events().patch("primary", made.getId(), new Event().setSummary("C"));
    stale.getRequestHeaders().setIfMatch(made.getEtag());
    assertThat(reason(stale::execute)).isEqualTo("412 conditionNotMet");
    assertThat(anna.events().get("primary", made.getId()).execute().getSummary()).isEqualTo("B");
  }

  @Test
  void patch_mergesObjectsReplacesArraysAndClearsNulls() throws IOException {
    Event made =
        anna.events()
            .insert(
                "primary",
                meeting("A")
                    .setLocation("Here")
                    .setExtendedProperties(
                        new Event.ExtendedProperties().setPrivate(Map.of("one", "1", "two", "2"))))
            .execute();
    Event change =
        new Event()
            .setLocation(Data.nullOf(String.class))
            .setExtendedProperties(new Event.ExtendedProperties().setPrivate(Map.of("two", "II")));
    Event patched = anna.events().patch("primary", made.getId(), change).execute();
    assertThat(patched.getLocation()).isNull();
    assertThat(patched.getSummary()).isEqualTo("A");
    assertThat(patched.getExtendedProperties().getPrivate())
        .containsEntry("one", "1")
        .containsEntry("two", "II");
    EventDateTime from = new EventDateTime().setDate(new DateTime("2026-01-05"));
    EventDateTime to = new EventDateTime().setDate(new DateTime("2026-01-06"));
    Event day = new Event().setStart(from).setEnd(to);
    assertThat(reason(() -> anna.events().patch("primary", made.getId(), day).execute()))
        .isEqualTo("400 invalid");
    from.setDateTime(Data.NULL_DATE_TIME).setTimeZone(Data.nullOf(String.class));
    to.setDateTime(Data.NULL_DATE_TIME).setTimeZone(Data.nullOf(String.class));
    Event switched = anna.events().patch("primary", made.getId(), day).execute();
    assertThat(switched.getStart().getDate().toStringRfc3339()).isEqualTo("2026-01-05");
  }

  @Test
  void patch_overApacheTransport_isARealPatch() throws IOException {
    Calendar apache = google.calendar(ANNA, new Apache5HttpTransport(), CALENDAR);
    Event made = apache.events().insert("primary", meeting("A")).execute();
    assertThat(
            apache
                .events()
                .patch("primary", made.getId(), new Event().setSummary("B"))
                .execute()
                .getSummary())
        .isEqualTo("B");
  }

  @Test
  void update_withoutExtendedProperties_dropsThem() throws IOException {
    Event made =
        anna.events()
            .insert(
                "primary",
                meeting("A")
                    .setExtendedProperties(
                        new Event.ExtendedProperties().setPrivate(Map.of("k", "v"))))
            .execute();
    Events found =
        anna.events().list("primary").setPrivateExtendedProperty(List.of("k=v")).execute();
    assertThat(found.getItems()).extracting(Event::getId).containsExactly(made.getId());
    Event put = anna.events().update("primary", made.getId(), meeting("A")).execute();
    assertThat(put.getExtendedProperties()).isNull();
  }

  @Test
  void reminderChange_movesEtagNotUpdated() throws IOException {
    Event made = anna.events().insert("primary", meeting("A")).execute();
    Event change =
        new Event()
            .setReminders(
                new Event.Reminders()
                    .setUseDefault(false)
                    .setOverrides(List.of(new EventReminder().setMethod("popup").setMinutes(5))));
    Event changed = anna.events().patch("primary", made.getId(), change).execute();
    assertThat(changed.getEtag()).isNotEqualTo(made.getEtag());
    assertThat(changed.getUpdated()).isEqualTo(made.getUpdated());
  }

  @Test
  void insert_withGuest_givesGuestACopyAndMailsOnlyWhenAsked() throws IOException {
    Event quiet = anna.events().insert("primary", with(meeting("A"), BEN)).execute();
    assertThat(google.google.mails()).isEmpty();
    Event loud =
        anna.events()
            .insert("primary", with(meeting("B"), BEN, "guest@elsewhere.org"))
            .setSendUpdates("externalOnly")
            .execute();
    assertThat(google.google.mails())
        .extracting(Mail::to, Mail::kind)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("guest@elsewhere.org", Mail.Kind.invitation));
    Event copy = ben.events().get("primary", quiet.getId()).execute();
    assertThat(copy.getICalUID()).isEqualTo(quiet.getICalUID());
    assertThat(copy.getOrganizer().getSelf()).isNull();
    assertThat(copy.getAttendees().get(0).getSelf()).isTrue();
    assertThat(ben.events().get("primary", loud.getId()).execute().getSummary()).isEqualTo("B");
  }

  @Test
  void guest_mayAnswerButNotChangeSharedFields() throws IOException {
    Event made = anna.events().insert("primary", with(meeting("A"), BEN)).execute();
    assertThat(
            reason(
                () ->
                    ben.events()
                        .patch("primary", made.getId(), new Event().setSummary("mine"))
                        .execute()))
        .isEqualTo("403 forbiddenForNonOrganizer");
    Event answer =
        new Event()
            .setAttendeesOmitted(true)
            .setAttendees(List.of(new EventAttendee().setEmail(BEN).setResponseStatus("accepted")));
    ben.events().patch("primary", made.getId(), answer).setSendUpdates("all").execute();
    assertThat(
            anna.events()
                .get("primary", made.getId())
                .execute()
                .getAttendees()
                .get(0)
                .getResponseStatus())
        .isEqualTo("accepted");
    assertThat(google.google.mails())
        .extracting(Mail::from, Mail::to, Mail::kind)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(BEN, ANNA, Mail.Kind.reply));
    ben.events().patch("primary", made.getId(), new Event().setColorId("5")).execute();
    assertThat(anna.events().get("primary", made.getId()).execute().getColorId()).isNull();
  }

  @Test
  void delete_byOrganizer_cancelsCopies_byGuest_declines() throws IOException {
    Event made = anna.events().insert("primary", with(meeting("A"), BEN)).execute();
    ben.events().delete("primary", made.getId()).execute();
    assertThat(
            anna.events()
                .get("primary", made.getId())
                .execute()
                .getAttendees()
                .get(0)
                .getResponseStatus())
        .isEqualTo("declined");
    Event second = anna.events().insert("primary", with(meeting("B"), BEN)).execute();
    anna.events().delete("primary", second.getId()).setSendUpdates("all").execute();
    Event copy = ben.events().get("primary", second.getId()).execute();
    assertThat(copy.getStatus()).isEqualTo("cancelled");
    assertThat(copy.getStart()).isNull();
    assertThat(google.google.mails())
        .extracting(Mail::kind)
        .containsExactly(Mail.Kind.cancellation);
  }

  @Test
  void attendees_listedTwiceOrWithoutAddress_areFoldedOrRefused() throws IOException {
    Event made =
        anna.events().insert("primary", with(meeting("A"), BEN, "Ben@example.com")).execute();
    assertThat(made.getAttendees()).hasSize(1);
    assertThat(
            reason(() -> anna.events().insert("primary", with(meeting("A"), "nobody")).execute()))
        .isEqualTo("400 invalid");
  }

  @Test
  void eventTypes_restrictWhatCanBeChanged() throws IOException {
    var birthday =
        google.google.plantEvent(
            ANNA,
            Json.parse(
                """
                {"summary":"Birthday","eventType":"birthday","visibility":"private",
                 "start":{"date":"2026-03-01"},"end":{"date":"2026-03-02"},
                 "recurrence":["RRULE:FREQ=YEARLY"]}
                """));
    String id = birthday.path("id").asText();
    assertThat(
            reason(
                () ->
                    anna.events().patch("primary", id, new Event().setLocation("Home")).execute()))
        .isEqualTo("400 eventTypeRestriction");
    assertThat(
            anna.events()
                .patch("primary", id, new Event().setSummary("Party"))
                .execute()
                .getSummary())
        .isEqualTo("Party");
    assertThat(
            reason(
                () ->
                    anna.events()
                        .insert(
                            "primary",
                            meeting("Away").setEventType("outOfOffice").setDescription("x"))
                        .execute()))
        .isEqualTo("400 malformedOutOfOfficeEvent");
  }

  @Test
  void importEvent_checksParticipantsAndSequence() throws IOException {
    Event given =
        meeting("Imported")
            .setICalUID("uid-1@elsewhere.org")
            .setSequence(3)
            .setOrganizer(new Event.Organizer().setEmail("boss@elsewhere.org"));
    assertThat(reason(() -> anna.events().calendarImport("primary", given).execute()))
        .isEqualTo("400 participantIsNeitherOrganizerNorAttendee");
    Event made = anna.events().calendarImport("primary", with(given, ANNA)).execute();
    assertThat(made.getOrganizer().getEmail()).isEqualTo("boss@elsewhere.org");
    assertThat(
            reason(() -> anna.events().calendarImport("primary", given.setSequence(2)).execute()))
        .isEqualTo("400 invalid");
    assertThat(google.google.mails()).isEmpty();
  }

  @Test
  void move_changesOrganizerAndLeavesABareTombstone() throws IOException {
    String other = google.google.addCalendar(ANNA, "Projects");
    Event made = anna.events().insert("primary", meeting("A")).execute();
    Event moved = anna.events().move("primary", made.getId(), other).execute();
    assertThat(moved.getId()).isEqualTo(made.getId());
    assertThat(moved.getOrganizer().getEmail()).isEqualTo(other);
    Event left = anna.events().get("primary", made.getId()).execute();
    assertThat(left.getStatus()).isEqualTo("cancelled");
    assertThat(left.getStart()).isNull();
  }

  @Test
  void scopes_limitCallsAndCalendars() throws IOException {
    String shared = google.google.addCalendar(ANNA, "Team");
    google.google.shareCalendar(ANNA, shared, BEN, "writer");
    Calendar owned = google.calendar(BEN, new NetHttpTransport(), CALENDAR + ".events.owned");
    owned.events().insert("primary", meeting("mine")).execute();
    assertThat(reason(() -> owned.events().insert(shared, meeting("theirs")).execute()))
        .isEqualTo("403 insufficientPermissions");
    ben.events().insert(shared, meeting("theirs")).execute();
    google.google.shareCalendar(ANNA, shared, BEN, "reader");
    assertThat(reason(() -> ben.events().insert(shared, meeting("no")).execute()))
        .isEqualTo("403 requiredAccessLevel");
    assertThat(reason(() -> google.calendar("cora@example.com").events().list(shared).execute()))
        .isEqualTo("404 notFound");
  }
}

package io.lockstep.sandbox.salesforce.org;

import static io.lockstep.sandbox.salesforce.org.TestOrg.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.sandbox.salesforce.org.Org.Call;
import io.lockstep.sandbox.salesforce.org.Org.Row;
import io.lockstep.sandbox.salesforce.org.Org.Saved;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** Events: times, privacy, relations, invited users, series, archive. */
@NullUnmarked // a missing value fails the test by itself
class EventTest {
  private static final String NINE = "2026-06-10T09:00:00Z";
  private final TestOrg t = new TestOrg();

  private Object of(String id, String field) {
    return t.value(t.sue, "Event", id, field);
  }

  @Test
  void create_timedEvent_derivesWhatWasNotSaid() {
    String byDuration = t.event(t.sue, "A");
    assertThat(of(byDuration, "EndDateTime")).isEqualTo(Instant.parse("2026-06-10T09:30:00Z"));
    assertThat(of(byDuration, "ShowAs")).isEqualTo("Busy");
    assertThat(of(byDuration, "ActivityDate")).isEqualTo(LocalDate.of(2026, 6, 10));

    String byEnd =
        t.create(t.sue, row("Event", "StartDateTime", NINE, "EndDateTime", "2026-06-10T10:00:00Z"));
    assertThat(of(byEnd, "DurationInMinutes")).isEqualTo(60);
  }

  @Test
  void create_timesThatCannotBe_areRefused() {
    assertThat(t.refusal(t.sue, row("Event", "StartDateTime", NINE)))
        .isEqualTo("REQUIRED_FIELD_MISSING");
    assertThat(t.refusal(t.sue, row("Event", "DurationInMinutes", 5)))
        .isEqualTo("REQUIRED_FIELD_MISSING");
    for (Row wrong :
        List.of(
            row("Event", "StartDateTime", NINE, "EndDateTime", "2026-06-10T08:00:00Z"),
            row("Event", "StartDateTime", NINE, "DurationInMinutes", -1),
            row("Event", "StartDateTime", NINE, "DurationInMinutes", 1441),
            row(
                "Event",
                "StartDateTime",
                NINE,
                "EndDateTime",
                "2026-06-10T10:00:00Z",
                "DurationInMinutes",
                5),
            row(
                "Event",
                "StartDateTime",
                NINE,
                "DurationInMinutes",
                5,
                "ActivityDateTime",
                "2026-06-10T10:00:00Z"))) {
      assertThat(t.refusal(t.sue, wrong))
          .as(wrong.toString())
          .isEqualTo("FIELD_INTEGRITY_EXCEPTION");
    }
  }

  @Test
  void create_tooLong_namesTheFieldThatWasSent() {
    Saved byEnd =
        t.org
            .create(
                Call.as(t.sue),
                List.of(row("Event", "StartDateTime", NINE, "EndDateTime", "2026-06-12T10:00:00Z")))
            .get(0);

    assertThat(byEnd.errors().get(0).fields()).containsExactly("EndDateTime");
    assertThat(byEnd.errors().get(0).message())
        .isEqualTo("Duration must be between 0 and 1440 minutes");
  }

  @Test
  void create_multiDayEvents_lastAtMostFourteenDays() {
    TestOrg m = new TestOrg(OrgShape.plain().withMultiDayEvents(true));

    assertThat(m.refusal(m.sue, row("Event", "StartDateTime", NINE, "DurationInMinutes", 20160)))
        .isEqualTo("saved");
    assertThat(m.refusal(m.sue, row("Event", "StartDateTime", NINE, "DurationInMinutes", 20161)))
        .isEqualTo("FIELD_INTEGRITY_EXCEPTION");
  }

  @Test
  void create_allDay_keepsUtcDatesWithInclusiveEnd() {
    TestOrg m = new TestOrg(OrgShape.plain().withMultiDayEvents(true));
    String one =
        m.create(
            m.sue,
            row("Event", "IsAllDayEvent", true, "StartDateTime", "2026-06-10T22:00:00-04:00"));
    assertThat(m.value(m.sue, "Event", one, "StartDateTime"))
        .isEqualTo(Instant.parse("2026-06-11T00:00:00Z"));
    assertThat(m.value(m.sue, "Event", one, "DurationInMinutes")).isEqualTo(1440);

    String three =
        m.create(
            m.sue,
            row(
                "Event",
                "IsAllDayEvent",
                true,
                "StartDateTime",
                "2026-06-10T00:00:00Z",
                "EndDateTime",
                "2026-06-12T00:00:00Z"));
    assertThat(m.value(m.sue, "Event", three, "DurationInMinutes")).isEqualTo(3 * 1440);
    assertThat(m.value(m.sue, "Event", three, "EndDate")).isEqualTo(LocalDate.of(2026, 6, 12));
  }

  @Test
  void update_startAlone_keepsTheDuration() {
    String id = t.event(t.sue, "A");

    t.update(t.sue, row("Event", "Id", id, "StartDateTime", "2026-06-11T09:00:00Z"));

    assertThat(of(id, "EndDateTime")).isEqualTo(Instant.parse("2026-06-11T09:30:00Z"));
  }

  @Test
  void relations_privateOrLeadWithAccount_areRefused() {
    String contact = t.contact(t.sue, "Doe");
    String account = (String) t.value(t.sue, "Contact", contact, "AccountId");
    String lead = t.create(t.sue, row("Lead", "LastName", "Lee", "Company", "C"));

    assertThat(
            t.refusal(
                t.sue,
                row(
                    "Event",
                    "StartDateTime",
                    NINE,
                    "DurationInMinutes",
                    5,
                    "IsPrivate",
                    true,
                    "WhoId",
                    contact)))
        .isEqualTo("FIELD_INTEGRITY_EXCEPTION");
    assertThat(
            t.refusal(
                t.sue,
                row(
                    "Event",
                    "StartDateTime",
                    NINE,
                    "DurationInMinutes",
                    5,
                    "WhoId",
                    lead,
                    "WhatId",
                    account)))
        .isEqualTo("FIELD_INTEGRITY_EXCEPTION");
    String id =
        t.create(
            t.sue, row("Event", "StartDateTime", NINE, "DurationInMinutes", 5, "WhoId", contact));
    assertThat(of(id, "AccountId")).isEqualTo(account);
    assertThat(t.updateRefusal(t.sue, row("Event", "Id", id, "IsPrivate", true)))
        .isEqualTo("FIELD_INTEGRITY_EXCEPTION");
    assertThat(
            t.updateRefusal(
                t.sue, new Row("Event", Map.of("Id", id, "IsPrivate", true), List.of("WhoId"))))
        .isEqualTo("saved");
  }

  @Test
  void reminder_ofTheOwnerIsAddedUnlessSaid() {
    t.org.setup().setDefaultReminder(Duration.ofMinutes(15));
    String silent = t.event(t.sue, "A");
    assertThat(of(silent, "ReminderDateTime")).isEqualTo(Instant.parse("2026-06-10T08:45:00Z"));

    String said =
        t.create(
            t.sue,
            row("Event", "StartDateTime", NINE, "DurationInMinutes", 5, "IsReminderSet", false));
    assertThat(of(said, "IsReminderSet")).isEqualTo(false);
  }

  @Test
  void invite_user_makesAChildEventThatFollowsAndIsReadOnly() {
    String master = t.event(t.sue, "Plan");
    Object stamp = of(master, "SystemModstamp");
    t.pass(Duration.ofMinutes(1));
    t.create(t.sue, row("EventRelation", "EventId", master, "RelationId", t.mia));

    String child = (String) t.column(t.mia, "SELECT Id FROM Event WHERE IsChild = true").get(0);
    assertThat(t.value(t.mia, "Event", child, "OwnerId")).isEqualTo(t.mia);
    assertThat(of(master, "IsGroupEvent")).isEqualTo(true);
    assertThat(of(master, "SystemModstamp")).isEqualTo(stamp);
    assertThat(t.updateRefusal(t.mia, row("Event", "Id", child, "Subject", "Mine")))
        .isEqualTo("INVALID_FIELD_FOR_INSERT_UPDATE");
    t.update(t.mia, row("Event", "Id", child, "IsReminderSet", true, "ReminderDateTime", NINE));

    t.update(t.sue, row("Event", "Id", master, "Subject", "New plan"));
    assertThat(t.value(t.mia, "Event", child, "Subject")).isEqualTo("New plan");

    t.org.delete(Call.as(t.sue), List.of(master));
    assertThat(t.query(t.mia, "SELECT Id FROM Event").rows()).isEmpty();
  }

  @Test
  void sharedActivities_eventWhoIdsAndRelationsAgree() {
    TestOrg s = new TestOrg(OrgShape.plain().withSharedActivities(true));
    String a = s.contact(s.sue, "A");
    String b = s.contact(s.sue, "B");
    String id =
        s.create(
            s.sue,
            row(
                "Event",
                "StartDateTime",
                NINE,
                "DurationInMinutes",
                5,
                "EventWhoIds",
                List.of(a, b)));

    assertThat(s.value(s.sue, "Event", id, "WhoId")).isEqualTo(a);
    assertThat(s.value(s.sue, "Event", id, "EventWhoIds")).isEqualTo(List.of(a, b));
    assertThat(s.value(s.sue, "Event", id, "WhoCount")).isEqualTo(2);
    assertThat(s.column(s.sue, "SELECT RelationId FROM EventRelation WHERE IsParent = true"))
        .containsExactlyInAnyOrder(a, b);

    s.update(s.sue, TestOrg.emptying("Event", id, "EventWhoIds"));
    assertThat(s.value(s.sue, "Event", id, "WhoId")).isNull();
    assertThat(s.query(s.sue, "SELECT Id FROM EventRelation").rows()).isEmpty();
  }

  @Test
  void sharedActivitiesOff_theListFieldsDoNotExist() {
    assertThat(t.org.describe(Call.as(t.sue), "Event").fields())
        .noneMatch(f -> f.name().equals("EventWhoIds"));
  }

  @Test
  void classicSeries_makesOccurrencesAndRefusesTooMany() {
    Row daily =
        row(
            "Event",
            "Subject",
            "Stand-up",
            "IsRecurrence",
            true,
            "StartDateTime",
            NINE,
            "DurationInMinutes",
            15,
            "RecurrenceType",
            "RecursDaily",
            "RecurrenceInterval",
            1,
            "RecurrenceStartDateTime",
            NINE,
            "RecurrenceEndDateOnly",
            "2026-06-14");
    String series = t.create(t.sue, daily);

    assertThat(
            t.column(
                t.sue,
                "SELECT StartDateTime FROM Event WHERE IsRecurrence = false AND RecurrenceActivityId"
                    + " = '"
                    + series
                    + "' ORDER BY StartDateTime"))
        .hasSize(5)
        .startsWith(Instant.parse(NINE));
    assertThat(t.updateRefusal(t.sue, row("Event", "Id", series, "IsRecurrence", false)))
        .isEqualTo("INVALID_FIELD_FOR_INSERT_UPDATE");
    Row endless =
        row(
            "Event",
            "IsRecurrence",
            true,
            "StartDateTime",
            NINE,
            "DurationInMinutes",
            15,
            "RecurrenceType",
            "RecursDaily",
            "RecurrenceInterval",
            1,
            "RecurrenceStartDateTime",
            NINE,
            "RecurrenceEndDateOnly",
            "2027-06-14");
    assertThat(t.refusal(t.sue, endless)).isEqualTo("FIELD_INTEGRITY_EXCEPTION");
  }

  @Test
  void lightningSeries_isNormalisedOnceAndAFutureEditRewritesAll() {
    Row weekly =
        row(
            "Event",
            "Subject",
            "Jour fixe",
            "StartDateTime",
            NINE,
            "DurationInMinutes",
            15,
            "Recurrence2PatternText",
            "FREQ=WEEKLY;COUNT=3;BYDAY=WE");
    String pattern = t.create(t.sue, weekly);

    assertThat(of(pattern, "Recurrence2PatternText"))
        .isEqualTo("RRULE:FREQ=WEEKLY;BYDAY=WE;INTERVAL=1;COUNT=3");
    assertThat(of(pattern, "GroupEventType")).isEqualTo("3");
    List<Object> occurrences =
        t.column(
            t.sue, "SELECT Id FROM Event WHERE IsRecurrence2 = true AND GroupEventType != '3'");
    assertThat(occurrences).hasSize(3);
    t.update(t.sue, row("Event", "Id", occurrences.get(2), "Subject", "Moved"));
    assertThat(t.column(t.sue, "SELECT Subject FROM Event")).containsOnly("Moved");
    assertThat(
            t.updateRefusal(
                t.sue, row("Event", "Id", pattern, "Recurrence2PatternText", "FREQ=DAILY")))
        .isEqualTo("INVALID_FIELD_FOR_INSERT_UPDATE");
    assertThat(
            t.refusal(
                t.sue,
                row(
                    "Event",
                    "StartDateTime",
                    NINE,
                    "DurationInMinutes",
                    15,
                    "Recurrence2PatternText",
                    "FREQ=HOURLY")))
        .isEqualTo("FIELD_INTEGRITY_EXCEPTION");
    List<Saved> bulk = t.org.create(Call.as(t.sue), List.of(weekly, weekly));
    assertThat(bulk)
        .extracting(s -> s.errors().get(0).statusCode())
        .containsOnly("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY");
  }

  @Test
  void archive_afterAYear_hidesFromQueryNotFromQueryAll() {
    String id =
        t.create(
            t.sue, row("Event", "StartDateTime", "2025-05-01T09:00:00Z", "DurationInMinutes", 5));

    assertThat(t.query(t.sue, "SELECT Id FROM Event").rows()).isEmpty();
    assertThat(t.queryAll(t.sue, "SELECT Id, IsArchived FROM Event").rows().get(0).fields())
        .containsEntry("Id", id)
        .containsEntry("IsArchived", true);
    assertThat(t.updateRefusal(t.sue, row("Event", "Id", id, "Subject", "x"))).isEqualTo("saved");
  }

  @Test
  void convertLead_movesItsEventsToTheContact() {
    String lead = t.create(t.sue, row("Lead", "LastName", "Lee", "Company", "C"));
    String id =
        t.create(t.sue, row("Event", "StartDateTime", NINE, "DurationInMinutes", 5, "WhoId", lead));

    String contact = t.org.people().convertsLead(t.sue, lead);

    assertThat(of(id, "WhoId")).isEqualTo(contact);
    assertThat(t.updateRefusal(t.sue, row("Lead", "Id", lead, "Title", "x")))
        .isEqualTo("CANNOT_UPDATE_CONVERTED_LEAD");
  }
}

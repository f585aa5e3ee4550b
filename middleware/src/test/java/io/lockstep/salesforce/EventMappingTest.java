package io.lockstep.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import com.sforce.soap.partner.sobject.SObject;
import io.lockstep.calendar.EventField;
import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Snapshot;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventMappingTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));
  private final EventMapping mapping =
      new EventMapping(Shapes.event(), ZoneId.of("America/New_York"), CLOCK, FieldChoices.NONE);

  private static FieldValues values(String... pairs) {
    FieldValues values = FieldValues.NONE;
    for (int i = 0; i < pairs.length; i += 2) {
      values = values.with(pairs[i], pairs[i + 1]);
    }
    return values;
  }

  private SObject created(FieldValues values) {
    Draft draft = new Draft("Event");
    mapping.fill(draft, values.values(), FieldValues.NONE, true);
    return draft.row(true);
  }

  private Snapshot readBack(FieldValues values) {
    SObject row = created(values);
    row.setField("Id", "00U000000000001AAA");
    return mapping.snapshot(new Row(row, null));
  }

  @Test
  void allDay_isWrittenAsUtcDatesWithTheLastDayInclusive() {
    SObject row = created(values(EventField.TIME, "2026-03-28/2026-03-30"));

    assertThat(new Row(row, null).text("StartDateTime")).isEqualTo("2026-03-28T00:00:00Z");
    assertThat(new Row(row, null).text("EndDateTime")).isEqualTo("2026-03-29T00:00:00Z");
    assertThat(new Row(row, null).flag("IsAllDayEvent")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-28/2026-03-30",
    "2026-12-31/2027-01-01",
    "2026-03-01T09:00:00Z/2026-03-01T10:00:00Z",
    "2026-03-01T09:00:00Z/2026-03-01T09:00:00Z",
    "2026-03-01T09:00:00Z/2026-03-15T09:00:00Z",
  })
  void time_isReadAsItWasWritten(String time) {
    assertThat(readBack(values(EventField.TIME, time)).fields().get(EventField.TIME))
        .isEqualTo(time);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-01T09:00:00Z/2026-03-15T09:01:00Z",
    "2026-03-01/2026-03-16",
    "never/ever",
  })
  void timeLongerThanTwoWeeks_cannotBeHeld(String time) {
    FieldValues values = values(EventField.TIME, time);

    assertThat(mapping.normal(values).has(EventField.TIME)).isFalse();
    assertThat(mapping.lacks(values)).contains("StartDateTime");
  }

  @ParameterizedTest
  @CsvSource({
    "free,Free,free",
    "busy,Busy,busy",
    "tentative,Busy,busy",
    "workingElsewhere,Busy,busy",
    "oof,OutOfOffice,oof",
  })
  void showAs_knowsThreeValues(String given, String held, String read) {
    FieldValues values =
        values(EventField.SHOW_AS, given, EventField.TIME, "2026-03-28/2026-03-29");

    assertThat(new Row(created(values), null).text("ShowAs")).isEqualTo(held);
    assertThat(mapping.normal(values).get(EventField.SHOW_AS)).isEqualTo(read);
  }

  @Test
  void longSubject_isCutWithoutSplittingACharacter() {
    String subject = "x".repeat(254) + "\uD83D\uDE00";

    assertThat(mapping.normal(values(EventField.SUBJECT, subject)).get(EventField.SUBJECT))
        .isEqualTo("x".repeat(254));
  }

  @Test
  void controlCharactersAndLoneSurrogates_areDropped() {
    String given = "a\u0000b\u0007c\uD800d\tе\r\nf\uFFFE";

    assertThat(mapping.normal(values(EventField.DESCRIPTION, given)).get(EventField.DESCRIPTION))
        .isEqualTo("abcd\tе\nf");
  }

  @Test
  void reminderOfATimedEvent_isAMomentBeforeItsStart() {
    FieldValues values =
        values(EventField.TIME, "2026-03-02T09:00:00Z/2026-03-02T10:00:00Z", "reminder", "15");

    assertThat(new Row(created(values), null).text("ReminderDateTime"))
        .isEqualTo("2026-03-02T08:45:00Z");
    assertThat(readBack(values).fields().get(EventField.REMINDER)).isEqualTo("15");
  }

  @Test
  void reminderOfAnAllDayEvent_countsFromTheUsersMidnight() {
    FieldValues values = values(EventField.TIME, "2026-03-02/2026-03-03", "reminder", "60");

    assertThat(new Row(created(values), null).text("ReminderDateTime"))
        .isEqualTo("2026-03-02T04:00:00Z");
    assertThat(readBack(values).fields().get(EventField.REMINDER)).isEqualTo("60");
  }

  @Test
  void reminderOfAPastEvent_isNotSet() {
    FieldValues values =
        values(EventField.TIME, "2026-02-02T09:00:00Z/2026-02-02T10:00:00Z", "reminder", "15");

    assertThat(new Row(created(values), null).text("IsReminderSet")).isEqualTo("false");
    assertThat(mapping.normal(values).has(EventField.REMINDER)).isFalse();
  }

  @Test
  void movedEvent_takesItsReminderAlong() {
    Map<String, String> changes =
        Map.of(EventField.TIME, "2026-03-05T09:00:00Z/2026-03-05T10:00:00Z");
    FieldValues before =
        values(EventField.TIME, "2026-03-02T09:00:00Z/2026-03-02T10:00:00Z", "reminder", "15");
    Draft draft = new Draft("Event");

    mapping.fill(draft, changes, before, false);

    assertThat(mapping.needsWhole(changes)).isTrue();
    assertThat(new Row(draft.row(false), null).text("ReminderDateTime"))
        .isEqualTo("2026-03-05T08:45:00Z");
  }

  @Test
  void newlyPrivateEvent_losesItsRelations() {
    Draft draft = new Draft("Event");

    mapping.fill(draft, Map.of(EventField.PRIVACY, "private"), FieldValues.NONE, false);

    SObject row = draft.row(false);
    assertThat(row.getFieldsToNull()).containsExactly("WhoId", "WhatId");
    assertThat(new Row(row, null).flag("IsPrivate")).isTrue();
  }

  @Test
  void emptiedField_isNamedToBeEmptied() {
    Draft draft = new Draft("Event");

    mapping.fill(draft, Map.of(EventField.LOCATION, ""), FieldValues.NONE, false);

    assertThat(draft.row(false).getFieldsToNull()).containsExactly("Location");
  }

  @ParameterizedTest
  @CsvSource({
    "IsChild,true,CHILD_EVENT",
    "IsRecurrence,true,SERIES",
    "IsRecurrence2,true,SERIES",
    "GroupEventType,3,SERIES"
  })
  void rowsThatCannotTakePart_sayWhy(String field, String value, Snapshot.Exclusion why) {
    SObject row = created(values(EventField.TIME, "2026-03-28/2026-03-29"));
    row.setField("Id", "00U000000000001AAA");
    row.setField(field, value);

    assertThat(mapping.snapshot(new Row(row, null)).traits().excluded()).isEqualTo(why);
  }

  @Test
  void hiddenField_isNotAmongTheFields() {
    EventMapping blind =
        new EventMapping(
            Shapes.without(Shapes.event(), "Location"), ZoneId.of("UTC"), CLOCK, FieldChoices.NONE);

    assertThat(blind.fields()).doesNotContain(EventField.LOCATION).contains(EventField.TIME);
    assertThat(blind.columns()).doesNotContain("Location");
    assertThat(blind.normal(values(EventField.LOCATION, "here")).has(EventField.LOCATION))
        .isFalse();
  }

  @Test
  void normal_isIdempotentAndWhatIsReadBack() {
    for (int seed = 0; seed < 2_000; seed++) {
      FieldValues values = new RandomValues(new Random(seed)).event();
      FieldValues normal = mapping.normal(values);
      assertThat(mapping.normal(normal)).as("seed %d", seed).isEqualTo(normal);
      if (mapping.lacks(values).isEmpty()) {
        assertThat(readBack(values).fields()).as("seed %d", seed).isEqualTo(normal);
      }
    }
  }
}

package io.lockstep.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lockstep.calendar.EventField;
import io.lockstep.contact.PersonField;
import io.lockstep.port.Answer;
import io.lockstep.port.Crm;
import io.lockstep.port.Crm.Write;
import io.lockstep.port.PortException;
import io.lockstep.sandbox.salesforce.org.OrgShape;
import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Kind;
import io.lockstep.sync.Sighting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many new rows at once, against the simulated org. */
class RowLoadTest {
  private static OrgShape shape(String namespace) {
    OrgShape plain = OrgShape.plain().withMultiDayEvents(true);
    return namespace.isEmpty() ? plain : plain.withNamespace(namespace);
  }

  private static List<Write> people(int count) {
    List<Write> writes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      FieldValues person =
          FieldValues.NONE
              .with(PersonField.FIRST_NAME, "Given \"" + i + "\", the\nnext")
              .with(PersonField.LAST_NAME, "Family" + i)
              .with(PersonField.BIRTHDAY, "1980-02-29");
      writes.add(new Write.Upsert(Kind.CONTACT, "key" + i, person, "stamp" + i, Crm.UNSAVED));
    }
    return writes;
  }

  private static List<Write> meetings(int count) {
    List<Write> writes = new ArrayList<>();
    Instant start = Instant.parse("2099-03-02T09:00:00Z");
    for (int i = 0; i < count; i++) {
      FieldValues event =
          FieldValues.NONE
              .with(EventField.SUBJECT, "Meeting " + i)
              .with(EventField.TIME, start + "/" + start.plusSeconds(1_800))
              .with(EventField.SHOW_AS, "busy");
      writes.add(new Write.Upsert(Kind.EVENT, "key" + i, event, "stamp" + i, Crm.UNSAVED));
      start = start.plusSeconds(3_600);
    }
    return writes;
  }

  private static String id(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Saved.class);
    return ((Answer.Saved) answer).id();
  }

  /** The fields of a record as it is read afterwards. */
  private static FieldValues read(Crm crm, Kind kind, Answer of) {
    String id = id(of);
    return ((Sighting.Present) Objects.requireNonNull(crm.read(kind, List.of(id)).get(id)))
        .snapshot()
        .fields();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "lockstep"})
  void manyNewRows_goByOneJob_andHoldWhatWasSent(String namespace) {
    try (SandboxOrg sandbox = new SandboxOrg(shape(namespace))) {
      Crm sue = sandbox.as(SandboxOrg.SUE);
      List<Write> writes = meetings(RowLoad.FROM);
      id(sue.write(meetings(1)).getFirst()); // signs in and looks at the fields
      long before = sandbox.salesforce.calls();

      List<Answer> answers = sue.write(writes);

      assertThat(sandbox.salesforce.calls() - before).isLessThan(RowLoad.FROM / 200);
      assertThat(answers.getFirst()).as("it was made before").isEqualTo(new Answer.Stale());
      assertThat(answers.subList(1, writes.size())).allMatch(a -> a instanceof Answer.Saved);
      assertThat(answers.getLast()).isEqualTo(new Answer.Saved(id(answers.getLast()), true));
      assertThat(read(sue, Kind.EVENT, answers.get(777)).values())
          .containsAllEntriesOf(((Write.Upsert) writes.get(777)).fields().values());
    }
  }

  @Test
  void quotesLinesAndDates_arriveAsTheyAre() {
    try (SandboxOrg sandbox = new SandboxOrg()) {
      Crm sue = sandbox.as(SandboxOrg.SUE);
      List<Write> writes = people(RowLoad.FROM);

      List<Answer> answers = sue.write(writes);

      FieldValues sent = ((Write.Upsert) writes.get(9)).fields();
      assertThat(read(sue, Kind.CONTACT, answers.get(9)).values())
          .containsAllEntriesOf(sue.normal(Kind.CONTACT, sent).values());
    }
  }

  @Test
  void refusedRow_isToldInFull_andTheOthersAreSaved() {
    try (SandboxOrg sandbox = new SandboxOrg()) {
      sandbox
          .org
          .setup()
          .setValidationRule(
              "no7",
              "Contact",
              row -> "Family7".equals(row.get("LastName")),
              "No sevens.",
              "LastName");
      Crm sue = sandbox.as(SandboxOrg.SUE);

      List<Answer> answers = sue.write(people(RowLoad.FROM));

      assertThat(answers.get(7))
          .isEqualTo(
              new Answer.Refused("FIELD_CUSTOM_VALIDATION_EXCEPTION", "LastName", "No sevens."));
      assertThat(answers.stream().filter(a -> a instanceof Answer.Saved)).hasSize(RowLoad.FROM - 1);
    }
  }

  @Test
  void lateJob_isGivenUp_andForAnHourRowsGoByCalls() {
    Duration late = Duration.ofSeconds(4);
    try (SandboxOrg sandbox =
        new SandboxOrg(OrgShape.plain().withMultiDayEvents(true), late, wait -> {})) {
      Crm sue = sandbox.as(SandboxOrg.SUE);
      List<Write> writes = people(RowLoad.FROM);

      assertThatThrownBy(() -> sue.write(writes))
          .isInstanceOfSatisfying(
              PortException.Unavailable.class,
              e -> assertThat(e.code()).isEqualTo("BULK_JOB_LATE"));
      assertThat(sue.write(writes)).allMatch(a -> a instanceof Answer.Saved);
      List<Object> saved = versions(sandbox);

      await().pollDelay(late.plusSeconds(1)).until(() -> true);
      assertThat(versions(sandbox))
          .as("the job that was given up does not write later")
          .hasSize(RowLoad.FROM)
          .isEqualTo(saved);
    }
  }

  private static List<Object> versions(SandboxOrg sandbox) {
    return sandbox.org.setup().dump("Contact").stream()
        .<Object>map(row -> row.id() + " " + row.fields().get("SystemModstamp"))
        .toList();
  }

  @Test
  void fewRows_goByCalls() {
    try (SandboxOrg sandbox = new SandboxOrg()) {
      Crm sue = sandbox.as(SandboxOrg.SUE);
      id(sue.write(people(1)).getFirst());
      long before = sandbox.salesforce.calls();

      List<Answer> answers = sue.write(people(400));

      assertThat(sandbox.salesforce.calls() - before).isEqualTo(2);
      assertThat(answers.subList(1, 400)).allMatch(a -> a instanceof Answer.Saved);
    }
  }
}

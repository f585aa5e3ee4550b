package io.lockstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.sync.FieldValues;
import io.lockstep.sync.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each fault that the simulation once found, in the smallest life that shows it. */
class MendedFaultsTest {

  @Test
  void renamedContact_linkFollows_noSecondRecord() {
    Scenario scenario = Scenario.of(Provider.GOOGLE_LIKE);
    Item ann = scenario.contact(0, "ann");
    scenario.passes();
    Row record = scenario.records(Kind.CONTACT).getFirst();

    scenario.mailbox(0).personJoinsProfile(ann);
    scenario.mailbox(0).personEdits(ann, "phone", "456");
    scenario.passes();

    assertThat(scenario.records(Kind.CONTACT)).containsExactly(record);
    assertThat(record.fields.get("phone")).isEqualTo("456");
    assertThat(scenario.verdict()).isEmpty();
  }

  @Test
  void renamedContact_seenInAListingOnly_linkFollows() {
    Scenario scenario = Scenario.of(Provider.GOOGLE_LIKE);
    Item ann = scenario.contact(0, "ann");
    scenario.passes();

    scenario.mailbox(0).personJoinsProfile(ann);
    scenario.sweeps();

    assertThat(scenario.records(Kind.CONTACT)).hasSize(1);
    assertThat(scenario.verdict()).isEmpty();
  }

  @Test
  void renamedContact_deletedBeforeAnybodyLooked_deletesItsRecord() {
    Scenario scenario = Scenario.of(Provider.GOOGLE_LIKE);
    Item ann = scenario.contact(0, "ann");
    scenario.passes();

    scenario.mailbox(0).personJoinsProfile(ann);
    scenario.mailbox(0).personDeletes(ann);
    scenario.passes();

    assertThat(scenario.records(Kind.CONTACT)).isEmpty();
  }

  @Test
  void colleaguesRecord_seenBySecondMailbox_isNotMissedThere() {
    Scenario scenario = Scenario.of(Provider.GOOGLE_LIKE, Provider.GRAPH_LIKE);
    scenario.contact(0, "ann");
    scenario.passes();

    scenario.sweeps();

    assertThat(scenario.issueCodes()).isEmpty();
    assertThat(scenario.mailbox(1).live(Kind.CONTACT)).hasSize(1);
    assertThat(scenario.verdict()).isEmpty();
  }

  @Test
  void stateLost_colleaguesStamp_isNoBaselineOfThisMailboxesLink() {
    Scenario scenario = Scenario.of(Provider.GOOGLE_LIKE, Provider.GRAPH_LIKE);
    Row record = scenario.record(0, "ann");
    scenario.sweeps();
    Item first = scenario.mailbox(0).live(Kind.CONTACT).getFirst();
    Item second = scenario.mailbox(1).live(Kind.CONTACT).getFirst();
    for (String notes : List.of("one", "two", "three")) {
      scenario.mailbox(0).personEdits(first, "notes", notes);
      scenario.passes();
    }
    scenario.passes();

    scenario.mailbox(1).personEdits(second, "phone", "789");
    scenario.losesAllState();
    scenario.sweeps();
    scenario.sweeps();
    scenario.passes();

    assertThat(record.fields.get("phone")).isEqualTo("789");
    assertThat(first.fields.get("phone")).isEqualTo("789");
    assertThat(scenario.verdict()).isEmpty();
  }

  @Test
  void stateLost_deletion_waitsUntilTheBrakeKnowsAnHour() {
    Scenario scenario = Scenario.of(Provider.GRAPH_LIKE);
    Item ann = scenario.contact(0, "ann");
    scenario.passes();
    scenario.losesAllState();
    scenario.passes();

    scenario.mailbox(0).personDeletes(ann);
    scenario.passes();
    assertThat(scenario.records(Kind.CONTACT)).hasSize(1);

    scenario.world.pass(Duration.ofHours(1));
    scenario.passes();
    assertThat(scenario.records(Kind.CONTACT)).isEmpty();
  }

  @Test
  void copiedContact_withTheMarkOfItsOriginal_getsARecordOfItsOwn() {
    Scenario scenario = Scenario.of(Provider.GRAPH_LIKE);
    scenario.record(0, "ann");
    scenario.passes();
    Item made = scenario.mailbox(0).live(Kind.CONTACT).getFirst();

    scenario.mailbox(0).personCopies(made);
    scenario.passes();
    scenario.passes();

    assertThat(scenario.records(Kind.CONTACT)).hasSize(2);
    assertThat(scenario.mailbox(0).live(Kind.CONTACT)).hasSize(2);
    assertThat(scenario.verdict()).isEmpty();
  }

  @Test
  void meeting_withAttendeesAtBothProviders_isOneRecordWithOneCarrier() {
    Scenario scenario = Scenario.of(Provider.GOOGLE_LIKE, Provider.GRAPH_LIKE);
    FieldValues typed =
        new FieldValues(Map.of("subject", "plan", "time", "t1", "location", "ROOM"));
    scenario.life.meetings.convene(scenario.mailbox(1), List.of(scenario.mailbox(0)), typed);

    scenario.passes();
    Row record = scenario.records(Kind.EVENT).getFirst();
    scenario.org.personEdits(record, "location", "HALL");
    scenario.passes();

    assertThat(scenario.records(Kind.EVENT)).containsExactly(record);
    for (Seat seat : scenario.life.seats) {
      assertThat(seat.mailbox.live(Kind.EVENT))
          .singleElement()
          .satisfies(item -> assertThat(item.fields.get("location")).isEqualTo("HALL"));
    }
    assertThat(scenario.mailbox(1).mails).hasSize(1);
    assertThat(scenario.verdict()).isEmpty();
  }

  @Test
  void fourthAddress_thatAMailboxCannotHold_staysInSalesforce() {
    Scenario scenario = Scenario.of(Provider.GRAPH_LIKE);
    Row record = scenario.record(0, "ann");
    scenario.org.personEdits(record, "fourthEmail", "ann@fourth");
    scenario.passes();
    Item item = scenario.mailbox(0).live(Kind.CONTACT).getFirst();

    scenario.mailbox(0).personEdits(item, "phone", "789");
    scenario.passes();

    assertThat(record.fields.get("phone")).isEqualTo("789");
    assertThat(record.fields.get("fourthEmail")).isEqualTo("ann@fourth");
    assertThat(scenario.verdict()).isEmpty();
  }

  @Test
  void troubleOfOneMailbox_changesNothingForTheOther() {
    Scenario scenario = Scenario.of(Provider.GOOGLE_LIKE, Provider.GRAPH_LIKE);
    scenario.seat(0).troubled = true;
    scenario.seat(0).port.down = true;
    scenario.contact(1, "ann");

    scenario.passes();

    assertThat(scenario.records(Kind.CONTACT)).hasSize(1);
    assertThat(scenario.verdict()).isEmpty();
  }

  @Test
  void unselectedContact_rests_itsDeletionReachesNothing_andSelectedAgainItGoesOn() {
    Scenario scenario = Scenario.of(Provider.GRAPH_LIKE);
    Item ann = scenario.contact(0, "ann");
    Item bob = scenario.contact(0, "bob");
    scenario.passes();
    SimulatedMailbox mailbox = scenario.mailbox(0);

    mailbox.personSelects(ann, false);
    mailbox.personSelects(bob, false);
    scenario.passes();
    mailbox.personEdits(ann, "phone", "456");
    mailbox.personDeletes(bob);
    scenario
        .records(Kind.CONTACT)
        .forEach(record -> scenario.org.personEdits(record, "notes", "meanwhile"));
    scenario.sweeps();
    assertThat(scenario.records(Kind.CONTACT)).hasSize(2);
    assertThat(ann.fields.get("notes")).isEqualTo("n");

    mailbox.personSelects(ann, true);
    scenario.passes();
    scenario.passes();
    assertThat(ann.fields.get("notes")).isEqualTo("meanwhile");
    assertThat(scenario.records(Kind.CONTACT))
        .anySatisfy(record -> assertThat(record.fields.get("phone")).isEqualTo("456"));
    assertThat(scenario.issueCodes()).isEmpty();
    assertThat(scenario.verdict()).isEmpty();
  }
}

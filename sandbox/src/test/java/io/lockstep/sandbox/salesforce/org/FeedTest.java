package io.lockstep.sandbox.salesforce.org;

import static io.lockstep.sandbox.salesforce.org.TestOrg.START;
import static io.lockstep.sandbox.salesforce.org.TestOrg.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.sandbox.frame.Fault;
import io.lockstep.sandbox.salesforce.org.Org.Call;
import io.lockstep.sandbox.salesforce.org.Org.Deleted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** Change feeds, the recycle bin, and faults of listings. */
@NullUnmarked // a missing value fails the test by itself
class FeedTest {
  private static final String FEED =
      "SELECT Id FROM Contact WHERE SystemModstamp > 2026-01-01T00:00:00Z ORDER BY SystemModstamp, Id";
  private final TestOrg t = new TestOrg();

  @Test
  void feed_showsACommitLate_theRowItselfAtOnce() {
    String id = t.contact(t.sue, "Doe");

    assertThat(t.column(t.sue, FEED)).isEmpty();
    assertThat(t.value(t.sue, "Contact", id, "LastName")).isEqualTo("Doe");
    assertThat(t.column(t.sue, "SELECT Id FROM Contact")).containsExactly(id);
    t.pass(Duration.ofSeconds(3));
    assertThat(t.column(t.sue, FEED)).containsExactly(id);
  }

  @Test
  void feed_lateFeedFault_takesMinutesAndShowsTheOldStateMeanwhile() {
    String id = t.contact(t.sue, "Doe");
    t.pass(Duration.ofSeconds(3));
    t.faults.add("salesforce", Fault.Kind.lateFeed, 1, 1, null);

    t.update(t.sue, row("Contact", "Id", id, "LastName", "New"));

    String names = FEED.replace("SELECT Id", "SELECT LastName");
    t.pass(Duration.ofSeconds(50));
    assertThat(t.column(t.sue, names)).containsExactly("Doe");
    t.pass(Duration.ofMinutes(4));
    assertThat(t.column(t.sue, names)).containsExactly("New");
  }

  @Test
  void getUpdated_cutsSecondsAndSaysHowFarItIsSure() {
    String id = t.contact(t.sue, "Doe");
    t.faults.add("salesforce", Fault.Kind.lateFeed, 1, 1, null);
    t.pass(Duration.ofMinutes(10));
    Instant second = t.machine.get();
    t.contact(t.sue, "Late");
    t.pass(Duration.ofSeconds(59));

    Org.Updated updated =
        t.org.getUpdated(
            Call.as(t.sue), "Contact", START.plusSeconds(30), t.machine.get().plusSeconds(120));

    assertThat(updated.ids()).containsExactly(id);
    assertThat(updated.latestDateCovered()).isEqualTo(second);
    t.org.setup().holdBackLatestDateCovered(START);
    assertThat(
            t.org
                .getUpdated(Call.as(t.sue), "Contact", START.minusSeconds(60), second)
                .latestDateCovered())
        .isEqualTo(START);
  }

  @Test
  void getUpdated_rangesThatCannotBe_areRefused() {
    for (Instant[] range :
        new Instant[][] {
          {START, START},
          {START.plusSeconds(1), START.plusSeconds(59)},
          {START.minus(Duration.ofDays(31)), START}
        }) {
      assertThatThrownBy(() -> t.org.getUpdated(Call.as(t.sue), "Contact", range[0], range[1]))
          .isInstanceOfSatisfying(
              OrgException.class, e -> assertThat(e.code()).isEqualTo("INVALID_REPLICATION_DATE"));
    }
    assertThatThrownBy(
            () -> t.org.getDeleted(Call.as(t.sue), "Contact", START, START.plusSeconds(60)))
        .isInstanceOf(OrgException.class);
  }

  @Test
  void delete_goesToTheBin_queryAllAndGetDeletedTell() {
    String id = t.contact(t.sue, "Doe");
    t.org.people().deletes(t.sue, id);
    t.pass(Duration.ofMinutes(5));

    assertThat(t.column(t.sue, "SELECT Id FROM Contact")).isEmpty();
    assertThat(t.queryAll(t.sue, "SELECT Id, IsDeleted FROM Contact").rows().get(0).fields())
        .containsEntry("IsDeleted", true);
    assertThat(
            t.org
                .getDeleted(Call.as(t.sue), "Contact", START.minusSeconds(60), t.machine.get())
                .records())
        .containsExactly(new Deleted(id, START));

    t.org.people().undeletes(t.sue, id);
    assertThat(t.column(t.sue, "SELECT Id FROM Contact")).containsExactly(id);
    assertThat(
            t.org
                .getDeleted(Call.as(t.sue), "Contact", START.minusSeconds(60), t.machine.get())
                .records())
        .isEmpty();
  }

  @Test
  void undelete_after15DaysOrHardDelete_fails() {
    String id = t.contact(t.sue, "Doe");
    t.org.people().deletes(t.sue, id);
    t.pass(Duration.ofDays(16));
    assertThat(t.org.undelete(Call.as(t.sue), List.of(id)).get(0).errors().get(0).statusCode())
        .isEqualTo("UNDELETE_FAILED");
    assertThat(t.queryAll(t.sue, "SELECT Id FROM Contact").rows()).isEmpty();

    String other = t.contact(t.sue, "Other");
    t.org.people().deletes(t.sue, other);
    t.org.setup().hardDelete(List.of(other));
    t.pass(Duration.ofMinutes(5));
    assertThat(t.queryAll(t.sue, "SELECT Id FROM Contact").rows()).isEmpty();
    assertThat(
            t.org
                .getDeleted(
                    Call.as(t.sue),
                    "Contact",
                    t.machine.get().minus(Duration.ofMinutes(10)),
                    t.machine.get())
                .records())
        .extracting(Deleted::id)
        .containsExactly(other);
  }

  @Test
  void delete_contact_takesLonelyEventsAlongAndBringsThemBack() {
    String contact = t.contact(t.sue, "Doe");
    String event = t.event(t.sue, "Lunch");
    t.update(t.sue, row("Event", "Id", event, "WhoId", contact));

    t.org.people().deletes(t.sue, contact);
    assertThat(t.column(t.sue, "SELECT Id FROM Event")).isEmpty();
    t.org.people().undeletes(t.sue, contact);
    assertThat(t.column(t.sue, "SELECT Id FROM Event")).containsExactly(event);
  }

  @Test
  void merge_loserNamesTheWinnerAndItsEventsMove() {
    String winner = t.contact(t.sue, "Winner");
    String loser = t.contact(t.sue, "Loser");
    String event = t.event(t.sue, "Lunch");
    t.update(t.sue, row("Event", "Id", event, "WhoId", loser));

    t.org.people().mergesContacts(t.sue, winner, List.of(loser));

    assertThat(
            t.queryAll(t.sue, "SELECT MasterRecordId FROM Contact WHERE IsDeleted = true")
                .rows()
                .get(0)
                .fields())
        .containsEntry("MasterRecordId", winner);
    assertThat(t.value(t.sue, "Event", event, "WhoId")).isEqualTo(winner);
  }

  @Test
  void delete_twice_saysItIsDeleted() {
    String id = t.contact(t.sue, "Doe");
    t.org.delete(Call.as(t.sue), List.of(id));

    assertThat(t.org.delete(Call.as(t.sue), List.of(id)).get(0).errors().get(0).statusCode())
        .isEqualTo("ENTITY_IS_DELETED");
  }

  @Test
  void listings_faultsLeaveRowsOut() {
    t.contact(t.sue, "A");
    t.contact(t.sue, "B");
    t.faults.add("salesforce", Fault.Kind.emptyListing, 1, 1, "FROM Contact");
    assertThat(t.column(t.sue, "SELECT Id FROM Contact")).isEmpty();
    t.faults.add("salesforce", Fault.Kind.shortListing, 1, 1, "FROM Contact");
    assertThat(t.column(t.sue, "SELECT Id FROM Contact")).hasSizeLessThan(2);
    assertThat(t.column(t.sue, "SELECT Id FROM Contact")).hasSize(2);
  }

  @Test
  void screen_keepsWindowsLineEnds_theApiKeepsWhatWasSent() {
    String id = t.contact(t.sue, "Doe");
    t.org.people().edits(t.sue, id, Map.of("Description", "a\nb"));
    assertThat(t.value(t.sue, "Contact", id, "Description")).isEqualTo("a\r\nb");
    t.update(t.sue, row("Contact", "Id", id, "Description", "a\nb"));
    assertThat(t.value(t.sue, "Contact", id, "Description")).isEqualTo("a\nb");
  }
}
